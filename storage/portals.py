"""The portals a store knows."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import tables
from storage.upsert import insert_missing
from storage.words import World


@dataclass(frozen=True, slots=True)
class PortalRecord:
    """A portal as its spider declares it: the spider's name, the site's name, its region and home page."""

    name: str
    title: str
    region: str
    home: str


def world(session: Session) -> World:
    """What the store is about; the web's articles, where it has none yet."""
    return session.scalars(select(tables.FeedHead.world)).one() or "web"


def ensure(session: Session, record: PortalRecord) -> int:
    """Make the portal known, or bring what is known of it up to date.

    :returns: its number.
    """
    details = {"title": record.title, "region": record.region, "home": record.home}
    insert_missing(session, tables.Portal, name=record.name, **details)
    portal = session.execute(select(tables.Portal).filter_by(name=record.name)).scalar_one()
    for name, value in details.items():
        setattr(portal, name, value)
    return portal.id
