"""TRS WCM (拓尔思), the commonest CMS of government sites."""

import re
from collections.abc import Iterator, Sequence

from scrapy.http import TextResponse

from crawler.links import absolute
from crawler.platforms.platform import Platform, names_own

#: The call that writes the pager: how many pages, which one this is from 0, and what their names are made of.
_PAGER = re.compile(
    r"""createPageHTML\( \s* (?P<count>\d{1,5}) \s*, \s* (?P<number>\d{1,5}) \s*, \s*
        ["'](?P<name>[^"'<>]+)["'] \s*, \s* ["'](?P<ending>s?html?)["']""",
    re.VERBOSE,
)
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
        for call in _PAGER.finditer(response.text):
            following = int(call["number"]) + 1
            name = f"{call['name']}_{following}.{call['ending']}"
            if following < int(call["count"]) and (url := absolute(response, name)):
                yield url

    @classmethod
    def signs(cls, response: TextResponse) -> Sequence[str]:
        """Its pager's call, its editors, the names of its articles."""
        signs = {
            "createPageHTML with a name and numbers from 0": _PAGER.search(response.text),
            "a text by TRS's editor": response.css(".TRS_Editor, .TRS_UEDITOR, .trs_editor_view"),
            "articles called t20190918_693227": names_own(response, _DATED),
        }
        return [sign for sign, found in signs.items() if found]
