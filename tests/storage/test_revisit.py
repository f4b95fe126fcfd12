"""The rule of asking again, alone."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.revisit import is_sweep_due, next_ask

NOW = datetime(2024, 2, 29, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize("state", ["pending", "redirected", "gone"])
def test_time_alone_never_makes_it_due(state):
    assert next_ask("article", state, NOW, 0, 0) is None


@pytest.mark.parametrize(
    "role, state, unchanged, tries, wait",
    [
        ("article", "kept", 0, 0, DAY),
        ("article", "kept", 1, 0, 3 * DAY),
        ("article", "kept", 2, 0, 7 * DAY),
        ("article", "kept", 3, 0, 30 * DAY),
        ("article", "kept", 4, 0, 90 * DAY),
        ("article", "kept", 99, 0, 90 * DAY),
        ("article", "part", 1, 0, 3 * DAY),
        ("article", "failed", 0, 1, HOUR),
        ("article", "failed", 4, 2, DAY),
        ("article", "failed", 0, 3, 7 * DAY),
        ("article", "failed", 0, 99, 7 * DAY),
        ("article", "rejected", 3, 0, 7 * DAY),
        ("article", "excluded", 0, 0, 7 * DAY),
        ("article", "blocked", 3, 0, DAY),
        ("list", "failed", 0, 9, 0 * DAY),
        ("list", "blocked", 0, 0, DAY),
    ],
)
def test_wait(role, state, unchanged, tries, wait):
    assert next_ask(role, state, NOW, unchanged, tries) == NOW + wait


def test_a_lists_further_pages_are_not_asked_by_time():
    assert next_ask("list", "list", NOW, 0, 0) is None


@pytest.mark.parametrize(
    "silent, wait",
    [
        (timedelta(0), timedelta(0)),
        (9 * HOUR, timedelta(0)),
        (10 * HOUR, HOUR),
        (DAY, 2.4 * HOUR),
        (20 * DAY, 2 * DAY),
        (30 * DAY, 3 * DAY),
        (3000 * DAY, 3 * DAY),
    ],
)
def test_a_column_is_asked_the_rarer_the_longer_it_was_silent(silent, wait):
    assert next_ask("list", "list", NOW, 0, 0, NOW - silent) == NOW + wait


def test_a_list_that_failed_is_asked_at_once_however_silent():
    assert next_ask("list", "failed", NOW, 0, 9, NOW - 3000 * DAY) == NOW


@pytest.mark.parametrize(
    "swept, is_due", [(None, True), (NOW - 31 * DAY, True), (NOW - 30 * DAY, False), (NOW, False)]
)
def test_a_column_is_swept_every_thirty_days(swept, is_due):
    assert is_sweep_due(swept, NOW) is is_due
