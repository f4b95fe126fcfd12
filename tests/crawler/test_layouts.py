"""A run learns from the last finished one before it fetches anything, and whatever happens goes on."""

import asyncio
import os
import signal
from collections.abc import Sequence

import pytest
from scrapy.settings import Settings
from sqlalchemy import select, update

from cleaners import lesson
from cleaners.article import clean
from cleaners.lesson import Taught
from cleaners.model import Layout, Page
from crawler import layouts, workers
from crawler.notebook import Notebook
from crawler.portal import PortalSpider
from crawler.workers import Workers
from storage import addresses, leases
from storage.addresses import Found
from storage.database import open_store
from storage.drafts import draft
from storage.pages import Fetched
from storage.portals import PortalRecord
from storage.tables import Layout as Row
from storage.tables import LayoutPage, Lease, Run, Version
from tests.cleaners.portal_pages import designed_page

PORTAL = PortalRecord("x", "某网", "河南省", "https://x.cn")
ON = {"LAYOUTS": True, "LEARN_LAYOUTS": True}
OLD = Layout("2018", "div.old", "h1")


class Bare(PortalSpider):
    """A portal without a layout."""


class Declared(PortalSpider):
    """A portal with one."""

    layouts = (OLD,)


def die(pages: Sequence[Page], there: Sequence[Layout], name: str) -> Taught:
    """A page that takes its process away."""
    os.kill(os.getpid(), signal.SIGKILL)
    return Taught(name)


def eat(pages: Sequence[Page], there: Sequence[Layout], name: str) -> Taught:
    """A page that takes all memory."""
    return Taught("x" * 2**40)


def err(pages: Sequence[Page], there: Sequence[Layout], name: str) -> Taught:
    """A page that meets an error of ours."""
    raise KeyError(name)


@pytest.fixture(autouse=True)
def named(monkeypatch):
    """The spiders have the portal's name; as subclasses with one they would have to declare all of a portal."""
    for spider in (Bare, Declared):
        monkeypatch.setattr(spider, "name", PORTAL.name, raising=False)


@pytest.fixture
def pool():
    made = Workers(size=1)
    yield made
    made.close()


@pytest.fixture
def store(empty):
    store = open_store(f"sqlite:///{empty}")
    yield store
    store.close()


def run(store, pool, spider=Bare, **settings) -> Notebook:
    """A run that has begun, and learned what it could."""
    notebook = Notebook.start(store, PORTAL, "me:1", "web", full=True)
    asyncio.run(layouts.learn(notebook, spider, Settings(ON | settings), pool))
    assert notebook.fault is None
    return notebook


def crawl(notebook: Notebook, designs: Sequence[str], spider=Bare, **settings) -> Notebook:
    """The run fetches articles in these designs, each at an address of its own, and finishes."""
    with notebook.transaction() as session:
        session.execute(update(Run).filter_by(id=notebook.lease.run_id).values(crawl="due"))
        there = layouts.in_use(session, spider, Settings(ON | settings))
    for n, design in enumerate(designs):
        url = f"https://x.cn/{notebook.lease.run_id}/{n}.html"
        with notebook.transaction() as session:
            (known,) = addresses.discover(session, notebook.lease, [Found(url, "article")], None)
        notebook.hand_out(known)
        body = designed_page(design, 1000 * notebook.lease.run_id + n).body
        notebook.arrived(known, Fetched(200, url, body=body, content_type="text/html"))
        arrived = notebook.ready(known)
        assert arrived
        notebook.kept(arrived, draft(clean(arrived.page, there)))
    notebook.close("finished")
    return notebook


def rows(store, *columns) -> list[tuple]:
    with store.reading() as session:
        return [tuple(row) for row in session.execute(select(*columns))]


def taught(store) -> list[str | None]:
    """What was learned from each run, the last one left out, which is not over."""
    return [each for (each,) in rows(store, Run.taught)][:-1]


def test_nothing_is_learned_in_the_first_run(store, pool):
    assert not run(store, pool).counts
    assert rows(store, Row.name) == []


@pytest.mark.parametrize("off", ["LAYOUTS", "LEARN_LAYOUTS"])
def test_off_by_a_setting(store, pool, off):
    crawl(run(store, pool), "a" * 10)
    crawl(run(store, pool), "a")
    run_off = crawl(run(store, pool, **{off: False}), "a", **{off: False})
    assert rows(store, Row.name) == [("learned-1",)]
    assert taught(store)[-1] is None
    with run_off.store.reading() as session:
        assert layouts.in_use(session, Declared, Settings(ON | {off: False})) == (
            (OLD,) if off == "LEARN_LAYOUTS" else ()
        )
    assert rows(store, Version.layout)[-2:] == [("learned-1",), (None,)]


