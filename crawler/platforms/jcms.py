"""hanweb jcms (大汉), the CMS of many sites in the east."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit

from scrapy.http import TextResponse
from w3lib.url import canonicalize_url

from crawler.links import Links
from crawler.platforms.platform import Platform, names_own

_PROXY = re.compile(r"/module/(?:web/)?jpage/dataproxy\.jsp")
#: What the proxy must be told beside the records' numbers.
_NAMES = ("col", "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "permissiontype")
_NEEDED = {"columnid", "unitid"}
#: They stand in a script (columnid:60085), or in a link to the proxy (columnid=60085).
_VALUES = re.compile(rf"\b(?P<name>{'|'.join(_NAMES)})\s*[:=](?!=)\s*[\"']?(?P<value>[^\"',}}&\s]*)")
_TOTAL = re.compile(r"(?:\btotalRecord\s*:\s*|<totalrecord>)(\d{1,7})", re.IGNORECASE)
_A_PAGE = re.compile(r"\bperPage\s*:\s*[\"']?(\d{1,3})")
#: The proxy gives so many pages at once.
_PAGES = 3
#: By day, or with a hash since the newer editions: articles of hanweb's sites have both.
ARTICLE = r"/art/\d{4}/(?:\d{1,2}/\d{1,2}/)?art_\w+\.html?$"
_DATED = re.compile(r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html?$")


class Jcms(Platform):
    """Articles are ``/art/2024/10/14/art_60085_11394426.html``, columns ``/col/col60085/index.html``.

    A column's rows are records of XML within a script. The page has the first ones; a POST to the proxy gives the
    next, and its address here has all that the form says. Left alone: sites that encrypt the proxy's parameters.
    """

    cms = "hanweb jcms"
    article_url = ARTICLE
    list_url = r"/col/col\d+/(?:index\.html)?$"

    def read_links(self, response: TextResponse, column: str | None) -> Links:
        """The records' links are as those of any list."""
        records = "".join(_records(response.text))
        return self.read_built(records, response, column) if records else super().read_links(response, column)

    def next_pages(self, response: TextResponse) -> Iterator[str]:
        """The records behind the last ones."""
        asked, count = _asked(response.url), len(_records(response.text))
        form, behind = _of_form(asked) or _told(response), int(asked.get("startrecord", 1)) + count
        proxy = _PROXY.search(response.url) or _PROXY.search(response.text)
        if count and proxy and form.keys() >= _NEEDED and _has_more(response, asked, behind):
            told = asked.get("perpage") or response.xpath("//script").re_first(_A_PAGE)
            a_page = int(told or max(count // _PAGES, 1))
            group = {"startrecord": behind, "endrecord": behind - 1 + _PAGES * a_page, "perpage": a_page}
            query = urlencode(sorted((form | group).items()))
            yield canonicalize_url(response.urljoin(f"{proxy[0]}?{query}"))

    def posted(self, url: str) -> Mapping[str, str] | None:
        """The proxy takes a form; the records' numbers are in its address alone."""
        return _of_form(_asked(url)) or None

    @classmethod
    def marks(cls, response: TextResponse) -> Mapping[str, object]:
        """Records in a script, marks around the text, the addresses of its articles."""
        return {
            "records of XML in a script": response.xpath("//script[contains(., '<datastore>')]"),
            "marks of hanweb around the text": "<!--ZJEG_RSS.content.begin-->" in response.text,
            "articles at /art/2024/10/14/art_60085_11394426.html": names_own(response, _DATED),
        }


def _records(text: str) -> list[str]:
    """The HTML of the records. By cutting, since a pattern would take for ever where none of many ends."""
    pieces = (piece.partition("]]>") for piece in text.split("<record>")[1:])
    return [inside.strip().removeprefix("<![CDATA[") for inside, end, _ in pieces if end]


def _asked(url: str) -> dict[str, str]:
    """What the proxy's address asks it for; nothing, if the address is another."""
    parts = urlsplit(url)
    return dict(parse_qsl(parts.query)) if _PROXY.fullmatch(parts.path) else {}


def _of_form(asked: Mapping[str, str]) -> dict[str, str]:
    return {name: asked[name] for name in _NAMES if name in asked}


def _told(response: TextResponse) -> dict[str, str]:
    """What a column's page says the proxy must be told: the same in each of its scripts."""
    form: dict[str, str] = {}
    for script in response.xpath("//script[contains(., 'columnid')]/text()").getall():
        for value in _VALUES.finditer(script):
            form.setdefault(value["name"], value["value"])
    return form


def _has_more(response: TextResponse, asked: Mapping[str, str], behind: int) -> bool:
    """Whether there are records from number ``behind`` on: the total tells it, or that the answer is full."""
    if total := _TOTAL.search(response.text):
        return behind <= int(total[1])
    return behind > int(asked.get("endrecord", 1))
