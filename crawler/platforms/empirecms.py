"""EmpireCMS (帝国), which local portals and departments are made with."""

import re
from collections.abc import Mapping

from scrapy.http import TextResponse

from crawler.platforms.platform import Platform

#: What only this CMS writes, with the words for it.
_MARKS = {
    "scripts of /e/": re.compile(r"/e/(?:public|search|member|action|tool|pl|DoPrint|DownSys|extend|space)/"),
    "a pager that counts records": re.compile(r"""title=["']?Total record"""),
    "scripts or files of /d/": re.compile(r"""["'(]/d/(?:js|file)/"""),
}


class EmpireCms(Platform):
    """Articles are ``2021-02-23/8051.html`` in their column's folder, a list's pages ``index_2.html``.

    Where a site makes no files, they are ``/e/action/ShowInfo.php?classid=4&id=8051`` and
    ``/e/action/ListInfo/?classid=4&page=1``. A long article goes on at ``8051_2.html``, and ``(2)`` is put behind
    its title.
    """

    cms = "EmpireCMS"
    article_url = r"/\d{4}-\d\d-\d\d/\d+\.html$|/e/action/ShowInfo\.php\?(?:[^?]*&)?id=\d+"
    list_url = r"/e/action/ListInfo/?(?:index\.php)?\?(?:[^?]*&)?classid=\d+"

    @classmethod
    def marks(cls, response: TextResponse) -> Mapping[str, object]:
        """Its scripts, and the words that its pagers have for machines."""
        return {words: mark.search(response.text) for words, mark in _MARKS.items()}