@pytest.mark.parametrize(
    "learner, reason",
    [(die, "cleaner crashed"), (eat, "cleaner ran out of memory"), (err, "crawler error: KeyError")],
)
def test_pages_that_end_the_learner_teach_nothing_and_the_run_goes_on(
    store, pool, monkeypatch, learner, reason
):
    crawl(run(store, pool), "a" * 10)
    monkeypatch.setattr(workers, "teach", learner)
    notebook = run(store, pool)
    assert notebook.counts[f"layouts/not learned: {reason}"] == 1
    assert (rows(store, Row.name), taught(store)) == ([], [reason])
    monkeypatch.setattr(workers, "teach", lesson.teach)
    notebook.close("stopped")
    assert not run(store, pool).counts, "it is tried once"
    assert rows(store, Row.name) == []


def test_where_a_declared_layout_fits_none_is_learned(store, pool):
    crawl(run(store, pool, Declared), ["old"] * 10, Declared)
    run(store, pool, Declared)
    assert (rows(store, Row.name), taught(store)) == ([], ["layouts fit"])


def test_a_declared_layout_wins_over_a_learned_one_which_is_retired(store, pool):
    crawl(run(store, pool), ["old"] * 10)
    crawl(run(store, pool), ["old"])
    with store.reading() as session:
        assert [each.name for each in layouts.in_use(session, Declared, Settings(ON))] == [
            "2018",
            "learned-1",
        ]
    crawl(run(store, pool, Declared), ["old"], Declared)
    assert rows(store, Version.layout)[-2:] == [("learned-1",), ("2018",)]
    assert rows(store, Row.retired_for) == [("used on 0 of the newest 10 pages with articles",)]


def test_one_is_learned_used_retired_and_followed_by_the_next(store, pool):
    crawl(run(store, pool), "a" * 10)
    learning = crawl(run(store, pool), "ab")
    assert learning.counts["layouts/learned"] == 1
    crawl(run(store, pool), "b" * 4)
    crawl(run(store, pool), "b" * 4)
    retiring = crawl(run(store, pool), "b")
    assert (retiring.counts["layouts/learned"], retiring.counts["layouts/retired"]) == (1, 1)
    assert rows(store, Row.name, Row.content, Row.run_id, Row.retired_for) == [
        ("learned-1", "div.a", learning.lease.run_id, "used on 1 of the newest 10 pages with articles"),
        ("learned-2", "div.b", retiring.lease.run_id, None),
    ]
    assert taught(store) == ["learned-1", "layouts fit", "layouts fit", "learned-2"]
    used = [layout for (layout,) in rows(store, Version.layout)]
    assert used == [*[None] * 10, "learned-1", *[None] * 9, "learned-2"]
    assert len(rows(store, LayoutPage.page_id)) == 10 + 9


def test_a_run_that_is_killed_while_it_learns_leaves_it_to_the_next(store, pool, monkeypatch):
    crawl(run(store, pool), "a" * 10)
    with monkeypatch.context() as patched:
        patched.setattr(layouts.layouts, "add", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run(store, pool)
    assert (rows(store, Row.name), taught(store)) == ([], [None])
    with store.transaction() as session:
        session.execute(update(Lease).values(holder=None, expires=None))
    run(store, pool)
    assert rows(store, Row.name) == [("learned-1",)]


def test_who_has_lost_the_lease_learns_nothing_and_says_so(store, pool):
    crawl(run(store, pool), "a" * 10)
    notebook = Notebook.start(store, PORTAL, "me:1", "web", full=True)
    with store.transaction() as session:
        session.execute(update(Lease).values(expires=None))
        leases.take(session, PORTAL, "me:2", "web")
    asyncio.run(layouts.learn(notebook, Bare, Settings(ON), pool))
    assert "lost its lease" in str(notebook.fault)
    assert rows(store, Row.name) == []


def test_what_is_fetched_on_demand_learns_nothing(store, pool, monkeypatch):
    crawl(run(store, pool), "a" * 10)
    monkeypatch.setattr(Notebook, "on_demand", True)
    run(store, pool)
    assert rows(store, Row.name) == []
