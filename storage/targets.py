"""Analysis databases that follow the store: their tables, and what isn't touched there."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Engine,
    Inspector,
    MetaData,
    Table,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError

from storage.columns import Number, StorableText
from storage.corpus import KEY
from storage.engines import BUSY_SECONDS, TARGETS, WRONG_OPTION, make_engine, parse, public
from storage.errors import StoreError, refusals

#: Tables of the store: where they are, no copy is made.
_STORE = {"feed_head", "events", "versions"}
# On MariaDB and MySQL every name is compared byte by byte, and a text may hold any character.
_MYSQL: dict[str, Any] = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
}

CURSOR = Table(
    "zhengwen_cursor",
    MetaData(),
    Column("id", Number, primary_key=True, autoincrement=False, comment="always 1"),
    Column(
        "store", StorableText, nullable=False, comment="the name (UUID) of the store this database follows"
    ),
    Column("number", Number, nullable=False, comment="the last event applied"),
    Column("event", StorableText, comment="what that event was: another store's has the same number"),
    Column("shape", JSON, nullable=False, comment="the columns the rows were written with"),
    Column("portals", JSON, nullable=False, comment="each portal's title and region in the rows"),
    comment="how far zhengwen_articles has followed the store; don't edit",
    **_MYSQL,
)


@dataclass(frozen=True)
class Target:
    """An open analysis database.

    ``name`` is its address without password or options, ``corpus`` what its table ``articles`` is a copy of.
    """

    engine: Engine
    name: str
    corpus: Table
    articles: Table

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction: committed at the end, rolled back on any error.

        :raises StoreError: if the database fails.
        """
        with refusals(self.name, DBAPIError, what="target"), self.engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def open_target(address: str, store: str, corpus: Table) -> Target:
    """Open an analysis database; its two tables are made where they are missing, and get columns they lack.

    :param address: ``sqlite:///FILE``, ``postgresql://USER:PASSWORD@HOST/NAME``, ``mysql://…`` or ``mariadb://…``.
    :param store: the name of the store that a new one is to follow.
    :param corpus: what the rows are copied from.
    :raises StoreError: if it can't be reached or written, has no driver, is a store itself, or has a table
        of the same name that isn't ours.
    """
    url = parse(address, TARGETS)
    articles = Table(
        "zhengwen_articles",
        MetaData(),
        *(Column(c.name, c.type, primary_key=c.primary_key, autoincrement=False) for c in corpus.columns),
        comment="the articles of the store that are there; kept by: scrapy feed",
        **_MYSQL,
    )
    target = Target(make_engine(url), public(url), corpus, articles)
    try:
        _prepare_alone(target, store)
    except StoreError:
        target.close()
        raise
    return target


def _prepare_alone(target: Target, store: str) -> None:
    """Prepare the tables while no other process does. On SQLite the transaction itself sees to that."""
    with refusals(target.name, DBAPIError, what="target"), _connected(target) as connection:
        kind = connection.dialect.name
        if kind == "mysql":  # where each CREATE and ALTER ends the transaction
            connection.execute(text(f"SELECT GET_LOCK('zhengwen', {BUSY_SECONDS})"))
            connection.commit()
        with connection.begin():
            if kind == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('zhengwen'))"))
            _prepare(connection, target, store)
        if kind == "mysql":
            connection.execute(text("SELECT RELEASE_LOCK('zhengwen')"))


@contextmanager
def _connected(target: Target) -> Iterator[Connection]:
    try:
        connection = target.engine.connect()
    except TypeError as error:  # PyMySQL's, for an option it doesn't know
        raise StoreError(f"the target {target.name} can't be used: {WRONG_OPTION}") from error
    with connection:
        yield connection


def _prepare(connection: Connection, target: Target, store: str) -> None:
    seen = inspect(connection)
    there = {*seen.get_table_names(), *seen.get_view_names()}
    if there >= _STORE:
        raise StoreError(f"the target {target.name} is a store itself: name another database")
    for other in _others(seen, there, target.articles.name):
        raise StoreError(
            f"the target {target.name} has a table {other} that isn't the feed's:"
            " rename it, or name another database"
        )
    CURSOR.create(connection, checkfirst=True)  # first: it tells that the other one is ours
    if target.articles.name in there:
        _add_missing(connection, target.articles)
    else:
        target.articles.create(connection)
    if connection.execute(select(CURSOR.c.id)).first() is None:
        row = {"id": 1, "store": store, "number": 0, "shape": [], "portals": {}}
        connection.execute(insert(CURSOR).values(row))


def _others(seen: Inspector, there: set[str], articles: str) -> Iterator[str]:
    """The tables that have our tables' names and aren't ours."""
    if CURSOR.name in there:
        columns = {column["name"] for column in seen.get_columns(CURSOR.name)}
        if not columns >= set(CURSOR.columns.keys()):
            yield CURSOR.name
    if articles in there:
        key = seen.get_pk_constraint(articles)["constrained_columns"]
        if CURSOR.name not in there or key != [KEY]:
            yield articles


def _add_missing(connection: Connection, articles: Table) -> None:
    """The columns an older program did not know. Their values come as the feed is applied from its start."""
    # a sixth of a second to import, for what is needed once after some updates of the program
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    there = {column["name"] for column in inspect(connection).get_columns(articles.name)}
    change = Operations(MigrationContext.configure(connection))
    for column in articles.columns:
        if column.name not in there:
            change.add_column(articles.name, Column(column.name, column.type))
