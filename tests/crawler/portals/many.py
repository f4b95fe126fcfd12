"""A portal of one list and twelve plain articles."""

from crawler.portal import PortalSpider


class Many(PortalSpider):
    name = "many"
    title = "多篇网"
    home = "https://many.example"
    lists = {"多篇": "/many12.html"}  # noqa: RUF012
    article_url = r"/a/"
    max_new = 15
    expect = 0
