"""hanweb jpaas (大汉), the successor of jcms: lists are units that an interface builds."""

import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit

from scrapy.http import TextResponse
from w3lib.url import canonicalize_url

from crawler.links import Links
from crawler.platforms.jcms import ARTICLE
from crawler.platforms.platform import Platform, names_own

_API = "/api-gateway/jpaas-publish-server/front/page/build/unit"
#: What a unit's script tells of it, and must be asked with.
_NAMES = ("webId", "pageId", "parseType", "pageType", "tagId", "tplSetId")
_COUNT, _SIZE, _NUMBER = (
    re.compile(rf"""\b{name}["']?\s*[=:]\s*["']?(\d{{1,7}})""") for name in ("count", "pageSize", "pageNo")
)
_PAIR = re.compile(r"""["'](\w+)["']\s*:\s*["']([^"']*)["']""")
#: So many rows are asked for; what a site gives instead is told by its pager.
_ASKED = 15
_HASHED = re.compile(r"/art/\d{4}/art_[0-9a-f]{32}\.html$")


class Jpaas(Platform):
    """Articles are ``…/art/2024/art_<hash>.html``, or as those of jcms. A column's page may name none of them.

    A script there names the unit that holds the list. The interface gives it, a page at a time, as HTML in JSON.
    """

    cms = "hanweb jpaas"
    article_url = ARTICLE

    def read_links(self, response: TextResponse, column: str | None) -> Links:
        """Links of a unit's HTML, or of the column's page."""
        if not _is_unit(response.url):
            return super().read_links(response, column)
        return self.read_built(_built(response), response, column)

    def next_pages(self, response: TextResponse) -> Iterator[str]:
        """Behind the column's page the units' first pages, behind each the next one, as far as its pager counts."""
        if not _is_unit(response.url):
            for unit in _units(response):
                yield _address(response, unit, 1)
            return
        asked, built = dict(parse_qsl(urlsplit(response.url).query)), _built(response)
        number = _first(_NUMBER, asked.get("paramJson", ""), 1)
        if number * _first(_SIZE, built, _ASKED) < _first(_COUNT, built, 0):
            yield _address(response, asked, number + 1)

    @classmethod
    def marks(cls, response: TextResponse) -> Mapping[str, object]:
        """Its servers' addresses, and those of its articles."""
        return {
            "scripts of jpaas's servers": response.xpath(
                "//script[contains(@src, '/jpaas-') or contains(@url, '/jpaas-')]"
            ),
            "articles at /art/2024/art_<hash>.html": names_own(response, _HASHED),
        }


def _is_unit(url: str) -> bool:
    return urlsplit(url).path == _API


def _first(pattern: re.Pattern[str], text: str, otherwise: int) -> int:
    found = pattern.search(text)
    return int(found[1]) if found else otherwise


def _units(response: TextResponse) -> Iterator[Mapping[str, str]]:
    """The units a column's page is to be filled with; a list's is of the page's type ``column``."""
    for script in response.xpath("//script/@querydata").getall():
        unit = dict(_PAIR.findall(script))
        if unit.keys() >= set(_NAMES) and unit["pageType"] == "column":
            yield unit


def _address(response: TextResponse, unit: Mapping[str, str], number: int) -> str:
    page = json.dumps({"pageNo": number, "pageSize": _ASKED}, separators=(",", ":"))
    asked = {name: unit[name] for name in _NAMES if name in unit} | {"editType": "null", "paramJson": page}
    return canonicalize_url(response.urljoin(f"{_API}?{urlencode(asked)}"))


def _built(response: TextResponse) -> str:
    """The HTML that the interface has built.

    :raises ValueError: if it has built none.
    """
    answer = response.json()
    data = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(data, dict) or not isinstance(data.get("html"), str):
        raise ValueError("no unit in it")
    return data["html"]
