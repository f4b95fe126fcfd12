"""From a database's address to an engine that keeps the store's promises.

A committed transaction survives the death of any of our processes, on both databases. On SQLite
with WAL and synchronous=NORMAL a commit is in the operating system's hands but not yet on the disk:
a killed process loses nothing; a power cut may lose the last commits, yet never corrupts the file.
"""

import json
import sqlite3
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from storage.columns import storable
from storage.errors import StoreError

#: How long a writer waits for another one, in seconds. Our transactions take milliseconds.
BUSY_SECONDS = 30
#: How long to try to reach a server, in seconds.
CONNECT_SECONDS = 10

_DRIVERS = {
    "sqlite": "sqlite+pysqlite",
    "sqlite+pysqlite": "sqlite+pysqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


def parse(address: str) -> URL:
    """Read a database's address.

    :param address: ``sqlite:///FILE``, ``postgresql://USER:PASSWORD@HOST/NAME`` or ``postgres://…``.
    :raises StoreError: if it is none of these. What can't be read is not repeated: it may hold a password.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise StoreError(
            "the database's address can't be read: write sqlite:///FILE or"
            " postgresql://USER:PASSWORD@HOST/NAME, with %40 for an @ in the password"
        ) from None
    driver = _DRIVERS.get(url.drivername)
    if driver is None:
        raise StoreError(f"the store knows no {url.drivername}: write sqlite:///… or postgresql://…")
    if driver.startswith("sqlite") and url.database in (None, "", ":memory:"):
        raise StoreError("a store in memory would be lost: name a file, as in sqlite:///articles.db")
    if driver.startswith("sqlite") and (url.host or url.username):
        raise StoreError("a file has no user or host: write sqlite:///FILE, with three slashes")
    if driver.startswith("postgresql") and "@" in f"{url.host}{url.database}":
        raise StoreError("the database's address holds more than one @: write %40 for those in the password")
    return url.set(drivername=driver)


def make_engine(url: URL) -> Engine:
    """An engine for a parsed address; it connects to nothing yet.

    :raises StoreError: if the database's driver isn't installed.
    """
    try:
        if url.get_backend_name() == "sqlite":
            return _sqlite(url)
        return _postgresql(url)
    except ModuleNotFoundError as error:
        raise StoreError(
            f"the driver {error.name} for PostgreSQL isn't installed:"
            " pip install --require-hashes -r requirements-postgres.txt"
        ) from error


def _json(value: Any) -> str:
    """JSON as people can read it: Chinese as it stands, no escapes."""
    return storable(json.dumps(value, ensure_ascii=False))


def _postgresql(url: URL) -> Engine:
    ours = {"connect_timeout": CONNECT_SECONDS, "options": f"-c lock_timeout={BUSY_SECONDS}s"}
    connect_args = {name: value for name, value in ours.items() if name not in url.query}
    return create_engine(url, json_serializer=_json, pool_pre_ping=True, connect_args=connect_args)


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, json_serializer=_json, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _record: object) -> None:
    """Settings of every SQLite connection; transactions begin where we say, not where Python guesses."""
    connection.isolation_level = None
    _write_ahead(connection)
    for pragma in ("synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _write_ahead(connection: Any) -> None:
    """Switch to WAL, and wait for others that open a new file at the same time: SQLite itself doesn't wait here."""
    patience = monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > patience:
                raise
            sleep(0.05)
        else:
            return


def _begin(connection: Connection) -> None:
    """Take the write lock at once.

    A transaction that reads first and asks for the lock later fails at once, without waiting, if
    another one has written in between.
    """
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
