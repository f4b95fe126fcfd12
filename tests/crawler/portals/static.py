"""A portal of static pages. Its site is in tests/benchmarks/static_site.py."""

from cleaners.model import Layout
from crawler.portal import PortalSpider


class Static(PortalSpider):
    name = "static"
    title = "样本网"
    home = "https://static.example"
    lists = {"要闻": "/list_1.html"}  # noqa: RUF012
    article_url = r"/a/t\d+_\d+\.html"
    max_list_pages = 2_000
    max_new = 200_000
    expect = 0
    layouts = (Layout("2024", content="div.content", title="h1"),)
