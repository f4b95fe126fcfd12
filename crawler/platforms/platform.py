"""What a family of sites has in common that one CMS builds."""

from collections.abc import Sequence
from typing import ClassVar

from scrapy.http import TextResponse

from crawler.portal import PortalSpider


class Platform(PortalSpider):
    """A family: a portal on it declares its names, its home and its lists, and has the rest from here.

    ``cms`` is what the family is called. ``article_url`` is what its articles' addresses look like where a site
    hasn't changed it, ``list_url`` the same of a column's first list page: a regular expression; empty where
    such addresses have no shape of their own.
    """

    cms: ClassVar[str]
    list_url: ClassVar[str] = ""

    @classmethod
    def signs(cls, response: TextResponse) -> Sequence[str]:
        """What on a page shows that this CMS built it, each in a few words for people; nothing: no sign.

        A class name that anybody might choose is none, and no sign may rest on a site's name.
        """
        raise NotImplementedError
