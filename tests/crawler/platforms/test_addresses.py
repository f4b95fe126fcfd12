"""Addresses of a family's own that no article has, and what those of its columns look like."""

import re

import pytest

from crawler.platforms.aspnet import AspNet
from crawler.platforms.dedecms import DedeCms
from crawler.platforms.empirecms import EmpireCms
from crawler.platforms.enp import Enp
from crawler.platforms.people import People
from crawler.platforms.xinhua import Xinhua

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
    DedeCms: (("/a/news/list_14_1.html", "/plus/list.php?tid=14"), ("/a/news/list_14_2.html", "/a/news/2021/0223/1.html")),
    EmpireCms: (("/e/action/ListInfo/?classid=4", "/e/action/ListInfo/index.php?classid=4"), ("/e/tags/?id=4",)),
    AspNet: (("/Column.aspx?ColId=9", "/column.aspx?a=1&ColId=9"), ("/Info.aspx?Id=9", "/search.aspx?chid=1")),
    People: (("/GB/394443/", "/GB/64093/64094/index.html", "/GB/394443/index1.html"), ("/GB/394443/index2.html", "/")),
}  # fmt: skip


def pairs(table):
    return [(family, address) for family, addresses in table.items() for address in addresses]


@pytest.mark.parametrize("family, address", pairs(OTHERS))
def test_no_article_is_called_so(family, address):
    assert not re.search(family.article_url, f"https://www.x.example{address}")


@pytest.mark.parametrize("family", LISTS)
def test_a_column_is_called_so(family):
    lists, others = LISTS[family]
    assert [address for address in (*lists, *others) if re.search(family.list_url, address)] == [*lists]
