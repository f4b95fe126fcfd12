"""The page behind a list's page."""

import pytest

from crawler.discovery.pager import next_page
from tests.crawler.discovery.pages import SITE, page

NUMBERS = "<b>1</b> <a href='index_1.html'>2</a> <a href='index_2.html'>3</a>"

#: Body, path of the page.
NONE = {
    "one page": ("共1页", "/xw/index.html"),
    "a script's links": ("<a href='javascript:go(2)'>下一页</a>", "/xw/index.html"),
    "the last page, whose link leads nowhere": ("<a href='index.html'>1</a> <b>2</b> <a href='#'>下一页</a>", "/xw/index_1.html"),
    "the last of numbered pages": ("<a href='index.html'>1</a> <a href='index_1.html'>2</a> <b>3</b>", "/xw/index_2.html"),
    "an article's next": ("<a href='/xw/202401/t20240104_1.html'>下一篇</a>", "/xw/202401/t20240105_2.html"),
    "days of a calendar": ("".join(f"<a href='/day/{n + 40}.html'>{n}</a>" for n in range(2, 30)), "/xw/index.html"),
    "TRS says that this is the last": ("<script>createPageHTML(3, 2, 'index', 'html')</script>", "/xw/index_2.html"),
    "TRS says that there is one": ("<script>createPageHTML(1, 0, 'index', 'html')</script>", "/xw/index.html"),
    "UCAP says that this is the last": ("<script>createPageHTML('d',3,3,'list','shtml',60);</script>", "/xw/list_3.shtml"),
    "a name that is none": ("<script>createPageHTML(3, 0, '/a\\u0027b c', 'html')</script>", "/xw/index.html"),
}  # fmt: skip


@pytest.mark.parametrize("label", NONE)
def test_no_further_page(label):
    assert next_page(page(*NONE[label])) is None


#: Body, path of the page, path of the next.
SOME = {
    "by its words": ("<a href='list_2.html'>下一页</a>", "/xw/list_1.html", "/xw/list_2.html"),
    "by the head": ("<link rel=next href='?p=2'>", "/xw/", "/xw/?p=2"),
    "by numbers": (NUMBERS, "/xw/index.html", "/xw/index_1.html"),
    "by numbers, from the middle": ("<a href='index.html'>1</a> 2 <a href='index_2.html'>3</a>", "/xw/index_1.html", "/xw/index_2.html"),
    "by numbers, all of them links": ("<a href='?page=1'>1</a><a href='?page=2'>[2]</a><a href='?page=3'>3</a>", "/xw?page=2", "/xw?page=3"),
    "by numbers from the end": ("1 <a href='xw/5.htm'>2</a> <a href='xw/4.htm'>3</a> <a href='xw/5.htm'>下页</a>", "/xw.htm", "/xw/5.htm"),
    "TRS": ("<script>createPageHTML(12, 0, \"index\", \"html\");</script>", "/xw/", "/xw/index_1.html"),
    "TRS, renamed": ("<script>createPageHTML(12, 3, 'newlist', 'shtml')</script>", "/xw/newlist_3.shtml", "/xw/newlist_4.shtml"),
    "UCAP": ("<script>createPageHTML('page_div',10, 1,'zwgklist','shtml',200);</script>", "/c1/zwgklist.shtml", "/c1/zwgklist_2.shtml"),
    "a newspaper's page": ("<a href='node_1.htm'>上一版</a><a href='node_3.htm'>下一版</a><a href='../17/node_1.htm'>上一期</a>", "/2024-01/18/node_2.htm", "/2024-01/18/node_3.htm"),
    "a page that only leads on": ("<script>window.location.href='html/node_1.htm'</script>", "/", "/html/node_1.htm"),
}  # fmt: skip


@pytest.mark.parametrize("label", SOME)
def test_next_page(label):
    body, path, following = SOME[label]
    assert next_page(page(body, path)) == SITE + following


def test_by_a_parameter_as_far_as_pages_are_told():
    assert next_page(page("共3页", "/index.aspx?id=76"), "page") == f"{SITE}/index.aspx?id=76&page=2"
    assert next_page(page("共<strong>3</strong>页", "/index.aspx?id=76&page=3"), "page") is None
    assert next_page(page("没有页码", "/index.aspx?id=76"), "page") is None
