"""The articles that are there, by what they have in common, newest first, a page at a time.

A page's end is a place, the *slot* of its last article in the search index: so the thousandth page costs what the
first one costs. What no index knows (a source, a fault, words beyond their pairs of characters) is looked for among so
many articles at a time: a page may then be short of what was asked, and says where to go on.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice

from sqlalchemy import ColumnElement, Text, cast, select
from sqlalchemy.orm import Session

from storage import search
from storage.passages import Passage, passage, whole
from storage.portions import portions
from storage.search_index import Range, slots_of
from storage.tables import Address, Article, Portal, Searchable, Version
from storage.terms import Word, words

#: Articles that are looked at for one page at most.
LOOKED_AT = 5_000
#: Articles that are looked at in one statement: at first few, since most are what is wanted.
_FIRST_READ, _MOST_READ = 100, 2_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which articles: None for all.

    ``words`` are as in a search; ``first`` and ``last`` days of publication; ``fault`` is how a fault begins, or
    ``any``; ``group`` a duplicate group's number.
    """

    words: str | None = None
    portal: str | None = None
    first: date | None = None
    last: date | None = None
    source: str | None = None
    fault: str | None = None
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """An article of a list. ``passage`` is the text's beginning, or where the words stand."""

    article_id: int
    portal: str
    portal_title: str
    url: str
    key: str
    version: int
    published: str | None
    source: str | None
    faults: tuple[str, ...]
    group: int | None
    title: Passage
    passage: Passage


@dataclass(frozen=True, slots=True)
class Page:
    """Some articles.

    ``below`` is where to go on; None at the end. ``is_short`` says that it has fewer articles than were asked for,
    since so many were looked at.
    """

    articles: tuple[Listed, ...]
    below: int | None
    is_short: bool


def browse(session: Session, wanted: Wanted, below: int | None = None, limit: int = 50) -> Page:
    """The articles that are wanted, the newest first; of one day, those that were kept last.

    :param below: the place where an earlier page ended.
    :raises ValueError: if the words hold none, or there is no such portal.
    """
    sought = words(wanted.words or "")
    if wanted.words is not None and not sought:
        raise ValueError("these are no words to look for")
    conditions = list(_conditions(session, wanted))
    found, looked, last = list[int](), 0, None
    candidates = islice(_candidates(session, wanted, sought, below), LOOKED_AT)
    for some in _growing(candidates):
        fitting = set(_fitting(session, some, conditions)) if conditions else set(some)
        if sought:
            fitting = set(search.confirmed(session, sought, list(fitting)))
        for slot in some:
            looked, last = looked + 1, slot
            if slot in fitting:
                found.append(slot)
            if len(found) == limit:
                return Page(_listed(session, wanted, found), slot, False)
    is_short = looked == LOOKED_AT
    return Page(_listed(session, wanted, found), last if is_short else None, is_short)


def _growing(slots: Iterator[int]) -> Iterator[Sequence[int]]:
    """Slots in portions that grow."""
    size = _FIRST_READ
    while some := list(islice(slots, size)):
        yield some
        size = min(2 * size, _MOST_READ)


def _candidates(session: Session, wanted: Wanted, sought: Sequence[Word], below: int | None) -> Iterator[int]:
    """Slots in which what is wanted may stand, the highest first."""
    slots = slots_of(session, wanted.first, wanted.last)
    slots = Range(slots.floor, slots.below if below is None else min(below, slots.below))
    if sought or (wanted.portal is not None and wanted.group is None):
        return chain.from_iterable(search.named(session, sought, wanted.portal, slots))
    return _all(session, slots) if wanted.group is None else _of_group(session, wanted.group, slots)


def _all(session: Session, slots: Range) -> Iterator[int]:
    query = select(Searchable.slot).where(Searchable.slot >= slots.floor, Searchable.slot < slots.below)
    yield from session.scalars(query.order_by(Searchable.slot.desc()).limit(LOOKED_AT))


def _of_group(session: Session, group: int, slots: Range) -> Iterator[int]:
    query = select(Searchable.slot).join(Article, Article.id == Searchable.article_id)
    query = query.where(Article.duplicate_group == group, Searchable.slot < slots.below)
    yield from session.scalars(query.order_by(Searchable.slot.desc()))


def _conditions(session: Session, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """What must hold beside what the candidates are chosen by."""
    if wanted.portal is not None:
        # + 0: else a planner reads all of the portal's articles instead of those at the slots.
        yield Address.portal_id + 0 == search.portal_id(session, wanted.portal)
    if wanted.first is not None:
        yield Searchable.day >= wanted.first.toordinal()
    if wanted.last is not None:
        yield Searchable.day.between(1, wanted.last.toordinal())
    if wanted.source is not None:
        yield Version.source == wanted.source
    if wanted.group is not None:
        yield Article.duplicate_group == wanted.group
    if wanted.fault is not None:
        faults = cast(Version.faults, Text)
        begins = json.dumps(wanted.fault, ensure_ascii=False)[:-1]
        yield faults != "[]" if wanted.fault == "any" else faults.contains(begins, autoescape=True)


def _fitting(
    session: Session, slots: Sequence[int], conditions: Sequence[ColumnElement[bool]]
) -> Iterator[int]:
    query = (
        select(Searchable.slot)
        .join(Article, Article.id == Searchable.article_id)
        .join(Version, (Version.article_id == Article.id) & (Version.number == Searchable.version))
        .join(Address, Address.id == Article.address_id)
        .where(*conditions)
    )
    for some in portions(slots):
        yield from session.scalars(query.where(Searchable.slot.in_(some)))


def _listed(session: Session, wanted: Wanted, slots: Sequence[int]) -> tuple[Listed, ...]:
    """The articles at these slots, in their order."""
    query = (
        select(Searchable.slot, Portal, Address.url, Article, Version)
        .join(Article, Article.id == Searchable.article_id)
        .join(Version, (Version.article_id == Article.id) & (Version.number == Searchable.version))
        .join(Address, Address.id == Article.address_id)
        .join(Portal, Portal.id == Address.portal_id)
        .where(Searchable.slot.in_(slots))
        .order_by(Searchable.slot.desc())
    )
    sought = words(wanted.words or "")
    return tuple(
        Listed(
            article.id,
            portal.name,
            portal.title,
            url,
            article.key,
            version.number,
            version.published,
            version.source,
            tuple(version.faults),
            article.duplicate_group,
            whole(version.title or "", sought),
            passage(version.text, sought),
        )
        for _, portal, url, article, version in session.execute(query)
    )
