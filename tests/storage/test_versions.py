"""An article read back from a version is what the cleaner gave."""

import pytest
from sqlalchemy import text

from cleaners.article import clean
from cleaners.markdown import markdown
from cleaners.model import FIELDS, Article, Attachment, Field, Link, Page, Picture
from storage.versions import load_article

URL = "https://www.example.cn/1.html"
PROSE = "石桥镇把会场搬到田间地头，当面听取群众意见，逐项记入台账。"
HTML = f"""<h1>夜访到家</h1><p>时间：2023-05-24 来源：石桥报</p><div><p>{PROSE}</p>
<table><tr><td>镇<td>户</tr><tr><td>石桥<td>12</tr></table>
<p><img src="1.jpg"></p><p>图为会场。</p><p>{PROSE}见<a href="a.html">通知</a></p>
<p>附件：<a href="a.doc">申报表</a></p></div>"""


def load(crawl, *arguments) -> Article:
    with crawl.store.reading() as session:
        return load_article(session, *arguments)


@pytest.mark.parametrize("number", [None, 3])
def test_what_is_not_there_is_said(crawl, make, number):
    with pytest.raises(LookupError, match="article 7"):
        load(crawl, 7, number)
    crawl.keep(crawl.address(), make())
    with pytest.raises(LookupError, match="version 3 of article 1"):
        load(crawl, 1, 3)


def test_a_cleaned_article_comes_back_whole_and_so_does_its_markdown(crawl):
    (made,) = clean(Page(HTML.encode(), URL)).articles
    assert made.links and made.pictures and made.attachments
    crawl.keep(crawl.address(), made)
    assert load(crawl, 1) == made
    assert markdown(load(crawl, 1)) == markdown(made)


def test_every_field_and_list_comes_back(crawl, make):
    base = make()
    made = Article(
        "甲县:题",
        {name: Field(f"{name}值", f"{name} 原文", "line") for name in FIELDS},
        2,
        base.blocks,
        base.ledger,
        ("no date",),
        (Link(1, 0, "甲", URL),),
        (Picture(1, 0, URL, None, "乙"), Picture(2, 3, URL)),
        (Attachment(URL, "表"),),
    )
    crawl.keep(crawl.address(), made)
    assert load(crawl, 1) == made


def test_an_older_version_is_told_by_its_number(crawl, make):
    address = crawl.address()
    for words in ("旧。", "新。"):
        crawl.keep(address, make(words), body=words.encode())
    assert [load(crawl, 1, number).text for number in (1, 2, None)] == ["旧。", "新。", "新。"]


def test_no_text_of_a_link_is_too_odd_to_keep(crawl, make):
    crawl.keep(crawl.address(), make(links=(Link(1, 0, "党\x00建\ud83d", URL),)))
    assert load(crawl, 1).links == (Link(1, 0, "党\ufffd建\ufffd", URL),)


def test_pictures_can_be_asked_for_in_sql(crawl, make):
    crawl.keep(crawl.address(), make(pictures=(Picture(1, 0, URL, None, "会场"),)))
    with crawl.store.reading() as session:
        if session.get_bind().dialect.name == "sqlite":
            query = "SELECT json_extract(value, '$.caption') FROM corpus, json_each(pictures)"
        else:
            query = "SELECT picture ->> 'caption' FROM corpus, json_array_elements(pictures) AS picture"
        assert session.scalars(text(query)).all() == ["会场"]
