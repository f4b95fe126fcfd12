"""What a family of sites has in common that one CMS builds."""

import re
from collections.abc import Mapping, Sequence
from typing import ClassVar

from scrapy.http import HtmlResponse, TextResponse

from crawler import links
from crawler.links import Links, absolute, host_of
from crawler.portal import PortalSpider

#: So many links show how a site names its articles; one or two may be anything.
ENOUGH = 3


class Platform(PortalSpider):
    """A family: a portal on it declares its names, its home and its lists, and has the rest from here.

    ``cms`` is what the family is called. ``article_url`` is what its articles' addresses look like where a site
    hasn't changed it, ``list_url`` the same of a column's first list page: a regular expression; empty where
    such addresses have no shape of their own.
    """

    cms: ClassVar[str]
    list_url: ClassVar[str] = ""

    @classmethod
    def marks(cls, response: TextResponse) -> Mapping[str, object]:
        """What would show that this CMS built a page, each in a few words for people, and whether it is there (truth).

        A class name that anybody might choose is none, and none may rest on a site's name.
        """
        raise NotImplementedError

    @classmethod
    def signs(cls, response: TextResponse) -> Sequence[str]:
        """What on a page shows that this CMS built it; nothing: no sign."""
        return [mark for mark, is_there in cls.marks(response).items() if is_there]

    def read_built(self, html: str, response: TextResponse, column: str | None) -> Links:
        """The articles that HTML names which a script would put on the page."""
        built = HtmlResponse(response.url, body=html, encoding="utf-8", request=response.request)
        return links.read_links(built, self.scope, column)

    @classmethod
    def columns(cls, response: TextResponse) -> Sequence[tuple[str, str]]:
        """Columns that a page leads to by script: their names, and the addresses a portal declares for them.

        For families to override whose menus don't link to what can be read.
        """
        return ()


def names_own(response: TextResponse, address: re.Pattern[str]) -> bool:
    """Whether a page is at such an address, or links to three of its own host: friends' links are no sign."""
    if address.search(response.url):
        return True
    hrefs = response.css("a::attr(href)").getall()
    urls = {url for href in hrefs if address.search(href) and (url := absolute(response, href))}
    return sum(host_of(url) == host_of(response.url) for url in urls) >= ENOUGH
