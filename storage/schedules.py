"""When each portal is due: kept in the store, by the store's clock.

A crawl holds its portal's lease, and what says that a portal is due is changed under it: of any number of
processes that want to crawl a portal one does. A crawl that is killed leaves a due time as well.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from storage import tables
from storage.database import now
from storage.leases import Lease
from storage.tables import Portal, Run, Schedule
from storage.timetable import Plan, is_block
from storage.upsert import insert_missing

#: The due time of a portal that was never crawled.
_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
#: A portal's name and number, when it is due, how its last crawl ended, and until when it is held.
_Known = Row[str, int, datetime, str | None, datetime | None]


class NotDue(Exception):  # noqa: N818 (a state of the portal, no mistake of anybody)
    """The portal isn't due any more: another process has crawled it, or its quiet hours have begun."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A crawl's place in its portal's schedule: when it was due, and when it began."""

    plan: Plan
    planned: datetime
    started: datetime
    failures: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """When a portal can be crawled next.

    ``due``: when it is due; ``start``: the same, but neither past nor quiet. ``held``: it is being crawled, or
    cleaned again. ``is_ready``: it is due, and nothing stands against it.
    """

    portal: str
    due: datetime
    start: datetime
    held: bool
    is_ready: bool


def look(session: Session, plans: Mapping[str, Plan], ahead: float = 0) -> list[Outlook]:
    """As ``outlooks``. A due time that lies too far ahead is drawn in."""
    at = now(session)
    for name, row in _known(session, plans).items():
        latest = plans[name].latest(at, is_block(row.outcome))
        if row.due and row.due > latest:
            _draw_in(session, row.portal_id, latest)
    return outlooks(session, plans, ahead)


def outlooks(session: Session, plans: Mapping[str, Plan], ahead: float = 0) -> list[Outlook]:
    """These portals, the one that is due first first. Nothing is written.

    :param plans: by the portal's name.
    :param ahead: take a portal for due that will be within this part of its ``every``.
    """
    at, known = now(session), _known(session, plans)
    found = (_outlook(name, plan, known.get(name), at, ahead) for name, plan in plans.items())
    return sorted(found, key=lambda each: each.due)


def begin(session: Session, lease: Lease, plan: Plan, full: bool, ahead: float | None) -> Turn:
    """Note that a run that has just taken its lease is a crawl of its portal; it counts as what was due.

    :param ahead: as for ``look``; None: whether it is due or not.
    :raises NotDue: if it isn't.
    """
    run = session.get_one(Run, lease.run_id)
    insert_missing(session, Schedule, portal_id=lease.portal_id, due=_ALWAYS, failures=0)
    query = select(Schedule).filter_by(portal_id=lease.portal_id).with_for_update()
    row = session.execute(query, execution_options={"populate_existing": True}).scalar_one()
    if ahead is not None and plan.start(row.due - plan.every * ahead, run.started) > run.started:
        raise NotDue(lease.portal)
    run.crawl = "full" if full else "due"
    turn = Turn(plan, row.due, run.started, row.failures + 1)
    row.run_id, row.failures = run.id, turn.failures
    row.due = plan.after(None, turn.planned, turn.started, turn.failures)
    return turn


def end(session: Session, lease: Lease, turn: Turn, outcome: str, alone: timedelta = timedelta()) -> None:
    """Note how a crawl ended, before its lease is released.

    :param alone: how long the portal, which sent the crawl away, is left alone.
    """
    is_failure = outcome not in ("finished", "stopped")
    due, at = turn.plan.after(outcome, turn.planned, turn.started, turn.failures), now(session)
    values = {
        "due": max(min(due, turn.plan.latest(at, is_block(outcome))), at + alone),
        "failures": turn.failures if is_failure else 0,
    }
    session.execute(update(Schedule).where(Schedule.portal_id == lease.portal_id).values(values))


def wait(outlooks: list[Outlook], at: datetime) -> timedelta | None:
    """How long until another portal can be crawled; None where that isn't known by time."""
    waiting = (each.start - at for each in outlooks if not (each.held or each.is_ready))
    return min(waiting, default=None)


def _known(session: Session, names: Iterable[str]) -> dict[str, _Known]:
    """What the store knows of these portals' schedules, by name."""
    rows = (
        select(Portal.name, Schedule.portal_id, Schedule.due, Run.outcome, tables.Lease.expires)
        .outerjoin(Schedule, Schedule.portal_id == Portal.id)
        .outerjoin(Run, Run.id == Schedule.run_id)
        .outerjoin(tables.Lease, (tables.Lease.portal_id == Portal.id) & tables.Lease.holder.is_not(None))
        .where(Portal.name.in_(names))
    )
    return {row.name: row for row in session.execute(rows)}


def _outlook(name: str, plan: Plan, row: _Known | None, at: datetime, ahead: float) -> Outlook:
    due, held = _ALWAYS, False
    if row:
        held = row.expires is not None and row.expires > at
        due = min(row.due or due, plan.latest(at, is_block(row.outcome)))
    soon = plan.start(due - plan.every * ahead, at)
    return Outlook(name, due, plan.start(due, at), held, soon <= at and not held)


def _draw_in(session: Session, portal_id: int, latest: datetime) -> None:
    """Only if no crawl has changed it meanwhile."""
    beyond = update(Schedule).where(Schedule.portal_id == portal_id, Schedule.due > latest)
    session.execute(beyond.values(due=latest))
