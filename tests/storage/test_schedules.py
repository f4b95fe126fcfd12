"""Due times in the store: each portal is crawled once when it is due, whatever processes and clocks do."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from storage import leases, schedules
from storage.database import now
from storage.portals import PortalRecord
from storage.schedules import NotDue
from storage.tables import Lease, Run, Schedule
from storage.timetable import CHINA, Plan, Quiet

HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
PAST = datetime(2020, 1, 1, tzinfo=UTC)
DAILY = Plan(DAY)


class Runs:
    """Crawls of one portal in a store."""

    def __init__(self, store, plan=DAILY, name="hxw"):
        self.store, self.plan = store, plan
        self.portal = PortalRecord(name, "红星网", "", "https://x.cn")

    def begin(self, ahead=0.0, full=False):
        with self.store.transaction() as session:
            lease = leases.take(session, self.portal, "host:1", "web")
            return lease, schedules.begin(session, lease, self.plan, full, ahead)

    def end(self, begun, outcome="finished", alone=timedelta()):
        lease, turn = begun
        with self.store.transaction() as session:
            schedules.end(session, lease, turn, outcome, alone)
            leases.release(session, lease, outcome, {})

    def look(self, ahead=0.0):
        with self.store.transaction() as session:
            (seen,) = schedules.look(session, {self.portal.name: self.plan}, ahead)
            return seen

    def kill(self):
        """The lease of a run that was killed ends."""
        with self.store.transaction() as session:
            session.execute(update(Lease).values(expires=PAST))

    def move(self, table=Schedule, **by: timedelta):
        """As if the clock had moved the other way: the stored times move."""
        with self.store.transaction() as session:
            (row,) = session.scalars(select(table).order_by(*table.__mapper__.primary_key).limit(1))
            for column, delta in by.items():
                setattr(row, column, getattr(row, column) + delta)

    def in_store(self) -> tuple[timedelta, int]:
        """How far ahead the due time lies, and the failures."""
        with self.store.reading() as session:
            (row,) = session.scalars(select(Schedule))
            return row.due - now(session), row.failures


@pytest.fixture
def runs(store) -> Runs:
    return Runs(store)


def is_about(given: timedelta, meant: timedelta) -> bool:
    return abs(given - meant) < timedelta(minutes=1)


def test_a_portal_that_was_never_crawled_is_due_and_nothing_is_written(runs):
    seen = runs.look()
    assert (seen.is_ready, seen.held) == (True, False)
    with runs.store.reading() as session:
        assert session.scalars(select(Schedule)).all() == []


def test_a_portal_that_is_being_crawled_is_not_due(runs):
    runs.begin()
    assert (runs.look().is_ready, runs.look().held) == (False, True)


def test_a_crawled_portal_is_due_after_its_time_and_not_before(runs):
    runs.end(runs.begin())
    assert not runs.look().is_ready
    assert is_about(runs.in_store()[0], DAY)
    runs.move(due=-DAY + HOUR)
    assert not runs.look().is_ready
    runs.move(due=-HOUR - SECOND)
    assert runs.look().is_ready


def test_of_two_that_saw_it_due_one_crawls_it(runs):
    assert runs.look().is_ready
    runs.end(runs.begin())
    with pytest.raises(NotDue):
        runs.begin()
    with runs.store.reading() as session:
        assert [run.crawl for run in session.scalars(select(Run))] == ["due"]
        assert session.scalar(select(Lease.holder)) is None


def test_a_crawl_by_name_counts_whether_it_is_due_or_not(runs):
    runs.end(runs.begin())
    runs.end(runs.begin(ahead=None, full=True))
    assert is_about(runs.in_store()[0], DAY)
    assert not runs.look().is_ready


def test_a_timer_may_come_a_little_early(runs):
    runs.end(runs.begin())
    runs.move(due=-DAY + HOUR)
    assert not runs.look().is_ready
    assert runs.look(ahead=1 / 20).is_ready
    runs.end(runs.begin(ahead=1 / 20))
    assert not runs.look(ahead=1 / 20).is_ready


@pytest.mark.parametrize("pause", [DAY, 10 * DAY, 400 * DAY])
def test_a_pause_is_caught_up_with_once(runs, pause):
    runs.end(runs.begin())
    runs.move(due=-DAY - pause)
    runs.end(runs.begin())
    assert not runs.look().is_ready
    assert is_about(runs.in_store()[0], DAY)


def test_a_killed_crawl_is_due_when_its_lease_has_ended_and_then_once(runs):
    runs.begin()
    assert not runs.look().is_ready
    runs.kill()
    assert runs.look().is_ready
    runs.end(runs.begin())
    assert not runs.look().is_ready
    assert runs.in_store()[1] == 0


def test_a_crawl_that_is_killed_again_and_again_waits_longer(runs):
    waits = []
    for _ in range(4):
        runs.begin(ahead=None)
        runs.kill()
        waits.append(runs.in_store()[0])
    assert all(is_about(wait, meant) for wait, meant in zip(waits, [0 * DAY, HOUR, DAY, DAY], strict=True))


def test_a_crawl_by_name_that_is_killed_is_taken_up_by_the_schedule(runs):
    runs.end(runs.begin())
    runs.begin(ahead=None)
    runs.kill()
    assert runs.look().is_ready


@pytest.mark.parametrize(
    ("outcome", "wait"), [("failed: store", HOUR), ("refused", HOUR), ("stopped", 0 * DAY)]
)
def test_whatever_ends_a_crawl_there_is_a_next_time(runs, outcome, wait):
    runs.end(runs.begin(), outcome)
    assert is_about(runs.in_store()[0], wait)


def test_a_run_that_lost_its_lease_does_not_move_the_time(runs):
    late = runs.begin()
    runs.kill()
    runs.end(runs.begin())
    with pytest.raises(leases.LeaseLost):
        runs.end(late, "failed")
    assert is_about(runs.in_store()[0], DAY)


#: The clock's jumps, by how the stored times look afterwards.
JUMPS = {"an hour back": HOUR, "a day forward": -DAY, "a year back": 365 * DAY, "a year forward": -365 * DAY}


@pytest.mark.parametrize("label", JUMPS)
def test_after_a_jump_of_the_clock_at_most_one_run_follows(runs, label):
    runs.end(runs.begin())
    runs.move(due=JUMPS[label])
    began = 0
    while runs.look().is_ready:
        runs.end(runs.begin())
        began += 1
    assert began == (JUMPS[label] < timedelta(0))
    assert runs.in_store()[0] <= DAY


@pytest.mark.parametrize("label", JUMPS)
def test_after_a_jump_while_it_is_crawled_too(runs, label):
    lease, turn = runs.begin()
    moved = schedules.Turn(turn.plan, turn.planned, turn.started + JUMPS[label], turn.failures)
    runs.move(Run, started=JUMPS[label])
    runs.end((lease, moved))
    began = 0
    while runs.look().is_ready:
        runs.end(runs.begin())
        began += 1
    assert began <= 1
    assert runs.in_store()[0] <= DAY


def test_a_portal_whose_file_asks_for_more_is_due_earlier(runs):
    runs.end(runs.begin())
    runs.plan = Plan(HOUR)
    runs.look()
    assert is_about(runs.in_store()[0], HOUR)


def test_after_a_block_an_hourly_portal_is_left_alone_for_a_day(store):
    hourly = Runs(store, Plan(HOUR))
    hourly.end(hourly.begin(), "refused", DAY)
    hourly.look()
    assert is_about(hourly.in_store()[0], DAY)


def test_in_quiet_hours_nothing_begins(store):
    with store.reading() as session:
        here = now(session).astimezone(CHINA)
    quiet = Quiet((here - HOUR).time(), (here + HOUR).time())
    runs = Runs(store, Plan(DAY, quiet))
    seen = runs.look()
    assert not seen.is_ready
    assert is_about(seen.start - here, HOUR)
    with pytest.raises(NotDue):
        runs.begin()
    runs.end(runs.begin(ahead=None))


def test_who_is_due_first_comes_first_and_says_how_long_to_wait(store):
    sooner, later = Runs(store, name="xnc"), Runs(store)
    for each in (sooner, later):
        each.end(each.begin())
    sooner.move(due=-HOUR)
    plans = {"hxw": DAILY, "xnc": DAILY, "new": DAILY}
    with store.transaction() as session:
        outlooks, at = schedules.look(session, plans), now(session)
    assert [each.portal for each in outlooks] == ["new", "xnc", "hxw"]
    assert [each.is_ready for each in outlooks] == [True, False, False]
    assert is_about(schedules.wait(outlooks, at), DAY - HOUR)
    assert schedules.wait(outlooks[:1], at) is None
