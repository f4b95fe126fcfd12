"""What about portals somebody should look at: kept, so that each is told once when it arises and once when it ends."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, false, or_, select, true, update
from sqlalchemy.orm import Session

from storage.database import now
from storage.tables import Alert, Portal
from storage.upsert import insert_missing

#: Who sends alerts and doesn't come back within this time is dead: the next one sends them.
CLAIM = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Notice:
    """An alert. ``until`` is None while it lasts; else its end is what is told."""

    portal_id: int
    portal: str
    title: str
    kind: str
    text: str
    since: datetime
    until: datetime | None


def settle(session: Session, portal_id: int, seen: Mapping[str, str]) -> None:
    """Bring the portal's alerts to what is seen now.

    :param seen: by kind, what it is.
    """
    at = now(session)
    for kind, text in seen.items():
        insert_missing(session, Alert, portal_id=portal_id, kind=kind, text=text, since=at, told=False)
        here = update(Alert).where(Alert.portal_id == portal_id, Alert.kind == kind)
        session.execute(here.values(text=text))
        session.execute(here.where(Alert.until.is_not(None)).values(since=at, until=None))
    lasting = update(Alert).where(Alert.portal_id == portal_id, Alert.until.is_(None))
    session.execute(lasting.where(Alert.kind.not_in(seen)).values(until=at))


def lasting(session: Session) -> list[Notice]:
    """The alerts that last, by portal."""
    query = select(Alert, Portal).join(Portal, Portal.id == Alert.portal_id).where(Alert.until.is_(None))
    ordered = query.order_by(Portal.name, Alert.kind)
    return [_notice(alert, portal) for alert, portal in session.execute(ordered)]


def claim(session: Session) -> list[Notice]:
    """What is to be sent now: beginnings that weren't told, and ends of what was told.

    Nobody else gets them until they are settled by ``sent``, or ``CLAIM`` has passed.
    """
    at = now(session)
    begins, ends = (
        and_(Alert.until.is_(None), Alert.told.is_(false())),
        and_(Alert.until.is_not(None), Alert.told.is_(true())),
    )
    free = or_(Alert.claimed.is_(None), Alert.claimed < at - CLAIM, Alert.claimed > at)
    taken = update(Alert).where(or_(begins, ends), free).values(claimed=at)
    keys = session.execute(taken.returning(Alert.portal_id, Alert.kind)).all()
    rows = {(alert.portal_id, alert.kind): alert for alert in session.scalars(select(Alert))}
    portals = {portal.id: portal for portal in session.scalars(select(Portal))}
    return [_notice(rows[portal_id, kind], portals[portal_id]) for portal_id, kind in sorted(keys)]


def sent(session: Session, notices: Iterable[Notice], done: bool) -> None:
    """Note whether the notices that were claimed have been sent; if not, they are claimed anew at the next look."""
    for each in notices:
        here = update(Alert).where(Alert.portal_id == each.portal_id, Alert.kind == each.kind)
        session.execute(here.values(claimed=None))
        if done:
            session.execute(here.values(told=each.until is None))


def _notice(alert: Alert, portal: Portal) -> Notice:
    return Notice(portal.id, portal.name, portal.title, alert.kind, alert.text, alert.since, alert.until)
