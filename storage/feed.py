"""The change feed: numbered without a gap, so that a reader with a cursor misses nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage import tables
from storage.database import now
from storage.words import Op


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


def lock(session: Session) -> None:
    """Wait for one's turn to write articles; it lasts to the end of the transaction.

    Whoever writes articles, groups or events does this first: the groups join articles of different
    portals, and two writers that came to the same rows from two sides would wait for each other for ever.
    """
    head = tables.FeedHead
    session.execute(update(head).values(number=head.number))


def append(session: Session, run_id: int, op: Op, article_id: int, version: int) -> int:
    """Write an event.

    The head's row stays locked to the end of the transaction, so numbers appear in the order of
    commits.

    :returns: its number.
    """
    head = tables.FeedHead
    number = session.execute(update(head).values(number=head.number + 1).returning(head.number)).scalar_one()
    event = tables.Event(
        number=number, at=now(session), op=op, article_id=article_id, version=version, run_id=run_id
    )
    session.add(event)
    session.flush()
    return number


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
