"""All that is known of an address: how it was found, asked and read, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cleaners.model import FIELDS, SITE, Field, Hints
from storage.addresses import hints
from storage.database import now
from storage.documents import Attachment, attached
from storage.history import Place, Step, Told, history
from storage.tables import Address, Article, DuplicateGroup, Fetch, Page, Portal, Version
from storage.words import Outcome, Role


@dataclass(frozen=True, slots=True)
class Tried:
    """One fetch. ``size`` is the body's in bytes, where one came."""

    at: datetime
    status: int | None
    outcome: Outcome
    size: int | None
    seconds: float
    error: str | None


@dataclass(frozen=True, slots=True)
class Copy:
    """Another article with the same text or nearly so."""

    article_id: int
    portal: str
    url: str
    key: str
    is_original: bool


@dataclass(frozen=True, slots=True)
class Read:
    """An article as its current version has it, and how that was read from the page.

    ``layout`` is None for the general way. ``changes`` counts what each step removed or changed. ``steps`` are
    its versions and moves, without their differences.
    """

    article_id: int
    key: str
    gone: bool
    is_original: bool | None
    charset: str
    charset_reason: str
    layout: str | None
    changes: dict[str, int]
    faults: tuple[str, ...]
    fields: dict[str, Field]
    copies: tuple[Copy, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Life:
    """An address's life.

    ``found_on`` is the address it was found on; None for a start address. ``is_due`` says that the next run asks
    it; else ``next_ask`` says when it will be due, None for not by time. ``listed_at``, ``swept_at`` and ``news_at``
    are a column's, at its first page. ``attachments`` are the documents its articles name, or the one that it is.
    """

    portal: str
    url: str
    role: Role
    state: str
    reason: str | None
    leads_to: str | None
    found_at: datetime
    found_on: str | None
    hints: Hints
    is_due: bool
    next_ask: datetime | None
    listed_at: datetime | None
    swept_at: datetime | None
    news_at: datetime | None
    fetches: tuple[Tried, ...]
    articles: tuple[Read, ...]
    attachments: tuple[Attachment, ...]


def lives(session: Session, url: str) -> list[Life]:
    """What the store knows of a canonical URL: in each portal that has it, the address and those it leads to.

    :returns: nothing, if no portal knows it.
    """
    return [life(session, place) for place in history(session, url)]


def life(session: Session, place: Place, newest: int | None = None) -> Life:
    """The life of an address whose history is known.

    :param newest: so many fetches at most, the last ones; None: all.
    """
    at = now(session)
    address = session.get_one(Address, place.address_id)
    origin = session.get(Address, address.found_on or 0)
    return Life(
        portal=place.portal,
        url=place.url,
        role=address.role,
        state=place.state,
        reason=place.reason,
        leads_to=place.leads_to,
        found_at=address.found_at,
        found_on=origin.url if origin else None,
        hints=hints(address),
        is_due=place.state == "pending" or (address.next_ask is not None and address.next_ask <= at),
        next_ask=address.next_ask,
        listed_at=address.listed_at,
        swept_at=address.swept_at,
        news_at=address.news_at,
        fetches=tuple(_fetches(session, address.id, newest)),
        articles=tuple(_read(session, told) for told in place.articles),
        attachments=tuple(attached(session, address.id)),
    )


def _fetches(session: Session, address_id: int, newest: int | None) -> Iterator[Tried]:
    """The last fetches, first things first."""
    query = (
        select(Fetch, Page.size)
        .outerjoin(Page, (Page.id == Fetch.page_id) & (Fetch.outcome != "not modified"))
        .where(Fetch.address_id == address_id)
        .order_by(Fetch.id.desc())
        .limit(newest)
    )
    for fetch, size in reversed(session.execute(query).all()):
        yield Tried(fetch.at, fetch.status, fetch.outcome, size, fetch.seconds, fetch.error)


def _read(session: Session, told: Told) -> Read:
    article = session.get_one(Article, told.article_id)
    query = select(Version).filter_by(article_id=article.id, number=article.version)
    version = session.scalars(query).one()
    group = session.get(DuplicateGroup, article.duplicate_group or 0)
    return Read(
        article_id=article.id,
        key=told.key,
        gone=told.gone,
        is_original=group.original_id == article.id if group else None,
        charset=version.charset,
        charset_reason=version.charset_reason,
        layout=version.layout,
        changes=version.changes,
        faults=tuple(version.faults),
        fields=dict(fields(version)),
        copies=tuple(_copies(session, article, group)) if group else (),
        steps=tuple(replace(step, lines=()) for step in told.steps),
    )


def fields(version: Version) -> Iterator[tuple[str, Field]]:
    """The fields that the page told, and what its footer says of the site, each with its words."""
    raw: dict[str, Any] = version.raw
    for name in (*FIELDS, *SITE):
        value = getattr(version, name)
        if value is not None and name in raw:
            yield name, Field(value, raw[name]["raw"], raw[name]["origin"])


def _copies(session: Session, article: Article, group: DuplicateGroup) -> Iterator[Copy]:
    """The other members of an article's group, the likely original first."""
    query = (
        select(Portal.name, Address.url, Article.key, Article.id)
        .join(Address, Address.id == Article.address_id)
        .join(Portal, Portal.id == Address.portal_id)
        .where(Article.duplicate_group == group.id, Article.id != article.id)
        .order_by(Article.id != group.original_id, Article.id)
    )
    for portal, url, key, number in session.execute(query):
        yield Copy(number, portal, url, key, number == group.original_id)
