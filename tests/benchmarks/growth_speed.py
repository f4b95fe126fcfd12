"""python -m tests.benchmarks.growth_speed [ARTICLES]: the rate of a crawl, with ever more articles in its store.

A site of static pages, from an nginx on loopback, grows to ARTICLES (100,000 unless named) and is crawled when it has a
hundredth of them, a tenth, and all. So there are three stores, as crawls leave them; these pages are of 17 KB, to save time.
Then the site publishes 1,000 more, of 45 KB, and ``scrapy crawl`` asks what is due: eleven pages of the list, the last of
which names nothing new, and the new articles, 16 requests at once. The stores take turns, five rounds, each time as a
copy that is on the disk before the clock starts. Time is the wall's, from a program's start to its end, and that of
the processors, of all processes. The aim: a hundred times the articles, at least 0.9 of the rate, but for the noise.
Without nginx it says so. It takes half an hour and 10 GB of disk. Exit code: 0.
"""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from tests.benchmarks import static_site
from tests.benchmarks.crawl_speed import crawling
from tests.benchmarks.static_site import Row
from tests.benchmarks.stored_pages import Cost
from tests.crawler.commandline import ROOT

ROUNDS, NEW = 5, 1_000
#: The stores' sizes, as parts of the largest one's.
PARTS = (100, 10, 1)


def crawl(home: str, database: Path, new: int) -> Cost:
    """Crawl what is due; it must find so many new articles."""
    before, wall, processors = _articles(database), perf_counter(), _spent()
    subprocess.run(crawling(home, database), cwd=ROOT, check=True, capture_output=True)
    cost = Cost(perf_counter() - wall, _spent() - processors)
    if (found := _articles(database) - before) != new:
        raise SystemExit(f"{found} of {new} new articles kept")
    return cost


def _articles(database: Path) -> int:
    if not database.exists():
        return 0
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])


def _spent() -> float:
    own = getrusage(RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime


def copied(database: Path, copy: Path) -> Path:
    """A copy of a store; all that was written is on the disk then."""
    for each in copy.parent.glob(f"{copy.name}*"):
        each.unlink()
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    os.sync()
    return copy


def stores(home: str, folder: Path, rows: Sequence[Row]) -> Iterator[tuple[int, Path]]:
    """Crawl the site as it grows: the stores, by how many articles they have."""
    growing, before = folder / "growing.db", 0
    for size in (len(rows) // part for part in PARTS):
        static_site.name(folder / "site", rows[:size][::-1])
        cost = crawl(home, growing, size - before)
        rate = (size - before) / cost.wall
        print(f"{size:7,} articles stored, the last {size - before:,} at {rate:.1f} a second", flush=True)
        yield size, copied(growing, folder / f"{size}.db")
        before = size


def measured(home: str, folder: Path, articles: int) -> dict[int, list[Cost]]:
    """The cost of each round, by how many articles the store had."""
    site = folder / "site"
    rows = list(static_site.publish(site, range(articles), size=0))
    there = dict(stores(home, folder, rows))
    new = list(static_site.publish(site, range(articles, articles + NEW)))
    costs: dict[int, list[Cost]] = {size: [] for size in there}
    for _ in range(ROUNDS):
        for size, database in there.items():
            static_site.name(site, [*rows[:size], *new][::-1])
            costs[size].append(crawl(home, copied(database, folder / "copy.db"), NEW))
    return costs


def tell(costs: dict[int, list[Cost]]) -> None:
    """Print the rates, and beside the smallest store's what the others' are in the same round."""
    smallest, *others = costs
    for size, took in costs.items():
        rates = [NEW / each.wall for each in took]
        own = 1000 * median(each.processors for each in took) / NEW
        print(
            f"{size:7,} articles: {median(rates):6.1f} pages a second ({min(rates):.1f} to {max(rates):.1f}),"
            f" {own:.1f} ms of processors a page"
        )
    for size in others:
        for what, place in (("wall time", 0), ("processors", 1)):
            pairs = zip(costs[smallest], costs[size], strict=True)
            ratios = [few[place] / many[place] for few, many in pairs]
            print(
                f"{size:,} beside {smallest:,}, by {what}: {median(ratios):.3f}"
                f" ({min(ratios):.3f} to {max(ratios):.3f})"
            )
    print("aim: at least 0.9, but for the noise; on a machine with other work, processors tell")


def main(arguments: list[str]) -> int:
    """Measure and print."""
    if static_site.program() is None:
        print("the growth is not measured: nginx is not installed")
        return 0
    with TemporaryDirectory() as name:
        folder = Path(name)
        with static_site.served(folder) as home:
            tell(measured(home, folder, int(arguments[0]) if arguments else 100_000))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
