"""A portal of eight lists, which are asked one after the other."""

from crawler.portal import PortalSpider


class Columns(PortalSpider):
    name = "columns"
    title = "多栏网"
    home = "https://columns.example"
    lists = {f"栏目{n}": f"/column{n}.html" for n in range(8)}  # noqa: RUF012
    article_url = r"/a/"
    expect = 0
