"""新农村网, a portal that reprints articles of others: DedeCMS, GBK called gb2312, articles of several pages.

The real address is not known, so a reserved one stands here: set PORTAL_HOMES to crawl it. Known from a
saved page: the info line, the numbered titles, the disclaimer, the tag cloud. Guessed: the addresses, which
follow DedeCMS's defaults, and the class names of the layout, which are the replica's.
"""

from cleaners.model import Layout
from crawler.platforms.dedecms import DedeCms


class Xnc(DedeCms):
    """新农村网."""

    name = "xnc"
    title = "新农村网"
    home = "http://www.xnc.example"
    lists = {  # noqa: RUF012
        "基层动态": "/news/jiceng/list_14_1.html",
        "三农资讯": "/news/zixun/list_15_1.html",
    }
    article_url = r"/news/[a-z]+/\d{4}/\d{4}/\d+(?:_\d+)?\.html$"
    every = "1 day"
    expect = 20
    layouts = (Layout(name="2021", content="div.viewbox div.content", title="div.viewbox div.title h2"),)
