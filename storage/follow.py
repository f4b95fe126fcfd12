"""Applies the change feed to an analysis database.

An event says that an article is another; what it is now is read from the store. So applying an event once
more does no harm, and a target that is behind passes over states that are no more. The cursor moves in
the transaction that writes the rows: whatever kills the program, the target has both or neither.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, select, update
from sqlalchemy.orm import Session

from storage import corpus, feed
from storage.database import Store, StoreError
from storage.feed import Event
from storage.tables import Portal
from storage.targets import CURSOR, Target
from storage.upsert import insert_or_update

#: Events of one transaction.
BATCH = 500

_Portals = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Applied:
    """What one transaction did.

    ``number`` is where the cursor is now, ``head`` the store's last event.
    """

    events: int
    written: int
    removed: int
    number: int
    head: int


def apply(store: Store, target: Target, limit: int = BATCH) -> Applied:
    """Apply the next events, in one transaction of the target; nothing where it has applied all of them.

    Of several processes that feed the same target one applies them, and the others wait.

    :param limit: at most so many events.
    :raises StoreError: if one of the two databases fails, or the target has followed another store.
    """
    with target.transaction() as there:
        # Locked before the store is looked at: so we see at least what the one before us saw.
        cursor = there.execute(select(CURSOR).with_for_update()).one()
        with store.reading() as session:
            after = _start(session, cursor, target)
            events = feed.read(session, after, limit)
            written, removed = _transfer(session, there, target, {each.article_id for each in events})
            portals = _portals(session)
            head = feed.head(session).number
        _rename(there, target.articles, cursor.portals, portals)
        moved: dict[str, Any] = {"portals": portals, "shape": target.articles.columns.keys()}
        if events:
            moved |= {"number": events[-1].number, "event": _words(events[-1])}
        if events or (cursor.portals, cursor.shape) != (moved["portals"], moved["shape"]):
            there.execute(update(CURSOR).values(moved))
    return Applied(len(events), written, removed, events[-1].number if events else after, head)


def _start(session: Session, cursor: Row[Any], target: Target) -> int:
    """The number after which to read: the cursor's, or 0 where the rows lack a column.

    :raises StoreError: if what the target has applied isn't this store's feed.
    """
    if cursor.store != feed.head(session).store:
        raise StoreError(f"the target {target.name} follows another store: name another database")
    if set(cursor.shape) - set(target.articles.columns.keys()):
        raise StoreError(f"the target {target.name} was made by a newer version: update the program")
    last = feed.read(session, cursor.number - 1, 1) if cursor.number else []
    if cursor.number and [_words(each) for each in last] != [cursor.event]:
        raise StoreError(
            f"the target {target.name} has applied event {cursor.number}, which the store doesn't have;"
            " was the store restored from a backup? Drop the target's tables"
            f" {target.articles.name} and {CURSOR.name}, and run again"
        )
    return int(cursor.number) if cursor.shape == target.articles.columns.keys() else 0


def _words(event: Event) -> str:
    """What tells an event from another store's of the same number."""
    return f"{event.at.isoformat()} {event.op} {event.article_id}"


def _transfer(session: Session, there: Connection, target: Target, touched: set[int]) -> tuple[int, int]:
    """Give the target the articles as they are now, and take from it those that are no more.

    :returns: how many rows were written, how many removed.
    """
    if not touched:
        return 0, 0
    articles, written = target.articles, set[int]()
    for rows in corpus.rows(session, target.corpus, touched):
        there.execute(insert_or_update(there, articles), [dict(row) for row in rows])
        written |= {row[corpus.KEY] for row in rows}
    gone = delete(articles).where(articles.c[corpus.KEY].in_(touched - written))
    return len(written), there.execute(gone).rowcount


def _portals(session: Session) -> _Portals:
    """The titles and regions of the portals, which may change without an event."""
    rows: Iterable[Portal] = session.scalars(select(Portal).order_by(Portal.name))
    return {row.name: [row.title, row.region] for row in rows}


def _rename(there: Connection, articles: Table, before: _Portals, now: _Portals) -> None:
    for name, (title, region) in now.items():
        if name in before and before[name] != [title, region]:
            changed = update(articles).where(articles.c.portal == name)
            there.execute(changed.values(portal_title=title, region=region))
