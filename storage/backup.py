"""A store as one file, and back: the file is itself a store on SQLite, whatever database it came from.

So a backup opens everywhere, can be queried as it is, and moves a store from one database to another. SQLite
is copied by its own online backup, PostgreSQL row by row in one snapshot: a crawl may go on meanwhile.
"""

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from storage import search_index
from storage.columns import Base
from storage.database import Store, now, open_store
from storage.engines import parse
from storage.errors import StoreError
from storage.tables import FeedHead, Lease, Searchable
from storage.whole_file import replaced

#: Told how far it is: steps done, steps in all. A step is a page of the file or a row of a table.
Progress = Callable[[int, int], None]

_PAGES = 1_000  # of the file, in one step
_ROWS = 50  # in memory at once: a page's body may be some megabytes


def backup(store: Store, file: Path, force: bool, progress: Progress) -> None:
    """Write a store's state of one moment to a file, which appears when it is whole.

    :param force: replace a file that is there; never the store itself.
    :raises FileExistsError: if there is one already.
    :raises OSError: if it can't be written.
    """
    itself = store.engine.url.database
    is_store = store.engine.dialect.name == "sqlite" and file.exists() and file.samefile(str(itself))
    if is_store or (file.exists() and not force):
        raise FileExistsError(
            errno.EEXIST, "it is the store itself" if is_store else "it is there; --force replaces it"
        )
    with _new(file) as partial:
        if store.engine.dialect.name == "sqlite":
            with closing(_plain(store)) as source:
                _copy_file(source, partial, progress)
        else:
            with closing(open_store(f"sqlite:///{partial}")) as copy, store.reading() as session:
                _copy_rows(session, copy, progress)


def restore(file: Path, address: str, force: bool, progress: Progress) -> None:
    """Make the store at an address what a backup holds, row for row, in the newest schema.

    :param address: as ``open_store`` takes it.
    :param force: replace a store that is there. It is replaced in one transaction, or not at all.
    :raises FileNotFoundError: if there is no such file.
    :raises StoreError: if the file is no whole backup or newer than the program, there is a store already, or
        a portal of it is being crawled.
    """
    with _upgraded(file) as source:
        is_sqlite = parse(address).get_backend_name() == "sqlite"
        target_file = Path(str(parse(address).database))
        if is_sqlite and not target_file.exists():
            with _new(target_file) as partial, closing(_plain(source)) as opened:
                _copy_file(opened, partial, progress)
            return
        with closing(open_store(address)) as target:
            _check_free(target, force)
            if is_sqlite:
                with closing(_plain(source)) as opened:
                    _copy_file(opened, target_file, progress)
            else:
                with source.reading() as session:
                    _copy_rows(session, target, progress)


def _plain(store: Store) -> sqlite3.Connection:
    """A connection to a SQLite store that sees one moment: what others write doesn't start a copy anew."""
    connection = sqlite3.connect(str(store.engine.url.database), isolation_level=None)
    connection.execute("BEGIN")
    connection.execute("SELECT count(*) FROM feed_head").fetchall()
    return connection


def _copy_file(source: sqlite3.Connection, file: Path, progress: Progress) -> None:
    try:
        with closing(sqlite3.connect(file, timeout=30)) as target:
            target.execute("PRAGMA busy_timeout = 30000")
            source.backup(target, pages=_PAGES, progress=lambda _, left, total: progress(total - left, total))
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
        raise StoreError(f"the store can't be copied to {file}: {error}") from error


@contextmanager
def _new(file: Path) -> Iterator[Path]:
    """Where to make a new database that is to be one file, without a log; it takes its place when it is whole."""
    with replaced(file) as partial:
        path = Path(partial.name)
        yield path
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()
        for left in ("-wal", "-shm", "-journal"):  # of a file that was removed: they would spoil the new one
            file.with_name(file.name + left).unlink(missing_ok=True)


