"""When an article was published: shapes, moments counted from the fetch, and dates that can't be."""

from datetime import UTC, datetime

import pytest

from cleaners.article import clean
from cleaners.fields.dates import CHINA, find_date
from cleaners.fields.relative import find_relative, find_without_year
from cleaners.model import Hints, Page

ONE = "石桥镇党委把会场搬到田间地头，当面听取群众意见，逐项记入台账。"
TWO = "镇干部分成六组，逐户走访了解情况，能当场解决的当场解决，一时办不了的列出清单。" * 2
FETCHED = datetime(2023, 5, 24, 10, 30, tzinfo=CHINA)
NIGHT = datetime(2023, 5, 24, 16, 10, tzinfo=UTC)  # ten past midnight of the 25th in China


def article(
    info: str = "", title: str = "夜访到家解难题", head: str = "", last: str = TWO, url: str = "", **hints
):
    html = f"<head><title>{title}</title>{head}</head><h1>{title}</h1>{info}<div><p>{ONE}</p><p>{TWO}</p><p>{last}</p></div>"
    (found,) = clean(Page(html.encode(), url=url, hints=Hints(**hints))).articles
    return found


SHAPES = {
    "negative: a month": ("二〇二三年五月", None),
    "negative: a plan": ("2035年规划", None),
    "negative: a telephone number": ("0731-82261999", None),
    "negative: a span of hours names no zone": ("2023-05-24 10:02-12:00", "2023-05-24T10:02+08:00"),
    "numerals": ("二〇二三年五月二十四日", "2023-05-24"),
    "numerals with a circle": ("二○二三年十二月三十一日", "2023-12-31"),
    "numerals with a zero": ("二零二三年五月二日", "2023-05-02"),
    "numerals with a letter": ("二O二三年十月十日", "2023-10-10"),
    "wide digits": ("２０２３年５月２４日　１０：０２", "2023-05-24T10:02+08:00"),
    "the day of the week between": ("2023年5月24日 星期三 10:02", "2023-05-24T10:02+08:00"),
    "universal time": ("2023-05-24T20:00:00Z", "2023-05-25T04:00:00+08:00"),
    "universal time in parts of a second": ("2023-05-24T01:00:00.000Z", "2023-05-24T09:00:00+08:00"),
    "another zone": ("2023-05-24T10:00:00+09:00", "2023-05-24T09:00:00+08:00"),
    "a zone with its name": ("2023.05.24 09:24:36 GMT+08:00", "2023-05-24T09:24:36+08:00"),
}


@pytest.mark.parametrize("text, iso", SHAPES.values(), ids=SHAPES)
def test_shapes(text, iso):
    found = find_date(text)
    assert (found.iso if found else None) == iso


def test_a_date_is_kept_as_printed():
    assert find_date("时间：２０２３年５月２４日").raw == "２０２３年５月２４日"


LINES = {
    "negative: a year in the headline": ({"title": "石桥镇发布2035年远景目标规划"}, None),
    "negative: a year in the text": ({"last": f"1949年，石桥镇解放。{TWO}"}, None),
    "negative: a number to call": ({"info": "<p>电话：0731-2023-0524</p>"}, None),
    "source before, date behind": ({"info": "<p>来源： 石桥报 2023-05-24 08:03</p>"}, "2023-05-24T08:03+08:00"),
    "words swapped, count blank": ({"info": "<p>时间发布：2023-06-12 09:51 阅读次数:次</p>"}, "2023-06-12T09:51+08:00"),
    "in brackets": ({"info": "<p>( 2012-06-04 09:20:26 ) 稿件来源： 石桥报</p>"}, "2012-06-04T09:20:26+08:00"),
    "no blank before the hour": ({"info": "<p>2019年06月15日08:18&nbsp;&nbsp;来源：</p>"}, "2019-06-15T08:18+08:00"),
    "elements of a style, no blanks between": (
        {"info": "<p><span>2024</span><span>07</span>/<span>22</span><span>14:52:26</span></p>"}, "2024-07-22T14:52:26+08:00"
    ),
    "a year of its own": ({"info": "<div>2024年</div><div>07/22</div><div>14:52:26</div>"}, "2024-07-22T14:52:26+08:00"),
}  # fmt: skip


@pytest.mark.parametrize("parts, iso", LINES.values(), ids=LINES)
def test_lines(parts, iso):
    assert article(**parts).value("published") == iso


