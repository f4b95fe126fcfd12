"""The search index: which articles have which terms, newest first.

An article that is there has a *slot*, a number that grows with its day of publication: both databases
then give the newest matches first without sorting all of them. On SQLite the terms are an FTS5 table
without a copy of the text; on PostgreSQL an array of numbers, which takes half the room of a tsvector
and has no limit of its size. Both may name an article too many, never one too few: the text decides.
"""

import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, text
from sqlalchemy.orm import Session

from storage.tables import Address, Article, Searchable, Version
from storage.terms import terms

#: A day has 2 to the power of so many slots; what is more goes to the day after. More of them would
#: be room for more articles, but the index would store larger gaps.
DAY_BITS = 12
#: Days before are free for articles without a date: they are the oldest.
FIRST_DAY = date(1900, 1, 1).toordinal()

#: An article's title, text, date and portal.
_Content = Row[str | None, str, str | None, int]

_FIND: Mapping[str, str] = {
    "sqlite": """SELECT rowid FROM search_index WHERE search_index MATCH :terms
        AND rowid >= :floor AND rowid < :below ORDER BY rowid DESC LIMIT :limit""",
    # + 0: else a planner that takes the words for common would read all articles one by one.
    "postgresql": """SELECT slot FROM search_index WHERE terms @> CAST(:terms AS integer[])
        AND slot >= :floor AND slot < :below ORDER BY slot + 0 DESC LIMIT :limit""",
}
_ADD: Mapping[str, str] = {
    "sqlite": "INSERT INTO search_index (rowid, terms) VALUES (:slot, :terms)",
    "postgresql": "INSERT INTO search_index (slot, terms) VALUES (:slot, CAST(:terms AS integer[]))",
}
_REMOVE: Mapping[str, str] = {
    # An FTS5 table without the text must be told what it was: the same terms as were added.
    "sqlite": "INSERT INTO search_index (search_index, rowid, terms) VALUES ('delete', :slot, :terms)",
    "postgresql": "DELETE FROM search_index WHERE slot = :slot",
}
_CLEAR: Mapping[str, str] = {
    "sqlite": "INSERT INTO search_index (search_index) VALUES ('delete-all')",
    "postgresql": "DELETE FROM search_index",
}


@dataclass(frozen=True, slots=True)
class Range:
    """Slots from ``floor`` on, and below ``below``."""

    floor: int
    below: int


def index(session: Session, article_id: int) -> None:
    """Make an article's current version found, in place of an earlier one.

    Whoever writes articles calls it in the same transaction, under the feed's lock.
    """
    version = session.execute(select(Article.version).filter_by(id=article_id)).scalar_one()
    content = _content(session, article_id, version)
    day, old = day_of(content.published), _entry(session, article_id)
    if old is not None:
        _remove(session, article_id, old)
    slot = old.slot if old and old.day == day else free_slot(session, day)
    entry = {"slot": slot, "article_id": article_id, "version": version, "day": day}
    session.execute(insert(Searchable).values(entry))
    _write(session, _ADD, slot, content)


def forget(session: Session, article_id: int) -> None:
    """Let an article be found no more: it is gone, or its versions are about to be deleted."""
    entry = _entry(session, article_id)
    if entry is not None:
        _remove(session, article_id, entry)


def compact(session: Session) -> None:
    """Take what was forgotten out of SQLite's file: until then FTS5 only marks it. PostgreSQL's vacuum does that."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("INSERT INTO search_index (search_index) VALUES ('optimize')"))


def clear(session: Session) -> None:
    """Let no article be found any more."""
    session.execute(text(_CLEAR[session.get_bind().dialect.name]))
    session.execute(delete(Searchable))


def fill(session: Session) -> None:
    """Index all articles that are there, in an index that is empty."""
    for number in session.scalars(select(Article.id).where(Article.gone_since.is_(None))).all():
        index(session, number)


def find(session: Session, wanted: Iterable[str], slots: Range, limit: int) -> list[int]:
    """The slots of articles that have all these terms, or seem to, newest first; at most ``limit``."""
    dialect = session.get_bind().dialect.name
    values = {"floor": slots.floor, "below": slots.below, "limit": limit}
    return list(session.scalars(text(_FIND[dialect]), values | {"terms": _AS_WANTED[dialect](wanted)}))


def portal_term(portal_id: int) -> str:
    """The term all articles of a portal have; no text has it, for a folded text has no full-width sign."""
    return f"＃{portal_id}"


def slots_of(session: Session, first: date | None, last: date | None) -> Range:
    """Where all articles of these days are, perhaps with some of the days after."""
    floor = 0 if first is None else day_of(first.isoformat()) << DAY_BITS
    highest = select(func.max(Searchable.slot))
    if last is not None:
        highest = highest.where(Searchable.day <= day_of(last.isoformat()))
    return Range(floor, (session.scalar(highest) or 0) + 1)


def day_of(published: str | None) -> int:
    """The day of an ISO 8601 date, a month's or year's first where it says no more; 0 for what is no date."""
    if not published:
        return 0
    shown = published[:10]
    try:
        return max(date.fromisoformat(shown + "0001-01-01"[len(shown) :]).toordinal(), FIRST_DAY)
    except ValueError:
        return 0


def free_slot(session: Session, day: int) -> int:
    """A slot of the day, behind those in use; of the next day that has one, if this one is full."""
    while True:
        behind = (day + 1) << DAY_BITS
        last = session.scalar(select(func.max(Searchable.slot)).where(Searchable.slot < behind))
        slot = max(day << DAY_BITS, -1 if last is None else last + 1)
        if slot < behind:
            return slot
        day += 1


def _remove(session: Session, article_id: int, entry: Row[int, int, int]) -> None:
    """Take an article out of the index, from where its entry says it is."""
    _write(session, _REMOVE, entry.slot, _content(session, article_id, entry.version))
    session.execute(delete(Searchable).filter_by(slot=entry.slot))


def _entry(session: Session, article_id: int) -> Row[int, int, int] | None:
    """Where an article is in the index, and which version of it."""
    query = select(Searchable.slot, Searchable.version, Searchable.day).filter_by(article_id=article_id)
    return session.execute(query).one_or_none()


def _content(session: Session, article_id: int, version: int) -> _Content:
    """What an article is found by."""
    query = (
        select(Version.title, Version.text, Version.published, Address.portal_id)
        .join(Article, Article.id == Version.article_id)
        .join(Address, Address.id == Article.address_id)
        .where(Version.article_id == article_id, Version.number == version)
    )
    return session.execute(query).one()


def _write(session: Session, statements: Mapping[str, str], slot: int, content: _Content) -> None:
    """Add or remove the terms of what is at a slot."""
    dialect = session.get_bind().dialect.name
    found = terms(f"{content.title or ''}\n{content.text}") | {portal_term(content.portal_id)}
    session.execute(text(statements[dialect]), {"slot": slot, "terms": _AS_STORED[dialect](found)})


def _numbers(wanted: Iterable[str]) -> list[int]:
    """Terms as PostgreSQL has them. Two terms may have one number."""
    return sorted({zlib.crc32(term.encode()) - 2**31 for term in wanted})


_AS_STORED: Mapping[str, Callable[[Iterable[str]], Any]] = {
    "sqlite": lambda found: " ".join(sorted(found)),
    "postgresql": _numbers,
}
#: A query of all these terms. No term holds a quote or any other ASCII sign.
_AS_WANTED: Mapping[str, Callable[[Iterable[str]], Any]] = {
    "sqlite": lambda wanted: " AND ".join(f'"{term}"' for term in sorted(wanted)),
    "postgresql": _numbers,
}