@contextmanager
def _upgraded(file: Path) -> Iterator[Store]:
    """A copy of a backup, brought to the newest schema: the file itself stays as it is."""
    if not file.exists():
        raise FileNotFoundError(file)
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "backup.db"
        try:
            with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as source:
                if not source.execute("SELECT 1 FROM sqlite_master WHERE name = 'feed_head'").fetchall():
                    raise StoreError(f"{file} is no backup of a store")
                _copy_file(source, copy, lambda done, total: None)
            with closing(sqlite3.connect(copy)) as checked:
                faults = checked.execute("PRAGMA integrity_check(1)").fetchone()[0]
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{file} is no backup of a store: {error}") from error
        if faults != "ok":
            raise StoreError(f"the backup {file} is damaged: {faults.splitlines()[0]}")
        with closing(open_store(f"sqlite:///{copy}")) as store:
            yield store


def _check_free(target: Store, force: bool) -> None:
    """Refuse to replace a store that holds something, unless it is wanted, or that is in use."""
    with target.reading() as session:
        held = session.execute(select(FeedHead.world)).scalar_one()
        crawled = session.scalar(select(Lease.holder).where(Lease.expires > now(session)).limit(1))
    if crawled:
        raise StoreError(f"the store {target.name} is being crawled by {crawled}: wait for its end")
    if held and not force:
        raise StoreError(f"there is a store at {target.name}: name another one, or add --force to replace it")


# --- row by row, between databases ----------------------------------------------------------------


def _copy_rows(source: Session, target: Store, progress: Progress) -> None:
    """Make a store's tables what another's are, in one transaction.

    The search index, which each kind of database has in another form, is made anew.
    """
    tables = [table for table in Base.metadata.sorted_tables if table is not Searchable.__table__]
    total = sum(source.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)
    done = 0
    with target.transaction() as session:
        there = session.connection()
        search_index.clear(session)
        _empty(there, tables)
        for table in tables:
            for rows in _rows(source, table):
                _insert(there, table, rows)
                done += len(rows)
                progress(done, total)
            _join(source, there, table)
            _count_on(there, table)
        search_index.fill(session)


def _empty(there: Connection, tables: list[Table]) -> None:
    for table in reversed(tables):
        for column in _own_keys(table):
            there.execute(update(table).values({column: None}))
        there.execute(delete(table))


def _rows(source: Session, table: Table) -> Iterator[list[dict[str, Any]]]:
    query = select(table).order_by(*table.primary_key).execution_options(yield_per=_ROWS)
    for part in source.execute(query).mappings().partitions():
        yield [dict(row) for row in part]


def _insert(there: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Insert rows; those of the same table that they name may come later, so they name none yet."""
    none = dict.fromkeys(_own_keys(table))
    there.execute(insert(table), [row | none for row in rows])


def _join(source: Session, there: Connection, table: Table) -> None:
    """Let rows name others of their table."""
    keys = _own_keys(table)
    if not keys:
        return
    named = select(table.c.id, *(table.c[key] for key in keys)).where(
        or_(*(table.c[key].is_not(None) for key in keys))
    )
    change = (
        update(table)
        .where(table.c.id == bindparam("row"))
        .values({key: bindparam(f"new_{key}") for key in keys})
    )
    for part in source.execute(named.execution_options(yield_per=1_000)).partitions():
        there.execute(
            change,
            [
                {"row": number, **{f"new_{key}": value for key, value in zip(keys, values, strict=True)}}
                for number, *values in part
            ],
        )


def _own_keys(table: Table) -> list[str]:
    """The columns that name other rows of the same table."""
    return [key.parent.name for key in table.foreign_keys if key.column.table is table]


def _count_on(there: Connection, table: Table) -> None:
    """PostgreSQL numbers new rows by a counter of its own: behind the rows that were inserted."""
    if there.dialect.name == "postgresql" and table.autoincrement_column is not None:
        counter = func.pg_get_serial_sequence(table.name, "id")
        there.execute(select(func.setval(counter, func.coalesce(func.max(table.c.id), 0) + 1, False)))
