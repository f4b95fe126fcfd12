"""python -m tests.benchmarks.reclean_speed: pages cleaned again in a second, beside ``clean`` alone.

The replica is crawled into a store of its own. Then re-cleaning all of its pages, with workers that have
started, and ``clean`` alone, in one process and with nothing kept, take the same pages in turn, three rounds.
Wall time; beside it the processor time that re-cleaning takes in its own process: all but the cleaning. Exit code: 0.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from sqlalchemy import select

from cleaners.article import clean
from crawler.recleaning import Recleaning
from crawler.workers import Workers
from storage import cleanings
from storage.cleanings import Stored
from storage.database import Store, open_store
from storage.portals import known
from storage.tables import Portal

ROOT = Path(__file__).parents[2]
ROUNDS = 3


def stored(store: Store) -> list[Stored]:
    """All pages that are cleaned again."""
    with store.reading() as session:
        portals = session.scalars(select(Portal.id)).all()
        numbers = [
            number for portal in portals for some in cleanings.stale(session, portal, "") for number in some
        ]
        found = [cleanings.stored(session, number) for number in numbers]
    return [each for each in found if each]


def again(store: Store, workers: Workers, loop: asyncio.AbstractEventLoop) -> tuple[float, float]:
    """The seconds it takes to clean all pages again, and those of this process's own processor time."""
    wall, own = perf_counter(), process_time()
    with store.reading() as session:
        portals = known(session)
    for portal in portals:
        recleaning = Recleaning.start(store, portal, (), stale=False)
        loop.run_until_complete(recleaning.run(workers, lambda: None))
        recleaning.end()
    return perf_counter() - wall, process_time() - own


def alone(pages: Sequence[Stored]) -> float:
    """The seconds ``clean`` takes for them."""
    begin = perf_counter()
    for each in pages:
        clean(each.page, (), each.further)
    return perf_counter() - begin


def main() -> int:
    """Print pages per second of both."""
    with TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/bench.db"
        command = [sys.executable, "-m", "scrapy", "demo", "-s", f"DATABASE_URL={database}"]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        with (
            closing(open_store(database)) as store,
            closing(Workers()) as workers,
            closing(asyncio.new_event_loop()) as loop,
        ):
            pages = stored(store)
            again(store, workers, loop)  # what is loaded or compiled at first use
            alone(pages[:3])
            took = [(*again(store, workers, loop), alone(pages)) for _ in range(ROUNDS)]
    whole, own, clean_alone = (median(column) for column in zip(*took, strict=True))
    print(f"{len(pages)} pages, median of {ROUNDS} rounds, {os.cpu_count()} processors")
    print(
        f"reclean     {len(pages) / whole:6.1f} pages a second, {1000 * own / len(pages):.1f} ms a page beside the cleaning"
    )
    print(f"clean alone {len(pages) / clean_alone:6.1f} pages a second")
    return 0


if __name__ == "__main__":
    sys.exit(main())
