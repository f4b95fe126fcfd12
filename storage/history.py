"""What became of the articles of an address: their versions, and that they went, came back or moved."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from cleaners.model import FIELDS
from storage.columns import digest
from storage.tables import Address, Article, Event, Portal, Version
from storage.words import Cause, Op

#: So many pairs of paragraphs are compared, which takes a second at most: a page may have 50,000, all alike.
_COMPARED = 1_000_000


class Line(NamedTuple):
    """A line of a difference: ``-`` was taken away, ``+`` was added. ``of`` is a field's name, or ``text``."""

    sign: str
    of: str
    words: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an article's history.

    ``op`` is ``new`` or ``changed`` for a version, with its cause and cleaner, the fields that are others than
    in the version before (``text`` among them) and the difference; or ``gone``, ``back``, ``moved``.
    """

    at: datetime
    op: Op
    version: int
    cause: Cause | None = None
    cleaner: str | None = None
    title: str | None = None
    changed: tuple[str, ...] = ()
    lines: tuple[Line, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Told:
    """An article's history, first things first. ``gone`` says that it is no longer there."""

    article_id: int
    key: str
    gone: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Happened:
    """One step of an article's history, with the address and the part key of the article."""

    article_id: int
    url: str
    key: str
    step: Step


@dataclass(frozen=True, slots=True)
class Place:
    """An address: its state, the articles it holds or held, and where it leads if those are elsewhere."""

    address_id: int
    portal: str
    url: str
    state: str
    reason: str | None
    articles: tuple[Told, ...]
    leads_to: str | None


def history(session: Session, url: str) -> list[Place]:
    """What the store knows of a canonical URL: in each portal that has it, the address and those it leads to.

    :returns: nothing, if no portal knows it.
    """
    portals = select(Portal.id)
    query = select(Address).where(Address.portal_id.in_(portals), Address.url_digest == digest(url))
    return [
        place
        for address in session.scalars(query.order_by(Address.id))
        for place in _places(session, address)
    ]


def of_run(session: Session, run_id: int) -> list[Happened]:
    """What a run made of articles, first things first; what was purged since is left out."""
    query = (
        select(Event, Article, Address.url)
        .join(Article, Article.id == Event.article_id)
        .join(Address, Address.id == Article.address_id)
        .where(Event.run_id == run_id, Event.op != "grouped")
        .order_by(Event.number)
    )
    return [
        Happened(article.id, url, article.key, _step_of(session, event))
        for event, article, url in session.execute(query)
    ]


def _places(session: Session, address: Address | None) -> Iterator[Place]:
    """An address and, as long as they lead on, those it leads to: redirects, duplicates, further pages."""
    met: set[int] = set()
    while address is not None and address.id not in met:
        met.add(address.id)
        articles = session.scalars(select(Article).filter_by(address_id=address.id).order_by(Article.id))
        yield place(session, address, [tell(session, article) for article in articles])
        address = _following(session, address)


def place(session: Session, address: Address, told: Sequence[Told]) -> Place:
    """An address with its articles' histories, or with some of them."""
    following = _following(session, address)
    portal = session.get_one(Portal, address.portal_id).name
    leads = following.url if following else None
    return Place(address.id, portal, address.url, address.state, address.reason, tuple(told), leads)


def _following(session: Session, address: Address) -> Address | None:
    return session.get(Address, address.redirects_to or address.part_of or 0)


def tell(session: Session, article: Article, newest: int | None = None) -> Told:
    """An article's history.

    :param newest: so many steps at most, the last ones; None: all.
    """
    # One version more: the first one that is told differs from it.
    first = 1 if newest is None else article.version - newest
    steps = [*_versions(session, article.id, first), *_moves(session, article.id, newest)]
    steps.sort(key=lambda step: step.at)
    return Told(article.id, article.key, article.gone_since is not None, tuple(steps[-(newest or 0) :]))


def _versions(session: Session, article_id: int, first: int) -> Iterator[Step]:
    """A step for each version from this one on, with what is another than in the one before."""
    query = select(Version).filter_by(article_id=article_id).where(Version.number >= first)
    before: Version | None = None
    for version in session.scalars(query.order_by(Version.number)):
        yield _step(before, version)
        before = version


def _step_of(session: Session, event: Event) -> Step:
    """The step that an event tells of."""
    if event.op not in ("new", "changed"):
        return Step(event.at, event.op, event.version)
    numbers = Version.number.in_((event.version - 1, event.version))
    query = select(Version).where(Version.article_id == event.article_id, numbers).order_by(Version.number)
    *before, version = session.scalars(query)
    return _step(before[0] if before else None, version)


def _step(before: Version | None, version: Version) -> Step:
    """A version as a step from the one before it."""
    lines = tuple(_difference(before, version)) if before else ()
    changed = tuple(dict.fromkeys(line.of for line in lines))
    op: Op = "changed" if before else "new"
    return Step(
        version.made_at, op, version.number, version.cause, version.cleaner, version.title, changed, lines
    )


def _moves(session: Session, article_id: int, newest: int | None) -> Iterator[Step]:
    """A step for each event that is no version."""
    query = select(Event).filter_by(article_id=article_id).where(Event.op.in_(("gone", "back", "moved")))
    for event in reversed(session.scalars(query.order_by(Event.number.desc()).limit(newest)).all()):
        yield Step(event.at, event.op, event.version)


def _difference(before: Version, after: Version) -> Iterator[Line]:
    """What is another: field by field, then paragraph by paragraph."""
    for name in (*FIELDS, "part"):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield from (
                Line(sign, name, str(value)) for sign, value in (("-", old), ("+", new)) if value is not None
            )
    yield from paragraphs(before.text.split("\n"), after.text.split("\n"))


def paragraphs(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """The paragraphs that were taken away, and those that were added; where they are too many to compare, all."""
    steps: Sequence[tuple[str, int, int, int, int]] = [("replace", 0, len(old), 0, len(new))]
    if len(old) * len(new) <= _COMPARED:
        steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for tag, start, end, from_, to in steps:
        if tag != "equal":
            yield from (Line("-", "text", each) for each in old[start:end])
            yield from (Line("+", "text", each) for each in new[from_:to])