RELATIVE = {
    "negative: a sentence": ("昨天上午石桥镇召开会议", None),
    "negative: weeks name no day": ("2周前", None),
    "negative: a word": ("今天是个好日子", None),
    "days": ("3天前", "2023-05-21"),
    "hours": ("2小时前", "2023-05-24"),
    "hours over midnight": ("12小时前", "2023-05-23"),
    "minutes": ("发布于 40分钟前", "2023-05-24T09:50+08:00"),
    "half an hour": ("半小时前", "2023-05-24"),
    "now": ("刚刚", "2023-05-24T10:30+08:00"),
    "today": ("今天 08:00", "2023-05-24T08:00+08:00"),
    "yesterday": ("昨天 10:20", "2023-05-23T10:20+08:00"),
    "the day before": ("石桥报 前天", "2023-05-22"),
}


@pytest.mark.parametrize("text, iso", RELATIVE.values(), ids=RELATIVE)
def test_moments_counted_from_the_fetch(text, iso):
    found = find_relative(text, FETCHED)
    assert (found.iso if found else None) == iso


def test_days_are_those_of_china():
    assert find_relative("今天", NIGHT).iso == "2023-05-25"


@pytest.mark.parametrize(
    "text, iso",
    [
        ("13-45", None),
        ("2022-05", None),
        ("05-24", "2023-05-24"),
        ("[03-21]", "2023-03-21"),
        ("12月31日 20:15", "2022-12-31T20:15+08:00"),
        ("02-29", None),
    ],
)
def test_days_without_a_year_are_the_last_before_the_fetch(text, iso):
    found = find_without_year(text, FETCHED)
    assert (found.iso if found else None) == iso


FROM_FETCH = {
    "a line": ({"info": "<p>石桥报 3天前</p>"}, "2023-05-21"),
    "a labelled line": ({"info": "<p>发布时间：昨天 10:20 来源：石桥报</p>"}, "2023-05-23T10:20+08:00"),
    "a labelled line without a year": ({"info": "<p>发布时间：05-23 22:46</p>"}, "2023-05-23T22:46+08:00"),
    "a list's row": ({"published": "前天"}, "2023-05-22"),
    "a list's row without a year": ({"published": "05-23"}, "2023-05-23"),
}  # fmt: skip


@pytest.mark.parametrize("parts, iso", FROM_FETCH.values(), ids=FROM_FETCH)
def test_only_a_known_time_of_the_fetch_makes_them_a_date(parts, iso):
    assert article(**parts).value("published") is None
    field = article(**parts, fetched=FETCHED).fields["published"]
    assert (field.value, field.origin) == (iso, "relative")


def test_a_date_with_its_year_comes_first():
    found = article("<p>3天前</p>", url="https://gov.example/content/2023/05/20/1.html", fetched=FETCHED)
    assert found.value("published") == "2023-05-21"
    found = article("<p>3天前</p><p>2023-05-19 10:02</p>", fetched=FETCHED)
    assert found.value("published") == "2023-05-19T10:02+08:00"


IMPOSSIBLE = {
    "to come": {"info": "<p>发布时间：2033-05-24 10:02</p>"},
    "before there were portals": {"info": "<p>发布时间：1970-01-01 08:00</p>"},
    "in the head": {"head": '<meta name="PubDate" content="2033-05-24">'},
    "in the address": {"url": "https://gov.example/content/2033/05/24/1.html"},
    "in the list's row": {"published": "1900-01-01"},
}


@pytest.mark.parametrize("parts", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_a_date_that_cannot_be_is_a_fault_and_no_value(parts):
    found = article(**parts, fetched=FETCHED)
    assert found.value("published") is None
    assert found.faults == ("no date", "date impossible")


@pytest.mark.parametrize(
    "parts, day",
    [
        ({"head": '<meta name="PubDate" content="2023-05-23">'}, "2023-05-23"),
        ({"info": "<p>发布时间：2033-05-24</p><p>2023-05-22 10:02</p>"}, "2023-05-22T10:02+08:00"),
        ({"published": "2023-05-21"}, "2023-05-21"),
    ],
)
def test_it_gives_way_to_the_next_one(parts, day):
    found = article(**{"info": "<p>发布时间：2033-05-24 10:02</p>", **parts}, fetched=FETCHED)
    assert (found.value("published"), found.faults) == (day, ())


def test_clocks_may_differ_by_a_day():
    assert article("<p>发布时间：2023-05-25</p>", fetched=FETCHED).value("published") == "2023-05-25"


def test_without_a_time_of_the_fetch_no_date_is_to_come():
    assert article("<p>发布时间：2033-05-24</p>").value("published") == "2033-05-24"


def test_a_page_without_a_date_has_no_impossible_one():
    assert article(fetched=FETCHED).faults == ("no date",)
