"""An issue's pages one behind the other, and behind them the issue before."""

import pytest
from scrapy.http import HtmlResponse

from crawler.platforms.enp import Enp

SITE = "http://paper.example"
ISSUE = f"{SITE}/html/2022-02/13"


class Paper(Enp):
    name = "paper"
    title = "日报"
    home = SITE
    lists = {"日报": "/"}  # noqa: RUF012


def page(html: str, url: str = f"{ISSUE}/node_2.htm") -> HtmlResponse:
    return HtmlResponse(url, body=f"<html><body>{html}</body></html>".encode(), encoding="utf-8")


DIRECTORY = '<a href="node_2.htm">第01版：要闻</a><a href="node_3.htm">第02版：综合</a>'
BEFORE = '<a href="../../2022-02/12/node_2.htm">上一期</a>'

#: What stands on a page, and where it leads.
WAYS = {
    "nowhere: a directory is no order": (DIRECTORY, []),
    "nowhere: a newer issue": ('<a href="../../2022-02/14/node_2.htm">下一期</a>', []),
    "nowhere: an empty link": ("<a>下一版</a>", []),
    "to the next page, not yet to the issue before": (
        f'{BEFORE}{DIRECTORY}<a href="node_3.htm">下一版<img src=x></a>',
        [f"{ISSUE}/node_3.htm"],
    ),
    "to the issue before, from the last page": (f"{BEFORE}{DIRECTORY}", [f"{SITE}/html/2022-02/12/node_2.htm"]),
    "on in a list of a news site": ('<a href="node_2_3.htm">下一页</a>', [f"{ISSUE}/node_2_3.htm"]),
}  # fmt: skip


@pytest.mark.parametrize("html, urls", WAYS.values(), ids=WAYS)
def test_where_a_page_leads(html, urls):
    assert list(Paper().next_pages(page(html))) == urls


#: How a paper's own address leads to its newest issue.
NEWEST = (
    '<META HTTP-EQUIV="REFRESH" CONTENT="0; URL=html/2022-02/13/node_2.htm">',
    "<meta http-equiv=refresh content='0;url=\"html/2022-02/13/node_2.htm\"'>",
    '<script>window.location.href = "html/2022-02/13/node_2.htm";</script>',
    "<script>location='/html/2022-02/13/node_2.htm'</script>",
)


@pytest.mark.parametrize("html", NEWEST)
def test_where_the_paper_s_address_leads(html):
    assert list(Paper().next_pages(page(html, f"{SITE}/"))) == [f"{ISSUE}/node_2.htm"]


def test_the_day_of_an_article_is_its_address_s():
    named = Paper().read_links(page('<div>2022年02月12日</div><a href="content_1.htm">一</a>'), "日报")
    assert [(each.url, each.hints.published) for each in named.found] == [
        (f"{ISSUE}/content_1.htm", "2022-02-13")
    ]


#: Pages of other systems, which have a sign in common with this one.
OTHERS = {
    "an article with a comment of enp": '<!--enpproperty <date>2022-02-13</date>/enpproperty--><a href="/c1.html">一</a>',
    "a list that calls columns so": '<a href="node_179d29f1ce">一</a><a href="node_2.htm">二</a><a href="node_3.htm">三</a>',
}  # fmt: skip


@pytest.mark.parametrize("html", OTHERS.values(), ids=OTHERS)
def test_no_sign(html):
    assert Paper.signs(page(html, f"{SITE}/x.html")) == []
