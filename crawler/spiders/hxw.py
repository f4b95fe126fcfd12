"""红星网, the party-building portal of Hunan's organization department: one article a page.

Known of the real site: its host, and the shape of its article addresses; `/c/….htm` is the older shape
that kindred sites of its maker still redirect from. Guessed: the numbers of the columns, and the class
names of the layout, which are the replica's. Where the layout doesn't fit, pages are cleaned the general way.
"""

from collections.abc import Sequence
from typing import ClassVar

from cleaners.model import Layout
from crawler.portal import PortalSpider


class Hxw(PortalSpider):
    """红星网."""

    name = "hxw"
    title = "红星网"
    region = "湖南省"
    home = "https://www.hxw.gov.cn"
    lists = {"基层动态": "/channel/101.html", "组工文萃": "/channel/102.html"}  # noqa: RUF012
    article_url = r"/content/\d{4}/\d\d/\d\d/\d+\.html|/c/\d{4}/\d\d/\d\d/\d+\.htm$"
    every = "1 day"
    expect = 30
    layouts: ClassVar[Sequence[Layout]] = (
        Layout(
            name="2018",
            content="div.hx-zw",
            title="h1.hx-bt",
            drop={"div.hx-fy": "page numbers of the article"},
        ),
    )
