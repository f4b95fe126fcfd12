"""Several pages, one article."""

import pytest

from cleaners.article import clean
from cleaners.model import Page, replay

ONE = "石桥镇把会场搬到田间地头，当面听取群众意见，逐项记入台账。"
TWO = "镇干部分成六组，逐户走访了解情况，能当场解决的当场解决。"
CUT = "对一时办不了的事，由镇里列出清单，明确时限，交给"
REST = "分管同志限期办结，并把结果送到提意见的人手里。"


def page(number: int, *paragraphs: str, foot: str = "") -> Page:
    title = "夜访到家" if number == 1 else f"夜访到家({number})"
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return Page(f"<title>{title}</title><h1>{title}</h1><p>时间:2021-02-23</p>{body}{foot}".encode())


def joined(first: Page, *further: Page | None):
    (article,) = clean(first, (), further).articles
    assert replay(article.ledger) == article.blocks
    return article


def test_pages_are_joined_in_order_under_the_headline_of_the_first():
    article = joined(page(1, ONE), page(2, TWO), page(3, REST))
    assert article.text == f"{ONE}\n{TWO}\n{REST}"
    assert (article.value("title"), article.part) == ("夜访到家", None)
    assert article.faults == ("under 100 characters",)


def test_fields_of_the_last_page_are_the_article_s():
    article = joined(page(1, ONE), page(2, TWO, foot="<p>责任编辑:王芳</p><p>来源: 《石桥报》</p>"))
    assert (article.value("editor"), article.value("source")) == ("王芳", "石桥报")


def test_a_paragraph_cut_by_the_page_s_end_is_made_whole():
    article = joined(page(1, ONE, CUT), page(2, REST, TWO))
    assert article.text == f"{ONE}\n{CUT}{REST}\n{TWO}"


@pytest.mark.parametrize("last", [ONE, "一、听民声", f"他说：“{ONE}”", "会议议程如下："])
def test_a_paragraph_that_has_ended_and_a_heading_stay_what_they_are(last):
    assert joined(page(1, TWO, last), page(2, REST)).text == f"{TWO}\n{last}\n{REST}"


def test_what_stands_on_every_page_is_taken_once():
    note = "编者按：夜访制度推行一年，效果如何，本报记者走访四乡八村。"
    assert joined(page(1, note, ONE), page(2, note, TWO)).text == f"{note}\n{ONE}\n{TWO}"


def test_a_missing_page_is_a_fault():
    article = joined(page(1, ONE), None, page(3, TWO))
    assert article.text == f"{ONE}\n{TWO}"
    assert article.faults[0] == "part 2 missing"


BAD = {
    "no bytes": b" ",
    "a document": b"%PDF-1.4 " + bytes(200),
    "a soft 404": "<p>页面不存在或已被删除！</p>".encode(),
    "a challenge": "<p>您的访问过于频繁，请稍后再试！</p>".encode(),
    "no text": b"<html><body></body></html>",
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
def test_a_further_page_that_is_none_is_a_missing_one(body):
    article = joined(page(1, ONE), Page(body), page(3, TWO))
    assert article.text == f"{ONE}\n{TWO}"
    assert article.faults[0] == "part 2 missing"


def test_a_page_alone_says_which_one_it_is():
    assert joined(page(2, TWO)).part == 2
