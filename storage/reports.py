"""What a run did, as numbers to print."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from cleaners.model import Ledger
from storage import ledgers, tables
from storage.columns import digest
from storage.database import now
from storage.tables import Address, Article, Fetch, Run, Version

#: Counts by state, then by reason ("" where there is none).
States = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A run in numbers.

    ``addresses``: those whose present state this run set. ``fetches``: by outcome. ``articles``: events
    of the run by kind (new, changed, gone, moved, back, grouped), and ``total``: the portal's articles that
    are not gone now.
    ``seconds``: from its start to its end, or until now. ``rate``: requests per second.
    """

    portal: str
    started: datetime
    outcome: str | None
    addresses: States
    fetches: dict[str, int]
    articles: dict[str, int]
    seconds: float
    rate: float


@dataclass(frozen=True, slots=True)
class Sample:
    """One current article with its proof, to show a page before and after cleaning.

    ``raw`` has, by field, the words it was read from.
    """

    portal: str
    url: str
    title: str | None
    published: str | None
    source: str | None
    text: str
    raw: dict[str, str]
    ledger: Ledger


def run_summary(session: Session, run_id: int) -> RunSummary:
    """A run in numbers.

    :raises sqlalchemy.exc.NoResultFound: if there is no such run.
    """
    run = session.get_one(Run, run_id)
    seconds = ((run.ended or now(session)) - run.started).total_seconds()
    fetches = _count(session, Fetch.outcome, Fetch.run_id == run_id)
    events = _count(session, tables.Event.op, tables.Event.run_id == run_id)
    return RunSummary(
        portal=session.get_one(tables.Portal, run.portal_id).name,
        started=run.started,
        outcome=run.outcome,
        addresses=states(session, Address.run_id == run_id),
        fetches=fetches,
        articles={
            "total": articles_there(session, run.portal_id),
            "new": 0,
            "changed": 0,
            "gone": 0,
            "moved": 0,
            "back": 0,
        }
        | events,
        seconds=seconds,
        rate=sum(fetches.values()) / seconds if seconds > 0 else 0.0,
    )


def runs(session: Session, portal: str | None, below: int | None, limit: int) -> list[tuple[Run, str]]:
    """Runs with their portals' names, newest first.

    :param portal: of this one alone.
    :param below: only those with smaller numbers.
    """
    query = select(Run, tables.Portal.name).join(tables.Portal, tables.Portal.id == Run.portal_id)
    if portal is not None:
        query = query.where(tables.Portal.name == portal)
    if below is not None:
        query = query.where(Run.id < below)
    return [(run, name) for run, name in session.execute(query.order_by(Run.id.desc()).limit(limit))]


def failures(session: Session, run_id: int, limit: int | None = None) -> list[tuple[str, str, str]]:
    """The articles' addresses that came to a bad end in a run: URL, state and reason; the first ``limit``, or all."""
    query = select(Address.url, Address.state, Address.reason).where(
        Address.run_id == run_id,
        Address.role == "article",
        Address.state.in_(("failed", "blocked", "gone", "excluded")),
    )
    found = session.execute(query.order_by(Address.id).limit(limit))
    return [(url, state, reason or "") for url, state, reason in found]


def sample(session: Session, portal_id: int) -> Sample | None:
    """The portal's current article that the most different steps have changed; None if it has no article."""
    current = (
        select(Version.id, Version.changes)
        .join(Article, (Article.id == Version.article_id) & (Article.version == Version.number))
        .join(Address, Address.id == Article.address_id)
        .where(Address.portal_id == portal_id, Article.gone_since.is_(None))
        .order_by(Version.id)
    )
    best = max(session.execute(current), key=lambda row: len(row.changes), default=None)
    if best is None:
        return None
    chosen = (
        select(Version, tables.Portal.name, Address.url)
        .join(Article, Article.id == Version.article_id)
        .join(Address, Address.id == Article.address_id)
        .join(tables.Portal, tables.Portal.id == Address.portal_id)
        .where(Version.id == best.id)
    )
    version, portal, url = session.execute(chosen).one()
    raw = {name: field["raw"] for name, field in version.raw.items()}
    ledger = ledgers.unpack(version.ledger)
    return Sample(portal, url, version.title, version.published, version.source, version.text, raw, ledger)


def end_of(session: Session, portal_id: int, url: str) -> Address | None:
    """The address as it is now, or the one it leads to by redirects; None if the portal knows no such address."""
    query = select(Address).filter_by(portal_id=portal_id, url_digest=digest(url))
    address, met = session.scalar(query), set[int]()
    while address is not None and address.state == "redirected" and address.id not in met:
        met.add(address.id)
        address = session.get(Address, address.redirects_to)
    return address


def _count(
    session: Session, column: InstrumentedAttribute[Any], where: ColumnElement[bool]
) -> dict[str, int]:
    """Rows by a column's value."""
    query = select(column, func.count()).where(where).group_by(column).order_by(column)
    return {row[0]: row[1] for row in session.execute(query)}


def states(session: Session, where: ColumnElement[bool]) -> States:
    """These addresses by state and reason."""
    query = select(Address.state, Address.reason, func.count()).where(where)
    found: States = {}
    for state, reason, number in session.execute(query.group_by(Address.state, Address.reason)):
        found.setdefault(state, Counter())[reason or ""] += number
    return {state: dict(sorted(reasons.items())) for state, reasons in sorted(found.items())}


def articles_there(session: Session, portal_id: int) -> int:
    """How many articles of the portal are not gone."""
    here = select(func.count()).select_from(Article).join(Address, Address.id == Article.address_id)
    return session.execute(
        here.where(Address.portal_id == portal_id, Article.gone_since.is_(None))
    ).scalar_one()
