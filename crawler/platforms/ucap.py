"""UCAP (开普云), the CMS of many provinces' and departments' sites."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from scrapy.http import TextResponse

from cleaners.model import Layout
from crawler.links import Links
from crawler.page_calls import calls, pages_behind
from crawler.platforms.platform import Platform, names_own

_ARTICLE = re.compile(r"/c\d+/(?:19|20)\d{4}/(?:\d+|[0-9a-f]{32})\.s?html?$")


class Ucap(Platform):
    """Articles are ``/c110634/202510/174227388.shtml``, with a hash in newer editions. Page 2 is ``list_2.shtml``.

    A column's list is named after a template: list, zwgklist, common_list. Its rows are links, on some sites within
    a comment that a script uncovers; its pager is an empty box, and a call that tells its numbers.
    """

    cms = "UCAP"
    article_url = _ARTICLE.pattern
    list_url = r"/c\d+/\w*list\d*\.s?html?$"
    layouts: ClassVar[Sequence[Layout]] = (Layout(name="UCAP content", content="#UCAP-CONTENT"),)

    def read_links(self, response: TextResponse, column: str | None) -> Links:
        """The rows of a list that is a comment stand there together with the pager's call."""
        comments = response.xpath("//comment()[contains(., 'createPageHTML(')]").getall()
        covered = "".join(comment.removeprefix("<!--").removesuffix("-->") for comment in comments)
        return self.read_built(covered, response, column) if covered else super().read_links(response, column)

    def next_pages(self, response: TextResponse) -> Iterator[str]:
        """The page behind the one that the call tells of."""
        return pages_behind(response, first=1)

    @classmethod
    def marks(cls, response: TextResponse) -> Mapping[str, object]:
        """Its pager's call, its own elements, the addresses of its articles."""
        return {
            "createPageHTML with a box and numbers from 1": any(calls(response, first=1)),
            "UCAP's elements": response.css("#UCAP-CONTENT, ucapcontent, ucaptitle"),
            "articles at /c110634/202510/174227388.shtml": names_own(response, _ARTICLE),
        }
