"""The pages of one article, found by their links and numbers: ``8051.html``, ``8051_2.html``."""

import re
from typing import NamedTuple

from scrapy.http import TextResponse

from crawler.links import absolute

_NUMBERED = re.compile(r"^(?P<stem>.+?)(?:[_-](?P<number>\d{1,2}))?(?P<ending>\.s?html?)$")


class Pages(NamedTuple):
    """What a page tells of its article's pages: the first one, if this is another, and the further ones."""

    first: str | None
    further: list[tuple[int, str]]


def read_pages(response: TextResponse) -> Pages:
    """The pages of the article that this page belongs to.

    They differ from the first one's address by a number of at most two digits behind ``_`` or ``-``, and
    this page links to them. Left alone: a page whose own address ends in a number, unless it links to the
    address without it.
    """
    own = _NUMBERED.match(response.url)
    if own is None:
        return Pages(None, [])
    linked = _linked(response)
    base = f"{own['stem']}{own['ending']}"
    stem = (
        own["stem"] if own["number"] is None or base in linked else response.url.removesuffix(own["ending"])
    )
    pattern = re.compile(rf"{re.escape(stem)}[_-](\d{{1,2}}){re.escape(own['ending'])}")
    further = {url: int(match[1]) for url in (*linked, response.url) if (match := pattern.fullmatch(url))}
    is_further = response.url in further
    return Pages(base if is_further else None, sorted((number, url) for url, number in further.items()))


def _linked(response: TextResponse) -> set[str]:
    hrefs = response.css("a::attr(href)").getall()
    return {url for href in hrefs if (url := absolute(response, href))}
