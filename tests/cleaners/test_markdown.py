"""Markdown: what the page marked up is markup, and nothing that it only says."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaners.article import clean
from cleaners.blocks import read_html
from cleaners.markdown import destination, markdown
from cleaners.model import Article, Attachment, Block, Field, Ledger, Link, Page, Picture

SITE = "https://www.example.cn"


def made(blocks, **more) -> Article:
    return Article("", {}, None, tuple(blocks), Ledger((), ()), **more)


def rendered(html: str, **more) -> str:
    return markdown(made(read_html(html).blocks, **more))


LITERAL = {
    "emphasis": ("*党建*_做实_", r"\*党建\*\_做实\_"),
    "a heading": ("# 第一", r"\# 第一"),
    "a bullet": ("- 第一", r"\- 第一"),
    "a plus": ("+ 第一", r"\+ 第一"),
    "a number": ("1. 第一", r"1\. 第一"),
    "a number in brackets": ("12) 第一", r"12\) 第一"),
    "a figure is no number": ("1.6万人", "1.6万人"),
    "a rule": ("---", r"\---"),
    "a link": ("[附件](x)", r"\[附件\](x)"),
    "a picture": ("![附件](x)", r"\!\[附件\](x)"),
    "a tag": ("&lt;b&gt;", r"\<b\>"),
    "an entity": ("&amp;lt;", r"\&lt;"),
    "a quotation": ("&gt; 第一", r"\> 第一"),
    "code": ("`x` ~~~", r"\`x\` \~\~\~"),
    "a table's border": ("甲|乙", r"甲\|乙"),
    "a backslash": ("\\*", r"\\\*"),
}


@pytest.mark.parametrize("text, shown", LITERAL.values(), ids=LITERAL)
def test_text_stays_literal(text, shown):
    assert rendered(f"<p>{text}</p>") == f"{shown}\n"


MARKUP = {
    "paragraphs": ("<p>甲</p><p>乙</p>", "甲\n\n乙\n"),
    "headings": ("<h2>甲</h2><h6><b>乙</b></h6>", "## 甲\n\n###### 乙\n"),
    "a list": ("<ul><li>甲<li>乙</ul><p>丙</p>", "- 甲\n- 乙\n\n丙\n"),
    "numbers": ("<ol><li>甲</li><li>乙</li></ol>", "1. 甲\n2. 乙\n"),
    "lists in lists": (
        "<ol><li>甲<ul><li>乙<ul><li>丙</ul></ul></li><li>丁</ol>",
        "1. 甲\n   - 乙\n     - 丙\n2. 丁\n",
    ),
    "an item that holds only a list": ("<ul><li><ul><li><ul><li>甲</ul></ul></ul>", "- 甲\n"),
    "an item of two paragraphs": ("<ul><li><p>甲</p><p>乙</p></li><li>丙</ul>", "- 甲\n\n  乙\n- 丙\n"),
    "a quotation": ("<blockquote><p>甲</p><blockquote>乙</blockquote></blockquote>", "> 甲\n\n> > 乙\n"),
    "a table": (
        "<table><tr><th>镇<th>户</tr><tr><td>石桥<td>1|2</tr></table><p>丙</p>",
        "| 镇 | 户 |\n| --- | --- |\n| 石桥 | 1\\|2 |\n\n丙\n",
    ),
    "a table's empty cells": (
        "<table><tbody><tr><td>镇<td>户<td>人</tr><tr><td>石桥<td><td>3</tr><tr><td><td>2</tr></tbody></table>",
        "| 镇 | 户 | 人 |\n| --- | --- | --- |\n| 石桥 |  | 3 |\n|  | 2 |  |\n",
    ),
    "a cell of two lines": (
        "<table><tr><td>镇<td>户</tr><tr><td>石<br>桥<td>2</tr></table>",
        "| 镇 | 户 |\n| --- | --- |\n| 石 桥 | 2 |\n",
    ),
    "negative: one cell a row": ("<table><tr><td>甲</tr><tr><td>乙</tr></table>", "甲\n\n乙\n"),
    "negative: prose in cells": (
        f"<table><tr><td>甲<td>{'乙' * 101}</tr><tr><td>丙<td>丁</tr></table>",
        f"甲\n\n{'乙' * 101}\n\n丙\n\n丁\n",
    ),
    "negative: a table around a table": (
        "<table><tr><td>甲<td>乙<table><tr><td>1<td>2</tr><tr><td>3<td>4</tr></table></tr></table>",
        "甲\n\n乙\n\n| 1 | 2 |\n| --- | --- |\n| 3 | 4 |\n",
    ),
}


@pytest.mark.parametrize("html, shown", MARKUP.values(), ids=MARKUP)
def test_what_the_page_marked_up_is_markup(html, shown):
    assert rendered(html) == shown


def test_links_stand_where_their_words_do():
    links = (Link(1, 0, "甲", f"{SITE}/1"), Link(1, 0, "甲", f"{SITE}/2"), Link(1, 0, "没有", f"{SITE}/3"))
    assert rendered("<p>- 甲*见甲!</p>", links=links) == f"\\- [甲]({SITE}/1)\\*见[甲]({SITE}/2)\\!\n"


def test_an_exclamation_mark_makes_no_picture_of_a_link():
    assert rendered("<p>看!甲</p>", links=(Link(1, 0, "甲", f"{SITE}/1"),)) == f"看\\![甲]({SITE}/1)\n"


def test_a_link_of_a_paragraph_joined_over_pages_is_in_it():
    blocks = (Block(1, 5, "逐项记入台账。"), Block(2, 1, "乙。"))
    shown = markdown(made(blocks, links=(Link(2, 0, "台账", f"{SITE}/1"),)))
    assert shown == f"逐项记入[台账]({SITE}/1)。\n\n乙。\n"


def test_pictures_stand_in_their_places_and_attachments_at_the_end():
    shown = rendered(
        "<p>甲</p><ul><li>乙</li></ul>",
        pictures=(Picture(1, 0, f"{SITE}/0.jpg"), Picture(1, 1, f"{SITE}/1.jpg", "x", "[图]为")),
        attachments=(Attachment(f"{SITE}/a(1) b.doc", "申报*表"),),
    )
    assert shown == (
        f"![]({SITE}/0.jpg)\n\n甲\n\n![\\[图\\]为]({SITE}/1.jpg)\n\n- 乙\n\n- [申报\\*表]({SITE}/a%281%29%20b.doc)\n"
    )


def test_a_picture_behind_the_last_block_comes_last():
    assert rendered("<p>甲</p>", pictures=(Picture(1, 1, f"{SITE}/1.jpg"),)) == f"甲\n\n![]({SITE}/1.jpg)\n"


def test_the_title_comes_first():
    article = Article("", {"title": Field("*题*", "题", "line")}, None, (), Ledger((), ()))
    assert markdown(article) == "# \\*题\\*\n"
    assert markdown(made(())) == ""


@pytest.mark.parametrize("bad", ["(", ")", " ", "<", ">", '"', "\\", "|", "[", "]"])
def test_no_address_ends_its_link(bad):
    assert bad not in destination(f"{SITE}/a{bad}b")


def test_an_address_holds_no_entity():
    assert destination(f"{SITE}/?a=1&copy;=2&b=3") == f"{SITE}/?a=1&amp;copy;=2&b=3"


def unescape(shown: str) -> str:
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", shown)


@given(
    st.lists(
        st.text(st.sampled_from("甲1.-+=*_#[]()<>|~`&!\\ ;lt)"), min_size=1).filter(str.strip), min_size=1
    )
)
def test_paragraphs_give_the_text_back(texts):
    blocks = [Block(1, n, " ".join(text.split()), "p", f"/p[{n}]") for n, text in enumerate(texts)]
    article = made(blocks)
    assert unescape(markdown(article)).rstrip("\n").replace("\n\n", "\n") == article.text


def test_no_page_makes_it_fail_and_a_cleaned_one_is_whole():
    prose = "石桥镇把会场搬到田间地头，当面听取群众意见，逐项记入台账。"
    html = f"<h1>夜访到家</h1><div><p>{prose}</p><h2>一、听</h2><p>见<a href='/a'>通知</a>，{prose}</p></div>"
    (article,) = clean(Page(html.encode(), f"{SITE}/1.html")).articles
    assert markdown(article) == (f"# 夜访到家\n\n{prose}\n\n## 一、听\n\n见[通知]({SITE}/a)，{prose}\n")
