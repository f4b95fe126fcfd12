"""The 新华网 family: its channels, local ones among them, and sites that its makers host."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from scrapy.http import TextResponse
from w3lib.url import add_or_replace_parameter, canonicalize_url, url_query_parameter

from cleaners.model import Hints
from crawler import links
from crawler.links import Links
from crawler.platforms.platform import Platform, names_own

_ARTICLE = re.compile(r"/\d{4}-\d\d/\d\d/c_\d+\.htm$|/\d{8}/[0-9a-f]{32}/c\.html$")
#: What they were called at first; so are other systems' articles.
_OLD = r"/\d{4}-\d\d/\d\d/content_\d+\.htm$"


class Xinhua(Platform):
    """Articles are ``2019-03/15/c_1124236759.htm`` or ``20240722/<32 hex digits>/c.html``, old ones ``content_….htm``.

    A long article goes on at ``c_1124236759_2.htm``. The page of a column names its newest articles; all of them
    are told by an interface (``nodeart/list?nid=113352&pgnum=1&cnt=20``): a list may be either.
    """

    cms = "新华网"
    article_url = f"{_ARTICLE.pattern}|{_OLD}"
    hosts = ("qc.wa.news.cn",)

    def read_links(self, response: TextResponse, column: str | None) -> Links:
        """The items of the interface's answer, or a page's links.

        :raises ValueError: if the interface's answer is none.
        """
        if not _is_answer(response):
            return super().read_links(response, column)
        rows = (
            (item["LinkUrl"], links.absolute(response, item["LinkUrl"]), item) for item in _items(response)
        )
        return links.sort(rows, self.scope, lambda item: _hints(item, column))

    def next_pages(self, response: TextResponse) -> Iterator[str]:
        """The interface tells how many items there are."""
        if not _is_answer(response):
            yield from super().next_pages(response)
            return
        number, count = (int(url_query_parameter(response.url, name) or 0) for name in ("pgnum", "cnt"))
        total = _answer(response).get("totalnum")
        if isinstance(total, int) and number * count < total and _items(response):
            yield canonicalize_url(add_or_replace_parameter(response.url, "pgnum", str(number + 1)))

    @classmethod
    def marks(cls, response: TextResponse) -> Mapping[str, object]:
        """The metas of its pages, the names of its articles."""
        metas = (response.css(f"meta[name={name}]") for name in ("publishid", "pageid"))
        return {
            "the metas publishid and pageid": all(metas),
            "articles called c_1124236759.htm or /20240722/<32 hex digits>/c.html": names_own(
                response, _ARTICLE
            ),
        }


def _is_answer(response: TextResponse) -> bool:
    """Whether an address is the interface's."""
    return "/nodeart/list?" in response.url


def _answer(response: TextResponse) -> Mapping[str, Any]:
    """What the interface says: JSON, mostly in brackets behind the name of a function.

    :raises ValueError: if it says nothing that can be read.
    """
    text = response.text.strip().removesuffix(";").rstrip()
    answer = json.loads(text.partition("(")[2][:-1] if text.endswith(")") else text)
    if not isinstance(answer, dict):
        raise ValueError("no answer in it")
    return answer


def _items(response: TextResponse) -> list[Mapping[str, Any]]:
    """The items that have an address."""
    data = _answer(response).get("data")
    items = data.get("list") if isinstance(data, dict) else None
    if not isinstance(items, list):
        raise ValueError("no items in it")
    return [item for item in items if isinstance(item, dict) and isinstance(item.get("LinkUrl"), str)]


def _hints(item: Mapping[str, Any], column: str | None) -> Hints:
    return Hints(
        title=links.member(item, "Title") or None,
        published=links.member(item, "PubTime") or None,
        source=links.member(item, "SourceName") or None,
        column=column,
    )
