"""The view ``corpus`` as a table: one row for each article that is there.

The view itself says which columns there are: what copies it elsewhere follows it when it grows.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    DateTime,
    Double,
    Integer,
    MetaData,
    Numeric,
    RowMapping,
    Table,
    inspect,
    select,
)
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

from storage.columns import Moment, Number, StorableText

#: The view's key.
KEY = "article_id"
#: How many rows are in memory at once: an article's text may be as long as its page.
_AT_ONCE = 100

# What a column of the view is to us, by what the database says of it; text, if it is none of these.
_TYPES: tuple[tuple[type[TypeEngine[Any]], TypeEngine[Any]], ...] = (
    (DateTime, Moment()),
    (JSON, JSON()),
    (Integer, Number),
    (Numeric, Double()),
)


def table(connection: Connection) -> Table:
    """The view with all of its columns, as the store has it."""
    found = inspect(connection).get_columns("corpus")
    columns = (Column(each["name"], _type(each["type"]), primary_key=each["name"] == KEY) for each in found)
    return Table("corpus", MetaData(), *columns)


def rows(session: Session, corpus: Table, articles: Collection[int]) -> Iterator[Sequence[RowMapping]]:
    """The rows of those of these articles that are there, some at a time."""
    query = select(corpus).where(corpus.c[KEY].in_(articles)).execution_options(yield_per=_AT_ONCE)
    yield from session.execute(query).mappings().partitions()


def _type(found: TypeEngine[Any]) -> TypeEngine[Any]:
    return next((ours for theirs, ours in _TYPES if isinstance(found, theirs)), StorableText())
