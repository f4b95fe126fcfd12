"""A portal of many articles. Its site is in tests/benchmarks/crawl_memory.py."""

from crawler.portal import PortalSpider


class Big(PortalSpider):
    name = "big"
    title = "大型网"
    home = "https://big.example"
    lists = {"要闻": "/list_1.html"}  # noqa: RUF012
    article_url = r"/a/n_\d+\.html"
    max_list_pages = 1_000
    max_new = 100_000
    expect = 0
