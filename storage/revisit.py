"""When an address is asked again: the rule alone, without a database."""

from datetime import datetime, timedelta

from storage.words import Role, State

#: A kept article is asked again after one of these, by how often in a row it was found unchanged:
#: corrections come within days of publishing; later only a rare repair or a removal.
KEPT_WAITS = tuple(timedelta(days=days) for days in (1, 3, 7, 30, 90))
#: A failed address is asked again after one of these, by its tries in a row: most faults pass
#: within the hour, an outage within a day; beyond that asking more often only adds load.
FAILED_WAITS = (timedelta(hours=1), timedelta(days=1), timedelta(days=7))
#: What is no article today (a shell, an empty page) is at times filled in later; robots.txt and
#: redirects off the site change. What is excluded when it is found is never asked, and has no time.
REJECTED_WAIT = timedelta(days=7)
#: An address that leads elsewhere for a while, or to what is not its article, is asked again.
REDIRECTED_WAIT = timedelta(days=1)
#: A column's first page is asked again after this share of the time in which it named nothing new, as caches do
#: with pages that don't say how long they stand (RFC 9111, section 4.2.2).
LIST_SHARE = 0.1
#: A shorter wait is none: whoever crawls that often wants to know.
LIST_LEAST = timedelta(hours=1)
#: What is published after a long silence is found within this time.
LIST_MOST = timedelta(days=3)
#: A column is read to its very end this often: an article that was taken away while the column was read lets
#: another one slip from a page not yet read to one that was.
SWEEP = timedelta(days=30)
#: A challenge page stands for a rule of the site's firewall: asking sooner makes it worse.
BLOCKED_WAIT = timedelta(days=1)
#: A second 404, 410 or 550 tells "gone" only if it comes this long after the first: a site in
#: maintenance answers so too.
MISSING_APART = timedelta(hours=1)


def next_ask(
    role: Role, state: State, now: datetime, unchanged: int, tries: int, news: datetime | None = None
) -> datetime | None:
    """The time at which an address is due.

    A list that failed is due at once. A list's further pages are asked by following, not by time. A document
    stands: who changes one gives it another address.

    :param unchanged: how often in a row it was found unchanged.
    :param tries: how often in a row it failed, this time included.
    :param news: when it last named something new, where it is a column's first page.
    :returns: None where time alone never makes it due: pending (it is always due), redirected, gone.
    """
    if role == "list" and state == "failed":
        return now
    if role == "attachment" and state == "kept":
        return None
    if state == "list":
        return None if news is None else now + list_wait(now - news)
    waits: dict[State, timedelta] = {
        "kept": _step(KEPT_WAITS, unchanged),
        "part": _step(KEPT_WAITS, unchanged),
        "failed": _step(FAILED_WAITS, tries - 1),
        "rejected": REJECTED_WAIT,
        "excluded": REJECTED_WAIT,
        "blocked": BLOCKED_WAIT,
    }
    wait = waits.get(state)
    return None if wait is None else now + wait


def list_wait(silent: timedelta) -> timedelta:
    """How long a column's first page is left alone that has named nothing new for so long."""
    wait = LIST_SHARE * silent
    return timedelta(0) if wait < LIST_LEAST else min(wait, LIST_MOST)


def is_sweep_due(swept: datetime | None, now: datetime) -> bool:
    """Whether a column is to be read to its very end again.

    :param swept: when that was done last; None for never.
    """
    return swept is None or now - swept > SWEEP


def _step(waits: tuple[timedelta, ...], count: int) -> timedelta:
    """The wait at this count; the last one for all further counts."""
    return waits[min(max(count, 0), len(waits) - 1)]
