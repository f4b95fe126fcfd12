"""A page that the cleaner fails on, when stored pages are cleaned again, costs itself only."""

import asyncio
import os
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest
from rich.console import Console
from sqlalchemy import select

from cleaners.article import clean
from cleaners.model import Cleaned
from crawler.commands.reclean import _one
from crawler.recleaning import Recleaning
from crawler.shards import Here
from crawler.workers import Workers
from storage import addresses, cleanings, leases, pages
from storage.database import open_store
from storage.drafts import Cleaning, draft
from storage.portals import PortalRecord
from storage.tables import Run
from tests.crawler.site import article

PORTAL = PortalRecord("hxw", "红星网", "", "https://www.example.cn/")


def exploding(page, layouts, further):
    if b"bad" in page.body:
        raise RuntimeError("no good")
    return clean(page, layouts, further)


def deadly(page, layouts, further):
    if b"bad" in page.body:
        os._exit(1)
    return clean(page, layouts, further)


def doubling(page, layouts, further):
    made = clean(page, layouts, further)
    return Cleaned(made.kind, made.articles * (2 if b"bad" in page.body else 1), made.charset, "")


class Hasty:
    """Takes every article for one that the address has, unless it is told not to."""

    room = 1

    def __init__(self, here):
        self._here = here

    async def clean(self, numbers, layouts, whole):
        made = await self._here.clean(numbers, layouts, whole)
        return made if whole else [replace(each, drafted=self._known(each.drafted)) for each in made]

    def _known(self, drafted):
        articles = (replace(each, columns={"content_hash": b"x"}, is_known=True) for each in drafted.articles)
        return replace(drafted, articles=tuple(articles))


@pytest.fixture
def store(tmp_path):
    """Two addresses that hold articles; the page of the second is bad."""
    with closing(open_store(f"sqlite:///{tmp_path}/articles.db")) as store:
        with store.transaction() as session:
            lease = leases.take(session, PORTAL, "host:1", "web")
            for name in ("good", "bad"):
                url = f"https://www.example.cn/{name}.html"
                (known,) = addresses.discover(session, lease, [addresses.Found(url, "article")], None)
                fetched = pages.Fetched(200, url, body=article(name).encode())
                page = pages.record(session, lease, known.id, fetched).page_id
                loaded = pages.load(session, page, known.id)
                cleanings.put(session, lease, [Cleaning(known.id, [page], draft(clean(loaded)))], "old")
                addresses.settle(session, lease, known.id, "kept")
            leases.release(session, lease, "finished", {})
        yield store


@contextmanager
def here(store, function=clean):
    with closing(Workers(function, size=1)) as workers:
        yield Here(workers, f"sqlite:///{store.engine.url.database}")


@pytest.mark.parametrize(
    "cleaner, reason, errors",
    [
        (exploding, "crawler error: RuntimeError", 1),
        (deadly, "no article any more: cleaner crashed", 0),
        (doubling, "crawler error: ValueError", 1),
    ],
)
def test_it_costs_itself_only(store, cleaner, reason, errors):
    told = []
    recleaning = Recleaning.start(store, PORTAL, (), stale=True)
    with here(store, cleaner) as cleaner:
        asyncio.run(recleaning.run(cleaner, lambda: told.append(recleaning.done)))
    summary = recleaning.end()
    assert recleaning.states == {"failed": {reason: 1}, "kept": {"": 1}}
    assert (told, recleaning.counts["errors/crawler"]) == ([2], errors)
    assert (summary.outcome, summary.articles["total"]) == ("finished", 2)
    with store.reading() as session:
        assert cleanings.stale(session, recleaning.lease.portal_id, recleaning.cleaner) == ([], [])


def test_what_is_not_known_after_all_is_made_whole(store):
    recleaning = Recleaning.start(store, PORTAL, (), stale=True)
    with here(store) as cleaner:
        asyncio.run(recleaning.run(Hasty(cleaner), lambda: None))
    recleaning.end()
    assert (recleaning.states, recleaning.counts) == ({"kept": {"": 2}}, {"articles/same": 2})


def test_ctrl_c_before_it_is_heard_leaves_no_lease(store, monkeypatch):
    start = Recleaning.start

    def interrupted(*arguments):
        asyncio.current_task().cancel()  # what asyncio makes of Ctrl-C
        return start(*arguments)

    monkeypatch.setattr(Recleaning, "start", interrupted)
    with here(store) as cleaner, pytest.raises(asyncio.CancelledError):
        asyncio.run(_one(Console(), store, PORTAL, (), True, cleaner, None))
    with store.reading() as session:
        assert list(session.scalars(select(Run.outcome).order_by(Run.id))) == ["finished", "stopped"]
