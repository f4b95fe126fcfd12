"""python -m tests.benchmarks.desk_speed [ARTICLES]: how long the desk's pages take.

So many invented articles (100,000 unless named) of three portals, each with sixty crawls, on SQLite; every article has its
ledger, fields and faults. Pages are asked one after the other over loopback, from the server that `scrapy desk` uses,
in this process: so the figures have the client's part in them. They are wall time, and the processor time of this process,
which other programs disturb least. The aim is a p95 under 100 ms. Exit code: 0.
"""

import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from random import Random
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from urllib.parse import quote, urlencode

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from cleaners.article import clean
from cleaners.model import Page
from storage import search_index, tables
from storage.database import Store, now, open_store
from storage.tables import Portal, Run, Searchable, Version
from storage.versions import columns
from tests.benchmarks.search_speed import PORTALS, chosen, write
from tests.benchmarks.store_speed import made
from tests.crawler.desk.serving import ask, desk_at

RUNS, TRIES = 60, 20
#: One of so many articles has a source, and a fault, that the others haven't.
RARE = 1000


def dress(store: Store, number: int) -> None:
    """Give the articles what a real crawl gives them: a page, ledgers, sources, faults, runs and events."""
    body, _, _ = made(1)
    cleaned = clean(Page(body, content_type="text/html"))
    proof = columns(cleaned.articles[0], cleaned)
    same = {name: proof[name] for name in ("ledger", "raw", "changes", "charset")}
    few = Version.article_id % RARE == 0
    with store.transaction() as session:
        session.execute(update(tables.Page).values(size=len(body), body=zlib.compress(body)))
        session.execute(update(Version).values(**same, source="示例日报"))
        session.execute(update(Version).where(few).values(source="少见来源", faults=["no date"]))
        runs, shared = _runs(session), {"op": "new", "version": 1, "at": now(session)}
        rows = [
            {"number": n, "article_id": n, "run_id": runs[n % 3][n * RUNS // (number + 1)], **shared}
            for n in range(1, number + 1)
        ]
        session.execute(insert(tables.Event), rows)
        session.execute(update(tables.FeedHead).values(number=number))


def _runs(session: Session) -> list[list[int]]:
    """The numbers of each portal's crawls."""
    numbers = []
    for portal_id in session.scalars(select(Portal.id).order_by(Portal.id)):
        at, counts = now(session), {"articles/new": 10}
        row = {"portal_id": portal_id, "lease": 1, "holder": "bench", "started": at, "ended": at}
        row |= {"outcome": "finished", "counts": counts, "crawl": "due"}
        made_ = session.scalars(insert(Run).returning(Run.id), [row] * RUNS)
        numbers.append(sorted(made_))
    return numbers


def pages(store: Store, words: Mapping[str, list[str]], number: int) -> Iterator[tuple[str, list[str]]]:
    """What is asked, by what it is."""
    with store.reading() as session:
        slots = list(session.scalars(select(Searchable.slot).order_by(Searchable.slot)))
        last_run = session.scalar(select(Run.id).order_by(Run.id.desc()).limit(1))
    deep = slots[len(slots) // 10]
    yield "overview", ["/"]
    yield "portal", [f"/portals/{name}" for name in PORTALS]
    yield "run", [f"/runs/{last_run}"]
    yield "articles", ["/articles"]
    yield "articles, deep", [f"/articles?below={deep}"]
    for name, query in {
        "of a portal": {"portal": PORTALS[0]},
        "of a portal, deep": {"portal": PORTALS[0], "below": deep},
        "of a year": {"since": "2017-01-01", "until": "2017-12-31"},
        "of a source": {"source": "示例日报"},
        "of a rare source": {"source": "少见来源"},
        "with a rare fault": {"fault": "no date", "portal": PORTALS[0]},
    }.items():
        yield f"articles {name}", [f"/articles?{urlencode(query)}"]
    for kind in ("one in two", "one in 100", "one in 10,000", "two words"):
        yield f"words, {kind}", [f"/articles?words={quote(each)}" for each in words[kind]]
        yield f"words, {kind}, deep", [f"/articles?words={quote(each)}&below={deep}" for each in words[kind]]
    chance = Random("desk")
    yield "article", [f"/articles/{chance.randrange(number) + 1}" for _ in range(TRIES)]
    yield "steps", ["/steps"]
    yield "next article", ["/marks/next"]
    yield "API: article", [f"/api/articles/{chance.randrange(number) + 1}" for _ in range(TRIES)]
    yield "API: portals", ["/api/portals"]
    yield "API: articles", ["/api/articles"]


def measure(desk: str, kind: str, paths: list[str]) -> None:
    """Print the p50 and p95 of these pages."""
    took, own, statuses = [], [], set()
    for turn in range(TRIES + 2):
        begin, began = perf_counter(), process_time()
        statuses.add(ask(desk, paths[turn % len(paths)]).status)
        took.append(1000 * (perf_counter() - begin))
        own.append(1000 * (process_time() - began))
    # The first two warm the caches.
    marks = [quantiles(each[2:], n=20, method="inclusive")[mark] for each in (took, own) for mark in (9, 18)]
    figures = " ".join(f"{mark:8.1f}" for mark in marks)
    told = "" if statuses == {200} else f"   answers: {sorted(statuses)}"
    print(f"  {kind:32} {figures}{told}", flush=True)


def main(arguments: list[str]) -> int:
    """Make the store, ask, print."""
    number = int(arguments[0]) if arguments else 100_000
    with TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder)}/bench.db"
        with closing(open_store(address)) as store:
            having = write(store, number)
            dress(store, number)
            with store.transaction() as session:
                search_index.fill(session)
            words = chosen(having, len(range(0, number, max(1, number // 10_000))))
            with desk_at(address) as desk:
                print(f"{number:,} articles on SQLite; ms\n{'':34}     p50      p95  own p50  own p95")
                for kind, paths in pages(store, words, number):
                    measure(desk, kind, paths)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
