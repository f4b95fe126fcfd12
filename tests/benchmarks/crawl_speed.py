"""python -m tests.benchmarks.crawl_speed [ARTICLES]: a crawl that cleans and stores, beside Scrapy alone.

The same static pages of 45 KB, from the same nginx on loopback, 16 at once: by ``scrapy crawl`` with a layout, into a
store of its own; by a spider that looks at nothing; and by one that calls trafilatura in its callback and writes a row to
SQLite (a fifth of the pages). They take turns, five rounds. Time is the wall's, from a program's start to its end.
ARTICLES is 4,000 unless named. The aims: at least 0.55 of the bare spider's rate, and 4 times the usual one's.
Without nginx it says so. Exit code: 0.
"""

import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import func, select

from storage.database import open_store
from storage.tables import Version
from tests.benchmarks import bare_spiders, static_site
from tests.benchmarks.bare_spiders import AT_ONCE
from tests.crawler.commandline import ROOT, command, site_options

ROUNDS = 5
#: The usual way takes so long that a part of the pages tells its rate.
USUAL_PART = 5
#: Without manners, as many requests at once as the others have.
FREELY = {
    "CONCURRENT_REQUESTS": AT_ONCE,
    "CONCURRENT_REQUESTS_PER_DOMAIN": AT_ONCE,
    "AUTOTHROTTLE_ENABLED": False,
    "DOWNLOAD_TIMEOUT": 60,
    "LOG_LEVEL": "WARNING",
}


def timed(arguments: list[str]) -> float:
    """The seconds a program takes."""
    begin = perf_counter()
    subprocess.run(arguments, cwd=ROOT, check=True, capture_output=True)
    return perf_counter() - begin


def crawling(home: str, database: Path, *options: str) -> list[str]:
    """The command that crawls the site, without manners."""
    freely = [part for name, value in FREELY.items() for part in ("-s", f"{name}={value}")]
    return command("crawl", "static", *options, *site_options(home, "static"), *freely, database=database)


def ours(home: str, folder: Path, articles: int) -> float:
    """Articles a second of a whole crawl."""
    database = folder / "ours.db"
    seconds = timed(crawling(home, database, "--full"))
    with closing(open_store(f"sqlite:///{database}")) as store, store.reading() as session:
        kept, fitted = session.execute(select(func.count(), func.count(Version.layout))).one()
    if (kept, fitted) != (articles, articles):
        raise SystemExit(f"{kept} of {articles} articles kept, {fitted} by the layout")
    for each in folder.glob("ours.db*"):
        each.unlink()
    return articles / seconds


def theirs(spider: str, addresses: list[str], folder: Path) -> float:
    """Pages a second of one of the other spiders."""
    named, database = folder / "addresses", folder / "theirs.db"
    named.write_text("\n".join(addresses))
    database.unlink(missing_ok=True)
    run = [sys.executable, str(Path(bare_spiders.__file__)), spider, str(named), str(database)]
    return len(addresses) / timed(run)


def measured(home: str, folder: Path, paths: list[str]) -> list[tuple[float, float, float]]:
    """The rates of each round."""
    addresses = [home + path for path in paths]
    ways: list[Callable[[], float]] = [
        lambda: ours(home, folder, len(paths)),
        lambda: theirs("bare", addresses, folder),
        lambda: theirs("usual", addresses[::USUAL_PART], folder),
    ]
    return [tuple(way() for way in ways) for _ in range(ROUNDS)]


def main(arguments: list[str]) -> int:
    """Print the rates and the ratios with their spread."""
    if static_site.program() is None:
        print("the crawl is not measured: nginx is not installed")
        return 0
    articles = int(arguments[0]) if arguments else 4_000
    with TemporaryDirectory() as name:
        folder = Path(name)
        paths = static_site.write(folder / "site", articles)
        with static_site.served(folder) as home:
            rounds = measured(home, folder, paths)
    for name, rates in zip(
        ("crawl, clean, store", "Scrapy alone", "the usual way"), zip(*rounds, strict=True), strict=True
    ):
        print(f"{name:20} {median(rates):6.1f} pages a second ({min(rates):.1f} to {max(rates):.1f})")
    for name, column, aim in (("Scrapy alone", 1, 0.55), ("the usual way", 2, 4)):
        ratios = [each[0] / each[column] for each in rounds]
        print(
            f"against {name}: {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}); aim: at least {aim}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
