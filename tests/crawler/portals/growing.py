"""A portal that publishes. Its site is in tests/crawler/growing_site.py."""

from crawler.portal import PortalSpider


class Growing(PortalSpider):
    name = "growing"
    title = "生长网"
    home = "https://growing.example"
    lists = {"要闻": "/list.html"}  # noqa: RUF012
    article_url = r"/a/\d+\.html"
    expect = 0
