"""A store full of saved pages, for measuring what is made of them again."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

import psutil
from sqlalchemy import select

from cleaners.article import clean
from cleaners.model import Page
from cleaners.version import cleaner_version
from crawler.recleaning import Recleaning
from crawler.shards import Cleaner
from storage import addresses, cleanings, leases, pages
from storage.database import Store, open_store
from storage.drafts import Cleaning, draft
from storage.portals import PortalRecord
from storage.tables import Portal
from tests.quality.corpus import pages as saved

PORTAL = PortalRecord("hxw", "红星网", "", "https://www.example.cn/")
#: Pages of about the size that the fetching is measured with.
_SIZES = range(20_000, 90_000)


@contextmanager
def stored(folder: Path, number: int) -> Iterator[tuple[str, Store]]:
    """A store of so many articles: saved pages of some 45 KB, each several times with other words in it."""
    bodies = [body for body in saved(folder) if len(body) in _SIZES and b"\xe3\x80\x82" in body]
    with TemporaryDirectory() as place:
        address = f"sqlite:///{place}/bench.db"
        store = open_store(address)
        with store.transaction() as session:
            lease = leases.take(session, PORTAL, "bench", "web")
        for each in range(number):
            body = bodies[each % len(bodies)].replace(b"\xe3\x80\x82", f"{each}。".encode())
            _keep(store, lease, each, body)
        with store.transaction() as session:
            leases.release(session, lease, "finished", {})
        yield address, store
        store.close()


def _keep(store: Store, lease: leases.Lease, number: int, body: bytes) -> None:
    url = f"https://www.example.cn/{number}.html"
    with store.transaction() as session:
        (known,) = addresses.discover(session, lease, [addresses.Found(url, "article")], None)
        page_id = pages.record(session, lease, known.id, pages.Fetched(200, url, body=body)).page_id
        drafted = draft(clean(pages.load(session, page_id, known.id)))
        (made,) = cleanings.put(session, lease, [Cleaning(known.id, [page_id], drafted)], cleaner_version())
        addresses.settle(session, lease, known.id, made.state, made.reason, made.twin)


def loaded(address: str) -> list[Page]:
    """The pages that are cleaned again."""
    with closing(open_store(address)) as store, store.reading() as session:
        portal = session.scalars(select(Portal.id)).one()
        numbers = [number for some in cleanings.stale(session, portal, "") for number in some]
        found = [cleanings.stored(session, number) for number in numbers]
    return [each.page for each in found if each]


class Cost(NamedTuple):
    """What a round took: seconds on the wall, and seconds of processors, of all processes."""

    wall: float
    processors: float


@contextmanager
def costing() -> Iterator[Callable[[], Cost]]:
    """Measure a block, with what is done meanwhile in processes that were started before.

    :returns: what gives the cost, to be called after the block.
    """
    wall, processors = perf_counter(), _spent()
    cost: list[Cost] = []
    yield lambda: cost[0]
    cost.append(Cost(perf_counter() - wall, _spent() - processors))


async def again(store: Store, cleaner: Cleaner) -> Cost:
    """What it costs to clean all pages again."""
    with costing() as cost:
        recleaning = Recleaning.start(store, PORTAL, (), stale=False)
        await recleaning.run(cleaner, lambda: None)
        recleaning.end()
    return cost()


def told(names: tuple[str, str], number: int, took: Sequence[tuple[Cost, Cost]], aim: float) -> str:
    """Pages a second of two that took turns, and how many times as fast the first was as the second."""
    lines = [
        f"{number} pages, {len(took)} rounds, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}"
    ]
    for name, costs in zip(names, zip(*took, strict=True), strict=True):
        wall, processors = (median(column) for column in zip(*costs, strict=True))
        lines.append(
            f"{name:16} {number / wall:6.1f} pages a second, {1000 * processors / number:.1f} ms of processors a page"
        )
    for what, place in (("wall time", 0), ("processors", 1)):
        ratios = sorted(theirs[place] / ours[place] for ours, theirs in took)
        lines.append(f"ratio by {what} {median(ratios):.3f} ({ratios[0]:.3f} to {ratios[-1]:.3f})")
    return "\n".join([*lines, f"aim: at least {aim}; on a machine with other work, processors tell"])


def _spent() -> float:
    """Seconds of processors that this process has spent, and those it started."""
    own = psutil.Process()
    times = [each.cpu_times() for each in (own, *own.children(recursive=True))]
    return sum(each.user + each.system for each in times)
