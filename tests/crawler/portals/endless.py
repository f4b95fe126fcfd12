"""A portal whose list has always one more page."""

from crawler.portal import PortalSpider


class Endless(PortalSpider):
    name = "endless"
    title = "无穷网"
    home = "https://endless.example"
    lists = {"无穷": "/endless/1.html"}  # noqa: RUF012
    article_url = r"/a/"
    max_list_pages = 5
    expect = 0
