"""The 人民网 family: its channels, 中国共产党新闻网, and sites that its makers built."""

import re
from collections.abc import Mapping

from scrapy.http import TextResponse

from crawler.platforms.platform import Platform, names_own

_ARTICLE = re.compile(r"/n\d/\d{4}/\d{4}/c\d+-\d+\.html$")


class People(Platform):
    """Articles are ``/n1/2019/0211/c117092-30617896.html``, columns ``/GB/394443/`` with ``index2.html`` behind.

    A long article goes on at ``…-30617896-2.html``. Pages say GB2312 and are GBK.
    """

    cms = "人民网"
    article_url = _ARTICLE.pattern
    list_url = r"/GB/\d+/(?:\d+/)*(?:index1?\.html)?$"

    @classmethod
    def marks(cls, response: TextResponse) -> Mapping[str, object]:
        """The names of its articles, and of its pages' elements."""
        return {
            "elements called rwb_zw": response.css("[id^=rwb_]"),
            "articles called /n1/2019/0211/c117092-30617896.html": names_own(response, _ARTICLE),
        }
