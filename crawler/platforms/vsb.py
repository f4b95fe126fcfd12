"""vsb (博达), the CMS of many universities, hospitals and some counties."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from scrapy.http import TextResponse

from crawler.links import absolute
from crawler.platforms.platform import Platform, names_own

_ARTICLE = re.compile(r"/info/\d+/\d+\.htm$")
_PAGE = re.compile(r"(?P<column>.+)/(?P<number>\d{1,5})\.htm$")


class Vsb(Platform):
    """Articles are ``info/1008/6476.htm``. Behind ``tzgg.htm`` comes ``tzgg/5.htm``, and at last ``tzgg/1.htm``.

    The page numbers run backwards: a list's pages stay what they are, and the newest one has the highest number.
    Sites that aren't made static have ``content.jsp?urltype=news.NewsContentUrl&wbtreeid=1021&wbnewsid=6476``.
    """

    cms = "vsb"
    article_url = rf"{_ARTICLE.pattern}|/content\.jsp\?(?:.*&)?wbnewsid=\d+"

    def next_pages(self, response: TextResponse) -> Iterator[str]:
        """The page numbered one less; behind the first one, the highest number that it links to."""
        here = _PAGE.search(urlsplit(response.url).path)
        column = here["column"] if here else urlsplit(response.url).path.removesuffix(".htm")
        numbers = list(self._linked(response, column))
        following = int(here["number"]) - 1 if here else max(numbers, default=0)
        if following and numbers:
            yield response.urljoin(f"{column}/{following}.htm")

    def _linked(self, response: TextResponse, column: str) -> Iterator[int]:
        """The numbers of the column's pages that a page links to."""
        for href in response.css("a::attr(href)").getall():
            page = _PAGE.search(urlsplit(absolute(response, href) or "").path)
            if page and page["column"] == column:
                yield int(page["number"])

    @classmethod
    def marks(cls, response: TextResponse) -> Mapping[str, object]:
        """Its form around articles, its scripts, the addresses of its articles."""
        return {
            "an article in the form _newscontent_fromname": response.css("form[name^=_newscontent_fromname]"),
            "vsb's names": response.css("[id^=vsb_content], link[href$='.vsb.css']"),
            "articles at info/1008/6476.htm": names_own(response, _ARTICLE),
        }
