"""南方+'s replica: its two interfaces, and its pages at two hosts."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import html

from crawler.replica.site import Ask, Reply
from crawler.replica.sites import nfplus
from crawler.replica.sites.nfplus_api import ARTICLE, NEW, OLD, TOPIC, VIDEO
from crawler.replica.truth import truth

API = "https://api.nfapp.southcn.com"
TRUTHS = {article.url: article for article in truth("nfplus")}


def get(url: str, edition: int = 1) -> Reply:
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    return nfplus.site(edition).respond(Ask("GET", parts.netloc, target))


def old_page(last: int, row: int, column: int = 7747) -> list[dict[str, Any]]:
    query = f"adv=1&columnId={column}&service=1&count=20&lastFileId={last}&rowNumber={row}&version=0"
    found: list[dict[str, Any]] = json.loads(get(f"{API}{OLD}?{query}").body)["list"]
    return found


def old_pages() -> Iterator[list[dict[str, Any]]]:
    last = row = 0
    while page := old_page(last, row):
        yield page
        last, row = page[-1]["fileId"], row + len(page)


def new_page(number: int, size: int = 20) -> dict[str, Any]:
    query = f"columnId=20581&nfhSubCount=1&pageNum={number}&pageSize={size}"
    found: dict[str, Any] = json.loads(get(f"{API}{NEW}?{query}").body)
    return found


def root(url: str) -> html.HtmlElement:
    reply = get(url)
    assert reply.status == 200, url
    return html.document_fromstring(reply.body.decode())


def test_the_old_interface_ends_after_its_pages_and_names_no_item_twice() -> None:
    pages = list(old_pages())
    items = [item["fileId"] for page in pages for item in page]
    assert len(pages) >= 3
    assert len(set(items)) == len(items)
    assert {len(page) for page in pages[:-1]} == {10}


def test_the_old_interface_goes_by_the_last_item_or_else_by_the_row() -> None:
    first = old_page(0, 0)
    assert old_page(first[3]["fileId"], 0)[0] == first[4]
    assert old_page(999, 4)[0] == first[4]
    assert old_page(0, 0, column=1) == []


def test_the_new_interface_tells_whether_there_is_more() -> None:
    answers = [new_page(number)["data"] for number in (1, 2, 3)]
    assert [(len(answer["list"]), answer["hasNextPage"]) for answer in answers] == [
        (20, True),
        (2, False),
        (0, False),
    ]


@pytest.mark.parametrize(
    "query",
    ["", "columnId=20581", "columnId=20581&pageNum=x&pageSize=20", "columnId=1&pageNum=1&pageSize=20"],
)
def test_the_new_interface_refuses_what_it_does_not_know(query: str) -> None:
    assert json.loads(get(f"{API}{NEW}?{query}").body)["success"] is False


def test_the_interfaces_name_every_article() -> None:
    old = {item["shareUrl"] for page in old_pages() for item in page}
    new = {item["shareUrl"] for number in (1, 2) for item in new_page(number)["data"]["list"]}
    also = {url for article in TRUTHS.values() for url in article.also}
    assert TRUTHS.keys() <= old | new
    assert len(also) >= 3
    assert new == {url for url in TRUTHS if url not in old} | also
    assert all(urlsplit(url).path.startswith("/20581/") for url in also)


def test_items_that_are_no_articles() -> None:
    items = [item for page in old_pages() for item in page]
    others = {item["shareUrl"]: item["articleType"] for item in items if item["shareUrl"] not in TRUTHS}
    assert {ARTICLE, TOPIC, VIDEO} <= set(others.values())
    assert len(others) == 6
    (topic,) = [item for item in items if item["articleType"] == TOPIC]
    assert {child["shareUrl"] for child in topic["SpecialTopicList"]} <= TRUTHS.keys()
    statuses = sorted(get(url).status for url in others if url.startswith("https://static"))
    assert statuses == [200, 200, 200, 404]


def test_the_topic_has_no_body_and_the_video_s_page_is_a_shell() -> None:
    items = {item["articleType"]: item["shareUrl"] for page in old_pages() for item in page}
    assert not root(items[TOPIC]).find_class("article")
    video = root(items[VIDEO])
    assert video.get_element_by_id("app").text_content() == ""
    assert len(video.text_content().strip()) < 20


@pytest.mark.parametrize("url", TRUTHS)
def test_a_page_says_what_is_true(url: str) -> None:
    article = TRUTHS[url]
    page = root(url)
    text = page.get_element_by_id("content").text_content()
    assert page.get_element_by_id("articleTitle").text == article.title
    assert page.xpath("string(//meta[@name='author']/@content)") == (article.author or "")
    assert page.xpath("string(//div[@class='nfhtime pubtime']/@data-time)") == article.published[:16].replace(
        "T", " "
    )
    lines = [line.strip() for line in text.strip().split("\n")]
    assert lines[-1] == f"【来源】 {article.published_on}"
    assert f"【来源】{article.source}" in lines[-3:-1]
    authors = re.search(r"【作者】 (.+)", text)
    assert (re.sub("[;、]", " ", authors[1]) if authors else None) == article.author
    assert (lines[0] == f"摘要:{article.summary}") == (article.summary is not None)


def test_half_the_pages_leave_the_time_to_a_script() -> None:
    shown = [root(url).xpath("string(//div[@class='nfhtime pubtime'])") for url in TRUTHS]
    assert shown.count("") > 10
    assert len(list(filter(None, shown))) > 10


def test_an_article_s_two_addresses_show_the_same() -> None:
    for url, article in TRUTHS.items():
        for other in article.also:
            assert get(other).body == get(url).body


def test_authors_are_set_apart_in_three_ways() -> None:
    lines = [re.search("【作者】 (.+)</p>", get(url).body.decode()) for url in TRUTHS]
    found = "".join(line[1] for line in lines if line)
    assert all(mark in found for mark in ";、 ")


def test_robots_txt_is_empty_at_one_host_and_missing_at_the_others() -> None:
    assert (
        get("https://static.nfnews.com/robots.txt").status,
        get("https://static.nfnews.com/robots.txt").body,
    ) == (200, b"")
    assert get("https://pc.nfnews.com/robots.txt").status == get(f"{API}/robots.txt").status == 404
