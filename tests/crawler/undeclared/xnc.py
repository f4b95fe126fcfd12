"""新农村网 without a layout."""

from crawler.spiders import xnc


class Xnc(xnc.Xnc):
    """As it is before anybody has written one."""

    layouts = ()
