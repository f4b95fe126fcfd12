"""Which links of a page lead to other pages of its article."""

import gzip
import re

import pytest
from scrapy.http import HtmlResponse

from crawler.pagination import read_pages

_NUMBER = re.compile(r"[_-]\d{1,2}(?=\.s?html?$)|[?&]p(?:age)?=\d+$")
SITE = "http://x.cn/news"


def pages(own: str, *hrefs: str, html: str = ""):
    links = "".join(f'<a href="{href}">x</a>' for href in hrefs)
    body = f"<html><body>{links}{html}</body></html>"
    return read_pages(HtmlResponse(f"{SITE}/{own}", body=body.encode()))


def trs(count: int, current: int, name: str, ending: str = "shtml") -> str:
    return f'<script>createPageHTML({count}, {current}, "{name}", "{ending}");</script>'


ONE_PAGE = {
    "no links": ("8051.html",),
    "links to itself and to nowhere": ("8051.html", "8051.html", "#", "javascript:void(0)"),
    "another article": ("8051.html", "8052.html", "8052_2.html"),
    "an article whose number begins alike": ("805.html", "8051_2.html", "805_123.html"),
    "the same number in another folder": ("8051.html", "../old/8051_2.html"),
    "another ending": ("8051.html", "8051_2.shtml"),
    "a number of its own, and no link to a first page": ("8051_2.html", "8052.html"),
    "an address without an ending": ("view?id=3", "view?id=3_2"),
}


#: Pages whose own script or links look like a pager and lead nowhere else.
LOOK_ALIKE = {
    "TRS says there is one page": ("t20190918_693227.shtml", trs(1, 0, "t20190918_693227")),
    "TRS defines its pager": ("t1.html", "<script>function createPageHTML(_nCount, _nIndex, _sName, _sExt){}</script>"),
    "a list's pager": ("8051.shtml", "<script>createPageHTML('page_div',10, 1,'zwgklist','shtml',200);</script>"),
    "the pager of another article": ("t20190918_693227.shtml", trs(3, 0, "t20190917_693220")),
    "the articles before and after": (
        "8051.html",
        "<p>上一篇：<a href=8050.html>甲</a></p><p>下一篇：<a href=8052.html>乙</a></p>",
    ),
    "a next article whose address ends in a number": ("xsh_10.htm", "<a href=xsh_11.htm>下一页</a>"),
    "the next page of a list beside it": ("8051.html", "<a href=list_2.html>下一页</a>"),
    "pages of the site's front page": ("?p=12", "<a href=/news/>首页</a><a href=?p=13>13</a>"),
    "another article of the same column": ("view?id=3", "<a href=view?id=4&page=2>2</a>"),
    "a pager that only a script follows": ("8051.html", "<a href='javascript:go(2)'>2</a><a href=#>下一页</a>"),
}  # fmt: skip


@pytest.mark.parametrize("own, html", LOOK_ALIKE.values(), ids=LOOK_ALIKE)
def test_what_looks_like_a_pager_and_is_none(own, html):
    assert pages(own, html=html) == (None, [])


