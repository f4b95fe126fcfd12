"""南方+, a newspaper's app: columns by JSON of two generations, articles as pages at two hosts.

Known of the real site: the hosts, both interfaces, the shapes of the addresses, the column 党建. The same
article may be listed at both hosts: it is kept once. Guessed: how the old interface gives its next page.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from scrapy.http import TextResponse
from w3lib.url import (
    add_or_replace_parameter,
    add_or_replace_parameters,
    canonicalize_url,
    url_query_parameter,
)

from cleaners.model import Hints, Layout
from crawler import links
from crawler.links import Links
from crawler.portal import PortalSpider

_API = "https://api.nfapp.southcn.com"
_OLD = f"{_API}/nanfang_if/getArticles?adv=1&count=20&lastFileId=0&rowNumber=0&service=1&version=0&columnId="
_NEW = f"{_API}/nfplus-manuscript-web/article/list?nfhSubCount=1&pageNum=1&pageSize=20&columnId="


class Nfplus(PortalSpider):
    """南方+."""

    name = "nfplus"
    title = "南方+"
    region = "广东省"
    home = "https://static.nfnews.com"
    hosts = ("pc.nfnews.com", "api.nfapp.southcn.com")
    lists = {"党建": f"{_OLD}7747", "乡村": f"{_NEW}20581"}  # noqa: RUF012
    article_url = r"/content/\d{6}/\d\d/c\d+\.html$|//pc\.nfnews\.com/\d+/\d+\.html$"
    every = "1 day"
    expect = 20
    layouts = (Layout(name="2023", content="div.article", title="h1#articleTitle"),)

    def read_links(self, response: TextResponse, column: str | None) -> Links:
        """The items of a page of a column, by either interface."""
        rows = (
            (item["shareUrl"], links.absolute(response, item["shareUrl"]), item) for item in _items(response)
        )
        return links.sort(rows, self.scope, lambda item: _hints(item, column))

    def next_pages(self, response: TextResponse) -> Iterator[str]:
        """The new interface counts pages and says if more follow; the old one goes on behind an item."""
        items = _items(response)
        if number := url_query_parameter(response.url, "pageNum"):
            if _column(response).get("hasNextPage"):
                yield canonicalize_url(
                    add_or_replace_parameter(response.url, "pageNum", str(int(number) + 1))
                )
        elif items:
            seen = int(url_query_parameter(response.url, "rowNumber") or 0) + len(items)
            behind = {"lastFileId": str(items[-1].get("fileId")), "rowNumber": str(seen)}
            yield canonicalize_url(add_or_replace_parameters(response.url, behind))


def _column(response: TextResponse) -> Mapping[str, Any]:
    """A page of a column, as either interface gives it.

    :raises ValueError: if the answer is none.
    """
    answer = response.json()
    column = answer.get("data", answer) if isinstance(answer, dict) else None
    if not isinstance(column, dict) or not isinstance(column.get("list"), list):
        raise ValueError("no items in it")
    return column


def _items(response: TextResponse) -> list[Mapping[str, Any]]:
    """The items that have an address."""
    items = _column(response)["list"]
    return [item for item in items if isinstance(item, dict) and isinstance(item.get("shareUrl"), str)]


def _hints(item: Mapping[str, Any], column: str | None) -> Hints:
    return Hints(
        title=links.member(item, "title"),
        published=links.member(item, "publishtime") or links.member(item, "releaseTime"),
        source=links.member(item, "releaseSource") or links.member(item, "source"),
        column=column,
    )
