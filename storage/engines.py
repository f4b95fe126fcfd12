"""From a database's address to an engine that keeps the store's promises.

A committed transaction survives the death of any of our processes, on both databases. On SQLite
with WAL and synchronous=NORMAL a commit is in the operating system's hands but not yet on the disk:
a killed process loses nothing; a power cut may lose the last commits, yet never corrupts the file.
"""

import sqlite3
from collections.abc import Mapping
from time import monotonic, sleep
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from storage.columns import to_json
from storage.errors import StoreError

#: How long a writer waits for another one, in seconds. Our transactions take milliseconds.
BUSY_SECONDS = 30
#: How long a store that is opened to be read may be busy with one question, in seconds.
READ_SECONDS = 30
#: How long to try to reach a server, in seconds.
CONNECT_SECONDS = 10
#: SQLite's own measures are 2 MB of pages in memory and 4 MB of log. In a large store some thirty articles change more
#: than that: pages would be written twice, and each transaction would wait for the disk. Here it is 16 and 32 MB.
_ROOM = ("cache_size=-16384", "wal_autocheckpoint=8192")

#: What a store may be, by how it is named.
STORES = {
    "sqlite": "sqlite+pysqlite",
    "sqlite+pysqlite": "sqlite+pysqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}
#: What a database that follows the store may be.
TARGETS = STORES | dict.fromkeys(("mysql", "mysql+pymysql", "mariadb", "mariadb+pymysql"), "mysql+pymysql")
#: What is said of an option that isn't repeated: it may be a password.
WRONG_OPTION = "an option in its address is wrong"
# Drivers that are no part of the program's own packages: for which database, and where they are listed.
_EXTRAS = {
    "postgresql": ("PostgreSQL", "requirements-postgres.txt"),
    "mysql": ("MariaDB and MySQL", "requirements-mysql.txt"),
}


def parse(address: str, drivers: Mapping[str, str] = STORES) -> URL:
    """Read a database's address.

    :param address: ``sqlite:///FILE``, ``postgresql://USER:PASSWORD@HOST/NAME`` or ``postgres://…``.
    :param drivers: ``STORES``, or ``TARGETS`` where it may be ``mysql://…`` or ``mariadb://…`` as well.
    :raises StoreError: if it is none of these. What can't be read is not repeated: it may hold a password.
    """
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise StoreError(
            "the database's address can't be read: write sqlite:///FILE or"
            " postgresql://USER:PASSWORD@HOST/NAME, with %40 for an @ in the password"
        ) from None
    driver = drivers.get(url.drivername)
    if driver is None:
        forms = ", ".join(f"{name}://…" for name in drivers if "+" not in name)
        raise StoreError(f"the program knows no {url.drivername} here; it knows {forms}")
    if driver.startswith("sqlite") and url.database in (None, "", ":memory:"):
        raise StoreError("a database in memory would be lost: name a file, as in sqlite:///articles.db")
    if driver.startswith("sqlite") and (url.host or url.username):
        raise StoreError("a file has no user or host: write sqlite:///FILE, with three slashes")
    if not driver.startswith("sqlite") and "@" in f"{url.host}{url.database}":
        raise StoreError("the database's address holds more than one @: write %40 for those in the password")
    return url.set(drivername=driver)


def make_engine(url: URL, read_only: bool = False) -> Engine:
    """An engine for a parsed address; it connects to nothing yet.

    :param read_only: the database itself refuses to be written; for stores.
    :raises StoreError: if the database's driver isn't installed, or an option in the address has no such value.
    """
    makers = {"sqlite": _sqlite, "postgresql": _postgresql, "mysql": _mysql}
    readers = {"sqlite": _sqlite_reader, "postgresql": _postgresql_reader}
    backend = url.get_backend_name()
    try:
        return (readers if read_only else makers)[backend](url)
    except ModuleNotFoundError as error:
        database, extra = _EXTRAS[backend]
        raise StoreError(
            f"the driver {error.name} for {database} isn't installed: pip install --require-hashes -r {extra}"
        ) from error
    except ValueError:
        raise StoreError(f"the database {public(url)} can't be used: {WRONG_OPTION}") from None


def public(url: URL) -> str:
    """A database's address for people to read: without password or options."""
    return url.set(drivername=url.get_backend_name(), query={}).render_as_string(hide_password=True)


def _postgresql_reader(url: URL) -> Engine:
    return _postgresql(url, f"-c default_transaction_read_only=on -c statement_timeout={READ_SECONDS}s")


def _postgresql(url: URL, options: str = "") -> Engine:
    ours = {"connect_timeout": CONNECT_SECONDS, "options": f"-c lock_timeout={BUSY_SECONDS}s {options}"}
    connect_args = {name: value for name, value in ours.items() if name not in url.query}
    engine = create_engine(url, json_serializer=to_json, pool_pre_ping=True, connect_args=connect_args)
    _wait_for_restarts(engine)
    return engine


def _wait_for_restarts(engine: Engine) -> None:
    """Wait for a server that was reached before and is not there now; a wrong address is told at once."""
    reached = False

    def connect(dialect: Dialect, _record: object, args: tuple[Any, ...], options: dict[str, Any]) -> Any:
        nonlocal reached
        patience = monotonic() + BUSY_SECONDS
        while True:
            try:
                connection = dialect.connect(*args, **options)
            except dialect.loaded_dbapi.OperationalError:
                if not reached or monotonic() > patience:
                    raise
                sleep(0.2)
            else:
                reached = True
                return connection

    event.listen(engine, "do_connect", connect)


def _mysql(url: URL) -> Engine:
    """What doesn't fit is an error there, not cut off, whatever the server's own settings are."""
    connect_args = {
        "connect_timeout": CONNECT_SECONDS,
        "init_command": "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION',"
        f" innodb_lock_wait_timeout = {BUSY_SECONDS}",
    }
    whole = url.update_query_dict({"charset": "utf8mb4"})  # its "utf8" has no characters of 4 bytes
    return create_engine(whole, json_serializer=to_json, pool_pre_ping=True, connect_args=connect_args)


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, json_serializer=to_json, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _sqlite_reader(url: URL) -> Engine:
    file = f"file:{quote(str(url.database))}"
    reading = url.set(database=file).update_query_dict({"mode": "ro", "uri": "true"})
    engine = create_engine(reading, json_serializer=to_json, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _set_up_reader)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "begin", _interrupt_in_time)
    return engine


def _set_up_reader(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA query_only=ON").close()


def _set_up(connection: Any, _record: object) -> None:
    """Settings of every SQLite connection; transactions begin where we say, not where Python guesses."""
    connection.isolation_level = None
    _write_ahead(connection)
    for pragma in ("synchronous=NORMAL", "foreign_keys=ON", *_ROOM):
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


def _interrupt_in_time(connection: Connection) -> None:
    """Let SQLite look at the clock while it reads."""
    end = monotonic() + READ_SECONDS
    driver: Any = connection.connection.driver_connection
    driver.set_progress_handler(lambda: monotonic() > end, 100_000)


def _begin(connection: Connection) -> None:
    """Take the write lock at once.

    A transaction that reads first and asks for the lock later fails at once, without waiting, if
    another one has written in between.
    """
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
