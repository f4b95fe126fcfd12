"""The newsletter of 濮阳组工信息's replica."""

import re
from urllib.parse import urlsplit

import pytest

from crawler.replica.site import Ask, Reply
from crawler.replica.sites import puyang
from crawler.replica.truth import truth


def get(target: str) -> Reply:
    return puyang.site().respond(Ask("GET", puyang.HOST, target))


def issue(number: int, order: str = "id={}&lanmuid=76&sublanmuid=973") -> str:
    return get("/index.aspx?" + order.format(500 + number)).body.decode("gbk")


def test_there_is_no_robots_txt() -> None:
    assert get("/robots.txt").status == 404


def test_every_issue_has_three_counties_but_the_one_that_is_an_attachment() -> None:
    issues = [article.issue for article in truth("puyang")]
    assert {name: issues.count(name) for name in issues} == {
        f"2023年第{number}期": 3 for number in range(1, 13) if number != puyang.ATTACHMENT_ONLY
    }
    assert f"/upload/2023/{puyang.ATTACHMENT_ONLY}.doc" in issue(puyang.ATTACHMENT_ONLY)


def test_parameters_may_come_in_any_order() -> None:
    assert issue(8, "lanmuid=76&sublanmuid=973&id={}") == issue(8)


def test_keys_are_headings_of_county_and_title() -> None:
    for article in truth("puyang"):
        county, colon, title = re.split("([:：])", article.key, maxsplit=1)
        assert (county, title) == (article.source, article.title)
        assert colon in ":：" and county in puyang.COUNTIES


def test_an_issue_looks_like_the_portal_s() -> None:
    page = issue(8)
    first = next(article for article in truth("puyang") if article.issue == "2023年第8期")
    assert first.published == "2023-05-24"
    for mark in (
        "【组工信息】2023年第8期",
        "时间:2023/5/24 来源:",
        '<p style="text-align:center">第8期</p>',
        "(2023年5月24日)",
        f"<strong>{first.key}</strong>",
        "<p>&nbsp; &nbsp; ",
        "<p>    ",
        "扫一扫<br />",
        '【 <a href="javascript:window.print();">打印本页</a> 】 【 <a',
        'charset=gb2312"',
    ):
        assert mark in page


@pytest.mark.parametrize("page", ["", "&page=2", "&page=3"])
def test_lists_have_a_pager_of_scripts_only(page: str) -> None:
    text = get(f"/index.aspx?lanmuid=76{page}").body.decode("gbk")
    assert "共3页" in text
    assert "javascript:__doPostBack('AspNetPager1'" in text
    assert 'name="__VIEWSTATE"' in text
    assert "page=" not in "".join(re.findall(r'href="([^"]*)"', text))


def test_canonical_addresses_answer() -> None:
    for article in truth("puyang"):
        parts = urlsplit(article.url)
        assert get(f"{parts.path}?{parts.query}").status == 200


def test_past_the_last_page_there_is_nothing() -> None:
    assert get("/index.aspx?lanmuid=76&page=4").status == 404


def test_an_old_address_redirects() -> None:
    assert (get(puyang.MOVED).status, get(puyang.MOVED).header("Location")) == (
        301,
        "/index.aspx?id=501&lanmuid=76&sublanmuid=973",
    )
