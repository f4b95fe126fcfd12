"""红星网 without a layout."""

from crawler.spiders import hxw


class Hxw(hxw.Hxw):
    """As it is before anybody has written one."""

    layouts = ()
