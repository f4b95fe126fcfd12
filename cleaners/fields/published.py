"""When an article was published: the surest of what labels, lines, head, address, list row and fetch tell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cleaners.blocks import Reading
from cleaners.fields.dates import CHINA, date_in_url, find_date
from cleaners.fields.infoline import dated_lines, is_short
from cleaners.fields.labels import labelled
from cleaners.fields.lines import Line
from cleaners.fields.relative import find_relative, find_without_year, is_moment, split_moment
from cleaners.head import MOMENT
from cleaners.model import Block, Field, Hints, Page

_METAS = (
    *"pubdate publishdate article:published_time firstpublishedtime".split(),
    *"og:release_date apub:time datepublished dateupdate".split(),
    MOMENT,
)

#: No portal had published anything on the web before.
FIRST_YEAR = 1990


@dataclass(frozen=True, slots=True)
class Published:
    """The date of publication; ``impossible`` says that the page has none but such as can't be."""

    field: Field | None
    impossible: bool = False


def find_published(
    lines: Sequence[Line], above: Sequence[Block], near: Sequence[Block], reading: Reading, page: Page
) -> Published:
    """The date of publication.

    ``lines`` are the page's labelled lines, ``above`` the blocks between headline and body, ``near`` those where
    a date line may stand, the likeliest first. A date that can't be gives way to the next: one before
    1990, or more than a day after the fetch, if its time is known.
    """
    impossible = False
    for field in _candidates(lines, above, near, reading, page):
        if _can_be(field.value, page.hints.fetched):
            return Published(_to_the_minute(field, lines, above, reading))
        impossible = True
    return Published(None, impossible)


def _to_the_minute(field: Field, lines: Sequence[Line], above: Sequence[Block], reading: Reading) -> Field:
    """The same day with its time, where another label or a line below the headline tells it."""
    others = [*_labelled(lines), *_dated(reading, above)] if field.origin == "line" else []
    return next((each for each in others if each.value.startswith(f"{field.value}T")), field)


def _candidates(
    lines: Sequence[Line], above: Sequence[Block], near: Sequence[Block], reading: Reading, page: Page
) -> Iterator[Field]:
    yield from _labelled(lines)
    signed = {line.number for line in lines if line.label.kind == "signed"}
    yield from _dated(reading, [block for block in near if block.number not in signed])
    for raw in filter(None, (reading.metas.get(name) for name in _METAS)):
        if found := find_date(raw):
            yield Field(found.iso, raw, "meta")
    if page.hints.fetched:
        yield from _relative(above, reading, page.hints.fetched)
    if found := date_in_url(page.url):
        yield Field(found.iso, found.raw, "url")
    yield from hinted(page.hints)


def _labelled(lines: Sequence[Line]) -> Iterator[Field]:
    for line in lines:
        if line.label.kind == "published" and (found := find_date(line.label.value)):
            yield Field(found.iso, line.label.raw, "line")


def _dated(reading: Reading, blocks: Sequence[Block]) -> Iterator[Field]:
    for block, found in dated_lines(reading, blocks):
        yield Field(found.iso, block.text, "line")


def _relative(above: Sequence[Block], reading: Reading, fetched: datetime) -> Iterator[Field]:
    """What the lines below the headline tell from the moment of the fetch, or without the year."""
    for block in filter(lambda each: is_short(each.text), above):
        for text in _moments(reading.printed(block)):
            found = find_relative(text, fetched) or (is_moment(text) and find_without_year(text, fetched))
            if found:
                yield Field(found.iso, block.text, "relative")


def _moments(text: str) -> Iterator[str]:
    """Where a line may tell a time: behind its label, before all labels, at its end."""
    found = labelled(text)
    yield from (each.value for each in found if each.kind == "published")
    yield text.partition(found[0].raw)[0] if found else text
    yield split_moment(text)[1]


def hinted(hints: Hints) -> Iterator[Field]:
    """The dates that the row of the list told, the surest first; without a year only if the fetch's time is known."""
    row = hints.published or ""
    if found := find_date(row):
        yield Field(found.iso, found.raw, "list")
    if hints.fetched and (
        found := find_relative(row, hints.fetched) or find_without_year(row, hints.fetched)
    ):
        yield Field(found.iso, found.raw, "relative")


def _can_be(iso: str, fetched: datetime | None) -> bool:
    day = date.fromisoformat(iso[:10])
    if day.year < FIRST_YEAR:
        return False
    return fetched is None or day <= fetched.astimezone(CHINA).date() + timedelta(days=1)
