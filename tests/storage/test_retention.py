"""Old bodies go; what is shown can still be proved, and a body that comes again is kept again."""

from datetime import UTC, datetime, timedelta

import pytest

from cleaners.model import Cleaned
from storage import pages, retention
from storage.articles import keep as keep_articles
from storage.drafts import Cleaning, draft
from storage.retention import Policy, Pruned
from storage.tables import Address, Article, Page, Version

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=365)


def bodies(crawl) -> list[bytes]:
    """The bodies that are there, in order; none may be there without its mark, nor the other way round."""
    with crawl.store.reading() as session:
        rows = session.query(Page).order_by(Page.id).all()
    assert all((row.body == b"") == (row.pruned_at is not None) for row in rows)
    return [row.id for row in rows if row.body]


@pytest.fixture
def three(crawl, make):
    """An article in three versions, made of pages 1, 2 and 3."""
    address = crawl.address()
    for number in (1, 2, 3):
        crawl.keep(address, make(f"第{number}版。"), body=b"<p>%d" % number)
    return crawl


@pytest.mark.parametrize(
    "policy, left",
    [
        (Policy(), [3]),
        (Policy(keep_versions=2), [2, 3]),
        (Policy(keep_versions=9), [1, 2, 3]),
        (Policy(older_than=YEAR), [2, 3]),
        (Policy(older_than=YEAR, keep_versions=3), [1, 2, 3]),
        (Policy(older_than=YEAR, keep_versions=2), [2, 3]),
    ],
)
def test_what_the_policy_keeps_stays(three, policy, left):
    three.set(Page, 1, kept_at=LONG_AGO)
    pruned = retention.prune(three.store, policy)
    assert pruned.pages == 3 - len(left)
    assert (pruned.size > 0) == (pruned.pages > 0)
    assert bodies(three) == left
    assert retention.prune(three.store, policy) == Pruned(0, 0)


def test_versions_stay_and_their_page_says_when_its_body_went(three):
    retention.prune(three.store, Policy())
    version = three.row(Version, 1)
    page = three.row(Page, version.page_id)
    assert (version.text, page.size) == ("第1版。", len(b"<p>1"))
    with (
        three.store.reading() as session,
        pytest.raises(pages.Pruned, match=rf"page 1 was pruned on {page.pruned_at:%Y-%m-%d}"),
    ):
        pages.load(session, 1, 1)


def test_what_an_address_gave_last_stays_though_no_article_is_made_of_it(crawl):
    listed, waiting = crawl.address("https://www.example.cn/l.html", "list"), crawl.address()
    for number in (1, 2):
        crawl.fetch(listed, b"list %d" % number)
        crawl.fetch(waiting, b"waiting %d" % number)
    retention.prune(crawl.store, Policy())
    assert bodies(crawl) == [crawl.row(Address, each).page_id for each in (listed, waiting)]


def test_what_an_article_was_made_of_stays_after_a_bad_answer(three):
    three.fetch(1, b"<p>sorry, maintenance")
    retention.prune(three.store, Policy())
    assert bodies(three) == [3, 4]
    assert three.row(Article, 1).page_id == 3


def test_further_pages_of_the_current_version_stay(crawl, make):
    first, second = crawl.address(), crawl.address("https://www.example.cn/1_2.html")
    for number in (1, 2):
        numbers = [crawl.fetch(each, b"%d of %d" % (each, number)).page_id for each in (first, second)]
        with crawl.store.transaction() as session:
            drafted = draft(Cleaned("article", (make(f"第{number}版。"),), "utf-8", "header"))
            keep_articles(session, crawl.lease, [Cleaning(first, [*numbers, None], drafted)], "c1")
    crawl.set(Address, second, page_id=None)
    retention.prune(crawl.store, Policy())
    assert bodies(crawl) == numbers


def test_a_body_that_comes_again_is_kept_again(three):
    retention.prune(three.store, Policy())
    assert three.fetch(1, b"<p>1").page_id == 1
    assert bodies(three) == [1, 3]
    with three.store.reading() as session:
        assert pages.load(session, 1, 1).body == b"<p>1"
