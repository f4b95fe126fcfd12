"""Ledgers as one compressed value: as rows, a page's 350 blocks would outgrow everything else."""

import json
import zlib
from collections import Counter

from cleaners.model import Block, Change, Ledger
from storage.columns import packed


def pack(ledger: Ledger) -> bytes:
    """A ledger as JSON, compressed with zlib. Lone surrogates, which a hostile page may hold, survive."""
    data = {
        "blocks": [
            [b.part, b.number, b.text, b.tag, b.place, b.links, b.marks, b.hidden] for b in ledger.blocks
        ],
        "changes": [[c.part, c.number, c.step, c.reason, c.before, c.after] for c in ledger.changes],
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return packed(text.encode("utf-8", "surrogatepass"))


def unpack(kept: bytes) -> Ledger:
    """The ledger that ``pack`` packed."""
    data = json.loads(zlib.decompress(kept).decode("utf-8", "surrogatepass"))
    return Ledger(
        blocks=tuple(_block(*row) for row in data["blocks"]),
        changes=tuple(Change(*row) for row in data["changes"]),
    )


def counts(ledger: Ledger) -> dict[str, int]:
    """How many changes each step made."""
    return dict(sorted(Counter(change.step for change in ledger.changes).items()))


def _block(
    part: int, number: int, text: str, tag: str, place: str, links: float, marks: list[str], hidden: bool
) -> Block:
    return Block(part, number, text, tag, place, links, tuple(marks), hidden)
