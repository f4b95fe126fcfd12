"""Insert what is there already, or what another process may insert at the same time."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Insert, Table
from sqlalchemy.dialects import mysql, postgresql, sqlite
from sqlalchemy.orm import Session

from storage.columns import Base

_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert_missing(session: Session, table: type[Base], **values: Any) -> None:
    """Insert a row, or leave the one that is there: ``insert_all_missing`` with one."""
    insert_all_missing(session, table, [values])


def insert_all_missing(session: Session, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, or leave those that a unique constraint finds there already.

    On PostgreSQL it waits for another transaction that is inserting the same row, and leaves its row.
    """
    insert = _INSERTS[session.get_bind().dialect.name]
    session.execute(insert(table).on_conflict_do_nothing(), rows)


def insert_or_update(connection: Connection, table: Table) -> Insert:
    """A statement that inserts a row, or gives all of its columns to the one with the same primary key."""
    others = [column.name for column in table.columns if not column.primary_key]
    if connection.dialect.name == "mysql":
        new = mysql.insert(table)
        return new.on_duplicate_key_update({name: new.inserted[name] for name in others})
    insert: Any = _INSERTS[connection.dialect.name](table)
    excluded = {name: insert.excluded[name] for name in others}
    statement: Insert = insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=excluded)
    return statement
