"""A damaged page and its repair side by side, for a reader who wants to judge it."""

import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, takewhile, zip_longest

from cleaners.charset import decode
from cleaners.mirror.bytes import mend
from cleaners.mirror.language import Language
from cleaners.model import Block, Change, Ledger, Page, replay
from cleaners.stages import stage
from cleaners.steps.engine import name
from cleaners.steps.repairs import REPAIRS, byte_damage, byte_guess

#: What a column is wide without a terminal, and at least, in half-width characters.
WIDTH, NARROWEST = 50, 20

_STEPS = [name(step) for step in REPAIRS]
_BYTES = [name(byte_damage), name(byte_guess)]
_FIRST = _STEPS[: _STEPS.index(_BYTES[0])]


def comparison(page: Page) -> Iterator[str]:
    """The lines that show what the repairs changed on a page: safe to print on a terminal."""
    staged = stage(page, decode(page), ())
    changes = [change for change in staged.changes if change.step in _STEPS]
    stretches = pieces(staged.reading.blocks, changes)
    copied = staged.fields.get("mirror_of")
    yield printable(f"mirror of {copied.value}: {copied.origin}" if copied else "no sign of a mirror")
    if not changes:
        yield "nothing to repair"
    width = column()
    for number, group in groupby(sorted(changes, key=lambda change: change.number), lambda one: one.number):
        yield from ("", f"paragraph {number}")
        yield from paragraph(list(group), stretches, width)


def column() -> int:
    """How wide each of two columns can be."""
    return max(NARROWEST, shutil.get_terminal_size((2 * WIDTH + 3, 24)).columns // 2 - 2)


def pieces(blocks: Sequence[Block], changes: Sequence[Change]) -> dict[str, list[str]]:
    """The stretches in which bytes were put back, by the text of the paragraph they are in."""
    before = replay(Ledger(tuple(blocks), tuple(takewhile(lambda each: each.step in _FIRST, changes))))
    language = Language([block.text for block in before])
    return {
        change.before: [
            f"    {printable(each.damaged)} -> {printable(each.repaired)}{'  A GUESS' if each.lossy else ''}"
            for each in mend(change.before, language).repairs
        ]
        for change in changes
        if change.step in _BYTES
    }


def paragraph(changes: Sequence[Change], stretches: dict[str, list[str]], width: int) -> Iterator[str]:
    """What was done to one paragraph, by which steps and why, then before and after in two columns."""
    for change in changes:
        yield f"  {change.step}: {change.reason}"
        if change.step in _BYTES:
            yield from stretches[change.before]
    after = changes[-1].after
    left = wrapped(printable(changes[0].before), width)
    right = wrapped("(taken away)" if after is None else printable(after), width)
    for one, other in zip_longest(left, right, fillvalue=""):
        yield f"{one}{' ' * (width - cells(one))} | {other}".rstrip()


def printable(text: str) -> str:
    r"""A text without anything a terminal would obey or hide: such characters are escaped.

    >>> printable("黨\x1b[31m\u202e\ue0cc")
    '黨\\x1b[31m\\u202e\\ue0cc'
    """
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)


def cells(text: str) -> int:
    """How wide a text is on a terminal: Chinese characters take two cells."""
    return sum(_cells(one) for one in text)


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrapped(text: Iterable[str], width: int) -> list[str]:
    """A text in lines of at most ``width`` cells."""
    lines, room = [""], width
    for one in text:
        if _cells(one) > room:
            lines.append("")
            room = width
        lines[-1] += one
        room -= _cells(one)
    return lines
