"""How all portals fare, and the alerts that come of it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.alarms import alarms
from crawler.portal import PortalSpider
from crawler.scheduling import Attended
from storage import alerts, schedules, standing, tables
from storage.alerts import Notice
from storage.database import Store, now
from storage.schedules import Outlook
from storage.standing import Crawled, Standing, Unread


@dataclass(frozen=True)
class Seen:
    """How a portal fares; ``standing`` is None where it was never crawled."""

    portal: type[PortalSpider]
    outlook: Outlook
    standing: Standing | None
    unread: tuple[Unread, ...]

    @property
    def last(self) -> Crawled | None:
        """Its last crawl, running or ended."""
        return self.standing.crawls[0] if self.standing and self.standing.crawls else None

    @property
    def blocked_since(self) -> datetime | None:
        """Since when one of its lists is refused to us."""
        return min(
            (each.since for each in self.unread if each.state == "blocked" and each.since), default=None
        )


@dataclass(frozen=True)
class Health:
    """How the portals fare, by name, and all alerts that last."""

    portals: tuple[Seen, ...]
    alerts: tuple[Notice, ...]


def look(store: Store, attended: Attended, broken: set[str]) -> Health:
    """Look at all portals, and bring the alerts to what is seen.

    Alerts of portals that have no file any more end.

    :param broken: the names of those whose file can't be read: their alerts stay as they are.
    """
    with store.transaction() as session:
        schedules.look(session, attended.plans)
    with store.reading() as session:  # the long part: it holds up no crawl
        known = _known(session)
        seen = _seen(session, attended, known)
    found = _alarms(seen)
    with store.transaction() as session:
        for name in known.keys() - broken:
            alerts.settle(session, known[name].id, found.get(name, {}))
        return Health(seen, tuple(alerts.lasting(session)))


def view(session: Session, attended: Attended, broken: Collection[str]) -> Health:
    """What ``look`` would see now, with the alerts it would leave. Nothing is written."""
    known, at = _known(session), now(session)
    seen = _seen(session, attended, known)
    lasting = {(each.portal, each.kind): each for each in alerts.lasting(session)}
    kept = [each for each in lasting.values() if each.portal in broken]
    found = [
        Notice(known[name].id, name, known[name].title, kind, text, before.since if before else at, None)
        for name, kinds in _alarms(seen).items()
        for kind, text in kinds.items()
        for before in [lasting.get((name, kind))]
    ]
    return Health(seen, tuple(sorted(kept + found, key=lambda each: (each.portal, each.kind))))


def _known(session: Session) -> dict[str, tables.Portal]:
    return {portal.name: portal for portal in session.scalars(select(tables.Portal))}


def _seen(session: Session, attended: Attended, known: Mapping[str, tables.Portal]) -> tuple[Seen, ...]:
    outlooks = {each.portal: each for each in schedules.outlooks(session, attended.plans)}
    return tuple(
        _portal(session, portal, home, known.get(portal.name), outlooks[portal.name])
        for portal, home in attended.homes.items()
    )


def _portal(
    session: Session, portal: type[PortalSpider], home: str, row: tables.Portal | None, outlook: Outlook
) -> Seen:
    if row is None:
        return Seen(portal, outlook, None, ())
    unread = standing.unread(session, row.id, portal.list_urls(home))
    return Seen(portal, outlook, standing.standing(session, row.id), tuple(unread))


def _alarms(seen: Iterable[Seen]) -> dict[str, dict[str, str]]:
    """What is wrong, by portal and kind."""
    return {
        each.portal.name: alarms(each.standing, each.portal.expect, each.unread)
        for each in seen
        if each.standing
    }
