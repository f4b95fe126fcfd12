"""What about a portal somebody should look at: compared with what its file says, and with its own history."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import median

from cleaners.model import FIELDS
from storage.standing import Crawled, Found, Standing, Unread
from storage.timetable import is_block

#: A drop is told only after so many crawls, and where they found at least so many new articles each.
_CRAWLS, _NEW = 7, 4
#: Articles are compared only if there are so many in the last crawls, and so many in at least three before.
_LAST, _BEFORE, _CRAWLS_BEFORE = 10, 30, 3
#: A field is suddenly empty if no more than the first share of articles has it, and at least the second had it.
_EMPTY, _FULL = 0.1, 0.8


def alarms(standing: Standing, expect: int, unread: Sequence[Unread]) -> dict[str, str]:
    """What is wrong, by kind: at most one of each.

    A portal with few crawls or few articles raises none of the comparisons with its history. What is left alone: a
    crawl that somebody stopped, and fewer articles at times when that is usual, as at weekends.

    :param expect: fewer articles are a fault, not a quiet day.
    :param unread: the portal's lists that can't be read.
    """
    return dict(
        [*_site(standing, unread), *_number(standing, expect), *_look(standing), *_layouts(standing.crawls)]
    )


def _site(standing: Standing, unread: Sequence[Unread]) -> Iterator[tuple[str, str]]:
    """What the site answers."""
    ended = [each.outcome for each in standing.crawls if each.outcome not in (None, "stopped")]
    if ended and ended[0] != "finished":
        if is_block(ended[0]):
            yield "blocked", "the site sent the last crawl away"
        else:
            yield "run", f"the last crawl {ended[0]}"
    for each in unread:
        if each.state == "blocked":
            yield "blocked", f"the site refuses us: {each.line}"
        elif each.state != "pending":  # a crawl that was stopped leaves it so
            yield f"list {each.column}", each.line


def _number(standing: Standing, expect: int) -> Iterator[tuple[str, str]]:
    """How many articles there are."""
    finished = [each for each in standing.crawls if each.outcome == "finished"]
    full = [each.met for each in finished if each.kind == "full"][:1]
    if finished and min([standing.articles, *full]) < expect:
        yield "expect", f"only {min([standing.articles, *full])} articles; it has at least {expect}"
    if (fall := _fall([each.new for each in finished])) is not None:
        crawls, usual = fall
        yield (
            "drop",
            f"less than half of the usual {usual:g} new articles, for {crawls} crawls: longer than ever",
        )


def _fall(new: Sequence[int]) -> tuple[int, float] | None:
    """For how many crawls, and how many articles were usual before, if the last crawls found less than half of that.

    They must be more in a row than ever before: a portal that rests at weekends does so every week.

    :param new: how many new articles each crawl found, the newest first.
    """
    for last in range(len(new) - _CRAWLS, 0, -1):
        before = new[last:]
        usual = median(before)
        if usual >= _NEW and max(new[:last]) < usual / 2 and last > _longest(before, usual / 2):
            return last, usual
    return None


def _longest(new: Sequence[int], limit: float) -> int:
    """How many in a row, at most, are below."""
    return max((len([*row]) for is_low, row in groupby(new, lambda n: n < limit) if is_low), default=0)


def _look(standing: Standing) -> Iterator[tuple[str, str]]:
    """What the newest articles are like, beside those before them."""
    last, before = _parted(standing.found)
    if len(last) < _LAST or len(before) < _BEFORE or len({each.run_id for each in before}) < _CRAWLS_BEFORE:
        return
    for name in FIELDS:
        had, has = _share(before, name), _share(last, name)
        if had >= _FULL and has <= _EMPTY:
            yield (
                f"field {name}",
                f"{has:.0%} of the newest {len(last)} articles have a {name}; before, {had:.0%} had",
            )
    was, now = median(each.length for each in before), median(each.length for each in last)
    if now < was / 2:
        yield (
            "text",
            f"the newest {len(last)} articles have {now:.0f} characters in the middle; before, {was:.0f}",
        )


def _layouts(crawls: Sequence[Crawled]) -> Iterator[tuple[str, str]]:
    """Whether the portal's layouts have ceased to fit: it was redesigned.

    Left alone: layouts that never fitted, which are guesses, and single pages of another build.
    """
    seen = [each for each in crawls if each.fitted + each.unfitted]
    number = next((n for n, each in enumerate(seen) if each.fitted >= each.unfitted), len(seen))
    last, before = seen[:number], seen[number:]
    now, then = sum(each.unfitted for each in last), sum(each.fitted for each in before)
    if now >= _LAST and then >= _LAST:
        yield (
            "layout",
            f"no layout fits most pages since {last[-1].started:%Y-%m-%d %H:%M} UTC: {now} of"
            f" {now + sum(each.fitted for each in last)} had none; they are cleaned the general way",
        )


def _parted(found: Sequence[Found]) -> tuple[list[Found], list[Found]]:
    """The articles of the last crawls, enough of them to be compared, and those of the crawls before."""
    last: list[Found] = []
    before: list[Found] = []
    for _, crawl in groupby(found, lambda each: each.run_id):
        (before if len(last) >= _LAST else last).extend(crawl)
    return last, before


def _share(found: Sequence[Found], name: str) -> float:
    return sum(name in each.fields for each in found) / len(found)
