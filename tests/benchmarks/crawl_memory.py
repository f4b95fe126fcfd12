"""python -m tests.benchmarks.crawl_memory [ARTICLES]: the memory of a crawl, as its number of addresses grows.

One portal on loopback with so many invented articles (50,000 unless named), 100 on a list page. Printed are the
resident megabytes of the process that crawls after every tenth of them; those that clean are not counted. The aim: what
it takes at the end is at most a tenth more than after the first tenth. Exit code: 0; 1 if it takes more, or articles
are lacking.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from sqlalchemy import func, select

from storage.database import open_store
from storage.tables import Article
from tests.benchmarks.export_speed import HAN
from tests.crawler.commandline import ROOT, command, site_options
from tests.crawler.growing_site import Answer, GrowingSite, served
from tests.crawler.site import HTML

ROWS = 100
MOST = 1.1


class BigSite(GrowingSite):
    """Articles of 400 characters, no two alike; it counts those that it gave."""

    def __init__(self, articles: int) -> None:
        super().__init__(0)
        self.articles, self.given = articles, 0

    def reply(self, path: str, if_none_match: str | None) -> Answer:
        """The answer to a request; nothing is noted, since that would take memory, too."""
        name, _, number = path.removesuffix(".html").rpartition("_")
        if name == "/list":
            return 200, HTML, self.list_page(int(number))
        if name == "/a/n":
            self.given += 1
            return 200, HTML, _article(int(number))
        return 404, {}, ""

    def list_page(self, page: int) -> str:
        """A page of the list."""
        numbers = range((page - 1) * ROWS, min(page * ROWS, self.articles))
        rows = "".join(
            f'<li><a href="/a/n_{n}.html">第{n}次办实事</a><span>2024-01-01</span></li>' for n in numbers
        )
        behind = f'<a href="/list_{page + 1}.html">下一页</a>' if page * ROWS < self.articles else ""
        return f"<html><body><ul>{rows}</ul>{behind}</body></html>"


def _article(number: int) -> str:
    dice = Random(number)
    paragraphs = "".join(f"<p>{''.join(dice.choices(HAN, k=100))}。</p>" for _ in range(4))
    title = f"第{number}次办实事"
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{paragraphs}</body></html>"


def measured(site: BigSite, database: Path) -> Iterator[tuple[int, float, float]]:
    """Crawl; after every tenth of the articles: how many, the seconds so far, the megabytes of the process."""
    begun, step = perf_counter(), site.articles // 10
    crawling = command("crawl", "big", "--full", *site_options(site.home, "big"), database=database)
    with subprocess.Popen(crawling, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as crawl:
        for number in range(step, site.articles + 1, step):
            while site.given < number and crawl.poll() is None:
                sleep(0.05)
            if crawl.poll() is None:
                yield number, perf_counter() - begun, _megabytes(crawl.pid)


def _megabytes(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def _kept(database: Path) -> int:
    with closing(open_store(f"sqlite:///{database}")) as store, store.reading() as session:
        return session.scalar(select(func.count()).select_from(Article)) or 0


def main(arguments: list[str]) -> int:
    """Crawl and print."""
    articles = int(arguments[0]) if arguments else 50_000
    with TemporaryDirectory() as folder, served(BigSite(articles)) as site:
        database, found = Path(folder) / "articles.db", []
        for number, seconds, megabytes in measured(site, database):
            found.append(megabytes)
            print(f"{number:7,} articles  {seconds:6.0f} s  {megabytes:6.0f} MB", flush=True)
        kept = _kept(database)
    ratio = found[-1] / found[0]
    print(f"{kept:,} of {articles:,} kept; at the end {ratio:.2f} of what it took after {articles // 10:,}")
    return int(kept != articles or ratio > MOST)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
