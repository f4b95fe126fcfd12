"""A page as its blocks in order, with what the cleaner did to each."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cleaners.model import Change, Ledger
from crawler.sample import fields_read

#: So many blocks are shown; a page with more is made to hang us.
MOST = 3_000
#: So many colours tell steps apart; each has its name beside it.
COLOURS = 8


@dataclass(frozen=True, slots=True)
class Legend:
    """A step that changed this page: why, how many blocks, and the number of its colour."""

    step: str
    reason: str
    changes: int
    colour: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a block: ``=`` stayed, ``-`` was removed, ``+`` was written instead."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block, what it was and is, the changes to it, and the fields that were read from it."""

    part: int
    number: int
    tag: str
    before: str
    after: str | None
    changes: tuple[Change, ...]
    fields: tuple[str, ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What of it stayed, went and came."""
        return tuple(pieces(self.before, self.after))


def shown(ledger: Ledger, raws: Mapping[str, str]) -> list[ShownBlock]:
    """The blocks of a page, the first ``MOST`` of them.

    :param raws: by field, the words it was read from.
    """
    changes: dict[tuple[int, int], list[Change]] = {}
    for change in ledger.changes:
        changes.setdefault(change.key, []).append(change)
    fields = fields_read(ledger, raws)
    return [
        ShownBlock(
            block.part,
            block.number,
            block.tag,
            block.text,
            made[-1].after if (made := changes.get(block.key)) else block.text,
            tuple(changes.get(block.key, ())),
            tuple(fields.get(block.key, ())),
        )
        for block in ledger.blocks[:MOST]
    ]


def legend(changes: Sequence[Change]) -> dict[str, Legend]:
    """The steps that made these changes, in the order they first acted."""
    counts = Counter(change.step for change in changes)
    reasons = {change.step: change.reason for change in reversed(changes)}
    return {
        step: Legend(step, reasons[step], number, place % COLOURS)
        for place, (step, number) in enumerate(counts.items())
    }


def pieces(before: str, after: str | None) -> Iterator[Piece]:
    """A text before and after a change: what both begin and end with, and what differs between.

    >>> [(each.sign, each.text) for each in pieces("甲 乙丙", "甲乙丙")]
    [('=', '甲'), ('-', ' '), ('=', '乙丙')]
    """
    if after is None or before == after:
        yield Piece("-" if after is None else "=", before)
        return
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    parts = (
        ("=", before[:head]),
        ("-", before[head : len(before) - tail]),
        ("+", after[head : len(after) - tail]),
        ("=", before[len(before) - tail :]),
    )
    yield from (Piece(sign, text) for sign, text in parts if text)


def _alike(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))
