"""Newspapers' electronic editions (电子报) by 方正翔宇 (enp): an issue a day, a list for each page (版) of it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from scrapy.http import TextResponse

from crawler.links import Links, absolute, labelled, next_links
from crawler.platforms.platform import Platform, names_own

_DAY = re.compile(r"/(\d{4})-(\d\d)/(\d\d)/")
_NODE = re.compile(r"\bnode_\d+(?:_\d+)*\.html?$")
_OF_AN_ISSUE = re.compile(rf"{_DAY.pattern}node_\d+\.html?$")
_CONTENT = re.compile(r"\bcontent_\d+(?:_\d+)*\.html?$")
#: How a paper's address leads to its newest issue: a meta refresh, or a script.
_SENT_ON = re.compile(
    r"""\b(?:url|location(?:\.href)?)\s*=\s*["']?(?P<url>[^"'\s>=]{0,200}\bnode_\d+\.html?)""", re.IGNORECASE
)
_COMMENT = re.compile(r"<!--\s*/?enp(?:property|content)\b|<founder-content\b")


class Enp(Platform):
    """Articles are ``/html/2022-02/13/content_128707.htm``, an issue's pages ``/html/2022-02/13/node_2.htm``.

    A paper's list is the address that leads to today's issue, by a redirect, ``<meta http-equiv=refresh>``
    or a script. Behind an issue's last page comes the issue before it (上一期). So a first crawl goes back as far as
    ``max_list_pages`` or ``--since`` let it; the next one stops at an issue that is known. The day that rows don't
    tell stands in the articles' addresses.
    """

    cms = "方正翔宇 enp"
    article_url = r"/\d{4}-\d\d/\d\d/content_\d+(?:_\d+)*\.html?$"

    def read_links(self, response: TextResponse, column: str | None) -> Links:
        """The articles of a page, each published on the day in its address."""
        named = super().read_links(response, column)
        found = [
            replace(each, hints=replace(each.hints, published="-".join(day.groups())))
            if (day := _DAY.search(each.url))
            else each
            for each in named.found
        ]
        return named._replace(found=found)

    def next_pages(self, response: TextResponse) -> Iterator[str]:
        """Today's issue; the issue's next page; behind its last one, the issue before."""
        ways = ([url for url in way if url] for way in _ways_on(response))
        yield from next(filter(None, ways), [])

    @classmethod
    def marks(cls, response: TextResponse) -> Mapping[str, object]:
        """The names of its pages with each other, or with its comments: other systems have either alone."""
        nodes, contents = (names_own(response, name) for name in (_NODE, _CONTENT))
        return {
            "pages called node_2.htm and content_128707.htm": nodes and contents,
            "pages called 2022-02/13/node_2.htm": _OF_AN_ISSUE.search(response.url),
            "comments of enp": (nodes or contents) and _COMMENT.search(response.text),
            "the way to a page called node_2.htm": _SENT_ON.search(response.text),
        }


def _ways_on(response: TextResponse) -> Iterator[Iterable[str | None]]:
    yield labelled(response, "下一版")
    yield next_links(response)
    yield labelled(response, "上一期")
    yield (absolute(response, there["url"]) for there in _SENT_ON.finditer(response.text))
