"""Numbers and samples to print."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import NoResultFound

from cleaners.model import Article, Block, Change, Field, Ledger
from storage import leases, reports
from storage.addresses import Found


def test_there_is_no_summary_of_no_run(store):
    with store.reading() as session, pytest.raises(NoResultFound):
        reports.run_summary(session, 1)


def test_there_is_no_sample_without_an_article(crawl):
    with crawl.store.reading() as session:
        assert reports.sample(session, crawl.lease.portal_id) is None


def test_a_run_in_numbers(crawl, table, make):
    urls = [Found(f"https://a.cn/{n}", "article") for n in range(5)]
    one, two, three, four, _ = (known.id for known in crawl.discover(*urls))
    crawl.keep(one, make("一"))
    crawl.settle(one, "kept")
    crawl.keep(two, make("二", key="甲"), make("三", key="乙"), body=b"2")
    crawl.keep(two, make("四", key="甲"), body=b"3")
    crawl.settle(two, "kept")
    for number in (three, four):
        crawl.fetch(number, body=None, status=503)
        crawl.settle(number, "failed", "HTTP 503")
    with crawl.store.transaction() as session:
        leases.release(session, crawl.lease, "finished", {})
    ended = crawl.row(table.Run, crawl.lease.run_id).ended
    crawl.set(table.Run, crawl.lease.run_id, started=ended - timedelta(seconds=10))
    with crawl.store.reading() as session:
        run = reports.run_summary(session, crawl.lease.run_id)
        assert len(reports.failures(session, crawl.lease.run_id)) == 2
        assert reports.failures(session, crawl.lease.run_id, 1) == [("https://a.cn/2", "failed", "HTTP 503")]
    assert run.addresses == {"failed": {"HTTP 503": 2}, "kept": {"": 2}, "pending": {"": 1}}
    assert run.fetches == {"stored": 3, "error": 2}
    assert run.articles == {"total": 2, "new": 3, "changed": 1, "gone": 1, "moved": 0, "back": 0}
    assert (run.portal, run.outcome, run.seconds, run.rate) == ("hxw", "finished", 10.0, 0.5)


def test_a_later_run_counts_its_own(crawl, portal, table, make):
    address = crawl.address()
    crawl.keep(address, make())
    crawl.settle(address, "kept")
    with crawl.store.transaction() as session:
        leases.release(session, crawl.lease, "finished", {})
        later = leases.take(session, portal, "host:2", "web")
    with crawl.store.reading() as session:
        run = reports.run_summary(session, later.run_id)
    assert (run.addresses, run.fetches, run.outcome) == ({}, {}, None)
    assert run.articles == {"total": 1, "new": 0, "changed": 0, "gone": 0, "moved": 0, "back": 0}


def test_the_sample_is_there_and_shows_the_most_different_steps_at_work(crawl, table):
    blocks = tuple(Block(1, number, "词") for number in range(3))

    def changed_by(*steps):
        changes = tuple(Change(1, n, step, "why", "词", None) for n, step in enumerate(steps))
        return Article("", {}, None, (), Ledger(blocks, changes))

    made = [changed_by("nav", "nav", "nav"), changed_by("nav", "print_bar"), changed_by("a", "b", "c")]
    for number, each in enumerate(made):
        crawl.keep(crawl.address(f"https://a.cn/{number}"), each, body=b"%d" % number)
    crawl.set(table.Article, 3, gone_since=datetime(2024, 1, 1, tzinfo=UTC))
    with crawl.store.reading() as session:
        chosen = reports.sample(session, crawl.lease.portal_id)
    assert chosen is not None
    assert (chosen.portal, chosen.url) == ("hxw", "https://a.cn/1")
    assert chosen.ledger == made[1].ledger


def test_the_sample_has_its_fields_and_the_words_they_were_read_from(crawl):
    fields = {
        "title": Field("题", "题", "line"),
        "published": Field("2024-01-02", "时间：2024年1月2日", "line"),
    }
    crawl.keep(crawl.address(), Article("", fields, None, (), Ledger((), ())))
    with crawl.store.reading() as session:
        chosen = reports.sample(session, crawl.lease.portal_id)
    assert (chosen.title, chosen.published, chosen.source) == ("题", "2024-01-02", None)
    assert chosen.raw == {"title": "题", "published": "时间：2024年1月2日"}


def test_where_an_address_ends(crawl, table):
    urls = ("https://a.cn/1", "https://a.cn/2", "https://a.cn/3")
    one, two, three = map(crawl.address, urls)
    crawl.settle(one, "failed", "DNS")
    crawl.set(table.Address, two, state="redirected", redirects_to=one)
    crawl.set(table.Address, three, state="redirected", redirects_to=three)

    with crawl.store.reading() as session:
        ends = [reports.end_of(session, crawl.lease.portal_id, url) for url in (*urls, "https://a.cn/4")]
    assert [end and (end.state, end.reason) for end in ends] == [
        ("failed", "DNS"),
        ("failed", "DNS"),
        ("redirected", None),
        None,
    ]
