"""When a portal is crawled: the rule alone, without a database."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, timezone
from typing import Self

from storage.revisit import BLOCKED_WAIT, FAILED_WAITS

#: China's one time, without a summer time since 1991.
CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
#: A run that begins late by no more than this part of ``every`` doesn't move the hour at which the next ones begin.
SLACK = 1 / 20

_HOURS = re.compile(r"((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)")


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours of a day, in China's time, in which no run begins; over midnight, if they end before they begin."""

    begin: time
    end: time

    @classmethod
    def read(cls, declared: str) -> Self | None:
        """The hours a portal declares: ``23:00-06:00``; none, if it declares nothing.

        :raises ValueError: if they are none, or end when they begin.
        """
        if not declared:
            return None
        found = _HOURS.fullmatch(declared)
        if found is None:
            raise ValueError(f"no hours: {declared!r}")
        begin, end = time.fromisoformat(found[1]), time.fromisoformat(found[2])
        if begin == end:
            raise ValueError(f"no hours of quiet, or all: {declared!r}")
        return cls(begin, end)

    def over(self, at: datetime) -> datetime:
        """The first moment from this one on that isn't quiet, in UTC."""
        local = at.astimezone(CHINA)
        clock = local.time()
        evening = self.begin > self.end and clock >= self.begin  # they end tomorrow
        is_quiet = evening or (self.begin if self.begin < self.end else time.min) <= clock < self.end
        if not is_quiet:
            return at
        day = local.date() + timedelta(days=evening)
        return datetime.combine(day, self.end, CHINA).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Plan:
    """How often a portal is crawled, and when not."""

    every: timedelta
    quiet: Quiet | None = None

    def start(self, due: datetime, now: datetime) -> datetime:
        """When a portal that is due at this time can be crawled: not before now, nor in quiet hours."""
        at = max(due, now)
        return self.quiet.over(at) if self.quiet else at

    def latest(self, now: datetime, blocked: bool) -> datetime:
        """No due time lies beyond this one: one that does was set when the clock was wrong, or ``every`` longer."""
        return now + (max(self.every, BLOCKED_WAIT) if blocked else self.every)

    def after(self, outcome: str | None, planned: datetime, started: datetime, failures: int) -> datetime:
        """When a portal is due after a run.

        - finished: ``every`` after it was due, if it began nearly in time, else after it began. What was missed in
          a pause is not made up for.
        - stopped by somebody: at once.
        - failed, or sent away by the site: after an hour, a day, a week, by how often in a row; never later than
          ``every``.
        - None, for a run that is killed before it can tell: at once, as soon as its lease has ended; if the one
          before failed, too, as after a failure. So a crawl that kills its own process doesn't come again and again.

        :param failures: how many runs in a row failed or were killed, this one included.
        """
        if outcome == "finished":
            in_time = planned <= started <= planned + self.every * SLACK
            return (planned if in_time else started) + self.every
        if outcome == "stopped" or (outcome is None and failures <= 1):
            return started
        step = failures - (2 if outcome is None else 1)
        return started + min(self.every, FAILED_WAITS[min(step, len(FAILED_WAITS) - 1)])


def is_block(outcome: str | None) -> bool:
    """Whether a run ended because the site refuses us."""
    return outcome == "refused"
