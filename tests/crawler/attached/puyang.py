"""濮阳组工信息, with its documents."""

from crawler.spiders import puyang


class Puyang(puyang.Puyang):
    """Of this file, so that it is found here."""

    attachments = True
