"""python -m tests.benchmarks.reclean_speed: pages cleaned again in a second, beside ``clean`` alone.

The replica is crawled into a store of its own, with its delay off. Then ``scrapy reclean`` and ``clean`` alone,
in one process and with nothing kept, take the same pages in turn, three rounds. Time is wall time, and that of
reclean includes its start (about a second). Exit code: 0.
"""

import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from cleaners.article import clean
from storage import cleanings
from storage.cleanings import Stored
from storage.database import open_store
from storage.portals import known
from storage.tables import Portal

ROOT = Path(__file__).parents[2]
ROUNDS = 3


def scrapy(*arguments: str, database: str) -> float:
    """Run a command; the seconds it took."""
    begin = perf_counter()
    command = [sys.executable, "-m", "scrapy", *arguments, "-s", f"DATABASE_URL={database}"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return perf_counter() - begin


def stored(database: str) -> list[Stored]:
    """All pages that reclean takes."""
    with closing(open_store(database)) as store, store.reading() as session:
        portals = [session.query(Portal.id).filter_by(name=each.name).scalar() for each in known(session)]
        numbers = [
            number for portal in portals for some in cleanings.stale(session, portal, "") for number in some
        ]
        found = [cleanings.stored(session, number) for number in numbers]
    return [each for each in found if each]


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
        scrapy("demo", database=database)
        pages = stored(database)
        alone(pages[:3])  # what is loaded or compiled at first use
        took = [(scrapy("reclean", database=database), alone(pages)) for _ in range(ROUNDS)]
    print(f"{len(pages)} pages, median of {ROUNDS} rounds")
    for name, seconds in zip(("reclean", "clean alone"), zip(*took, strict=True), strict=True):
        print(f"{name:12} {len(pages) / median(seconds):6.1f} pages a second")
    return 0


if __name__ == "__main__":
    sys.exit(main())
