"""Cleaning stored pages again: which ones, from what, and what it may change."""

import pytest

from cleaners.model import Cleaned
from storage import cleanings, parts
from storage.addresses import Found
from storage.cleanings import Made
from storage.drafts import Cleaning, draft


@pytest.fixture
def again(crawl):
    """Cleans an address's stored pages again, to these articles, or to none for a reason."""

    def again(address, *made, kind="article", cleaner="c2"):
        with crawl.store.transaction() as session:
            pages = cleanings.stored(session, address)
            cleaned = Cleaned(kind, made, "utf-8", "header")
            cleaning = Cleaning(address, pages.page_ids, draft(cleaned))
            (outcome,) = cleanings.put(session, crawl.lease, [cleaning], cleaner)
            outcome = cleanings.put_again(session, crawl.lease, address, outcome, cleaner, pages.present)
        return pages, outcome.state, outcome.reason

    return again


@pytest.fixture
def keep(crawl):
    """Cleans an address's page as a crawl does."""

    def keep(address, *made, body=b"<p>1", kind="article", cleaner="c1"):
        page = crawl.fetch(address, body).page_id
        with crawl.store.transaction() as session:
            cleaned = Cleaned(kind, made, "utf-8", "header")
            (outcome,) = cleanings.put(
                session, crawl.lease, [Cleaning(address, [page], draft(cleaned))], cleaner
            )
            outcome = cleanings.standing(session, address, outcome)
        crawl.settle(address, outcome.state, outcome.reason, outcome.twin)
        return outcome

    return keep


def stale(crawl, cleaner="c2"):
    with crawl.store.reading() as session:
        return cleanings.stale(session, crawl.lease.portal_id, cleaner)


def test_stale_is_what_another_cleaner_cleaned_last(crawl, keep, again, make):
    address = crawl.address()
    keep(address, make())
    assert (stale(crawl, "c1"), stale(crawl)) == (([], []), ([address], []))
    again(address, make())
    assert (stale(crawl), stale(crawl, "c1")) == (([], []), ([address], []))
    assert crawl.events() == [("new", 1, 1)]


def test_forgetting_makes_everything_stale(crawl, keep, make):
    address = crawl.address()
    keep(address, make(), cleaner="c2")
    with crawl.store.transaction() as session:
        cleanings.forget(session, crawl.lease)
    assert stale(crawl) == ([address], [])


def test_pages_without_articles_come_behind_those_with(crawl, keep, make):
    shell, article = crawl.address("https://www.example.cn/0.html"), crawl.address()
    keep(shell, body=b"shell", kind="shell")
    keep(article, make())
    assert stale(crawl) == ([article], [shell])


@pytest.mark.parametrize("state", ["pending", "gone", "excluded", "blocked", "list", "redirected"])
def test_what_is_left_alone(crawl, keep, state):
    address = crawl.address()
    keep(address, body=b"shell", kind="shell")
    crawl.settle(address, state)
    assert stale(crawl) == ([], [])


def test_a_duplicate_and_what_was_never_answered_are_left_alone(crawl, keep, make):
    first, second, never = (crawl.address(f"https://www.example.cn/{n}.html") for n in range(3))
    keep(first, make())
    assert keep(second, make()).reason == cleanings.DUPLICATE
    crawl.settle(never, "failed", "timeout")
    assert stale(crawl) == ([first], [])


def test_a_rejected_page_may_hold_an_article_now(crawl, table, keep, again, make):
    address = crawl.address()
    keep(address, body=b"shell", kind="shell")
    assert again(address, make())[1:] == ("kept", None)
    row = crawl.row(table.Address, address)
    assert (row.state, row.reason, row.cleaned_with) == ("kept", None, "c2")
    assert crawl.events() == [("new", 1, 1)]


def test_a_rejected_page_may_turn_out_a_duplicate(crawl, table, keep, again, make):
    first, second = crawl.address(), crawl.address("https://www.example.cn/2.html")
    keep(first, make())
    keep(second, body=b"shell", kind="shell")
    assert again(second, make())[1:] == ("rejected", cleanings.DUPLICATE)
    row = crawl.row(table.Address, second)
    assert (row.redirects_to, row.next_ask) == (first, None)