#: How systems name an article's pages: the first one's address, what stands on it, the others' addresses.
DIALECTS = {
    "TRS, by script": ("t20190918_693227.shtml", trs(3, 0, "t20190918_693227"),
                       ["t20190918_693227_1.shtml", "t20190918_693227_2.shtml"]),
    "DedeCMS": ("8051.html", "<li><a>共3页: </a></li><li><a href='#'>1</a></li><li><a href=8051_2.html>2</a></li>"
                "<li><a href=8051_3.html>3</a></li><li><a href=8051_2.html>下一页</a></li>",
                ["8051_2.html", "8051_3.html"]),
    "EmpireCMS": ("8051.html", "<a title=Page><b>1</b>/<b>2</b></a> <a href=/news/8051_2.html>下一页</a>", ["8051_2.html"]),
    "people.com.cn": ("c1013-31153719.html", "<div class=zdfy><a href=c1013-31153719.html>【1】</a>"
                      "<a href=c1013-31153719-2.html>【2】</a></div><table><a href=c1013-31153719-2.html>下一页</a></table>",
                      ["c1013-31153719-2.html"]),
    "xinhuanet": ("c_1124236759.htm", "<div id=div_currpage><a href=c_1124236759_2.htm>下一页</a></div>", ["c_1124236759_2.htm"]),
    "enp": ("node_9840.htm", "<a href=node_9840_2.htm>2</a><a href=node_9840_3.htm>3</a>",
            ["node_9840_2.htm", "node_9840_3.htm"]),
    "a parameter": ("view.asp?id=3", "<a href=view.asp?id=3&page=2>下一页</a>", ["view.asp?id=3&page=2"]),
    "a parameter among others": ("view?id=3&type=1", "<a href=view?page=1&id=3&type=1>1</a>"
                                 "<a href=view?page=2&id=3&type=1>2</a>", ["view?id=3&page=2&type=1"]),
    "a parameter alone": ("8051.html", "<a href=?p=2>2</a><a href=?p=3>3</a>", ["8051.html?p=2", "8051.html?p=3"]),
    "a word before the number": ("8051.shtml", "<a href=8051_p2.shtml>下页</a>", ["8051_p2.shtml"]),
    "numbers in brackets": ("8051.html", "【<a href=8051.html>1</a>】【<a href=8051_2.html>2</a>】", ["8051_2.html"]),
}  # fmt: skip


@pytest.mark.parametrize("first, html, others", DIALECTS.values(), ids=DIALECTS)
def test_every_dialect_is_read_on_the_first_page_and_on_the_others(first, html, others):
    found = pages(first, html=html)
    assert (found.first, [url for _, url in found.further]) == (None, [f"{SITE}/{each}" for each in others])
    for other in others:
        back = pages(other, first, html=html)
        assert (back.first, back.further) == (f"{SITE}/{first}", found.further)


#: Real pages that are the first of more (their addresses, which the saved pages don't have), and one that
#: links to the third page of an article that it recommends.
REAL = {
    "a0cb0242": "http://chinaneast.xinhuanet.com/jizhe/2005-08/16/content_4894059.htm",
    "gamersky": "https://wap.gamersky.com/news/Content-1220000.html",
    "people_1": "http://dangjian.people.com.cn/n1/2019/0615/c1013-31153719.html",
    "guancha_": "http://www.guancha.cn/broken-news/2017_03_28_400912.shtml",
}


def test_real_pages_have_no_further_ones_but_these(shared):
    """Whatever address a page may have, of those it links to: only these name further pages."""
    found = set()
    for file in sorted((shared / "pages").glob("*/*.html.gz")):
        name, body = file.name[:8], gzip.decompress(file.read_bytes())
        page = HtmlResponse(REAL.get(name, "http://somewhere.example/x.html"), body=body)
        links = set(map(page.urljoin, page.css("a::attr(href)").getall()))
        firsts = {first for url in links if (first := _NUMBER.sub("", url)) != url}
        found |= {name for own in {page.url, *links & firsts} if read_pages(page.replace(url=own)).further}
    assert found == set(REAL)


@pytest.mark.parametrize("case", ONE_PAGE.values(), ids=ONE_PAGE)
def test_a_page_alone(case):
    assert pages(*case) == (None, [])


def test_the_first_page_names_the_others_in_order():
    found = pages("8051.html", "8051_3.html", "8051_2.html", "8051_10.html", "#")
    assert found == (
        None,
        [(2, f"{SITE}/8051_2.html"), (3, f"{SITE}/8051_3.html"), (10, f"{SITE}/8051_10.html")],
    )


def test_a_further_page_names_the_first_and_itself():
    found = pages("8051_2.html", "8051.html", "8051_3.html")
    assert found == (f"{SITE}/8051.html", [(2, f"{SITE}/8051_2.html"), (3, f"{SITE}/8051_3.html")])


def test_other_systems_write_a_dash():
    assert pages("c117092-30617896.html", "c117092-30617896-2.html").further == [
        (2, f"{SITE}/c117092-30617896-2.html")
    ]
