"""红星网, as it is."""

from crawler.spiders import hxw


class Hxw(hxw.Hxw):
    """Of this file, so that it is found here."""
