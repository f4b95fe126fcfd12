"""TRS WCM (拓尔思), the commonest CMS of government sites."""

import re
from collections.abc import Iterator, Mapping

from scrapy.http import TextResponse

from crawler.page_calls import calls, pages_behind
from crawler.platforms.platform import Platform, names_own

_DATED = re.compile(r"/t(?:19|20)\d{6}_\d+(?:_\d+)?\.s?html?$")


class Trs(Platform):
    """Articles are ``t20190918_693227.html`` in a folder for the month. Page 2 of a list is ``index_1.html``.

    Pages are numbered from 0, and only a script's call tells how many there are; articles of one page have the
    call, too. Departments rename ``index``: the call says how.
    """

    cms = "TRS WCM"
    article_url = r"/t(?:\d{8}_)?\d+(?:_\d+)?\.s?html?$"

    def next_pages(self, response: TextResponse) -> Iterator[str]:
        """The page behind the one that the call tells of."""
        return pages_behind(response, first=0)

    @classmethod
    def marks(cls, response: TextResponse) -> Mapping[str, object]:
        """Its pager's call, its editors, the names of its articles."""
        return {
            "createPageHTML with a name and numbers from 0": any(calls(response, first=0)),
            "a text by TRS's editor": response.css(".TRS_Editor, .TRS_UEDITOR, .trs_editor_view"),
            "articles called t20190918_693227": names_own(response, _DATED),
        }
