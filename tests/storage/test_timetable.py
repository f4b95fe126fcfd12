"""When a portal is crawled: the rule alone."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.timetable import CHINA, Plan, Quiet

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


def china(clock: str, day: int = 1) -> datetime:
    return datetime.fromisoformat(f"2024-05-{day:02}T{clock}").replace(tzinfo=CHINA)


NOT_QUIET = {
    "before": ("13:00-14:00", "12:59:59"),
    "its end": ("13:00-14:00", "14:00"),
    "before the evening": ("23:00-06:00", "22:59"),
    "the morning's end": ("23:00-06:00", "06:00"),
    "quiet in Greenwich": ("12:00-13:00", "20:30"),
    "before a day's last minute": ("23:59-00:00", "23:58"),
    "midnight is an end": ("22:00-00:00", "00:00"),
}
QUIET = {
    "its beginning": ("13:00-14:00", "13:00", "14:00", 1),
    "within": ("13:00-14:00", "13:59:59", "14:00", 1),
    "the evening, over midnight": ("23:00-06:00", "23:00", "06:00", 2),
    "midnight": ("23:00-06:00", "00:00", "06:00", 1),
    "the morning": ("23:00-06:00", "05:59", "06:00", 1),
    "from midnight on": ("00:00-06:00", "00:00", "06:00", 1),
    "up to midnight": ("22:00-00:00", "23:00", "00:00", 2),
    "a day's last minute": ("23:59-00:00", "23:59:30", "00:00", 2),
}


@pytest.mark.parametrize("label", NOT_QUIET)
def test_outside_of_quiet_hours_a_run_may_begin_at_once(label):
    declared, clock = NOT_QUIET[label]
    assert Quiet.read(declared).over(china(clock)) == china(clock)


@pytest.mark.parametrize("label", QUIET)
def test_in_quiet_hours_it_waits_for_their_end(label):
    declared, clock, end, day = QUIET[label]
    assert Quiet.read(declared).over(china(clock)) == china(end, day)


@pytest.mark.parametrize(
    "declared", ["23-6", "23:00", "24:00-06:00", "6:00-7:00", "06:00-06:00", "23:00-06:60", "nights"]
)
def test_what_are_no_hours_is_refused(declared):
    with pytest.raises(ValueError, match=declared):
        Quiet.read(declared)


def test_a_portal_that_declares_no_hours_has_none():
    assert Quiet.read("") is None
    assert Plan(DAY).start(NOON - DAY, NOON) == NOON


#: By label: ``every``, outcome, how late it began, failures in a row; and when it is due again, from its beginning.
AFTER = {
    "in time": (DAY, "finished", timedelta(0), 0, DAY),
    "a little late: the hour stays": (DAY, "finished", HOUR, 0, DAY - HOUR),
    "much late: a pause moves the hour": (DAY, "finished", 2 * HOUR, 0, DAY),
    "ten times late: once": (HOUR, "finished", 10 * HOUR, 0, HOUR),
    "early, by hand": (DAY, "finished", -5 * HOUR, 0, DAY),
    "stopped": (DAY, "stopped", timedelta(0), 0, timedelta(0)),
    "failed": (DAY, "failed: store", timedelta(0), 1, HOUR),
    "failed twice": (7 * DAY, "failed: store", timedelta(0), 2, DAY),
    "failed often": (30 * DAY, "failed: store", timedelta(0), 9, 7 * DAY),
    "failed often, but due daily": (DAY, "failed: store", timedelta(0), 9, DAY),
    "refused, hourly": (HOUR, "refused", timedelta(0), 1, HOUR),
    "refused again, weekly": (7 * DAY, "refused", timedelta(0), 2, DAY),
    "killed": (DAY, None, timedelta(0), 1, timedelta(0)),
    "killed twice": (DAY, None, timedelta(0), 2, HOUR),
    "killed often": (2 * DAY, None, timedelta(0), 9, 2 * DAY),
}


@pytest.mark.parametrize("label", AFTER)
def test_when_a_portal_is_due_after_a_run(label):
    every, outcome, late, failures, wait = AFTER[label]
    assert Plan(every).after(outcome, NOON - late, NOON, failures) - NOON == wait


@pytest.mark.parametrize(
    ("every", "blocked", "most"), [(HOUR, False, HOUR), (HOUR, True, DAY), (7 * DAY, True, 7 * DAY)]
)
def test_no_due_time_lies_further_ahead_than_this(every, blocked, most):
    assert Plan(every).latest(NOON, blocked) == NOON + most
