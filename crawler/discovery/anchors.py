"""A page's links, with where they stand and what their rows say."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from lxml.html import HtmlElement
from scrapy.http import TextResponse

from crawler.links import LONGEST, absolute, row_date, tree_of, words

#: So many links of a page are looked at.
MOST = 3000
#: So many elements around a link tell its build.
DEEP = 30
#: So many characters of an element's classes, or of its tag, are looked at: either may be as long as the page.
CLASSES = 100
#: Elements that hold a region of a page; their class names tell regions apart. Rows have any.
_REGIONS = frozenset("div ul ol dl table tbody section article nav header footer main aside form".split())


class Anchor(NamedTuple):
    """A link: its canonical address, its words, and its build: the path of elements around it."""

    url: str
    text: str
    build: str
    element: HtmlElement | None = None


def anchors(response: TextResponse) -> list[Anchor]:
    """The links of a page that lead somewhere else, in its order; none, where the answer is no HTML."""
    root = tree_of(response)
    found = []
    for link in islice(root.iter("a"), MOST) if root is not None else ():
        href = link.get("href")
        url = absolute(response, href) if href else None
        if url and url != response.url and len(url) <= LONGEST:
            found.append(Anchor(url, words(link), _build(link), link))
    return found


def dates(found: Iterable[Anchor]) -> dict[str, str]:
    """The dates of rows, by their addresses.

    :param found: the rows of one list: each one's ends where the next one's link begins.
    """
    rows = list(found)
    urls = {row.element: row.url for row in rows if row.element is not None}
    first = {url: element for element, url in reversed(urls.items())}
    pairs = ((url, row_date(element, urls)) for url, element in first.items())
    return {url: date for url, date in pairs if date}


def _build(link: HtmlElement) -> str:
    path = [_name(element) for element in islice(link.iterancestors(), DEEP)]
    return "/".join(reversed(path))


def _name(element: HtmlElement) -> str:
    if element.tag not in _REGIONS:
        return str(element.tag)[:CLASSES]
    return f"{element.tag}.{'.'.join(_classes(element))}"


def _classes(element: HtmlElement) -> Sequence[str]:
    return (element.get("class") or "")[:CLASSES].split()[:2]
