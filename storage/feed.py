"""The change feed: numbered without a gap, so that a reader with a cursor misses nothing.

An event tells that an article's line in the view ``corpus`` is new, another, or no more. Whoever adds a
column to the view sees to it that no change of it is without an event. The portal's title and region alone
change without one: it would be one for each of the portal's articles.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from storage import tables
from storage.columns import Base
from storage.database import now
from storage.words import Op

_EVENTS = Base.metadata.tables["events"]


@dataclass(frozen=True, slots=True)
class Event:
    """One change. ``version`` is the article's version it speaks of.

    ``portal``, ``url`` and ``key`` are None where the store has the article no more.
    """

    number: int
    at: datetime
    op: Op
    article_id: int
    version: int
    portal: str | None
    url: str | None
    key: str | None


def head(session: Session) -> tables.FeedHead:
    """The feed's last number, and which store it is."""
    return session.execute(select(tables.FeedHead)).scalar_one()


def lock(session: Session) -> None:
    """Wait for one's turn to write articles; it lasts to the end of the transaction.

    Whoever writes articles, groups or events does this first: the groups join articles of different
    portals, and two writers that came to the same rows from two sides would wait for each other for ever.
    """
    row = tables.FeedHead
    session.execute(update(row).values(number=row.number))


def append(session: Session, run_id: int, told: Sequence[tuple[Op, int, int]]) -> None:
    """Write events: what happened, to which article, and in which version of it.

    The head's row stays locked to the end of the transaction, so numbers appear in the order of
    commits.
    """
    if not told:
        return
    row = tables.FeedHead
    last = session.execute(
        update(row).values(number=row.number + len(told)).returning(row.number)
    ).scalar_one()
    shared = {"at": now(session), "run_id": run_id}
    rows = [
        {"number": number, "op": op, "article_id": article_id, "version": version, **shared}
        for number, (op, article_id, version) in enumerate(told, last - len(told) + 1)
    ]
    session.execute(insert(_EVENTS), rows)


def read(session: Session, after: int, limit: int) -> list[Event]:
    """The events that follow a cursor.

    :param after: the number of the last event seen, 0 at the start.
    :param limit: at most so many.
    :returns: them in order, without a gap: those not there yet will have higher numbers.
    """
    event, article, address, portal = tables.Event, tables.Article, tables.Address, tables.Portal
    query = (
        select(
            event.number,
            event.at,
            event.op,
            event.article_id,
            event.version,
            portal.name,
            address.url,
            article.key,
        )
        .outerjoin(article, article.id == event.article_id)
        .outerjoin(address, address.id == article.address_id)
        .outerjoin(portal, portal.id == address.portal_id)
        .where(event.number > after)
        .order_by(event.number)
        .limit(limit)
    )
    return [Event(*row) for row in session.execute(query)]
