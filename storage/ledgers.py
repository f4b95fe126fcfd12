"""Ledgers as one compressed value: as rows, a page's 350 blocks would outgrow everything else.

JSON, a list for each property of the blocks and of the changes: what is alike stands together and compresses best. What
a block was before a change isn't kept, since it is its text, or what the change before made of it.
"""

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import Any

from cleaners.model import Block, Change, Ledger
from storage.columns import packed

_BLOCK = ("part", "number", "text", "tag", "place", "links", "marks", "hidden")
_CHANGE = ("part", "number", "step", "reason", "after")


def pack(ledger: Ledger) -> bytes:
    """A ledger as JSON, compressed with zlib. Lone surrogates, which a hostile page may hold, survive."""
    data = {"blocks": _columns(ledger.blocks, _BLOCK), "changes": _columns(ledger.changes, _CHANGE)}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return packed(text.encode("utf-8", "surrogatepass"))


def unpack(kept: bytes) -> Ledger:
    """The ledger that ``pack`` packed, or that was packed as rows by an earlier release."""
    data = json.loads(zlib.decompress(kept).decode("utf-8", "surrogatepass"))
    blocks, changes = data["blocks"], data["changes"]
    if isinstance(blocks, list):
        return Ledger(tuple(_block(*row) for row in blocks), tuple(Change(*row) for row in changes))
    there = tuple(_block(*row) for row in zip(*(blocks[name] for name in _BLOCK), strict=True))
    return Ledger(there, tuple(_changes(there, zip(*(changes[name] for name in _CHANGE), strict=True))))


def counts(ledger: Ledger) -> dict[str, int]:
    """How many changes each step made."""
    return dict(sorted(Counter(change.step for change in ledger.changes).items()))


def _columns(things: Iterable[Block | Change], names: Iterable[str]) -> dict[str, list[Any]]:
    return {name: list(map(attrgetter(name), things)) for name in names}


def _block(
    part: int, number: int, text: str, tag: str, place: str, links: float, marks: list[str], hidden: bool
) -> Block:
    return Block(part, number, text, tag, place, links, tuple(marks), hidden)


def _changes(blocks: Iterable[Block], rows: Iterable[tuple[Any, ...]]) -> Iterator[Change]:
    texts: dict[tuple[int, int], Any] = {block.key: block.text for block in blocks}
    for part, number, step, reason, after in rows:
        yield Change(part, number, step, reason, texts[part, number], after)
        texts[part, number] = after
