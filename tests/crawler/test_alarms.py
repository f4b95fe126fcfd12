"""What about a portal is an alarm, and what looks like one and isn't."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.alarms import alarms
from storage.standing import Crawled, Found, Standing, Unread

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


def crawls(*new: int, outcome="finished", kind="due", met=100) -> tuple[Crawled, ...]:
    """Crawls that found so many new articles, the newest last."""
    numbered = enumerate(new, 1)
    return tuple(Crawled(n, kind, NOON, NOON, outcome, found, 0, met) for n, found in numbered)[::-1]


def found(*runs: tuple[int, set[str], int]) -> tuple[Found, ...]:
    """Articles by run, the oldest run first: how many, their fields, the length of their texts."""
    return tuple(
        Found(run, frozenset(fields), length, False)
        for run, (number, fields, length) in reversed([*enumerate(runs, 1)])
        for _ in range(number)
    )


def fits(*pages: tuple[int, int]) -> tuple[Crawled, ...]:
    """Crawls by their pages that a layout fitted, and that none did, the newest last."""
    days = (NOON + timedelta(days=n) for n in range(len(pages)))
    numbered = zip(days, pages, strict=True)
    return tuple(Crawled(day.day, "due", day, day, "finished", 5, 0, 100, *each) for day, each in numbered)[
        ::-1
    ]


def unread(state: str, reason=None) -> Unread:
    return Unread("要闻", "https://x.cn/1", state, reason, NOON)


BOTH, TITLE = {"title", "source"}, {"title"}
WEEK = (10, 10, 10, 10, 10, 0, 0)
USUAL = ((12, BOTH, 800),) * 3

#: By label: crawls, articles found, articles that are there, lists that can't be read.
NO_ALARM = {
    "never crawled": ((), (), 0, []),
    "nothing new, few crawls": (crawls(20, 0, 0, 0, 0), (), 100, []),
    "nothing new, a small portal": (crawls(30, *(3, 2, 1) * 6, 0, 0), (), 100, []),
    "a first crawl of everything": (crawls(900, *[8] * 9), (), 100, []),
    "half of the usual": (crawls(*[20] * 9, 10), (), 100, []),
    "a weekend": (crawls(*WEEK * 4), (), 100, []),
    "a weekend's second day": (crawls(*WEEK * 3, *WEEK[:6]), (), 100, []),
    "a quiet day as there was one": (crawls(*[10] * 5, 1, *[10] * 9, 1), (), 100, []),
    "crawls that were stopped": (crawls(0, 0, 0, outcome="stopped") + crawls(*[20] * 9), (), 100, []),
    "a crawl that runs": (crawls(0, outcome=None) + crawls(*[20] * 9), (), 100, []),
    "as many as expected": (crawls(5, kind="full", met=5), (), 5, []),
    "few asked, when only what is due is": (crawls(5, met=2), (), 5, []),
    "a list not yet read again": (crawls(5), (), 5, [unread("pending")]),
    "no source, few articles": (crawls(5), found(*USUAL, (9, TITLE, 800)), 50, []),
    "no source, few articles before": (
        crawls(5),
        found((9, BOTH, 800), (9, BOTH, 800), (9, BOTH, 800), (10, TITLE, 800)),
        50,
        [],
    ),
    "no source, but one crawl before": (crawls(5), found((90, BOTH, 800), (10, TITLE, 800)), 100, []),
    "never a source": (crawls(5), found(*((12, TITLE, 800),) * 4), 50, []),
    "a source at times": (crawls(5), found(*((6, BOTH, 800), (6, TITLE, 800)) * 4, (10, TITLE, 800)), 60, []),
    "one of ten still has a source": (crawls(5), found(*USUAL, (2, BOTH, 800), (8, TITLE, 800)), 50, []),
    "texts half as long": (crawls(5), found(*USUAL, (10, BOTH, 400)), 50, []),
    "layouts that fit": (fits((30, 0), (10, 0)), (), 50, []),
    "layouts that never fitted": (fits((0, 30), (0, 30)), (), 50, []),
    "layouts that have begun to fit": (fits((0, 30), (30, 0)), (), 50, []),
    "pages of another build among others": (fits((30, 5), (30, 20), (5, 5)), (), 50, []),
    "few pages without a layout": (fits((30, 0), (0, 9)), (), 50, []),
    "few pages with one before": (fits((9, 0), (0, 30)), (), 50, []),
    "no portal with layouts": (fits((0, 0), (0, 0)), (), 50, []),
    "one short text": (crawls(5), found(*USUAL, (9, BOTH, 800), (1, BOTH, 10)), 50, []),
}

ALARM = {
    "failed": (crawls(5, outcome="failed: store"), (), 5, [], {"run": "failed: store"}),
    "died": (crawls(5, outcome="died"), (), 5, [], {"run": "the last crawl died"}),
    "blocked": (crawls(5, outcome="refused"), (), 5, [], {"blocked": "sent the last crawl away"}),
    "a refused list": (crawls(5), (), 5, [unread("blocked", "HTTP 412")], {"blocked": "refuses us"}),
    "a list that is gone": (crawls(5), (), 5, [unread("gone", "HTTP 404")], {"list 要闻": "gone, HTTP 404"}),
    "fewer than expected": (crawls(4), (), 4, [], {"expect": "only 4 articles"}),
    "fewer in a full crawl": (crawls(0, kind="full", met=3), (), 50, [], {"expect": "only 3 articles"}),
    "less than half of the usual": (crawls(*[20] * 7, 9), (), 100, [], {"drop": "half of the usual 20"}),
    "after a weekend, still nothing": (crawls(*WEEK * 3, 0), (), 100, [], {"drop": "for 3 crawls"}),
    "nothing for long": (crawls(*[20] * 8, *[0] * 20), (), 100, [], {"drop": "for 20 crawls"}),
    "no source any more": (
        crawls(5),
        found(*USUAL, (10, TITLE, 800)),
        50,
        [],
        {"field source": "0% of the newest 10"},
    ),
    "no source in the last crawls": (
        crawls(5),
        found(*USUAL, *((4, TITLE, 800),) * 3),
        50,
        [],
        {"field source": "newest 12"},
    ),
    "a redesign": (
        fits((30, 2), (0, 10)),
        (),
        50,
        [],
        {"layout": "since 2024-05-02 12:00 UTC: 10 of 10 had none"},
    ),
    "a redesign, seen in several crawls": (
        fits((30, 0), (0, 0), (2, 6), (0, 0), (1, 4), (0, 0)),
        (),
        50,
        [],
        {"layout": "since 2024-05-03 12:00 UTC: 10 of 13"},
    ),
    "short texts": (crawls(5), found(*USUAL, (10, BOTH, 399)), 50, [], {"text": "399 characters"}),
}


@pytest.mark.parametrize("label", NO_ALARM)
def test_what_is_no_alarm(label):
    crawled, articles, there, lists = NO_ALARM[label]
    assert alarms(Standing(there, crawled, articles), 5, lists) == {}


@pytest.mark.parametrize("label", ALARM)
def test_what_is_an_alarm_and_what_it_says(label):
    crawled, articles, there, lists, told = ALARM[label]
    raised = alarms(Standing(there, crawled, articles), 5, lists)
    assert raised.keys() == told.keys()
    for kind, words in told.items():
        assert words in raised[kind]
