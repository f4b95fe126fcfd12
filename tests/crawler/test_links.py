"""What the links of a list page are taken for."""

import re

import pytest
from scrapy.http import HtmlResponse

from crawler.links import Scope, next_links, read_links

SCOPE = Scope(frozenset({"www.hxw.cn", "img.hxw.cn"}), re.compile(r"/content/"))


def page(body: str, encoding: str = "utf-8") -> HtmlResponse:
    declared = f"<html><head><meta charset={'gb2312' if encoding == 'gbk' else encoding}></head><body>{body}"
    return HtmlResponse("https://www.hxw.cn/channel/1.html", body=declared.encode(encoding))


def read(body: str, encoding: str = "utf-8"):
    return read_links(page(body, encoding), SCOPE, "要闻")


NONE_OF_OURS = {
    "javascript": ("javascript:void(0)", "javascript: link"),
    "a mailbox": ("mailto:a@b.cn", "mailto: link"),
    "a telephone": ("TEL:0391", "tel: link"),
    "a broken host": ("http://[::1", "malformed link"),
    "a broken port": ("http://www.hxw.cn:x/content/1.html", "malformed link"),
    "navigation": ("/about.html", "navigation"),
    "the page's own fragment": ("#top", "navigation"),
}


@pytest.mark.parametrize("label", NONE_OF_OURS)
def test_links_that_are_no_address_are_counted_under_a_reason(label):
    href, reason = NONE_OF_OURS[label]
    links = read(f'<a href="{href}">x</a>')
    assert (links.found, dict(links.skipped)) == ([], {reason: 1})


EXCLUDED = {
    "another site": ("https://www.gov.cn/content/1.html", "off site"),
    "a host that ends like ours": ("https://evil-www.hxw.cn/content/1.html", "off site"),
    "our name as a user": ("https://www.hxw.cn@evil.cn/content/1.html", "off site"),
    "another port": ("https://www.hxw.cn:8443/content/1.html", "off site"),
    "a long address": ("/content/" + "x" * 2083, "address too long"),
    "a document": ("/content/notice.DOCX", "attachment"),
    "a document with a query": ("/content/notice.pdf?v=1", "attachment"),
}


@pytest.mark.parametrize("label", EXCLUDED)
def test_addresses_that_must_not_be_asked_are_kept_with_the_reason(label):
    href, reason = EXCLUDED[label]
    (found,) = read(f'<a href="{href}">x</a>').found
    assert (found.state, found.reason) == ("excluded", reason)


SAME = {
    "relative": "../content/1.html",
    "with a fragment": "/content/1.html#part",
    "with white space": "  /content/1.html\n",
    "with http's port": "https://www.hxw.cn:443/content/1.html",
    "without a scheme": "//www.hxw.cn/content/1.html",
    "with dots": "/x/./../content/1.html",
}


@pytest.mark.parametrize("label", SAME)
def test_an_article_has_one_address(label):
    (found,) = read(f'<a href="{SAME[label]}">x</a>').found
    assert (found.url.replace(":443", ""), found.state) == ("https://www.hxw.cn/content/1.html", "pending")


def test_an_address_linked_twice_is_found_once():
    assert len(read('<a href="/content/1.html">图</a><a href="/content/1.html">题</a>').found) == 1


ROW = '<a href="/content/1.html">标题</a>'
OTHER = '<a href="/content/2.html">另一条 2020-01-01</a>'
DATES = {
    "before the link": (f"<li><span>[03-21]</span>{ROW}</li>", "03-21"),
    "after the link": (f"<li>{ROW}<span>2023-05-24 10:02</span></li>", "2023-05-24 10:02"),
    "in Chinese": (f"<li>{ROW} 2023年5月24日</li>", "2023年5月24日"),
    "in the cell beside": (f"<table><tr><td>{ROW}</td><td>2023/5/24</td></tr></table>", "2023/5/24"),
    "within the link": ('<li><a href="/content/1.html">标题<i>2023.05.24</i></a></li>', "2023.05.24"),
    "another row's": (f"<ul><li>{ROW}</li><li>2023-05-24 {OTHER}</li></ul>", None),
    "beside a link to the column": (f'<li><a href="/list.html">[要闻]</a>{ROW}<b>05-24</b></li>', "05-24"),
    "no date": (f"<li>{ROW} 12345678</li>", None),
    "a telephone number": (f"<li>{ROW} 0391-3933123</li>", None),
}


@pytest.mark.parametrize("label", DATES)
def test_a_row_date_is_taken_as_printed_and_from_its_own_row(label):
    row, date = DATES[label]
    assert read(row).found[0].hints.published == date


def test_the_longer_of_text_and_title_attribute_is_the_title():
    cut, full = read('<a href="/content/1.html" title="完整的标题">完整..</a>'), read(ROW)
    assert (cut.found[0].hints.title, full.found[0].hints.title) == ("完整的标题", "标题")
    assert cut.found[0].hints.column == "要闻"


def test_gb2312_is_read_as_its_superset():
    assert read('<a href="/content/1.html">朱镕基</a>', "gbk").found[0].hints.title == "朱镕基"


NEXT = {
    "by its text": ('<a href="2.html">下一页</a>', ["https://www.hxw.cn/channel/2.html"]),
    "by rel": ('<link rel="next" href="2.html">', ["https://www.hxw.cn/channel/2.html"]),
    "by an arrow": ('<a href="2.html"> &gt; </a>', ["https://www.hxw.cn/channel/2.html"]),
    "only by script": ("<a href=\"javascript:__doPostBack('p','2')\">下一页</a>", []),
    "a text about it": ('<a href="2.html">下一页更精彩</a>', []),
}


@pytest.mark.parametrize("label", NEXT)
def test_next_pages(label):
    body, expected = NEXT[label]
    assert list(next_links(page(body))) == expected
