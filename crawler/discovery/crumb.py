"""The path from the home page to a page (当前位置): what it links to are the page's own columns."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement
from scrapy.http import TextResponse

from crawler.links import absolute, tree_of, words

_WHERE = re.compile(r"\s*(?:[您你]|现在|目前|当前|所在|所处|的){0,4}位置(?:是|为)?\s*[:：]?")
_PATH = re.compile(r"\s*(?:网站|门户|返回)?(?:首\s?页|主页)\s*(?:[>＞»›→/|]|-+[>＞]?)")
#: A path is so long at most, in characters, and its links stand so many levels above its words.
LONGEST, LEVELS = 150, 3
#: So many places that may be its beginning are looked at.
STARTS = 20


def crumb(response: TextResponse) -> list[tuple[str, str]]:
    """The steps of the page's path that are links: their words and addresses, the home page first if it is there.

    Left alone: menus, which are longer, and a path whose steps are no links.
    """
    root = tree_of(response)
    for element in islice(_starts(root), STARTS) if root is not None else ():
        for around in (element, *_parents(element)):
            if len("".join(around.itertext())) > LONGEST:
                break
            if steps := list(_steps(around, response)):
                return steps
    return []


def _starts(root: HtmlElement) -> Iterator[HtmlElement]:
    """The elements that begin as a path does, the innermost of each first."""
    for element in root.iter():
        text = element.text if isinstance(element.tag, str) else None
        if text and _WHERE.match(text) and "位置" in text:
            yield element
        elif element.tag == "a" and element.tail and _PATH.match(f"{words(element)}{element.tail}"):
            yield element.getparent()


def _parents(element: HtmlElement) -> list[HtmlElement]:
    return list(element.iterancestors())[:LEVELS]


def _steps(around: HtmlElement, response: TextResponse) -> Iterator[tuple[str, str]]:
    for link in around.iter("a"):
        href = link.get("href")
        url = absolute(response, href) if href else None
        if url:
            yield words(link), url
