"""A column's list by the interface, and by a page."""

import json

import pytest
from scrapy.http import HtmlResponse, TextResponse

from crawler.platforms.xinhua import Xinhua

SITE = "http://local.example"


class Local(Xinhua):
    name = "local"
    title = "地方频道"
    home = SITE
    lists = {"要闻": "/nodeart/list?nid=1&pgnum=1&cnt=2"}  # noqa: RUF012


ITEM = {"Title": "办实事", "LinkUrl": f"{SITE}/2019-03/15/c_1124236759.htm", "PubTime": "2019-03-15 19:26:14",
        "SourceName": "", "DocID": 1}  # fmt: skip
ANSWER = {"status": 0, "data": {"list": [ITEM]}, "totalnum": 3}


def listed(text: str, number: int = 1) -> TextResponse:
    url = f"{SITE}/nodeart/list?cnt=2&nid=1&pgnum={number}"
    return TextResponse(url, body=text.encode(), encoding="utf-8")


BROKEN = ("", "[]", "{}", "({})", '{"data": []}', '{"data": {"list": null}}', "jQuery1({)", "<html></html>")


@pytest.mark.parametrize("text", BROKEN)
def test_an_answer_that_is_none(text):
    with pytest.raises(ValueError):
        Local().read_links(listed(text), "要闻")


@pytest.mark.parametrize("form", ["{}", "({})", "jQuery112_15.cb({});", " ( {} ) "])
def test_the_items_of_an_answer(form):
    text = form.replace("{}", json.dumps(ANSWER))
    (found,) = Local().read_links(listed(text), "要闻").found
    assert (found.url, found.hints.title) == (ITEM["LinkUrl"], "办实事")
    assert (found.hints.published, found.hints.source, found.hints.column) == (ITEM["PubTime"], None, "要闻")


def test_items_without_an_address_are_left_out():
    items = [None, "x", {}, {"LinkUrl": None}, {"LinkUrl": "http://[broken"}, ITEM]
    named = Local().read_links(listed(json.dumps({"data": {"list": items}})), "要闻")
    assert [each.url for each in named.found] == [ITEM["LinkUrl"]]
    assert named.skipped == {"malformed link": 1}


@pytest.mark.parametrize(
    "answer, number, following",
    [
        (ANSWER, 1, [f"{SITE}/nodeart/list?cnt=2&nid=1&pgnum=2"]),
        (ANSWER, 2, []),
        ({"data": {"list": []}, "totalnum": 300}, 1, []),
        ({"data": {"list": [ITEM]}}, 1, []),
    ],
    ids=["more to come", "the last page", "an empty page, whatever it counts", "no count"],
)
def test_the_page_that_follows(answer, number, following):
    assert list(Local().next_pages(listed(json.dumps(answer), number))) == following


def test_a_page_is_read_as_other_lists():
    html = '<a href="2019-03/15/c_1.htm">一</a><a href="/local/index_2.htm">下一页</a>'
    page = HtmlResponse(f"{SITE}/local/index.htm", body=html.encode(), encoding="utf-8")
    assert [each.url for each in Local().read_links(page, "要闻").found] == [
        f"{SITE}/local/2019-03/15/c_1.htm"
    ]
    assert list(Local().next_pages(page)) == [f"{SITE}/local/index_2.htm"]
