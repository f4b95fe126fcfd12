"""HTML to blocks: every border a reader sees, and nothing readable left out."""

import pytest

from cleaners.blocks import read_html, read_plain
from cleaners.model import Layout
from cleaners.walk import DEEPEST, LONGEST_NAME

CASES = {
    "negative: scripts, styles and comments are no text": (
        "<script>甲</script><style>.a{}</style><!-- 乙 --><p>丙</p>", ["丙"]
    ),
    "negative: inline elements are no borders": ("<p>推<b>进</b><span>党<i>建</i></span>工作</p>", ["推进党建工作"]),
    "paragraphs": ("<p>甲</p><p>乙</p>", ["甲", "乙"]),
    "lines broken by br": ("<div>扫一扫<br>在手机打开当前页<br/></div>", ["扫一扫", "在手机打开当前页"]),
    "bare text between elements": ("<div>甲<div>乙</div>丙</div>", ["甲", "乙", "丙"]),
    "table cells": ("<table><tr><td>甲<td>乙</table>", ["甲", "乙"]),
    "text after a comment": ("<div>甲<!-- x -->乙</div>", ["甲乙"]),
    "text after the end of the page": ("<html><body><p>甲</p></body></html><p>乙</p>", ["甲", "乙"]),
    "text after a script": ("<div>您是第<script>count()</script>位来访者</div>", ["您是第位来访者"]),
    "indents of all kinds": ("<p>\u3000\u3000甲&nbsp; &nbsp;乙\u200b</p>", ["甲 乙"]),
    "empty paragraphs": ("<p>&nbsp;</p><p>\u3000</p><p>甲</p>", ["甲"]),
    "no element at all": ("", []),
    "an XML declaration with an encoding": ('<?xml version="1.0" encoding="gb2312"?><p>甲</p>', ["甲"]),
}  # fmt: skip


@pytest.mark.parametrize("html, texts", CASES.values(), ids=CASES)
def test_blocks(html, texts):
    assert [block.text for block in read_html(html).blocks] == texts


def test_blocks_know_their_links_and_what_is_hidden():
    html = '<p>甲乙<a href="x">丙丁</a></p><div style="display: none"><p>戊</p></div><p>己</p>'
    assert [(b.text, b.links, b.hidden) for b in read_html(html).blocks] == [
        ("甲乙丙丁", 0.5, False),
        ("戊", 0.0, True),
        ("己", 0.0, False),
    ]


def test_a_block_is_named_by_its_place():
    places = [block.place for block in read_html('<div class="a b"><p>甲</p><p>乙</p></div><p>丙</p>').blocks]
    assert places[0].endswith("/div.a[1]/p[1]") and places[1].endswith("/div.a[1]/p[2]")
    assert len(set(places)) == 3


LAYOUT = Layout("2023", "div.text", title="h1", drop={"div.text div.qr": "QR code box"})
PAGE = '<h1>题</h1><div class="text"><p>甲</p><div class="qr">码</div>乙</div><p>丙</p>'


def test_a_layout_marks_its_blocks():
    reading = read_html(PAGE, [LAYOUT])
    assert reading.layout == "2023"
    assert {block.text: block.marks for block in reading.blocks} == {
        "题": ("title",),
        "甲": ("content",),
        "码": ("content", "drop: QR code box"),
        "乙": ("content",),
        "丙": (),
    }


def test_what_is_nested_without_end_shares_a_place():
    blocks = read_html("<div>甲" * 300 + "<p id=" + "x" * 1_000 + ">乙").blocks
    assert [block.text for block in blocks] == ["甲"] * 300 + ["乙"]
    assert max(block.place.count("/") for block in blocks) == DEEPEST
    assert read_html("<p id=" + "x" * 1_000 + ">甲").blocks[0].place.endswith("x" * LONGEST_NAME + "[1]")


def test_a_name_with_a_slash_is_one_step_of_the_place():
    assert read_html("<div class='w-1/2 box'><p>甲").blocks[0].place.split("/")[3:] == [
        "div.w-1_2[1]",
        "p[1]",
    ]


@pytest.mark.parametrize("html", [PAGE.replace("text", "body"), PAGE + PAGE, PAGE.replace("h1", "h2")])
def test_a_layout_fits_only_where_its_container_stands_once_and_its_title_stands(html):
    assert read_html(html, [LAYOUT]).layout is None


def test_the_head_tells_metas_and_title_and_links_tell_attachments():
    reading = read_html(
        '<title> 题 - 站 </title><meta name="PubDate" content="2023-05-24"><meta name="pubdate" content="1999">'
        '<a href="/upload/a.doc">附件</a><a href="b.html">乙</a><a href="c.PDF?x=1">丙</a><script>abc</script>'
    )
    assert (reading.title, reading.metas) == ("题 - 站", {"pubdate": "2023-05-24"})
    assert (reading.attachments, reading.script) == (("/upload/a.doc", "c.PDF?x=1"), 3)


def test_the_first_element_that_keeps_a_moment_tells_it():
    reading = read_html(
        "<p data-time=''>甲</p><time datetime='2023-05-24'>乙</time><p data-pubtime=1999>丙</p>"
    )
    assert reading.metas == {"data-time": "2023-05-24"}


def test_pieces_are_the_runs_of_text_between_inline_elements():
    reading = read_html("<p> <b>甲</b> \n</p><p><b>乙</b>\n<i>丙</i>丁</p>")
    assert reading.pieces == {1: ("乙", "丙", "丁")}


def test_plain_text_is_one_block_a_line():
    reading = read_plain("甲\r\n\n  \u3000乙 \n")
    assert [block.text for block in reading.blocks] == ["甲", "乙"]
    assert reading.plain


def test_text_nested_deeper_than_the_parser_goes_is_not_lost():
    html = f"<p>甲</p>{'<div>' * 5000}<p>乙</p>{'</div>' * 5000}<p>丙</p>"
    assert [block.text for block in read_html(html).blocks] == ["甲", "乙", "丙"]
