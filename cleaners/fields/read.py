"""All fields of a page, from all its blocks: the lines that hold 来源 and 责编 are no body."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cleaners.blocks import Reading
from cleaners.fields.dates import date_in_url, find_date
from cleaners.fields.issue import find_issue
from cleaners.fields.labels import Labelled, label_line, labelled
from cleaners.fields.names import outlet, people
from cleaners.fields.site import mirror_of
from cleaners.fields.title import find_title
from cleaners.model import FIELDS, Block, Field, Page

_PUBLISHED_METAS = ("pubdate", "publishdate", "article:published_time", "firstpublishedtime")
_SUMMARY = re.compile(r"^[【\[]?(?:内容)?(?:摘\s?要|提\s?要)[】\]]?\s*[:：]\s*(?P<text>.+)", re.DOTALL)

#: Lines of at most so many characters may be byline or date line; longer ones are sentences.
LONGEST_LINE = 150
#: An unlabelled date line has little else on it.
LONGEST_DATE_LINE = 60
#: An unlabelled date line stands within so many blocks behind the headline.
NEAR_TITLE = 6
#: Two source lines that stand so close together name the source and the outlet it was published on.
CLOSE = 3


@dataclass(frozen=True, slots=True)
class _Line:
    """A labelled value and the number of its block."""

    number: int
    label: Labelled


def read_fields(
    reading: Reading, blocks: Sequence[Block], head: Sequence[str], page: Page, mirror: bool
) -> dict[str, Field]:
    """The fields of a page.

    ``blocks`` and ``head`` (titles of the page's head) are those of ``reading`` after repair; ``mirror``
    says whether the page is a mirror's copy. A field that the page doesn't have is absent.
    """
    lines = list(_lines(blocks))
    title = find_title(reading, blocks, head)
    published = _published(reading, blocks, lines, title, page)
    found = {
        "title": title,
        "published": published,
        "issue": find_issue(title.raw if title else "", published.value if published else ""),
        "author": _people(lines, "author"),
        "editor": _people(lines, "editor"),
        "summary": _summary(blocks),
        "mirror_of": mirror_of(blocks) if mirror else None,
        **_sources(lines),
    }
    return {name: found[name] for name in FIELDS if found.get(name) is not None}  # type: ignore[misc]


def _lines(blocks: Sequence[Block]) -> Iterator[_Line]:
    """Labelled values of the lines that are bylines, not sentences."""
    for block in blocks:
        if len(block.text) <= LONGEST_LINE and not block.hidden and "。" not in block.text:
            for label in label_line(block.text) or _behind_date(block.text):
                yield _Line(block.number, label)


def _behind_date(text: str) -> list[Labelled]:
    """Labelled values of a line that also holds other words: a date on it shows that it's a byline."""
    return labelled(text) if find_date(text) else []


def _people(lines: Sequence[_Line], kind: str) -> Field | None:
    for line in lines:
        if line.label.kind == kind and (names := people(line.label.value)):
            return Field(names, line.label.raw, "line")
    return None


def _sources(lines: Sequence[_Line]) -> Mapping[str, Field]:
    """The source, and the outlet it was published on where a second source line stands close behind."""
    sources = [line for line in lines if line.label.kind == "source" and line.label.value]
    if not sources:
        return {}
    first, *others = sources
    found = {"source": Field(outlet(first.label.value), first.label.raw, "line")}
    for other in others:
        if other.number - first.number <= CLOSE and other.label.value != first.label.value:
            found["published_on"] = Field(outlet(other.label.value), other.label.raw, "line")
    return found


def _published(
    reading: Reading, blocks: Sequence[Block], lines: Sequence[_Line], title: Field | None, page: Page
) -> Field | None:
    """The date: a labelled one, one near the headline, the head's, the address's, the list row's."""
    for line in lines:
        if line.label.kind == "published" and (date := find_date(line.label.value)):
            return Field(date.iso, line.label.raw, "line")
    for block in _near_title(blocks, title):
        if len(block.text) <= LONGEST_DATE_LINE and block.links < 0.5 and (date := find_date(block.text)):
            return Field(date.iso, block.text, "line")
    for name in _PUBLISHED_METAS:
        if date := find_date(reading.metas.get(name, "")):
            return Field(date.iso, reading.metas[name], "meta")
    if date := date_in_url(page.url):
        return Field(date.iso, date.raw, "url")
    if date := find_date(page.hints.published or ""):
        return Field(date.iso, date.raw, "list")
    return None


def _near_title(blocks: Sequence[Block], title: Field | None) -> Sequence[Block]:
    start = next((n for n, block in enumerate(blocks) if title and block.text == title.raw), None)
    return () if start is None else blocks[start + 1 : start + 1 + NEAR_TITLE]


def _summary(blocks: Sequence[Block]) -> Field | None:
    """A labelled summary (摘要) that stands as a line of its own."""
    for block in blocks:
        if not block.hidden and (match := _SUMMARY.match(block.text)):
            return Field(match["text"], block.text, "line")
    return None


def is_summary(text: str) -> bool:
    """Whether a line is a labelled summary."""
    return _SUMMARY.match(text) is not None
