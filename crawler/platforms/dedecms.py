"""DedeCMS (织梦), which county portals and reprint farms are made with."""

import re
from collections.abc import Mapping

from scrapy.http import TextResponse

from crawler.platforms.platform import Platform

#: What only this CMS writes, with the words for it. Its makers spell templates so.
_MARKS = {
    "scripts of /plus/": re.compile(r"/plus/(?:count|view|list|search|feedback|digg_ajax|ad_js)\.php\b"),
    "files of /templets/": re.compile(r"/templets/"),
    "lists called list_14_2.html": re.compile(r"""[/"']list_\d+_\d+\.html["']"""),
}


class DedeCms(Platform):
    """Articles are ``2021/0223/8051.html`` in their column's folder, a list's pages ``list_14_2.html``.

    Where a site makes no files, they are ``/plus/view.php?aid=8051`` and ``/plus/list.php?tid=14``. A long article
    goes on at ``8051_2.html``, and ``(2)`` is put behind its title.
    """

    cms = "DedeCMS"
    article_url = r"/\d{4}/\d{4}/\d+\.html$|/plus/view\.php\?(?:[^?]*&)?aid=\d+"
    list_url = r"/list_\d+_1\.html$|/plus/list\.php\?(?:[^?]*&)?tid=\d+"

    @classmethod
    def marks(cls, response: TextResponse) -> Mapping[str, object]:
        """Its scripts, its folder of templates, the names of its lists."""
        return {words: mark.search(response.text) for words, mark in _MARKS.items()}
