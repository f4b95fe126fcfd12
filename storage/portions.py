"""Questions about many values at once, in as many statements as the databases' limits need."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar, TypeVarTuple

from sqlalchemy import Row, Select
from sqlalchemy.orm import InstrumentedAttribute, Session

#: Values in one statement: SQLite takes 32,766, PostgreSQL 65,535.
AT_ONCE = 10_000

_LISTS = {"sqlite": "[%s]", "postgresql": "{%s}"}

T = TypeVar("T")
Columns = TypeVarTuple("Columns")


def portions(values: Iterable[T], size: int = AT_ONCE) -> Iterator[Sequence[T]]:
    """The values in portions that a statement can hold; none of no values.

    >>> list(portions("abcde", 2))
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    left = iter(values)
    while some := list(islice(left, size)):
        yield some


def among(
    session: Session, query: Select[*Columns], column: InstrumentedAttribute[Any], values: Iterable[Any]
) -> list[Row[*Columns]]:
    """The query's rows where a column has one of these values. They are in its order within a portion only."""
    found = (session.execute(query.where(column.in_(some))) for some in portions(values))
    return [row for rows in found for row in rows]


def number_list(session: Session, numbers: Iterable[int]) -> str:
    """Numbers as one value: JSON for SQLite's ``json_each``, an array for PostgreSQL's ``unnest`` and ``ANY``."""
    return _LISTS[session.get_bind().dialect.name] % ",".join(map(str, numbers))
