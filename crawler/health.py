"""How all portals fare, and the alerts that come of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.alarms import alarms
from crawler.portal import PortalSpider
from crawler.scheduling import Attended
from storage import alerts, schedules, standing, tables
from storage.alerts import Notice
from storage.database import Store
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
        outlooks = {each.portal: each for each in schedules.look(session, attended.plans)}
    with store.reading() as session:  # the long part: it holds up no crawl
        known = {portal.name: portal.id for portal in session.scalars(select(tables.Portal))}
        seen = tuple(_seen(session, portal, home, known, outlooks) for portal, home in attended.homes.items())
    found = {
        each.portal.name: alarms(each.standing, each.portal.expect, each.unread)
        for each in seen
        if each.standing
    }
    with store.transaction() as session:
        for name in known.keys() - broken:
            alerts.settle(session, known[name], found.get(name, {}))
        return Health(seen, tuple(alerts.lasting(session)))


def _seen(
    session: Session,
    portal: type[PortalSpider],
    home: str,
    known: dict[str, int],
    outlooks: dict[str, Outlook],
) -> Seen:
    if (number := known.get(portal.name)) is None:
        return Seen(portal, outlooks[portal.name], None, ())
    unread = standing.unread(session, number, portal.list_urls(home))
    return Seen(portal, outlooks[portal.name], standing.standing(session, number), tuple(unread))
