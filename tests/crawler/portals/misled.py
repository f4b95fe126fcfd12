"""A portal whose layout is no CSS: our own code fails on every page."""

from cleaners.model import Layout
from crawler.portal import PortalSpider


class Misled(PortalSpider):
    name = "misled"
    title = "误导网"
    home = "https://misled.example"
    lists = {"误导": "/short-list.html"}  # noqa: RUF012
    article_url = r"/a/"
    expect = 0


# Past the check of declarations, which would refuse it.
Misled.layouts = (Layout(name="1", content="div[["),)
