"""What a site and its columns are called, and the name a portal of theirs gets."""

import keyword
import re

from scrapy.http import JsonResponse, TextResponse

from crawler.links import host_of

_PARTS = re.compile(r"\s*(?:[_|｜—–·>»]|(?<=\S)-+(?=\S)|\s-+\s)\s*")
_SITE = re.compile(r"(?:网|网站|门户|政府|频道|先锋|党建|之窗|在线|日报|新闻)$")
_GREETING = re.compile(
    r"^(?:欢迎(?:您|你)?(?:访问|光临|来到|进入)?|首页|网站首页)\s*|\s*(?:首页|官方网站|欢迎您)$"
)
#: What a portal that is crawled by its address alone is asked for by.
AUTO = "auto"
#: Names of portals, sites and columns have so many characters at most.
NAME, TITLE = 60, 40


def portal_name(url: str) -> str:
    """The name of the portal of an address: its host's, always the same.

    >>> portal_name("https://www.hxw.gov.cn/channel/101.html")
    'hxw_gov_cn'
    """
    host = host_of(url).removeprefix("www.")
    name = re.sub(r"[^a-z0-9]+", "_", host.lower()).strip("_")[:NAME]
    return name if is_name(name) else f"site_{name}"[:NAME]


def is_name(name: str) -> bool:
    """Whether a portal can be called so: a letter, then letters, digits and ``_``, and no word of Python's or ours."""
    return bool(re.fullmatch(r"[a-z][a-z0-9_]{0,59}", name)) and not keyword.iskeyword(name) and name != AUTO


def site_title(response: TextResponse) -> str:
    """What a site calls itself: its SiteName, or that part of the page's title; else its host."""
    named = _text(response.xpath("//meta[@name='SiteName']/@content").get())
    if named:
        return named[:TITLE]
    parts = [part for each in _PARTS.split(_head(response)) if (part := _GREETING.sub("", each).strip())]
    likely = [part for part in parts if _SITE.search(part)] or parts[-1:]
    return (likely[-1] if likely else host_of(response.url))[:TITLE]


def column_title(response: TextResponse) -> str:
    """What a list's page calls its column; empty if it doesn't say, or is data."""
    if isinstance(response, JsonResponse):
        return ""
    named = _text(response.xpath("//meta[@name='ColumnName']/@content").get())
    return (named or next(iter(_PARTS.split(_head(response))), ""))[:TITLE]


def distinct(name: str, taken: set[str]) -> str:
    """The name, with a number behind it where it is taken."""
    number, found = 2, name
    while found in taken:
        number, found = number + 1, f"{name} {number}"
    return found


def _head(response: TextResponse) -> str:
    return _text("".join(response.xpath("(//title)[1]//text()").getall()))


def _text(raw: str | None) -> str:
    """In one line, without what no name has: control and format characters."""
    printable = "".join(each if each.isprintable() else " " for each in raw or "")
    return " ".join(printable.split())[:200]
