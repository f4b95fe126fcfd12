"""A portal on which everything goes wrong that can."""

from crawler.portal import PortalSpider


class Faulty(PortalSpider):
    name = "faulty"
    title = "故障网"
    home = "https://faulty.example"
    lists = {  # noqa: RUF012
        "故障": "/list.html",
        "坏列表": "/broken-list.html",
        "文件": "/list-as-file.html",
        "验证": "/challenged-list.html",
    }
    article_url = r"/a/"

    def next_pages(self, response):
        if "broken-list" in response.url:
            raise KeyError("a portal's own code fails")
        return super().next_pages(response)
