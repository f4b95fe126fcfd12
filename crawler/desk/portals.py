"""The portals as the desk shows them: those that have a file, and those that the store knows besides."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler import health
from crawler.desk.sharing import Desk
from crawler.health import Seen
from storage import standing, tables
from storage.alerts import Notice
from storage.overview import Daily, daily
from storage.schedules import Outlook
from storage.standing import Crawled, Standing

#: So many days are plotted.
DAYS = 91


@dataclass(frozen=True)
class Shown:
    """A portal. ``number`` is None where the store doesn't know it; ``outlook`` where nobody looks after it."""

    number: int | None
    name: str
    title: str
    region: str
    home: str
    standing: Standing | None
    outlook: Outlook | None
    blocked_since: datetime | None
    alerts: tuple[Notice, ...]

    @property
    def last(self) -> Crawled | None:
        """Its last crawl, running or ended."""
        return self.standing.crawls[0] if self.standing and self.standing.crawls else None

    @property
    def is_bad(self) -> bool:
        """Whether somebody should look at it."""
        return bool(self.alerts or self.blocked_since)


@dataclass(frozen=True)
class Portals:
    """All portals, those with alerts first, and what they published from day to day."""

    shown: tuple[Shown, ...]
    daily: Daily | None


def portals(session: Session, desk: Desk, name: str | None = None) -> Portals:
    """How portals fare, as ``scrapy status`` sees it.

    :param name: this one alone.
    """
    attended = desk.attended if name is None else desk.attended.only(name)
    found = health.view(session, attended, desk.broken)
    rows = select(tables.Portal) if name is None else select(tables.Portal).filter_by(name=name)
    known = {row.name: row for row in session.scalars(rows)}
    seen = {each.portal.name: each for each in found.portals}
    shown = [
        *(_attended(each, known.get(name), found.alerts) for name, each in seen.items()),
        *_others(session, known, seen.keys(), found.alerts),
    ]
    return Portals(tuple(sorted(shown, key=lambda each: (not each.is_bad, each.name))), daily(session, DAYS))


def _attended(seen: Seen, row: tables.Portal | None, alerts: tuple[Notice, ...]) -> Shown:
    portal = seen.portal
    return Shown(
        row.id if row else None,
        portal.name,
        portal.title,
        portal.region,
        row.home if row else portal.home,
        seen.standing,
        seen.outlook,
        seen.blocked_since,
        _of(portal.name, alerts),
    )


def _others(
    session: Session, known: dict[str, tables.Portal], attended: Collection[str], alerts: tuple[Notice, ...]
) -> Iterator[Shown]:
    """Portals of the store that have no file, or whose address isn't known."""
    for name, row in known.items():
        if name not in attended:
            its_standing = standing.standing(session, row.id)
            its_alerts = _of(name, alerts)
            yield Shown(row.id, name, row.title, row.region, row.home, its_standing, None, None, its_alerts)


def _of(name: str, alerts: tuple[Notice, ...]) -> tuple[Notice, ...]:
    return tuple(each for each in alerts if each.portal == name)
