"""A portal on no known platform: its lists and pagers are read the general way."""

from collections.abc import Iterator
from typing import ClassVar

from scrapy.http import TextResponse, XmlResponse

from crawler import links
from crawler.discovery import feeds
from crawler.discovery.covered import uncovered
from crawler.discovery.pager import next_page
from crawler.links import Links
from crawler.portal import PortalSpider


class General(PortalSpider):
    """The portal declares its names, its lists and its articles' addresses; the rest is found on its pages.

    A list may be a feed (RSS, Atom) or a sitemap. ``page_parameter`` is the parameter of a query for a page's
    number, where a list tells how many pages it has and links to none of them.
    """

    page_parameter: ClassVar[str] = ""

    def next_pages(self, response: TextResponse) -> Iterator[str]:
        """The page behind a list's page; behind a sitemap of sitemaps the newest one."""
        if isinstance(response, XmlResponse):
            yield from feeds.further(response)
        elif url := next_page(response, self.page_parameter):
            yield url

    def read_links(self, response: TextResponse, column: str | None) -> Links:
        """The articles a list or a feed names."""
        if isinstance(response, XmlResponse):
            rows = ((item.url, item.url, item) for item in feeds.items(response))
            return links.sort(rows, self.scope, lambda item: feeds.hints(item, column))
        named = super().read_links(response, column)
        hidden = None if any(each.state == "pending" for each in named.found) else uncovered(response)
        return super().read_links(hidden, column) if hidden else named
