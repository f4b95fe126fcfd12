"""hanweb jcms (大汉), the CMS of many sites in the east."""

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit

from scrapy.http import HtmlResponse, TextResponse
from w3lib.url import canonicalize_url

from crawler import links
from crawler.links import Links
from crawler.platforms.platform import Platform, names_own

_PROXY = "/module/web/jpage/dataproxy.jsp"
#: What the proxy must be told beside the records' numbers.
_NAMES = ("col", "appid", "webid", "path", "columnid", "sourceContentType", "unitid", "permissiontype")
_VALUES = re.compile(rf"\b(?P<name>{'|'.join(_NAMES)})\s*:\s*[\"']?(?P<value>[^\"',}}\s]*)")
_RECORD = re.compile(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", re.DOTALL)
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
        records = "".join(_RECORD.findall(response.text))
        if not records:
            return links.read_links(response, self.scope, column)
        rows = HtmlResponse(response.url, body=records, encoding="utf-8", request=response.request)
        return links.read_links(rows, self.scope, column)

    def next_pages(self, response: TextResponse) -> Iterator[str]:
        """The records behind the last ones."""
        asked = _asked(response.url)
        form = _of_form(asked) or _told(response)
        a_page = asked.get("perpage") or response.xpath("//script").re_first(_A_PAGE)
        behind = int(asked.get("startrecord", 1)) + len(_RECORD.findall(response.text))
        if a_page and {"columnid", "unitid"} <= form.keys() and _has_more(response, asked, behind):
            group = {"startrecord": behind, "endrecord": behind - 1 + _PAGES * int(a_page), "perpage": a_page}
            query = urlencode(sorted((form | group).items()))
            yield canonicalize_url(response.urljoin(f"{_PROXY}?{query}"))

    def posted(self, url: str) -> Mapping[str, str] | None:
        """The proxy takes a form; the records' numbers are in its address alone."""
        return _of_form(_asked(url)) or None

    @classmethod
    def signs(cls, response: TextResponse) -> Sequence[str]:
        """Records in a script, marks around the text, the addresses of its articles."""
        signs = {
            "records of XML in a script": response.css("script[type='text/xml']")
            and _RECORD.search(response.text),
            "marks of hanweb around the text": "<!--ZJEG_RSS.content.begin-->" in response.text,
            "articles at /art/2024/10/14/art_60085_11394426.html": names_own(response, _DATED),
        }
        return [sign for sign, found in signs.items() if found]


def _asked(url: str) -> dict[str, str]:
    """What the proxy's address asks it for; nothing, if the address is another."""
    parts = urlsplit(url)
    return dict(parse_qsl(parts.query)) if parts.path == _PROXY else {}


def _of_form(asked: Mapping[str, str]) -> dict[str, str]:
    return {name: asked[name] for name in _NAMES if name in asked}


def _told(response: TextResponse) -> dict[str, str]:
    """What a column's page says the proxy must be told."""
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
