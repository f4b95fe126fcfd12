"""Leases: at most one run writes for a portal at a time.

A lease has a number that only grows. Every transaction of a run checks it under a lock first, so a
run that was taken for dead can't write any more, however late it wakes up.
"""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from storage import tables
from storage.database import StoreError, now
from storage.portals import PortalRecord, ensure
from storage.upsert import insert_missing
from storage.words import World

#: How long a lease holds if it isn't renewed. A live run renews it several times within; after a
#: crash the portal waits no longer than this for its next run.
TIME_TO_LIVE = timedelta(seconds=120)

_WORLDS = {
    "replica": "the store holds the demo's invented articles: give the crawl of real portals another one",
    "web": "the store holds real articles: give the demo's invented ones another one",
}


class LeaseHeld(Exception):  # noqa: N818 (a state of the portal, no mistake of anybody)
    """Another run crawls the portal. ``holder`` says who, ``until`` how long its lease holds (aware UTC)."""

    def __init__(self, portal: str, holder: str, until: datetime) -> None:
        super().__init__(
            f"{portal} is being crawled by {holder} (its lease holds until {until:%H:%M:%S} UTC;"
            " if it was killed, run again after that time)"
        )
        self.holder = holder
        self.until = until


class LeaseLost(Exception):  # noqa: N818 (as above)
    """The run's lease expired and another run took it, or the run ended it: it must stop writing."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A run's right to write for a portal. ``portal`` is the portal's name."""

    portal_id: int
    portal: str
    number: int
    run_id: int


def this_process() -> str:
    """Who asks for a lease, for people to read: host and process."""
    return f"{socket.gethostname()}:{os.getpid()}"


def take(session: Session, portal: PortalRecord, holder: str, world: World) -> Lease:
    """Take the portal's lease and start a run. An expired lease is taken over, its run marked died.

    :param holder: who asks: host and process, for people to read.
    :param world: ``web`` for real portals, ``replica`` for the demo's: a store holds only one of them.
    :raises LeaseHeld: if another run holds it.
    :raises StoreError: if the store holds the other world.
    """
    portal_id = ensure(session, portal)
    insert_missing(session, tables.Lease, portal_id=portal_id, number=0)
    row = _locked(session, portal_id)
    at = now(session)
    if row.holder is not None and row.expires is not None and row.expires > at:
        raise LeaseHeld(portal.name, row.holder, row.expires)
    _enter(session, world)
    _bury(session, portal_id, at)
    row.number += 1
    run = tables.Run(portal_id=portal_id, lease=row.number, holder=holder, started=at)
    session.add(run)
    session.flush()
    row.run_id, row.holder, row.expires = run.id, holder, at + TIME_TO_LIVE
    session.flush()
    return Lease(portal_id, portal.name, row.number, run.id)


def check(session: Session, lease: Lease) -> tables.Lease:
    """Make sure, under a lock that holds to the transaction's end, that the run still has its lease.

    A lease that expired but wasn't taken is still the run's. Once locked, the row is not asked for again.

    :raises LeaseLost: if not.
    """
    locked = session.info.setdefault("leases", {})
    row: tables.Lease = locked.get(lease.portal_id) or _locked(session, lease.portal_id)
    locked[lease.portal_id] = row
    if row.number != lease.number or row.holder is None:
        raise LeaseLost(
            f"run {lease.run_id} has lost its lease on {lease.portal}: it stops without writing more"
        )
    return row


def renew(session: Session, lease: Lease) -> None:
    """Let the lease hold for its full time again.

    :raises LeaseLost: if it is another's by now.
    """
    check(session, lease).expires = now(session) + TIME_TO_LIVE


def release(session: Session, lease: Lease, outcome: str, counts: Mapping[str, Any]) -> None:
    """End the run and free its lease.

    :param outcome: how the run ended, for people to read.
    :param counts: what the run counted, to be kept with it.
    :raises LeaseLost: if it is another's by now.
    """
    row = check(session, lease)
    row.holder = row.expires = None
    run = session.get_one(tables.Run, lease.run_id)
    run.ended, run.outcome, run.counts = now(session), outcome, dict(counts)


def _locked(session: Session, portal_id: int) -> tables.Lease:
    """The portal's lease row as it is now, locked; on SQLite the transaction's lock does it."""
    query = select(tables.Lease).filter_by(portal_id=portal_id).with_for_update()
    return session.execute(query, execution_options={"populate_existing": True}).scalar_one()


def _enter(session: Session, world: World) -> None:
    """Set the store's world, if it has none yet, or compare."""
    head = tables.FeedHead
    free_or_same = or_(head.world.is_(None), head.world == world)
    entered = session.scalar(update(head).where(free_or_same).values(world=world).returning(head.id))
    if entered is None:
        raise StoreError(_WORLDS["replica" if world == "web" else "web"])


def _bury(session: Session, portal_id: int, at: datetime) -> None:
    """Mark the portal's runs that never ended."""
    run = tables.Run
    never_ended = (run.portal_id == portal_id, run.outcome.is_(None))
    session.execute(update(run).where(*never_ended).values(ended=at, outcome="died"))
