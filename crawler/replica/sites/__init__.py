"""The sites of the replica, one module each."""

from crawler.replica.sites import hxw, puyang

SITES = (hxw.SITE, puyang.SITE)
