"""UCAP's cloud (开普云集约化平台), where whole provinces have their sites by now."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from scrapy.http import TextResponse
from w3lib.url import canonicalize_url

from cleaners.model import Hints
from crawler import links
from crawler.links import Links, absolute
from crawler.platforms.platform import Platform, names_own

_API = "/queryList"
_ARTICLE = re.compile(r"/content/content_\d{15,}\.html$")
_IN_SCRIPT = re.compile(r"\barticleList\s*:\s*(?=\[)")
#: What a column's page tells its pager, and what the interface calls it.
_FORM = {"webSiteCode": "webSiteCode[]", "channelCode": "channelCode[]", "perPage": "pageSize"}
_TOLD = re.compile(rf"""\b(?P<name>{"|".join(_FORM)})\s*:\s*\[?\s*["']?(?P<value>[\w-]+)""")


class UcapCloud(Platform):
    """Articles are ``…/content/content_1951206363677671424.html``. Pages of columns name none of them by a link.

    The newest ones are data in a script, the others the interface gives by POST, a page at a time; the address
    here has all that the form says. Many such sites were hanweb's before, and still have its names of columns.
    """

    cms = "UCAP cloud"
    article_url = _ARTICLE.pattern

    def read_links(self, response: TextResponse, column: str | None) -> Links:
        """The items in a page's script, or of the interface's answer; where there are none, the page's links."""
        items = _items(response)
        if items is None:
            return links.read_links(response, self.scope, column)
        rows = ((href, absolute(response, href) if href else None, item) for item, href in items)
        return links.sort(rows, self.scope, lambda item: _hints(item, column))

    def next_pages(self, response: TextResponse) -> Iterator[str]:
        """The page behind this answer, or the one that goes on where the script's items end."""
        asked = self.posted(response.url)
        if asked is not None:
            number, size = (int(asked.get(name) or 1) for name in ("current", "pageSize"))
            if number * size < _total(response):
                yield _address(response, asked, number + 1)
        elif (told := _told(response)).keys() == set(_FORM.values()):
            yield _address(response, told, len(_items(response) or ()) // max(int(told["pageSize"]), 1) + 1)

    def posted(self, url: str) -> Mapping[str, str] | None:
        """The interface takes a form, which says what its address says."""
        parts = urlsplit(url)
        return dict(parse_qsl(parts.query)) if parts.path == _API else None

    @classmethod
    def marks(cls, response: TextResponse) -> Mapping[str, object]:
        """Its pager's call, its own script, the addresses of its articles."""
        return {
            "loadPageData with codes of site and column": len(_told(response)) == len(_FORM),
            "articles at content/content_1951206363677671424.html": names_own(response, _ARTICLE),
        }


def _told(response: TextResponse) -> dict[str, str]:
    """The form's fixed part, as a column's page tells it."""
    script = response.xpath("//script[contains(., 'loadPageData(')]/text()").get("")
    return {_FORM[told["name"]]: told["value"] for told in _TOLD.finditer(script)}


def _address(response: TextResponse, form: Mapping[str, str], number: int) -> str:
    asked = {**form, "current": str(number)}
    return canonicalize_url(response.urljoin(f"{_API}?{urlencode(asked)}"))


def _items(response: TextResponse) -> list[tuple[Mapping[str, Any], str]] | None:
    """What a page's script or the interface's answer names, each with its address; None, if it is neither.

    :raises ValueError: if it can't be read.
    """
    if urlsplit(response.url).path == _API:
        items = [each.get("source") for each in _data(response)["results"] if isinstance(each, dict)]
    elif start := _IN_SCRIPT.search(response.text):
        items, _ = json.JSONDecoder().raw_decode(response.text, start.end())
    else:
        return None
    return [(item, _href(item)) for item in items if isinstance(item, dict)]


def _data(response: TextResponse) -> Mapping[str, Any]:
    """What the interface answers.

    :raises ValueError: if it is no list.
    """
    answer = response.json()
    data = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(data, dict) or not isinstance(data.get("results"), list):
        raise ValueError("no results in it")
    return data


def _total(response: TextResponse) -> int:
    total = _data(response).get("total")
    return total if isinstance(total, int) else 0


def _href(item: Mapping[str, Any]) -> str:
    """An item's address, which is JSON in JSON; empty, if it has none."""
    try:
        urls = json.loads(item.get("urls") or "{}")
    except (TypeError, ValueError):
        return ""
    href = urls.get("pc") if isinstance(urls, dict) else None
    return href if isinstance(href, str) else ""


def _hints(item: Mapping[str, Any], column: str | None) -> Hints:
    return Hints(
        title=links.member(item, "title"),
        published=links.member(item, "pubDate"),
        source=links.member(item, "contentSource"),
        column=column,
    )
