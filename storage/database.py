"""Opening the store: its transactions and its clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Engine, literal_column, select, update
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from storage.columns import Moment
from storage.engines import make_engine, parse, public
from storage.errors import StoreError, refusals
from storage.schema import check, upgrade
from storage.tables import FeedHead

__all__ = ["Store", "StoreError", "now", "open_store", "open_to_read"]

# The database's own clock, to the millisecond or better; not the transaction's start, which may lie
# a long wait for a lock in the past.
_CLOCKS = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f', 'now') || '000'",
    "postgresql": "clock_timestamp()",
}


@dataclass(frozen=True)
class Store:
    """An open store. ``name`` is its address without password or options, for people to read."""

    engine: Engine
    name: str

    @property
    def dialect(self) -> str:
        """The kind of database it is: ``sqlite`` or ``postgresql``."""
        return self.engine.dialect.name

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A transaction that may write: committed at the end, rolled back on any error.

        :raises StoreError: if the database fails: a full disk, a lost connection, a lock held for too long.
        """
        with self._session(self.engine) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A view of one moment, for reports: holds up no writer, and nothing written in it is kept.

        :raises StoreError: as ``transaction``.
        """
        engine = self.engine.execution_options(reading=True)
        if engine.dialect.name == "postgresql":
            engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with self._session(engine) as session:
            yield session

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    @contextmanager
    def _session(self, engine: Engine) -> Iterator[Session]:
        try:
            with (
                refusals(self.name, OperationalError, InterfaceError),
                Session(engine, expire_on_commit=False) as session,
            ):
                yield session
        except PoolTimeout as error:
            raise StoreError(f"all connections to the store {self.name} are in use: try again") from error
        except StoreError:
            self.engine.dispose()  # what was put in a damaged file's place is found by new connections alone
            raise


def open_store(address: str, must_exist: bool = False) -> Store:
    """Open a store, made new if there is none, its schema brought to the newest revision.

    :param address: ``sqlite:///FILE``, ``postgresql://USER:PASSWORD@HOST/NAME`` or ``postgres://…``.
    :param must_exist: no file is made new: there would be nothing in it.
    :raises StoreError: if it can't be reached or written, has no driver, is no database, or is newer
        than this program.
    """
    url = parse(address)
    if must_exist:
        _find(url)
    engine = make_engine(url)
    name = public(url)
    try:
        with refusals(name, DBAPIError), engine.begin() as connection:
            upgrade(connection)
            # A store that can be read but not written is refused now, not in the middle of a crawl.
            connection.execute(update(FeedHead).values(id=FeedHead.id))
    except StoreError:
        engine.dispose()
        raise
    return Store(engine, name)


def open_to_read(address: str) -> Store:
    """Open a store that is there; it is never changed, not even brought to the newest revision.

    :param address: as for ``open_store``.
    :raises StoreError: if it isn't there, can't be reached or read, is no store, or is older or newer than this
        program.
    """
    url = parse(address)
    _find(url)
    engine = make_engine(url, read_only=True)
    name = public(url)
    try:
        with refusals(name, DBAPIError), engine.connect().execution_options(reading=True) as connection:
            check(connection)
    except StoreError:
        engine.dispose()
        raise
    return Store(engine, name)


def _find(url: URL) -> None:
    """See that a store's file is there; whether a server has a store is seen when it is asked.

    :raises StoreError: if it isn't.
    """
    if url.get_backend_name() == "sqlite" and not _is_written(Path(str(url.database))):
        raise StoreError(
            f"there is no store {url.database}: scrapy crawl makes one, DATABASE_URL names another"
        )


def now(session: Session) -> datetime:
    """The database's clock, aware and in UTC: the only clock that all machines of a store share."""
    clock = _CLOCKS[session.get_bind().dialect.name]
    with session.no_autoflush:  # what is pending doesn't change the time
        return session.execute(select(literal_column(clock, Moment))).scalar_one()


def _is_written(file: Path) -> bool:
    """Whether there is a file that holds anything; SQLite takes an empty one for a new database."""
    return file.exists() and file.stat().st_size > 0
