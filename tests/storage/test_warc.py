"""A WARC file has what answered: statuses, headers, redirects, dates, and each body once."""

import gzip
import io
from datetime import date, timedelta

import pytest
from warcio.archiveiterator import ArchiveIterator

from storage.database import now
from storage.export import Selection
from storage.tables import Page
from storage.warc import write_warc


def written(store, selection=Selection()) -> tuple[dict[str, int], list]:  # noqa: B008 (frozen)
    """What was left out, and the records, each with its content; every digest is checked."""
    file = io.BytesIO()
    with store.reading() as session:
        done = write_warc(file, session, selection, "test")
    file.seek(0)
    records = []
    for record in ArchiveIterator(file, check_digests="raise"):
        content = record.content_stream().read()
        assert record.digest_checker.passed is not False
        records.append((record, content))
    assert done.answers == sum(record.rec_type in ("response", "revisit") for record, _ in records)
    return dict(done.left_out), records


@pytest.fixture
def answered(crawl):
    address = crawl.address()
    headers = [("Server", "Twisted"), ("Content-Encoding", "gzip"), ("X-Odd", "a\r\n b: 名")]
    crawl.fetch(address, b"<p>one", headers=headers)
    crawl.fetch(address, b"<p>one")
    crawl.fetch(address, None, status=304)
    crawl.fetch(address, None, status=404)
    crawl.fetch(address, None, status=301, headers=[("Location", "/2.html")])
    return crawl


def test_answers_requests_redirects_and_what_came_again(answered):
    left_out, records = written(answered.store)
    assert left_out == {"error": 1, "not modified": 1}
    assert [record.rec_type for record, _ in records] == [
        "warcinfo",
        *["response", "request", "revisit", "request", "response", "request"],
    ]
    (_, *_), (first, body), (request, _), (again, _), _, (moved, nothing), _ = records
    assert (body, nothing) == (b"<p>one", b"")
    assert first.rec_headers["WARC-Target-URI"] == "https://www.example.cn/1.html"
    assert request.rec_headers["WARC-Concurrent-To"] == first.rec_headers["WARC-Record-ID"]
    assert (request.http_headers.statusline, request.http_headers["Host"]) == (
        "/1.html HTTP/1.1",
        "www.example.cn",
    )
    assert (first.http_headers.get_statuscode(), first.http_headers["Server"]) == ("200", "Twisted")
    assert first.http_headers["X-Archive-Orig-Content-Encoding"] == "gzip"
    assert first.http_headers["Content-Length"] == "6"
    assert (moved.http_headers.statusline, moved.http_headers["Location"]) == (
        "301 Moved Permanently",
        "/2.html",
    )
    assert again.rec_headers["WARC-Refers-To-Date"] == first.rec_headers["WARC-Date"]
    assert again.rec_headers["WARC-Payload-Digest"] == first.rec_headers["WARC-Payload-Digest"]


def test_days_are_those_of_the_fetch(answered):
    with answered.store.reading() as session:
        today = now(session).date()
    assert len(written(answered.store, Selection(since=today, until=today))[1]) == 7
    assert len(written(answered.store, Selection(since=today + timedelta(days=2)))[1]) == 1
    assert len(written(answered.store, Selection(until=date(2020, 1, 1)))[1]) == 1


def test_a_pruned_body_is_left_out(answered):
    answered.set(Page, 1, body=b"", pruned_at=answered.row(Page, 1).kept_at)
    assert written(answered.store)[0] == {"error": 1, "not modified": 1, "pruned": 2}


def test_each_record_is_a_gzip_member_of_its_own(answered):
    file = io.BytesIO()
    with answered.store.reading() as session:
        write_warc(file, session, Selection(), "test")
    assert file.getvalue().count(b"\x1f\x8b\x08") >= 7
    assert gzip.decompress(file.getvalue()).startswith(b"WARC/1.1\r\n")


def test_an_unknown_portal_is_told(crawl):
    with crawl.store.reading() as session, pytest.raises(LookupError, match="no portal 'hwx'"):
        write_warc(io.BytesIO(), session, Selection(portal="hwx"), "test")
