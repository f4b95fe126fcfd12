"""The pages of one article, found by their links and numbers: ``8051.html``, ``8051_2.html``."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from scrapy.http import TextResponse
from w3lib.url import url_query_cleaner, url_query_parameter

from crawler.links import absolute
from crawler.page_calls import calls

_NUMBERED = re.compile(r"^(?P<stem>.+?)[_-](?:p|page[_-]?)?(?P<number>\d{1,2})(?P<ending>\.s?html?)$")
#: A call of TRS's pager that tells of more pages is no article's.
_MOST = 99
_PARAMETERS = ("page", "p", "pageno", "pageNo", "pagenum", "pageNum", "pageindex", "pageIndex")
#: Signs of such a parameter, or of another: both are searched for in whole pages, so they begin with plain letters.
_SIGNS = (re.compile(rb"page(?:[nN]o|[nN]um|[iI]ndex)?=\d"), re.compile(rb"p=\d"))


class Pages(NamedTuple):
    """What a page tells of its article's pages: the first one, if this is another, and the further ones."""

    first: str | None
    further: list[tuple[int, str]]


def read_pages(response: TextResponse) -> Pages:
    """The pages of the article that this page belongs to.

    They differ from the first one's address by a number of at most two digits behind ``_`` or ``-``, or in a
    parameter (``?page=2``), and this page links to them, or TRS's script on it names them. Left alone: the
    articles before and after (上一篇, 下一篇), and a page whose own address ends in a number, unless it links
    to the address without it, links that write these signs in another way (``%5F``), and pages in UTF-16.
    """
    first, number = _split(response.url)
    stem = _stem(first)
    if not number and not _may_tell(response.body, stem) and b"createPageHTML" not in response.body:
        return Pages(None, [])
    told = _linked(response, lambda href: bool(number) or _may_tell(href.encode(), stem))
    named = {*told, *_announced(response)}
    if number and not any(_split(url) == (first, 0) for url in named):
        first, number = response.url, 0
    further = {url: n for url in (*named, response.url) for base, n in [_split(url)] if n and base == first}
    return Pages(first if number else None, sorted((n, url) for url, n in further.items()))


def _split(url: str) -> tuple[str, int]:
    """The address of an article's first page, and which further one this is by its number; 0 for the first."""
    if match := _NUMBERED.match(url):
        return f"{match['stem']}{match['ending']}", int(match["number"])
    for name in _PARAMETERS:
        value = url_query_parameter(url, name) or ""
        first = url_query_cleaner(url, [name], remove=True)
        if re.fullmatch(r"\d{1,2}", value) and not first.endswith("/"):
            return first, int(value) if int(value) > 1 else 0
    return url, 0


def _stem(url: str) -> bytes:
    """What the names of an article's further pages begin with; empty where they have no number."""
    named = re.search(r"([^/]+)\.s?html?$", url)
    return named[1].encode() if named else b""


def _may_tell(text: bytes, stem: bytes) -> bool:
    """Whether a text may name a further page of an article. Most pages don't, and needn't be looked at any closer."""
    named = stem and (stem + b"_" in text or stem + b"-" in text)
    return bool(named) or any(sign.search(text) for sign in _SIGNS)


def _linked(response: TextResponse, may_tell: Callable[[str], bool]) -> set[str]:
    """The addresses that the page links to, as far as they may tell something."""
    hrefs = filter(may_tell, response.css("a::attr(href)").getall())
    return {url for href in hrefs if (url := absolute(response, href))}


def _announced(response: TextResponse) -> Iterator[str]:
    """The addresses of the pages that TRS's pager will link to: the second one is ``_1``."""
    for call in calls(response, first=0):
        for number in range(call.pages if call.pages <= _MOST else 0):
            if url := call.address(response, number):
                yield url
