"""Learned layouts are kept as they are, and every finished crawl is learned from once."""

import pytest
from sqlalchemy import select, update

from cleaners.model import Layout
from storage import layouts, leases, purge
from storage.columns import digest
from storage.leases import LeaseLost
from storage.tables import Layout as Row
from storage.tables import LayoutPage, Run

LEARNED = Layout(
    "learned-1", "div.text", "h1", {}, {"欢迎关注": "", "在线客服": "/html[1]/div.a[1]"}, learned=True
)


class Site:
    """Runs of one portal, one after the other."""

    def __init__(self, crawl) -> None:
        self.crawl = crawl

    def run(self, *numbers: int, outcome="finished", kind="due", body=b"<p>") -> int:
        """A run that finds these pages, and holds articles on them."""
        with self.crawl.store.transaction() as session:
            session.get_one(Run, self.crawl.lease.run_id).crawl = kind
        for number in numbers:
            address = self.crawl.address(url(number))
            self.crawl.fetch(address, body + str(number).encode())
            self.crawl.settle(address, "kept")
        with self.crawl.store.transaction() as session:
            run_id = self.crawl.lease.run_id
            leases.release(session, self.crawl.lease, outcome, {})
            self.crawl.lease = leases.take(session, self.crawl.portal, "host:1", "web")
        return run_id

    def lesson(self) -> layouts.Lesson | None:
        with self.crawl.store.reading() as session:
            return layouts.lesson(session, self.crawl.lease.portal_id)

    def bodies(self) -> list[str]:
        lesson = self.lesson()
        return [page.body.decode() for page in lesson.pages] if lesson else []

    def add(self, layout: Layout, *page_ids: int) -> None:
        with self.crawl.store.transaction() as session:
            layouts.add(session, self.crawl.lease, layout, page_ids, "c1")

    def active(self) -> list[Layout]:
        with self.crawl.store.reading() as session:
            return layouts.active(session, self.crawl.lease.portal)


def url(number: int) -> str:
    return f"https://www.example.cn/{number}.html"


def in_order(*numbers: int) -> list[str]:
    return [f"<p>{n}" for n in sorted(numbers, key=lambda n: digest(url(n)))]


@pytest.fixture
def site(crawl):
    return Site(crawl)


def test_nothing_is_learned_before_a_crawl_has_finished(site):
    assert site.lesson() is None
    site.run(1, 2, outcome="stopped")
    site.run(3, kind=None)
    assert site.lesson() is None


def test_what_a_run_leaves_half_done_doesn_t_count(site):
    site.run(*range(5))
    site.run(5, 6, outcome="died")
    assert site.bodies() == in_order(*range(5))


def test_what_was_imported_or_fetched_for_itself_doesn_t_count(site):
    site.run(1, 2, 3)
    site.run(3, 4, kind=None, body=b"<div>")
    assert site.bodies() == in_order(1, 2)


def test_a_crawl_is_learned_from_once(site):
    run_id = site.run(1, 2)
    lesson = site.lesson()
    with site.crawl.store.transaction() as session:
        layouts.taught(session, site.crawl.lease, lesson, "too few pages")
    assert site.lesson() is None
    assert site.crawl.row(Run, run_id).taught == "too few pages"
    site.run(1)
    assert site.lesson() is None, "nothing has come since"
    site.run(3)
    assert site.bodies() == ["<p>3", *in_order(1, 2)]


def test_the_newest_crawl_s_pages_come_first_and_no_more_than_are_looked_at(site, monkeypatch):
    monkeypatch.setattr(layouts, "PAGES", 5)
    site.run(*range(6))
    site.run(2, 8, 9, body=b"<i>")
    newest = [each.replace("<p>", "<i>") for each in in_order(2, 8, 9)]
    assert site.bodies() == [*newest, *in_order(0, 1, 3, 4, 5)[:2]]


def test_a_page_that_came_again_counts_once_and_as_it_is(site):
    site.run(1, 2)
    site.run(1, body=b"<b>")
    site.run(1)
    assert site.bodies() == ["<p>1", "<p>2"]


def test_large_pages_are_left_alone(site):
    site.run(1, body=b"<p>" + b" " * layouts.LARGEST)
    site.run(2)
    assert site.bodies() == ["<p>2"]


def test_who_has_lost_the_lease_keeps_nothing(site):
    site.run(1)
    lesson = site.lesson()
    with site.crawl.store.transaction() as session:
        leases.release(session, site.crawl.lease, "stopped", {})
    for write in (
        lambda session: layouts.add(session, site.crawl.lease, LEARNED, lesson.page_ids, "c1"),
        lambda session: layouts.retire(session, site.crawl.lease, {"learned-1": "fits none"}),
        lambda session: layouts.taught(session, site.crawl.lease, lesson, "learned-1"),
    ):
        with pytest.raises(LeaseLost), site.crawl.store.transaction() as session:
            write(session)


def test_a_layout_is_kept_as_it_was_learned_until_it_is_retired(site):
    second = Layout("learned-2", "div.body", learned=True)
    site.run(1, 2)
    for layout in (LEARNED, second):
        site.add(layout, *site.lesson().page_ids)
    assert site.active() == [second, LEARNED]
    with site.crawl.store.transaction() as session:
        layouts.retire(session, site.crawl.lease, {"learned-1": "used on 1 of the newest 10 pages"})
    assert site.active() == [second]
    row = site.crawl.row(Row, 1)
    assert (row.name, row.content, row.cleaner, row.retired_for) == (
        "learned-1",
        "div.text",
        "c1",
        "used on 1 of the newest 10 pages",
    )


def test_a_retired_number_is_not_given_again_nor_a_declared_layout_s_name(site):
    site.run(1)
    site.add(LEARNED, *site.lesson().page_ids)
    with site.crawl.store.transaction() as session:
        session.execute(update(Row).values(retired_for="x"))
        assert layouts.next_name(session, site.crawl.lease.portal_id, ()) == "learned-2"
        assert layouts.next_name(session, site.crawl.lease.portal_id, ("learned-2", "2018")) == "learned-3"


def test_what_is_purged_is_named_no_more(site):
    site.run(1, 2)
    site.add(LEARNED, *site.lesson().page_ids)
    with site.crawl.store.transaction() as session:
        leases.release(session, site.crawl.lease, "stopped", {})
    with site.crawl.store.reading() as session:
        (plan,) = purge.of_address(session, url(1))
    purge.purge(site.crawl.store, plan, "me:1")
    with site.crawl.store.reading() as session:
        assert len(session.scalars(select(LayoutPage.page_id)).all()) == 1
    assert len(site.active()) == 1
