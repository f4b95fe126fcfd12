"""红星网, with its documents."""

from crawler.spiders import hxw


class Hxw(hxw.Hxw):
    """Of this file, so that it is found here."""

    attachments = True
