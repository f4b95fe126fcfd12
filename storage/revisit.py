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
#: A challenge page stands for a rule of the site's firewall: asking sooner makes it worse.
BLOCKED_WAIT = timedelta(days=1)
#: A second 404, 410 or 550 tells "gone" only if it comes this long after the first: a site in
#: maintenance answers so too.
MISSING_APART = timedelta(hours=1)


def next_ask(role: Role, state: State, now: datetime, unchanged: int, tries: int) -> datetime | None:
    """The time at which an address is due.

    A list is due at once, failed or not: how often a portal is crawled at all is the portal's rule.

    :param unchanged: how often in a row it was found unchanged.
    :param tries: how often in a row it failed, this time included.
    :returns: None where time alone never makes it due: pending (it is always due), redirected, gone.
    """
    if role == "list" and state in ("list", "failed"):
        return now
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


def _step(waits: tuple[timedelta, ...], count: int) -> timedelta:
    """The wait at this count; the last one for all further counts."""
    return waits[min(max(count, 0), len(waits) - 1)]