def test_a_rejected_page_that_stays_one_is_asked_as_before(crawl, table, keep, again):
    address = crawl.address()
    keep(address, body=b"shell", kind="shell")
    before = crawl.row(table.Address, address)
    again(address, kind="shell")
    after = crawl.row(table.Address, address)
    assert (after.next_ask, after.state, after.cleaned_with) == (before.next_ask, "rejected", "c2")


def test_other_content_is_the_cleaners_version_and_no_news_of_the_source(crawl, table, keep, again, make):
    address = crawl.address()
    keep(address, make("旧。"))
    before = crawl.row(table.Address, address)
    again(address, make("新。"))
    after = crawl.row(table.Address, address)
    assert (after.next_ask, after.unchanged, after.state) == (before.next_ask, before.unchanged, "kept")
    version = crawl.row(table.Version, 2)
    assert (version.cause, version.cleaner, version.text) == ("cleaner", "c2", "新。")
    assert crawl.events() == [("new", 1, 1), ("changed", 1, 2)]


def test_no_article_any_more_takes_none_away_and_the_address_is_asked_again(crawl, table, keep, again, make):
    address = crawl.address()
    keep(address, make())
    assert again(address, kind="list")[1:] == ("failed", "no article any more: list")
    row = crawl.row(table.Address, address)
    assert (row.state, row.reason, row.tries) == ("failed", "no article any more: list", 1)
    assert crawl.row(table.Article, 1).gone_since is None
    assert (crawl.events(), stale(crawl)) == ([("new", 1, 1)], ([], []))


def test_what_a_crawl_could_not_clean_stays_stale(crawl, keep, make):
    address = crawl.address()
    keep(address, make())
    keep(address, body=b"shell", kind="shell", cleaner="c2")
    assert stale(crawl) == ([address], [])


def test_behind_a_bad_answer_the_good_page_is_cleaned(crawl, table, keep, again, make):
    address = crawl.address()
    keep(address, make("旧。"))
    keep(address, body=b"shell", kind="shell")
    pages, state, _ = again(address, make("新。"))
    assert (pages.page.body, pages.present, state) == (b"<p>1", False, "kept")
    row = crawl.row(table.Address, address)
    assert (row.state, row.reason) == ("failed", "no article any more: shell")
    assert crawl.row(table.Version, 2).cause == "cleaner"


def test_a_crash_costs_the_page_only(crawl, table, keep, make):
    address = crawl.address()
    keep(address, make())
    with crawl.store.transaction() as session:
        pages = cleanings.stored(session, address)
        crashed = Made("rejected", "cleaner crashed")
        cleanings.put_again(session, crawl.lease, address, crashed, "c2", pages.present)
    assert crawl.row(table.Address, address).reason == "no article any more: cleaner crashed"
    assert stale(crawl) == ([], [])


def test_further_pages_are_loaded_in_order(crawl, keep, make):
    first = crawl.address()
    keep(first, make())
    with crawl.store.transaction() as session:
        named = [(n, Found(f"https://www.example.cn/1_{n}.html", "article")) for n in (2, 3)]
        parts.join(session, crawl.lease, first, named)
    second = crawl.address("https://www.example.cn/1_2.html")
    page = crawl.fetch(second, b"<p>two").page_id
    with crawl.store.reading() as session:
        pages = cleanings.stored(session, first)
    assert (pages.page_ids, [each and each.body for each in pages.further]) == (
        (1, page, None),
        [b"<p>two", None],
    )


def test_further_pages_behind_a_bad_answer_are_those_it_was_made_of(crawl, table, keep, again, make):
    first = crawl.address()
    keep(first, make())
    with crawl.store.transaction() as session:
        parts.join(session, crawl.lease, first, [(2, Found("https://www.example.cn/1_2.html", "article"))])
    second = crawl.address("https://www.example.cn/1_2.html")
    crawl.fetch(second, b"<p>two")
    again(first, make("两页。"))
    crawl.fetch(second, b"shell")
    crawl.settle(first, "failed", "timeout")
    pages, *_ = again(first, make("两页。"))
    assert [each.body for each in (pages.page, *pages.further)] == [b"<p>1", b"<p>two"]
