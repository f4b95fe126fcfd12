"""An address's life, on each database."""

from datetime import UTC, datetime

import pytest

from cleaners.model import Hints
from storage import leases
from storage.addresses import Found
from storage.life import lives
from storage.portals import PortalRecord
from tests.storage.conftest import Crawl

URL = "https://www.example.cn/1.html"
LONG = "党建引领基层治理，干部下沉一线，解决群众身边的问题。" * 4


def told(crawl, url=URL):
    with crawl.store.reading() as session:
        return lives(session, url)


def test_an_unknown_address_has_none(crawl):
    assert told(crawl) == []


def test_where_it_was_found_and_with_which_hints(crawl):
    (first,) = crawl.discover(Found("https://www.example.cn/list.html", "list"))
    crawl.discover(Found(URL, "article", Hints(title="题", published="05-24")), found_on=first.id)
    (life,) = told(crawl)
    assert (life.found_on, life.hints) == ("https://www.example.cn/list.html", Hints("题", "05-24"))
    assert (life.fetches, life.articles) == ((), ())
    (start,) = told(crawl, "https://www.example.cn/list.html")
    assert (start.found_on, start.role) == (None, "list")


@pytest.mark.parametrize(
    "state, next_ask, is_due",
    [
        ("pending", None, True),
        ("failed", datetime(2020, 1, 1, tzinfo=UTC), True),
        ("failed", datetime(2999, 1, 1, tzinfo=UTC), False),
        ("gone", None, False),
    ],
)
def test_when_it_is_asked_next(state, next_ask, is_due, crawl, table):
    number = crawl.address()
    crawl.set(table.Address, number, state=state, reason="why", next_ask=next_ask)
    (life,) = told(crawl)
    assert (life.state, life.reason, life.next_ask, life.is_due) == (state, "why", next_ask, is_due)


def test_every_fetch_with_what_came(crawl):
    number = crawl.address()
    crawl.fetch(number, None, status=503)
    crawl.fetch(number, b"12345", seconds=0.5)
    crawl.fetch(number, None, status=304)
    crawl.fetch(number, None, status=None, error="timeout")
    (life,) = told(crawl)
    assert [(each.status, each.outcome, each.size, each.error) for each in life.fetches] == [
        (503, "error", None, "HTTP 503"),
        (200, "stored", 5, None),
        (304, "not modified", None, None),
        (None, "error", None, "timeout"),
    ]
    assert life.fetches[1].seconds == 0.5


def test_how_an_article_was_read(crawl, make):
    crawl.keep(crawl.address(), make(faults=("no date",)))
    (read,) = told(crawl)[0].articles
    assert (read.charset, read.charset_reason, read.layout) == ("utf-8", "header", None)
    assert (read.changes, read.faults) == ({"trim": 1}, ("no date",))
    assert (read.fields["title"].value, read.fields["title"].raw, read.fields["title"].origin) == (
        "标题",
        "标题",
        "line",
    )
    assert (read.is_original, read.copies) == (None, ())


def test_versions_in_short(crawl, make):
    number = crawl.address()
    crawl.keep(number, make("一。"))
    crawl.keep(number, make("二。"), body=b"<p>2")
    (read,) = told(crawl)[0].articles
    assert [(step.version, step.changed, step.lines) for step in read.steps] == [
        (1, (), ()),
        (2, ("text",), ()),
    ]


def test_copies_name_the_original(crawl, make):
    crawl.keep(crawl.address(), make(LONG))
    with crawl.store.transaction() as session:
        other = Crawl(crawl.store, leases.take(session, PortalRecord("puyang", "", "", ""), "host:2", "web"))
    other.keep(other.address("https://other.example/1.html"), make(LONG, title="转载"), body=b"<p>2")
    (mine,) = told(crawl)[0].articles
    (theirs,) = told(crawl, "https://other.example/1.html")[0].articles
    assert {mine.is_original, theirs.is_original} == {True, False}
    assert [(each.portal, each.url) for each in mine.copies] == [("puyang", "https://other.example/1.html")]
    assert [(each.portal, each.is_original) for each in theirs.copies] == [("hxw", mine.is_original)]


def test_where_it_leads(crawl, make):
    old, new = crawl.address(), crawl.address("https://www.example.cn/new.html")
    crawl.settle(old, "redirected", redirects_to=new)
    crawl.keep(new, make())
    assert [(life.url, life.leads_to) for life in told(crawl)] == [
        (URL, "https://www.example.cn/new.html"),
        ("https://www.example.cn/new.html", None),
    ]
