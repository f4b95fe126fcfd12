"""What the addresses of a family's articles and columns look like, and what doesn't."""

import re

import pytest

from crawler.platforms.aspnet import AspNet
from crawler.platforms.dedecms import DedeCms
from crawler.platforms.empirecms import EmpireCms
from crawler.platforms.enp import Enp
from crawler.platforms.people import People
from crawler.platforms.xinhua import Xinhua

HEX = "0123456789abcdef" * 2

ARTICLES = {
    DedeCms: ("/a/news/2021/0223/8051.html", "/plus/view.php?aid=8051", "/plus/view.php?a=1&aid=8051"),
    EmpireCms: ("/news/xw/2021-02-23/8051.html", "/e/action/ShowInfo.php?classid=4&id=8051"),
    AspNet: ("/Info.aspx?Id=8051&ModelId=1", "/info.aspx?ModelId=1&id=8051", "/Info.aspx?ModelId=1&Id=8051"),
    People: ("/n1/2019/0211/c117092-30617896.html", "/n2/2024/1018/c1-9.html"),
    Xinhua: ("/politics/2019-03/15/c_1124236759.htm", f"/politics/20240722/{HEX}/c.html", f"/20240722/{HEX}/c.html"),
    Enp: ("/html/2022-02/13/content_128707.htm", "/html/2022-02/13/content_128707_14785.htm", "/yw/2022-02/13/content_1.html"),
}  # fmt: skip

#: Addresses of the same sites that no article has: lists, further pages of articles, files, tags, scripts.
OTHERS = {
    DedeCms: ("/a/news/list_14_2.html", "/a/news/2021/0223/8051_2.html", "/plus/list.php?tid=14", "/tags.php?/x/",
              "/plus/count.php?view=yes&aid=8051", "/uploads/210223/1.doc"),
    EmpireCms: ("/news/xw/index_2.html", "/news/xw/2021-02-23/8051_2.html", "/e/action/ListInfo/?classid=4&page=1",
                "/e/tags/?tagid=8051", "/e/public/ViewClick/?classid=4&id=8051&addclick=1"),
    AspNet: ("/Column.aspx?ColId=9", "/search.aspx?chid=1&fieldname=title", "/Info.aspx?ModelId=1", "/Video.aspx?Id=3"),
    People: ("/GB/394443/", "/GB/394443/index2.html", "/n1/2019/0211/c117092-30617896-2.html", "/NMediaFile/2019/0211/x.jpg"),
    Xinhua: ("/politics/", "/politics/2019-03/15/c_1124236759_2.htm", "/politics/20240722/c.html", "/nodeart/list?nid=1"),
    Enp: ("/html/2022-02/13/node_2.htm", "/html/2022-02/13/node_2_3.htm", "/res/1/2022-02/13/01/0102.pdf", "/content_1.htm"),
}  # fmt: skip

#: A column's first page, and what is none.
LISTS = {
    DedeCms: (("/a/news/list_14_1.html", "/plus/list.php?tid=14"), ("/a/news/2021/0223/8051.html",)),
    EmpireCms: (("/e/action/ListInfo/?classid=4", "/e/action/ListInfo/index.php?classid=4"), ("/e/tags/?id=4",)),
    AspNet: (("/Column.aspx?ColId=9", "/column.aspx?a=1&ColId=9"), ("/Info.aspx?Id=9", "/search.aspx?chid=1")),
    People: (("/GB/394443/", "/GB/64093/64094/index.html", "/GB/394443/index1.html"), ("/GB/394443/index2.html", "/")),
}  # fmt: skip


def pairs(table):
    return [(family, address) for family, addresses in table.items() for address in addresses]


@pytest.mark.parametrize("family, address", pairs(OTHERS))
def test_no_article_is_called_so(family, address):
    assert not re.search(family.article_url, f"https://www.x.example{address}")


@pytest.mark.parametrize("family, address", pairs(ARTICLES))
def test_an_article_is_called_so(family, address):
    assert re.search(family.article_url, f"https://www.x.example{address}")


@pytest.mark.parametrize("family", LISTS)
def test_a_column_is_called_so(family):
    lists, others = LISTS[family]
    assert [address for address in (*lists, *others) if re.search(family.list_url, address)] == [*lists]
