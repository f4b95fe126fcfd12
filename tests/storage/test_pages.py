"""Fetches and pages."""

import pytest
from sqlalchemy import func, select

from cleaners.model import Hints
from storage import pages
from storage.addresses import Found


def count(crawl, table):
    with crawl.store.reading() as session:
        return session.scalar(select(func.count()).select_from(table))


@pytest.mark.parametrize(
    "fetched, error",
    [
        ({"status": None, "error": "timeout"}, "timeout"),
        ({"status": None}, "no answer"),
        ({"status": 200, "body": b"half", "error": "cut short"}, "cut short"),
        ({"status": 200}, "no body"),
        ({"status": 304}, "304 without a page to stand"),
        ({"status": 404, "body": b"<p>none"}, "HTTP 404"),
        ({"status": 503, "body": b""}, "HTTP 503"),
    ],
)
def test_an_error_is_recorded_and_brings_no_page(crawl, table, fetched, error):
    number = crawl.address()
    recorded = crawl.fetch(number, **{"body": None} | fetched)
    assert (recorded.outcome, recorded.page_id) == ("error", None)
    assert crawl.row(table.Fetch, recorded.fetch_id).error == error
    assert count(crawl, table.Page) == 0


def test_an_error_leaves_the_page_and_its_validators(crawl, table):
    number = crawl.address()
    page = crawl.fetch(number, etag='"1"', last_modified="Wed, 24 May 2023 08:00:00 GMT").page_id
    crawl.fetch(number, body=b"oops", status=500, etag='"2"')
    row = crawl.row(table.Address, number)
    assert (row.page_id, row.etag, row.last_modified) == (page, '"1"', "Wed, 24 May 2023 08:00:00 GMT")


def test_stored_unchanged_not_modified_and_stored_again(crawl, table):
    number = crawl.address()
    fetches = [
        crawl.fetch(number, b"<p>1"),
        crawl.fetch(number, b"<p>1"),
        crawl.fetch(number, None, status=304),
        crawl.fetch(number, b"<p>2"),
        crawl.fetch(number, b"<p>1"),
    ]
    assert [each.outcome for each in fetches] == ["stored", "unchanged", "not modified", "stored", "stored"]
    first, second = fetches[0].page_id, fetches[3].page_id
    assert [each.page_id for each in fetches] == [first, first, first, second, first]
    assert count(crawl, table.Page) == 2


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_brings_no_page(crawl, table, status):
    headers = [("Location", "/2.html"), ("X-Name", "值")]
    recorded = crawl.fetch(crawl.address(), body=b"moved", status=status, headers=headers)
    assert (recorded.outcome, recorded.page_id) == ("redirected", None)
    assert crawl.row(table.Fetch, recorded.fetch_id).headers == [["Location", "/2.html"], ["X-Name", "值"]]


def test_one_content_is_one_page_for_all_addresses(crawl, table):
    one, two = (
        k.id for k in crawl.discover(Found("https://a.cn/1", "article"), Found("https://a.cn/2", "article"))
    )
    assert crawl.fetch(one).page_id == crawl.fetch(two).page_id
    assert crawl.fetch(two).outcome == "unchanged"
    assert count(crawl, table.Page) == 1


def test_a_loaded_page_is_what_came_with_its_hints(crawl, table):
    told = Hints("标题", "2023-05-24", "新华社", "要闻")
    (known,) = crawl.discover(Found("https://a.cn/1", "article", told))
    body = bytes(range(256)) * 5000
    recorded = crawl.fetch(known.id, body, content_type="text/html; charset=gb2312")
    with crawl.store.reading() as session:
        page = pages.load(session, recorded.page_id, known.id)
    assert page.body == body
    assert (page.url, page.content_type, page.plain) == (
        "https://www.example.cn/1.html",
        "text/html; charset=gb2312",
        False,
    )
    at = crawl.row(table.Fetch, recorded.fetch_id).at
    assert page.hints == Hints("标题", "2023-05-24", "新华社", "要闻", at)
    assert at.utcoffset().total_seconds() == 0


def test_a_page_is_loaded_as_it_first_came(crawl, table):
    number = crawl.address()
    first = crawl.fetch(number, content_type="text/plain")
    crawl.fetch(number, content_type="text/html")
    with crawl.store.reading() as session:
        page = pages.load(session, first.page_id, number)
    assert page.hints.fetched == crawl.row(table.Fetch, first.fetch_id).at
    assert page.plain


def test_a_page_of_another_address_isnt_loaded(crawl):
    one, two = (
        k.id for k in crawl.discover(Found("https://a.cn/1", "article"), Found("https://a.cn/2", "article"))
    )
    page = crawl.fetch(one).page_id
    with crawl.store.reading() as session, pytest.raises(LookupError, match="never gave page"):
        pages.load(session, page, two)
