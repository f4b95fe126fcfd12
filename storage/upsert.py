"""Insert what another process may insert at the same time."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from storage.columns import Base

_INSERTS: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def insert_missing(session: Session, table: type[Base], **values: Any) -> None:
    """Insert a row, or leave the one that a unique constraint finds there already.

    On PostgreSQL it waits for another transaction that is inserting the same row, and leaves its row.
    """
    insert = _INSERTS[session.get_bind().dialect.name]
    session.execute(insert(table).values(values).on_conflict_do_nothing())
