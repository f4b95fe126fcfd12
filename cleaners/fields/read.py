"""What headline and labels tell, from all blocks of a page: the lines that hold 来源 and 责编 are no body."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cleaners.blocks import Reading
from cleaners.fields.dates import find_date
from cleaners.fields.labels import Labelled, label_alone, label_line, labelled
from cleaners.fields.names import outlet, people
from cleaners.fields.site import mirror_of
from cleaners.fields.title import find_title
from cleaners.model import FIELDS, Block, Field

_SUMMARY = re.compile(r"^[【\[]?(?:内容)?(?:摘\s?要|提\s?要)[】\]]?\s*[:：]\s*(?P<text>.+)", re.DOTALL)

#: Lines of at most so many characters may be byline or date line; longer ones are sentences.
LONGEST_LINE = 150
#: A cell with a label or a value has at most so many characters.
LONGEST_CELL = 40
#: Two source lines that stand so close together name the source and the outlet it was published on.
CLOSE = 3


@dataclass(frozen=True, slots=True)
class _Line:
    """A labelled value and the number of its block."""

    number: int
    label: Labelled


def read_fields(
    reading: Reading, blocks: Sequence[Block], head: Sequence[str], signs: Sequence[str]
) -> dict[str, Field]:
    """The fields that headline and labels tell, before it is known where the article is.

    ``blocks`` and ``head`` (titles of the page's head) are those of ``reading`` after repair; ``signs``
    are those that the page is a mirror's copy. A field that the page doesn't have is absent.
    """
    lines = list(_lines(reading, blocks))
    found = {
        "title": find_title(reading, blocks, head),
        "published": _labelled_date(lines),
        "author": _people(lines, "author"),
        "editor": _people(lines, "editor"),
        "summary": _summary(blocks),
        "mirror_of": mirror_of(blocks, signs) if signs else None,
        **_sources(lines),
    }
    return present(found)


def present(found: Mapping[str, Field | None]) -> dict[str, Field]:
    """The fields that were found, in the order they are shown."""
    return {name: field for name in FIELDS if (field := found.get(name)) is not None}


def _lines(reading: Reading, blocks: Sequence[Block]) -> Iterator[_Line]:
    """Labelled values of the lines that are bylines, not sentences; in a table a cell labels the next."""
    for block, following in zip(blocks, [*blocks[1:], None], strict=False):
        if len(block.text) > LONGEST_LINE or block.hidden or "。" in block.text:
            continue
        text = reading.printed(block)
        if following and _is_cell(block) and _is_cell(following) and (kind := label_alone(block.text)):
            yield _Line(block.number, Labelled(kind, following.text, f"{block.text} {following.text}"))
            continue
        for label in label_line(text) or _behind_date(text):
            yield _Line(block.number, label)


def _is_cell(block: Block) -> bool:
    return block.tag in ("td", "th", "dt", "dd") and len(block.text) <= LONGEST_CELL


def _behind_date(text: str) -> list[Labelled]:
    """Labelled values of a line that also holds other words: a date on it shows that it's a byline."""
    return labelled(text) if find_date(text) else []


def _people(lines: Sequence[_Line], kind: str) -> Field | None:
    """The people of the first such line, and of those close behind it."""
    found = [line for line in lines if line.label.kind == kind and people(line.label.value)]
    near = [line.label for line in found if line.number - found[0].number <= CLOSE]
    if kind == "author":
        near = near[:1]
    names = people(" ".join(label.value for label in near))
    return Field(names, " ".join(label.raw for label in near), "line") if names else None


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


def _labelled_date(lines: Sequence[_Line]) -> Field | None:
    for line in lines:
        if line.label.kind == "published" and (date := find_date(line.label.value)):
            return Field(date.iso, line.label.raw, "line")
    return None


def _summary(blocks: Sequence[Block]) -> Field | None:
    """A labelled summary (摘要) that stands as a line of its own."""
    for block in blocks:
        if not block.hidden and (match := _SUMMARY.match(block.text)):
            return Field(match["text"], block.text, "line")
    return None


def is_summary(text: str) -> bool:
    """Whether a line is a labelled summary."""
    return _SUMMARY.match(text) is not None
