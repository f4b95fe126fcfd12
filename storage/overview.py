"""What the desk tells of portals beside their standing: what they published, and what their articles are like."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cleaners.model import FIELDS
from storage.search_index import DAY_BITS, FIRST_DAY
from storage.tables import Address, Article, Searchable, Version

#: So many of a portal's articles say what they all are like.
SAMPLE = 500


@dataclass(frozen=True, slots=True)
class Daily:
    """How many articles that are there each portal published on each day, from ``first`` on.

    ``portals`` has the portals' numbers; one without an article in these days is missing.
    """

    first: date
    days: int
    portals: Mapping[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a portal's newest ``number`` articles are like.

    ``fields``: how many have each field. ``faults``: how many have each. ``steps``: by cleaning step, how many
    blocks it removed or changed, and on the pages of how many articles.
    """

    number: int
    fields: dict[str, int]
    faults: dict[str, int]
    steps: dict[str, tuple[int, int]]


def daily(session: Session, days: int) -> Daily | None:
    """What was published in so many days, up to the newest article's; None if no article has a date."""
    last = session.scalar(select(Searchable.day).order_by(Searchable.slot.desc()).limit(1))
    if last is None or last < FIRST_DAY:
        return None
    first = last - days + 1
    query = (
        select(Address.portal_id, Searchable.day, func.count())
        .join(Article, Article.id == Searchable.article_id)
        .join(Address, Address.id == Article.address_id)
        .where(Searchable.slot >= first << DAY_BITS, Searchable.day.between(first, last))
        .group_by(Address.portal_id, Searchable.day)
    )
    portals: dict[int, list[int]] = {}
    for portal_id, day, number in session.execute(query):
        portals.setdefault(portal_id, [0] * days)[day - first] = number
    begin = date.fromordinal(last) - timedelta(days - 1)
    return Daily(begin, days, {portal_id: tuple(numbers) for portal_id, numbers in portals.items()})


def likeness(session: Session, portal_id: int) -> Likeness:
    """What a portal's articles are like, by the newest that the store has got."""
    newest = (
        select(Article.id)
        .join(Address, Address.id == Article.address_id)
        .where(Address.portal_id == portal_id, Article.gone_since.is_(None))
        .order_by(Article.id.desc())
        .limit(SAMPLE)
    )
    has = [getattr(Version, name).is_not(None) for name in FIELDS]
    query = (
        select(Version.faults, Version.changes, *has)
        .join(Article, (Article.id == Version.article_id) & (Article.version == Version.number))
        .where(Article.id.in_(newest))
    )
    number, fields, faults, blocks, pages = 0, *(Counter[str]() for _ in range(4))
    for its_faults, changes, *there in session.execute(query):
        number += 1
        fields.update(name for name, is_there in zip(FIELDS, there, strict=True) if is_there)
        faults.update(its_faults)
        blocks.update(changes)
        pages.update(changes.keys())
    steps = {step: (blocks[step], pages[step]) for step, _ in blocks.most_common()}
    return Likeness(number, {name: fields[name] for name in FIELDS}, dict(faults.most_common()), steps)
