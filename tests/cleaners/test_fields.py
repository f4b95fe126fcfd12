"""Fields: what is read, from where, and what is left alone."""

import pytest

from cleaners.article import clean
from cleaners.fields.dates import date_in_url, find_date
from cleaners.fields.labels import LABELS as WORDS
from cleaners.fields.labels import labelled
from cleaners.fields.title import split_part
from cleaners.model import Hints, Page

DATES = {
    "negative: no such day": ("2023-06-31", None),
    "negative: no such month": ("2023/13/24", None),
    "negative: a year alone": ("2023年", None),
    "negative: a telephone number": ("电话0731-8226-1999", None),
    "negative: no year": ("08-23 10:02", None),
    "a time that can't be leaves the day": ("2023-05-24 25:70", "2023-05-24"),
    "un-padded": ("2023/5/24", "2023-05-24"),
    "in Chinese": ("2019年06月15日08:18", "2019-06-15T08:18+08:00"),
    "hours and minutes in Chinese": ("2025年06月03日 13时44分", "2025-06-03T13:44+08:00"),
    "dots": ("2022.01.20 16:31", "2022-01-20T16:31+08:00"),
    "seconds": ("( 2012-06-04 09:20:26 )", "2012-06-04T09:20:26+08:00"),
    "a label without a blank behind it": ("2021-02-23人气", "2021-02-23"),
}


@pytest.mark.parametrize("text, iso", DATES.values(), ids=DATES)
def test_dates(text, iso):
    found = find_date(text)
    assert (found.iso if found else None) == iso


@pytest.mark.parametrize(
    "url, iso",
    [
        ("https://www.hxw.gov.cn/content/2012/10/08/392183.html", "2012-10-08"),
        ("https://static.example/content/201612/20/c221980.html", "2016-12-20"),
        ("https://gov.example/zwgk/201909/t20190918_693227.html", "2019-09-18"),
        ("https://news.example/politics/2019-03/15/c_1124236759.htm", "2019-03-15"),
        ("https://gov.example/content/2012/13/08/1.html", None),
        ("https://gov.example/info/1008/6476.htm", None),
    ],
)
def test_dates_in_addresses(url, iso):
    found = date_in_url(url)
    assert (found.iso if found else None) == iso


LABELS = {
    "negative: no label": ("推进党建工作", []),
    "negative: inside a word": ("资金来源：村集体", []),
    "no separator at all": (
        "时间:2021-02-23人气:加载中...",
        [("published", "2021-02-23"), ("visits", "加载中...")],
    ),
    "bars between": (
        "信息来源：石桥镇政府 | 发布时间：2018-04-19",
        [("source", "石桥镇政府"), ("published", "2018-04-19")],
    ),
    "empty values": ("来源： 字号：", [("source", ""), ("type", "")]),
}


@pytest.mark.parametrize("text, expected", LABELS.values(), ids=LABELS)
def test_labels(text, expected):
    assert [(each.kind, each.value) for each in labelled(text)] == expected


def test_every_word_is_a_label():
    words = [word for each in WORDS.values() for word in each.split()]
    assert [word for word in words if not labelled(f"{' '.join(word)} ：周明")] == []


@pytest.mark.parametrize(
    "printed, title, part",
    [
        ("纪实(2)", "纪实", 2),
        ("纪实（3）", "纪实", 3),
        ("要点(2023)", "要点(2023)", None),
        ("纪实", "纪实", None),
    ],
)
def test_page_numbers_behind_a_headline(printed, title, part):
    assert split_part(printed) == (title, part)


BODY = "<p>石桥镇党委把会场搬到田间地头，当面听取群众意见。</p><p>镇干部分成六组，逐户走访了解情况，现场解决问题。</p>"


def article(html: str, **known):
    (found,) = clean(Page(html.encode(), **known)).articles
    return found


def test_a_field_keeps_the_text_it_was_read_from():
    found = article(
        f"<h1>夜访到家</h1><p>时间:2023/5/24 来源: 《石桥报》</p>{BODY}<p>（责任编辑：王芳、李强）</p>"
    )
    assert {name: (field.value, field.raw) for name, field in found.fields.items()} == {
        "title": ("夜访到家", "夜访到家"),
        "published": ("2023-05-24", "时间:2023/5/24"),
        "source": ("石桥报", "来源: 《石桥报》"),
        "editor": ("王芳 李强", "责任编辑：王芳、李强）"),
    }


@pytest.mark.parametrize("source", ["来源:", "来源:未知", "来源：不详 作者：", "来源: 无"])
def test_an_empty_or_unknown_source_is_no_source(source):
    assert article(f"<h1>夜访到家</h1><p>时间:2023/5/24 {source}</p>{BODY}").value("source") is None


def test_an_unknown_source_in_the_head_is_no_source():
    head = '<meta name="ContentSource" content="未知">'
    assert article(f"{head}<h1>夜访到家</h1><p>2023/5/24</p>{BODY}").value("source") is None


@pytest.mark.parametrize(
    "line",
    [
        "石桥日报 2023年05月24日 星期三",
        "石桥日报 2023-05-24 周三 农历四月初六",
        "石桥日报 2023年5月24日 星期三 第3210期",
        "石桥日报 2023年5月24日 第3版",
    ],
)
def test_what_stands_behind_a_paper_s_date_is_no_source(line):
    assert article(f"<p>{line}</p><h1>夜访到家</h1>{BODY}").value("source") == "石桥日报"


def test_two_source_lines_are_the_source_and_where_it_was_published():
    lines = "<p>【来源】石桥镇党委</p><p>【作者】 王芳;李强</p><p>【来源】 石桥日报社客户端</p>"
    found = article(f"<h1>夜访到家</h1>{BODY}{lines}")
    assert [found.value(name) for name in ("source", "author", "published_on")] == [
        "石桥镇党委", "王芳 李强", "石桥日报社客户端",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "known, day, origin",
    [
        ({"url": "https://www.hxw.gov.cn/content/2012/10/08/392183.html"}, "2012-10-08", "url"),
        ({"hints": Hints(published="2018-08-23")}, "2018-08-23", "list"),
    ],
)
def test_a_page_without_a_date_takes_it_from_its_address_or_its_list_row(known, day, origin):
    field = article(f"<h1>夜访到家</h1>{BODY}", **known).fields["published"]
    assert (field.value, field.origin) == (day, origin)


def test_no_title_is_invented_for_plain_text():
    text = "石桥镇党委把会场搬到田间地头，当面听取群众意见。\n镇干部分成六组，逐户走访。\n"
    (found,) = clean(Page(text.encode(), plain=True)).articles
    assert found.value("title") is None
    assert "no title" in found.faults


def test_the_head_tells_which_block_is_the_headline():
    found = article(f"<title>夜访到家-红星网</title><h1>红星网</h1><div>夜访到家</div>{BODY}")
    assert found.value("title") == "夜访到家"
