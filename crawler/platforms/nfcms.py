"""NFCMS (南方网), the CMS of Guangdong's government sites, and their disclosure platform gkmlpt."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy.http import TextResponse
from w3lib.url import add_or_replace_parameter, canonicalize_url, url_query_parameter

from cleaners.model import Hints, Layout
from crawler import links
from crawler.links import Links, absolute
from crawler.platforms.platform import Platform, names_own

_ARTICLE = re.compile(r"/m?post_\d+\.html$")
_SCRIPT = re.compile(r"\bNFCMS_(?:SITE|POST|CAT)_ID\b")
_SITE = re.compile(r"\bNFCMS_SITE_ID\s*=\s*[\"']?(\d{1,9})\b")
_GKMLPT = re.compile(r"/gkmlpt/\w+#(\d{1,9})$")
_API = re.compile(r"/gkmlpt/api/all/\d+$")
_NUMBER = re.compile(r"/index_(\d{1,5})\.html$")
_CHINA = timezone(timedelta(hours=8))


class Nfcms(Platform):
    """Articles are ``…/content/post_9901188.html``. Page 2 of a list is ``index_2.html``.

    A column of the disclosure platform (政府信息公开) is declared by its interface's address:
    ``/gkmlpt/api/all/5?page=1&sid=2``, with the numbers that ``/gkmlpt/policy#5`` and its script (SID) tell.
    """

    cms = "NFCMS"
    article_url = _ARTICLE.pattern
    layouts: ClassVar[Sequence[Layout]] = (
        Layout(name="NFCMS", content="#zoomcon", title="h1.content_title"),
    )

    def read_links(self, response: TextResponse, column: str | None) -> Links:
        """Links of a page, or articles of the interface's answer."""
        if not _is_api(response.url):
            return links.read_links(response, self.scope, column)
        items = _answer(response)["articles"]
        rows = ((item["url"], absolute(response, item["url"]), item) for item in items if _is_item(item))
        return links.sort(rows, self.scope, lambda item: _hints(item, column))

    def next_pages(self, response: TextResponse) -> Iterator[str]:
        """The page numbered one more, where this page links to it, or the interface has more articles."""
        return _page_behind(response) if _is_api(response.url) else _linked_behind(response)

    @classmethod
    def columns(cls, response: TextResponse) -> Sequence[tuple[str, str]]:
        """Links such as ``/gkmlpt/policy#5``, with the site's number from its script."""
        site = response.xpath("//script/text()").re_first(_SITE)
        told = (
            ((link, _GKMLPT.search(link.attrib["href"])) for link in response.css("a[href]")) if site else ()
        )
        return [
            (
                link.xpath("normalize-space()").get(""),
                response.urljoin(f"/gkmlpt/api/all/{to[1]}?page=1&sid={site}"),
            )
            for link, to in told
            if to
        ]

    @classmethod
    def marks(cls, response: TextResponse) -> Mapping[str, object]:
        """Its script's numbers, the addresses of its articles."""
        return {
            "a script that sets NFCMS_SITE_ID": response.xpath("//script/text()").re_first(_SCRIPT),
            "articles at content/post_9901188.html": names_own(response, _ARTICLE),
        }


def _is_api(url: str) -> bool:
    return _API.search(urlsplit(url).path) is not None


def _linked_behind(response: TextResponse) -> Iterator[str]:
    here = _NUMBER.search(response.url)
    following = f"index_{int(here[1]) + 1 if here else 2}.html"
    if response.css(f"a[href$='{following}']"):
        yield response.urljoin(following)


def _page_behind(response: TextResponse) -> Iterator[str]:
    """How many articles make a page is not told. A page that is not full proves nothing, but an empty one does."""
    answer, number = _answer(response), int(url_query_parameter(response.url, "page") or 1)
    articles, total = answer["articles"], answer.get("total")
    if articles and isinstance(total, int) and number * len(articles) < total:
        yield canonicalize_url(add_or_replace_parameter(response.url, "page", str(number + 1)))


def _answer(response: TextResponse) -> Mapping[str, Any]:
    """A page of the interface.

    :raises ValueError: if the answer is none.
    """
    answer = response.json()
    if not isinstance(answer, dict) or not isinstance(answer.get("articles"), list):
        raise ValueError("no articles in it")
    return answer


def _is_item(item: object) -> bool:
    return isinstance(item, dict) and isinstance(item.get("url"), str)


def _hints(item: Mapping[str, Any], column: str | None) -> Hints:
    return Hints(
        title=links.member(item, "title"),
        published=_day(item.get("display_publish_time")),
        source=links.member(item, "publisher"),
        column=column,
    )


def _day(seconds: object) -> str | None:
    """The day in China of a moment in seconds since 1970; None for what can be none."""
    if not isinstance(seconds, int) or not 0 < seconds < 2**32:
        return None
    return datetime.fromtimestamp(seconds, _CHINA).date().isoformat()
