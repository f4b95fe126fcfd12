"""What the links of a list page are: articles with their hints, or a reason why not."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import PurePosixPath
from typing import Any, NamedTuple, Self, TypeVar
from urllib.parse import urlsplit

from lxml.html import HtmlElement
from scrapy.http import TextResponse
from w3lib.url import canonicalize_url

from cleaners.model import Hints
from storage.addresses import Found

#: The longest address that is asked for: older servers and proxies cut off or refuse longer ones.
LONGEST = 2083
#: Files that a list names beside its articles.
ATTACHMENTS = frozenset(
    ".doc .docx .wps .pdf .ofd .xls .xlsx .et .csv .ppt .pptx".split()
    + ".zip .rar .7z .jpg .jpeg .png .gif .mp3 .mp4".split()
)
#: An element that holds more elements than this is no row of a list.
ROW = 80
NEXT_PAGE = ("下一页", "下页", "下一頁", ">", "›", "»")

_DATE = re.compile(
    r"""
    (?<!\d)(?:
        \d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?   # 2023-05-24, 2023年5月24日
        (?:\s+\d{1,2}:\d{2}(?::\d{2})?)?                      # 10:02, 10:02:33
      | \d{1,2}\s?[-/月]\s?\d{1,2}日?                         # 03-21: the list leaves the year out
    )(?!\d)
    """,
    re.VERBOSE,
)


Row = TypeVar("Row")


class Links(NamedTuple):
    """A list page's addresses, each once, in the page's order; and how many links are none, by reason."""

    found: list[Found]
    skipped: Counter[str]


class Scope(NamedTuple):
    """What of a page's links belongs to a portal: its hosts, and what its articles' addresses look like."""

    hosts: frozenset[str]
    article: re.Pattern[str]

    @classmethod
    def at(cls, home: str, hosts: Iterable[str], article_url: str) -> Self:
        """The scope of a portal whose address is ``home``."""
        return cls(frozenset((host_of(home), *hosts)), re.compile(article_url))

    def owns(self, url: str) -> bool:
        """Whether the address is one of the portal's own, by http or https."""
        return urlsplit(url).scheme in ("http", "https") and host_of(url) in self.hosts

    def has_article(self, url: str) -> bool:
        """Whether the address is one of the portal's articles."""
        return self.owns(url) and bool(self.article.search(url))


def host_of(url: str) -> str:
    """The host an address names, with its port unless that is http's or https's own."""
    parts = urlsplit(url)
    return f"{parts.hostname}" if parts.port in (None, 80, 443) else f"{parts.hostname}:{parts.port}"


def absolute(response: TextResponse, href: str) -> str | None:
    """The canonical address a link leads to; None for one that is no address (``javascript:``, broken)."""
    try:
        url = response.urljoin(href.strip())
        if urlsplit(url).scheme not in ("http", "https") or not host_of(url):
            return None
        return canonicalize_url(url, encoding=response.encoding)
    except ValueError:  # such as http://[ or a port that is no number
        return None


def exclusion(url: str, scope: Scope) -> str | None:
    """Why an address must not be asked; None if it may."""
    if not scope.owns(url):
        return "off site"
    if len(url) > LONGEST:
        return "address too long"
    if PurePosixPath(urlsplit(url).path).suffix.lower() in ATTACHMENTS:
        return "attachment"
    return None


def tree_of(response: TextResponse) -> HtmlElement | None:
    """A page's tree; None for an answer that is no HTML: a feed, data."""
    root = response.selector.root
    return root if isinstance(root, HtmlElement) else None


def read_links(response: TextResponse, scope: Scope, column: str | None) -> Links:
    """Sort a list page's links; their rows' words are the articles' hints.

    :raises ValueError: if the answer is no HTML.
    """
    root = tree_of(response)
    if root is None:
        raise ValueError("no HTML")
    links = [link for link in root.iter("a") if link.get("href")]
    urls = {link: absolute(response, link.get("href")) for link in links}
    articles = {link: url for link, url in urls.items() if url and scope.has_article(url)}
    rows = ((link.get("href"), url, link) for link, url in urls.items())
    return sort(rows, scope, lambda link: _hints(link, articles, column))


def sort(rows: Iterable[tuple[str, str | None, Row]], scope: Scope, hints: Callable[[Row], Hints]) -> Links:
    """Sort what a list names.

    Links inside the portal that are no articles are its navigation: counted, not kept.

    :param rows: each link as printed, its canonical address (None if it is none), and what ``hints`` reads.
    """
    skipped: Counter[str] = Counter()
    found: dict[str, Found] = {}
    for href, url, row in rows:
        if url is None:
            skipped[_scheme(href)] += 1
        elif url in found:
            continue  # a list may name one a thousand times, and hints cost time
        elif reason := exclusion(url, scope):
            found[url] = Found(url, "article", state="excluded", reason=reason)
        elif scope.has_article(url):
            found[url] = Found(url, "article", hints(row))
        else:
            skipped["navigation"] += 1
    return Links(list(found.values()), skipped)


def next_links(response: TextResponse) -> Iterator[str]:
    """The addresses of the links that say they lead to the list's next page."""
    for link in response.css("a[href], link[rel=next][href]"):
        text = "".join(link.css("::text").getall()).strip()
        if "next" in (link.attrib.get("rel") or "").split() or text in NEXT_PAGE:
            url = absolute(response, link.attrib["href"])
            if url:
                yield url


def labelled(response: TextResponse, label: str) -> Iterator[str]:
    """The addresses of the links with this label in their text."""
    for link in response.xpath("//a[@href and contains(., $label)]", label=label):
        if url := absolute(response, link.attrib["href"]):
            yield url


def member(item: Mapping[str, Any], name: str) -> str | None:
    """A member of JSON data that is text; what is anything else tells nothing."""
    value = item.get(name)
    return value if isinstance(value, str) else None


def _scheme(href: str) -> str:
    """The reason a link is no address."""
    scheme = re.match(r"\s*([a-z]+):", href.lower())
    return f"{scheme[1]}: link" if scheme and scheme[1] not in ("http", "https") else "malformed link"


def _hints(link: HtmlElement, articles: dict[HtmlElement, str], column: str | None) -> Hints:
    """What the link's row tells of the article."""
    return Hints(
        title=words(link) or None,
        published=row_date(link, articles),
        column=column,
    )


def words(link: HtmlElement) -> str:
    """What a link says: its title, where that is longer than its text."""
    shown = _text(link)
    full = " ".join((link.get("title") or "").split())
    return full if len(full) > len(shown) else shown


def row_date(link: HtmlElement, articles: Mapping[HtmlElement, str]) -> str | None:
    """The date nearest to a link as printed: in its own row, which is small, and ends where another article's begins.

    :param articles: the links of all rows, with their addresses.
    """
    for around in link.iterancestors():
        row = list(islice(around.iter(), ROW + 1))
        if len(row) > ROW or any(articles.get(each, articles[link]) != articles[link] for each in row):
            break
        for text in around.xpath(".//text()[not(ancestor::a)]"):
            if date := _DATE.search(text):
                return date[0]
    inside = _DATE.search(_text(link))
    return inside[0] if inside else None


def _text(element: HtmlElement) -> str:
    """An element's text with its white space made single."""
    return " ".join(element.text_content().split())
