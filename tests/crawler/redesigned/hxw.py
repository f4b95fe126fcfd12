"""红星网, with a layout for its new design beside the old one."""

from cleaners.model import Layout
from crawler.spiders import hxw


class Hxw(hxw.Hxw):
    """As it is after somebody has looked at the alert."""

    layouts = (Layout("2026", "section.c-body", "h1.c-headline"), *hxw.Hxw.layouts)
