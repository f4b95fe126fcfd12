"""Addresses: found once, asked in order, settled."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from cleaners.model import Hints
from storage import addresses, leases
from storage.addresses import Found
from storage.portals import PortalRecord

PAST = datetime(2020, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def found(name, role="article", **more):
    return Found(f"https://www.example.cn/{name}", role, **more)


def test_discovering_again_adds_nothing(crawl):
    first = crawl.discover(found("1"), found("2", hints=Hints(title="题")))
    again = crawl.discover(found("2"), found("3"), found("1"))
    assert [known.new for known in first] == [True, True]
    assert [(known.url[-1], known.new) for known in again] == [("2", False), ("3", True), ("1", False)]
    assert again[0].id == first[1].id
    assert again[0].hints == Hints(title="题")


def test_each_is_returned_once_in_the_order_given(crawl):
    again = found("b", "list", hints=Hints(published="2023-05-24"))
    known = crawl.discover(found("b"), found("a"), again)
    assert [each.url[-1] for each in known] == ["b", "a"]
    assert crawl.due() == [each.id for each in known]
    assert (known[0].role, known[0].hints.published) == ("article", "2023-05-24")
    assert all(each.new for each in known)


def test_missing_hints_are_filled_in_and_known_ones_stay(crawl):
    crawl.discover(found("1", hints=Hints(title="甲", column="要闻")))
    (known,) = crawl.discover(found("1", hints=Hints(title="乙", published="5-24")))
    assert known.hints == Hints(title="甲", published="5-24", column="要闻")


def test_what_is_known_keeps_its_role_and_state(crawl):
    number = crawl.address()
    crawl.settle(number, "kept")
    (known,) = crawl.discover(
        Found("https://www.example.cn/1.html", "list", state="excluded", reason="robots")
    )
    assert (known.id, known.role, known.state) == (number, "article", "kept")


def test_an_excluded_address_is_kept_with_its_reason(crawl, table):
    (known,) = crawl.discover(found("1", state="excluded", reason="robots.txt"))
    row = crawl.row(table.Address, known.id)
    assert (row.state, row.reason, row.next_ask) == ("excluded", "robots.txt", None)
    assert crawl.due(full=True) == []


def test_two_portals_may_know_the_same_url(crawl):
    number = crawl.address()
    with crawl.store.transaction() as session:
        other = leases.take(session, PortalRecord("puyang", "", "", ""), "host:2", "web")
        (known,) = addresses.discover(
            session, other, [Found("https://www.example.cn/1.html", "article")], None
        )
    assert known.new
    assert known.id != number
    with pytest.raises(LookupError, match="puyang has no address"), crawl.store.transaction() as session:
        addresses.settle(session, other, number, "kept")


def test_long_urls_that_differ_at_the_end_are_two(crawl):
    known = crawl.discover(found("x" * 100_000 + "1"), found("x" * 100_000 + "2"))
    assert known[0].id != known[1].id
    assert not crawl.discover(found("x" * 100_000 + "1"))[0].new


def test_thousands_at_once(crawl):
    many = [found(str(number)) for number in range(2000)]
    assert all(known.new for known in crawl.discover(*many))
    assert not any(known.new for known in crawl.discover(*many))


def test_due_order_pending_then_lists_then_longest_due(crawl, table):
    late, later, lists, pending, future = (
        known.id
        for known in crawl.discover(
            found("late"), found("later"), found("list", "list"), found("pending"), found("future")
        )
    )
    for number in (late, later, future):
        crawl.settle(number, "kept")
    crawl.settle(lists, "list")
    crawl.set(table.Address, lists, next_ask=PAST + 2 * DAY)
    crawl.set(table.Address, late, next_ask=PAST + DAY)
    crawl.set(table.Address, later, next_ask=PAST)
    assert crawl.due() == [pending, lists, later, late]
    assert set(crawl.due(full=True)) == {late, later, lists, pending, future}


@pytest.mark.parametrize("state", ["redirected", "excluded", "gone"])
def test_what_is_never_asked_isnt_in_a_full_run_either(crawl, state):
    crawl.settle(crawl.address(), state)
    assert crawl.due(full=True) == []


@pytest.mark.parametrize("state", ["kept", "part", "rejected", "failed", "blocked"])
def test_what_was_settled_isnt_due_now_but_in_a_full_run(crawl, state):
    number = crawl.address()
    crawl.settle(number, state)
    assert crawl.due() == []
    assert crawl.due(full=True) == [number]


def wait(crawl, table, number):
    """Whole days from now to when the address is due."""
    due = crawl.row(table.Address, number).next_ask
    return round((due - datetime.now(UTC)) / DAY)


def test_the_longer_unchanged_the_rarer_asked(crawl, table):
    number = crawl.address()
    waits = []
    for _ in range(6):
        crawl.fetch(number)
        crawl.settle(number, "kept")
        waits.append(wait(crawl, table, number))
    assert waits == [1, 3, 7, 30, 90, 90]


def test_not_modified_counts_as_unchanged(crawl, table):
    number = crawl.address()
    crawl.fetch(number)
    crawl.fetch(number, body=None, status=304)
    crawl.settle(number, "kept")
    assert wait(crawl, table, number) == 3


def test_failures_in_a_row_are_asked_ever_later_until_one_answer(crawl, table):
    number = crawl.address()
    waits = []
    for state in ("failed", "failed", "failed", "kept", "failed"):
        crawl.settle(number, state)
        waits.append(wait(crawl, table, number))
    assert waits == [0, 1, 7, 1, 0]


def test_a_redirect_names_its_target(crawl, table):
    old, new = (known.id for known in crawl.discover(found("old"), found("new")))
    crawl.settle(old, "redirected", "moved", new)
    row = crawl.row(table.Address, old)
    assert (row.state, row.reason, row.redirects_to) == ("redirected", "moved", new)


def test_a_redirect_to_an_address_that_isnt_there_is_refused(crawl):
    number = crawl.address()
    with pytest.raises(IntegrityError):
        crawl.settle(number, "redirected", "moved", 99)


def test_missing_twice_is_gone_with_its_articles(crawl, table, make):
    number = crawl.address()
    crawl.keep(number, make())
    assert crawl.missing(number) == "failed"
    assert crawl.row(table.Article, 1).gone_since is None
    crawl.set(table.Address, number, missing_since=PAST)
    assert crawl.missing(number) == "gone"
    assert crawl.row(table.Article, 1).gone_since is not None
    assert crawl.events() == [("new", 1, 1), ("gone", 1, 1)]


def test_missing_twice_within_an_hour_is_not_gone(crawl):
    number = crawl.address()
    assert [crawl.missing(number), crawl.missing(number)] == ["failed", "failed"]


@pytest.mark.parametrize(("apart", "is_due"), [(timedelta(hours=1), False), (timedelta(0), True)])
def test_what_is_missing_is_due_when_a_second_miss_can_settle_it(crawl, apart, is_due):
    number = crawl.address()
    crawl.missing(number, apart)
    assert (number in crawl.due()) is is_due


def test_an_answer_between_two_misses_forgives_the_first(crawl, table):
    number = crawl.address()
    crawl.missing(number)
    crawl.set(table.Address, number, missing_since=PAST)
    crawl.fetch(number)
    assert crawl.missing(number) == "failed"


def test_an_error_between_two_misses_forgives_nothing(crawl, table):
    number = crawl.address()
    crawl.missing(number)
    crawl.set(table.Address, number, missing_since=PAST)
    crawl.fetch(number, body=None, status=503)
    assert crawl.missing(number) == "gone"


def test_failing_leaves_articles_alone(crawl, table, make):
    number = crawl.address()
    crawl.keep(number, make())
    crawl.settle(number, "failed", "HTTP 503")
    assert crawl.row(table.Article, 1).gone_since is None
    assert crawl.events() == [("new", 1, 1)]


def test_only_so_many_new_addresses_are_taken_and_all_known_ones(crawl):
    urls = [f"https://www.example.cn/{number}.html" for number in range(4)]
    crawl.address(urls[2])
    with crawl.store.transaction() as session:
        found = [Found(url, "article") for url in urls]
        taken = addresses.discover(session, crawl.lease, found, None, most=1)
    assert [(known.url, known.new) for known in taken] == [(urls[0], True), (urls[2], False)]
