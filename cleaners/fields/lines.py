"""The labelled lines of a page, and the cells of its tables that work like them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cleaners.blocks import Reading
from cleaners.fields.dates import find_date
from cleaners.fields.labels import Labelled, label_alone, label_line, labelled
from cleaners.model import Block
from cleaners.places import parent

_CELL = re.compile(r".*/(?P<tag>td|th|dt|dd)[^/]*")
_AROUND = re.compile(r"[\s:：]")
_STEP = re.compile(r"(?P<name>.*)\[(?P<number>\d+)\]")

#: What the index of a government document labels.
INDEX = ("agency", "publisher", "document_number", "index_number", "signed", "index")
#: What names a document in its index; on a line of the text the same words label anything.
NAMES = frozenset("名称 标题 信息名称 文件名称 公文名称 信息标题 文件标题 公文标题".split())
#: Lines of at most so many characters may be byline or date line; longer ones are sentences.
LONGEST_LINE = 150
#: A label that stands alone, and a value that does, have at most so many characters.
LONGEST_LABEL, LONGEST_VALUE = 12, 80


@dataclass(frozen=True, slots=True)
class Line:
    """A labelled value and the number of the block that holds it."""

    number: int
    label: Labelled


def labelled_lines(reading: Reading, blocks: Sequence[Block]) -> list[Line]:
    """Labelled values of the lines that are bylines, not sentences; in a table a cell labels the next.

    ``blocks`` are those of ``reading`` after repair.
    """
    return list(_lines(reading, [block for block in blocks if not block.hidden]))


def _lines(reading: Reading, blocks: Sequence[Block]) -> Iterator[Line]:
    for block, following in zip(blocks, [*blocks[1:], None], strict=False):
        if len(block.text) > LONGEST_LINE or "。" in block.text:
            continue
        text = reading.printed(block)
        kind = _label(block.text) if len(block.text) <= LONGEST_LABEL else None
        if kind and following and _holds(block, kind, following):
            raw = f"{block.text} {following.text}"
            yield Line(following.number, Labelled(kind, following.text, raw))
            continue
        found = labelled(text)
        if found and (label_line(text) or find_date(text)):  # by a date among other words it's a byline, too
            yield from (Line(block.number, label) for label in found)


def _label(text: str) -> str | None:
    bare = text if text.isalnum() else _AROUND.sub("", text)
    return "headline" if bare in NAMES else label_alone(text)


def _holds(label: Block, kind: str, following: Block) -> bool:
    """Whether the block behind a label holds its value: the next cell, or in an index what follows a colon.

    An empty cell is no block: then the next one is a cell too far, or a label itself.
    """
    if len(following.text) > LONGEST_VALUE or _label(following.text):
        return False
    one, two = _CELL.match(label.place), _CELL.match(following.place)
    if one and two and one[0] != two[0]:
        return parent(one[0]) == parent(two[0]) and two["tag"] in ("td", "dd") and _is_next(one[0], two[0])
    beside = parent(label.place) == parent(following.place)
    return kind in INDEX and beside and label.text.endswith((":", "："))


def _is_next(one: str, two: str) -> bool:
    """Whether no empty cell of the same name stands between two cells of a row."""
    first, second = _STEP.fullmatch(one), _STEP.fullmatch(two)
    if not first or not second or first["name"] != second["name"]:
        return True
    return int(second["number"]) == int(first["number"]) + 1
