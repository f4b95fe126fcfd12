"""The odd pages of 新农村网's replica."""

import re

import pytest
from lxml import html

from crawler.replica.prose import Text
from crawler.replica.site import Ask, Reply
from crawler.replica.sites import xnc
from crawler.replica.sites.xnc_articles import pieces, split
from crawler.replica.truth import truth

SENTENCE_ENDS = "。？！”"
MULTI = [number for number, piece in enumerate(pieces()) if len(piece.pages) > 1]


def get(target: str) -> Reply:
    return xnc.site().respond(Ask("GET", "www.xnc.example", target))


def body(target: str) -> str:
    return get(target).body.decode("gbk")


def paragraphs(number: int, page: int) -> list[str]:
    """The lines of a page's content, as far as the signature or the disclaimer."""
    root = html.document_fromstring(body(pieces()[number].page_path(page)))
    (content,) = root.find_class("content")
    for line_break in content.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    lines = [line.strip() for line in content.text_content().split("\n")]
    end = next(place for place, line in enumerate(lines) if line.startswith(("责任编辑:", "版权声明:")))
    return [line for line in lines[:end] if line]


def cuts(number: int) -> list[bool]:
    """For each page but the last, whether it ends inside a paragraph."""
    return [page.paragraphs[-1][-1] not in SENTENCE_ENDS for page in pieces()[number].pages[:-1]]


def test_how_many_pages_articles_have() -> None:
    counts = [len(piece.pages) for piece in pieces()]
    assert (counts.count(3) >= 8, counts.count(2) >= 4, counts.count(1) >= 8) == (True, True, True)


@pytest.mark.parametrize("number", range(len(pieces())))
def test_pages_joined_are_the_truth(number: int) -> None:
    piece = pieces()[number]
    joined = ""
    for page in range(1, len(piece.pages) + 1):
        if page not in piece.truth.missing:
            lines = paragraphs(number, page)
            ended = not joined or joined[-1] in SENTENCE_ENDS
            joined += ("\n" if joined and ended else "") + "\n".join(lines)
    assert joined == piece.truth.text


def test_breaks_are_either_between_paragraphs_or_inside_them() -> None:
    found = [cuts(number) for number in MULTI]
    assert sum(all(cut) for cut in found) >= 4
    assert all(all(cut) or not any(cut) for cut in found)


def test_a_split_loses_nothing_and_no_page_ends_with_a_subhead() -> None:
    text = Text("题", ("一" * 60 + "。", "小标题", "二" * 60 + "。", "三" * 60 + "。"), frozenset({1}))
    pages = split(text, 3, cut=False)
    assert [page.paragraphs for page in pages] == [
        text.paragraphs[:1],
        text.paragraphs[1:3],
        text.paragraphs[3:],
    ]
    assert [page.subheads for page in pages] == [frozenset(), frozenset({0}), frozenset()]
    assert "".join("".join(page.paragraphs) for page in split(text, 2, cut=True)) == "".join(text.paragraphs)


def test_titles_are_numbered_from_the_second_page() -> None:
    piece = pieces()[0]
    for page, title in enumerate(
        [piece.truth.title, f"{piece.truth.title}(2)", f"{piece.truth.title}(3)"], 1
    ):
        text = body(piece.page_path(page))
        assert f"<h2>{title}</h2>" in text
        assert f"<title>{title}_新农村网</title>" in text


def test_a_page_s_marks() -> None:
    root = html.document_fromstring(body("/news/jiceng/2021/0223/8051_2.html"))
    text = root.text_content()
    for mark in ("时间:2021-02-23人气:加载中...", "共3页: 上一页123下一页", "Copyright 新农村网 版权所有"):
        assert mark in text
    assert 'charset=gb2312"' in body("/news/jiceng/2021/0223/8051_2.html")
    assert root.xpath("//ul[@class='pagelist']//a/@href") == [
        "8051.html",
        "8051.html",
        "#",
        "8051_3.html",
        "8051_3.html",
    ]
    empty = root.xpath("//dl[position() < 5]/dd[not(normalize-space())]/preceding-sibling::dt/text()")
    assert empty == ["标签:", "随便看看", "本类推荐", "本类排行"]


@pytest.mark.parametrize("number", MULTI)
def test_the_disclaimer_is_on_every_page_and_the_signature_on_the_last(number: int) -> None:
    piece = pieces()[number]
    for page in range(1, len(piece.pages) + 1):
        text = body(piece.page_path(page)) if page not in piece.truth.missing else None
        if text:
            assert len(text.partition("<p>版权声明:</p>")[2].partition("</div>")[0].strip().split("\n")) == 5
            is_last = page == len(piece.pages)
            assert (f"<p>责任编辑:{piece.truth.editor}</p>" in text) == is_last
            assert (f"<p>来源: {piece.source}</p>" in text) == is_last


def test_a_page_that_is_never_there() -> None:
    (broken,) = [article for article in truth("xnc") if article.missing]
    path = broken.url.removeprefix("http://www.xnc.example")
    statuses = [get(path.replace(".html", f"{page}.html")).status for page in ("", "_2", "_3", "_4")]
    assert (broken.missing, statuses) == ((2,), [200, 404, 200, 404])


def test_reprints_have_the_body_of_their_originals_and_something_else_of_their_own() -> None:
    originals = {article.url: article for article in truth("hxw")}
    reprints = [article for article in truth("xnc") if article.copy_of]
    pages = {piece.truth.url: len(piece.pages) for piece in pieces()}
    assert len(reprints) >= 6
    assert sum(pages[article.url] > 1 for article in reprints) >= 2
    for article in reprints:
        original = originals[article.copy_of or ""]
        assert article.text == original.text
        assert article.published > original.published[:10]
        assert article.source in ("红星网", original.source)
    assert any(article.title != originals[article.copy_of or ""].title for article in reprints)


def test_lists_count_their_pages_and_rows() -> None:
    counts = []
    for page in (1, 2, 3):
        text = body(f"/news/jiceng/list_14_{page}.html")
        assert '<span class="pageinfo">共 <strong>3</strong>页<strong>27</strong>条</span>' in text
        counts.append(len(html.document_fromstring(text).xpath("//ul[@class='newslist']/li")))
    assert counts == [10, 10, 7]
    assert get("/news/jiceng/list_14_4.html").status == 404


def test_the_list_s_pager() -> None:
    links = html.document_fromstring(body("/news/jiceng/list_14_2.html")).xpath(
        "//ul[@class='pagelist']/li/a"
    )
    assert [(link.text, link.get("href")) for link in links] == [
        ("上一页", "list_14_1.html"),
        ("1", "list_14_1.html"),
        ("2", "#"),
        ("3", "list_14_3.html"),
        ("下一页", "list_14_3.html"),
        ("末页", "list_14_3.html"),
    ]


def test_tags_never_end() -> None:
    tag, seen = 1, set()
    for _ in range(50):
        text = body(f"/tag/{tag}.html")
        assert re.search(r'"/news/(jiceng|zixun)/2021/\d{4}/\d+.html"', text)
        found = set(map(int, re.findall(r'"/tag/(\d+).html"', text)))
        assert found - seen
        seen |= found
        tag = max(found)
    assert get("/tag/x.html").status == 404


def test_a_page_s_tag_cloud_is_one_line() -> None:
    line = re.search('<dd class="tags">(.*)</dd>', body(pieces()[1].path))
    assert line and line[1].count("<a ") == xnc.TAGS


def test_robots_txt_leads_to_a_page() -> None:
    assert (get("/robots.txt").status, get("/robots.txt").header("Location")) == (302, "/")
