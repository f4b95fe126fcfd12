"""The search index: which articles have which terms, newest first.

An article that is there has a *slot*, a number that grows with its day of publication: both databases
then give the newest matches first without sorting all of them. On SQLite the terms are an FTS5 table
without a copy of the text; on PostgreSQL an array of numbers, which takes half the room of a tsvector
and has no limit of its size. Both may name an article too many, never one too few: the text decides.
"""

import zlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, delete, func, insert, select, text
from sqlalchemy.orm import Session

from storage.columns import Base
from storage.portions import among, number_list, portions
from storage.tables import Address, Article, Searchable, Version
from storage.terms import terms

#: A day has 2 to the power of so many slots; what is more goes to the day after. More of them would
#: be room for more articles, but the index would store larger gaps.
DAY_BITS = 12
_SEARCHABLE = Base.metadata.tables["searchable"]
#: Days before are free for articles without a date: they are the oldest.
FIRST_DAY = date(1900, 1, 1).toordinal()

_FIND: Mapping[str, str] = {
    "sqlite": """SELECT rowid FROM search_index WHERE search_index MATCH :terms
        AND rowid >= :floor AND rowid < :below ORDER BY rowid DESC LIMIT :limit""",
    # + 0: else a planner that takes the words for common would read all articles one by one.
    "postgresql": """SELECT slot FROM search_index WHERE terms @> CAST(:terms AS integer[])
        AND slot >= :floor AND slot < :below ORDER BY slot + 0 DESC LIMIT :limit""",
}
_ADD: Mapping[str, str] = {
    "sqlite": "INSERT INTO search_index (rowid, terms) VALUES (:slot, :terms || ' ' || :portal)",
    "postgresql": """INSERT INTO search_index (slot, terms)
        VALUES (:slot, CAST(:terms AS integer[]) || CAST(:portal AS integer))""",
}
#: The last slot in use before each of these.
_LAST: Mapping[str, str] = {
    "sqlite": """SELECT value, (SELECT max(slot) FROM searchable WHERE slot < value)
        FROM json_each(:behind)""",
    "postgresql": """SELECT behind, (SELECT max(slot) FROM searchable WHERE slot < behind)
        FROM unnest(CAST(:behind AS bigint[])) AS behind""",
}
_REMOVE: Mapping[str, str] = {
    # An FTS5 table without the text must be told what it was: the same terms as were added.
    "sqlite": """INSERT INTO search_index (search_index, rowid, terms)
        VALUES ('delete', :slot, :terms || ' ' || :portal)""",
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


@dataclass(frozen=True, slots=True)
class Entry:
    """What an article's version is found by. ``terms`` is what ``forms`` gives for its title and text."""

    article_id: int
    version: int
    portal_id: int
    published: str | None
    terms: Mapping[str, str]


def forms(title: str | None, content: str, dialect: str | None = None) -> dict[str, str]:
    """The terms of a title and a text, as the index of each database takes them; or as that of one alone."""
    found = terms(f"{title or ''}\n{content}")
    return {name: form(found) for name, form in _FORMS.items() if dialect in (name, None)}


def index(session: Session, entries: Collection[Entry]) -> None:
    """Make these versions found, each in place of an earlier one of its article; a first one has none.

    Whoever writes articles calls it in the same transaction, under the feed's lock.
    """
    there = _there(session, [each.article_id for each in entries if each.version > 1])
    free = _FreeSlots(session, {day_of(each.published) for each in entries})
    slots, rows = {}, []
    for each in entries:
        day, old = day_of(each.published), there.get(each.article_id)
        slot = slots[each.article_id] = old.slot if old and old.day == day else free.take(day)
        rows.append({"slot": slot, "article_id": each.article_id, "version": each.version, "day": day})
    _remove(session, there.values())
    if rows:
        session.execute(insert(_SEARCHABLE), rows)
    _write(session, _ADD, [(slots[each.article_id], each) for each in entries])


def forget(session: Session, articles: Collection[int]) -> None:
    """Let articles be found no more: they are gone, or their versions are about to be deleted."""
    _remove(session, _there(session, articles).values())


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
    numbers = session.scalars(select(Article.id).where(Article.gone_since.is_(None)).order_by(Article.id))
    for some in portions(numbers.all(), 500):  # their texts and terms are in memory together
        index(session, current(session, some))


def current(session: Session, articles: Collection[int]) -> list[Entry]:
    """What the current versions of these articles are found by."""
    query = _content(Version.article_id).where(Version.number == Article.version)
    return [_entry(session, row) for row in among(session, query, Version.article_id, articles)]


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


class _FreeSlots:
    """Slots behind those in use on a day; on the next day that has one, if it is full."""

    def __init__(self, session: Session, days: Collection[int]) -> None:
        self._session = session
        self._next: dict[int, int] = {}
        if days:
            self._ask(days)

    def take(self, day: int) -> int:
        """A slot of the day, each once."""
        while True:
            behind = (day + 1) << DAY_BITS
            if day not in self._next:
                self._ask([day])
            slot = self._next[day]
            if slot < behind:
                self._next[day] += 1
                return slot
            day += 1

    def _ask(self, days: Collection[int]) -> None:
        """Ask what is behind the slots in use on these days."""
        behind = number_list(self._session, {(day + 1) << DAY_BITS for day in days})
        query = text(_LAST[self._session.get_bind().dialect.name])
        for end, last in self._session.execute(query, {"behind": behind}):
            day = (end >> DAY_BITS) - 1
            self._next[day] = max(day << DAY_BITS, -1 if last is None else last + 1)


def _there(session: Session, articles: Collection[int]) -> dict[int, Row[Any]]:
    """Where these articles are in the index, and what they are found by."""
    indexed = (Searchable.article_id == Version.article_id) & (Searchable.version == Version.number)
    query = _content(Searchable.article_id, Searchable.slot, Searchable.day).join(Searchable, indexed)
    return {row.article_id: row for row in among(session, query, Searchable.article_id, articles)}


def _content(*columns: Any) -> Select[Any]:
    """What versions are found by, beside other columns."""
    return (
        select(*columns, Version.number, Version.title, Version.text, Version.published, Address.portal_id)
        .join(Article, Article.id == Version.article_id)
        .join(Address, Address.id == Article.address_id)
    )


def _entry(session: Session, row: Row[Any]) -> Entry:
    found_by = forms(row.title, row.text, session.get_bind().dialect.name)
    return Entry(row.article_id, row.number, row.portal_id, row.published, found_by)


def _remove(session: Session, there: Collection[Row[Any]]) -> None:
    """Take out of the index what is there."""
    _write(session, _REMOVE, [(row.slot, _entry(session, row)) for row in there])
    for some in portions(row.slot for row in there):
        session.execute(delete(Searchable).where(Searchable.slot.in_(some)))


def _write(session: Session, statements: Mapping[str, str], entries: Collection[tuple[int, Entry]]) -> None:
    """Add or remove entries at these slots, as the index of this database has them."""
    dialect = session.get_bind().dialect.name
    rows = [
        {"slot": slot, "terms": each.terms[dialect], "portal": _PORTAL[dialect](portal_term(each.portal_id))}
        for slot, each in entries
    ]
    if rows:
        session.execute(text(statements[dialect]), rows)


def _number(term: str) -> int:
    """A term as PostgreSQL has it. Two terms may have one number."""
    return zlib.crc32(term.encode()) - 2**31


def _numbers(wanted: Iterable[str]) -> list[int]:
    return sorted(set(map(_number, wanted)))


#: All terms of an article.
_FORMS: Mapping[str, Callable[[Iterable[str]], str]] = {
    "sqlite": " ".join,
    "postgresql": lambda found: f"{{{','.join(map(str, _numbers(found)))}}}",
}
_PORTAL: Mapping[str, Callable[[str], Any]] = {"sqlite": str, "postgresql": _number}
#: A query of all these terms. No term holds a quote or any other ASCII sign.
_AS_WANTED: Mapping[str, Callable[[Iterable[str]], Any]] = {
    "sqlite": lambda wanted: " AND ".join(f'"{term}"' for term in sorted(wanted)),
    "postgresql": _numbers,
}
