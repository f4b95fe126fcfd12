"""Articles as rows to export: the columns of the view ``corpus``, and what only an export has.

The view says which columns there are, the tables say what they hold: an export follows both when they grow.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import JSON, ColumnElement, Integer, Select, func, inspect, select
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.types import TypeEngine

from cleaners.model import Attachment, Link, Picture
from storage.columns import Moment
from storage.content import named_day
from storage.tables import Address, Article, DuplicateGroup, Portal, Version

#: What a column holds: ``texts`` is a list of strings, ``records`` one of objects, as RECORDS has them.
Kind = Literal["text", "number", "moment", "date", "texts", "records"]
#: What the lists of records hold: objects with the fields of these classes.
RECORDS: Mapping[str, type[Link | Picture | Attachment]] = {
    "links": Link,
    "pictures": Picture,
    "attachments": Attachment,
}
#: A row's values, in the order of the columns: str, int, aware datetime, date, list or None.
Values = Sequence[Any]

_FETCHED = 200  # rows asked for at once; a page's text may be as long as the page
_ROWS = 10_000  # rows of one batch at most
_CHARACTERS = 4_000_000  # and their characters, about

# The columns of the view that are not those of the same name in ``versions``.
_ELSEWHERE: dict[str, InstrumentedAttribute[Any]] = {
    "portal": Portal.name,
    "portal_title": Portal.title,
    "region": Portal.region,
    "url": Address.url,
    "part_key": Article.key,
    "column_name": Version.column,
    "version": Version.number,
    "first_seen": Article.first_seen,
    "article_id": Article.id,
    "duplicate_group": Article.duplicate_group,
    "original_id": DuplicateGroup.original_id,
}
#: Columns that only an export has, last of all.
ADDED = ("gone_since", "published_date")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles: of one portal, published on these days (both included), with those that are gone.

    An article without a date is left out where a day is given; one of a month or year counts as of its first day.
    """

    portal: str | None = None
    since: date | None = None
    until: date | None = None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """An export's column, with its meaning."""

    name: str
    kind: Kind
    meaning: str


def columns(session: Session) -> list[Column]:
    """The columns of an export, in order."""
    known = [_column(name, _source(name)) for name in _names(session)]
    gone, day = ADDED
    meaning = "the day of published; null where it names none"
    return [*known, _column(gone, Article.gone_since), Column(day, "date", meaning)]


def batches(session: Session, selection: Selection) -> Iterator[list[Values]]:
    """The rows, in the order of the articles' numbers, in parts that fit into memory.

    :raises LookupError: if the store has no such portal.
    """
    check(session, selection)
    names = _names(session)
    published, text = names.index("published"), names.index("text")
    result = session.execute(_query(names, selection).execution_options(yield_per=_FETCHED))
    batch: list[Values] = []
    characters = 0
    for row in result:
        batch.append((*row, named_day(row[published])))
        characters += len(row[text])
        if len(batch) == _ROWS or characters > _CHARACTERS:
            yield batch
            batch, characters = [], 0
    yield batch


def count(session: Session, selection: Selection) -> int:
    """How many rows there are."""
    query = _query(["article_id"], selection).order_by(None).subquery()
    return session.execute(select(func.count()).select_from(query)).scalar_one()


def check(session: Session, selection: Selection) -> None:
    """Make sure that the store has the selection's portal.

    :raises LookupError: if it hasn't.
    """
    known = session.scalars(select(Portal.name).order_by(Portal.name)).all()
    if selection.portal is not None and selection.portal not in known:
        raise LookupError(
            f"the store has no portal {selection.portal!r}; it has: {', '.join(known) or 'none'}"
        )


def _names(session: Session) -> list[str]:
    return [each["name"] for each in inspect(session.connection()).get_columns("corpus")]


def _source(name: str) -> InstrumentedAttribute[Any]:
    source: InstrumentedAttribute[Any] = _ELSEWHERE[name] if name in _ELSEWHERE else getattr(Version, name)
    return source


def _column(name: str, source: InstrumentedAttribute[Any]) -> Column:
    column = source.property.columns[0]
    return Column(name, _kind(source.key, column.type), str(column.comment))


def _kind(name: str, stored: TypeEngine[Any]) -> Kind:
    if isinstance(stored, JSON):
        return "records" if name in RECORDS else "texts"
    if isinstance(stored, Moment):
        return "moment"
    return "number" if isinstance(stored, Integer) else "text"


def _query(names: Sequence[str], selection: Selection) -> Select[Any]:
    query = (
        select(*(_source(name).label(name) for name in names), Article.gone_since)
        .join(Version, (Version.article_id == Article.id) & (Version.number == Article.version))
        .join(Address, Address.id == Article.address_id)
        .join(Portal, Portal.id == Address.portal_id)
        .outerjoin(DuplicateGroup, DuplicateGroup.id == Article.duplicate_group)
        .select_from(Article)
    )
    return query.where(*_conditions(selection)).order_by(Article.id)


def _conditions(selection: Selection) -> Iterator[ColumnElement[bool]]:
    day = func.substr(Version.published.concat("-01-01"), 1, len("2024-01-01"))
    if not selection.gone:
        yield Article.gone_since.is_(None)
    if selection.portal is not None:
        yield Portal.name == selection.portal
    if selection.since is not None:
        yield day >= selection.since.isoformat()
    if selection.until is not None:
        yield day <= selection.until.isoformat()
