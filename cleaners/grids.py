"""Tables, told by the places of their blocks: rows and cells, and whether they hold data or are a page's layout."""

import re
from collections.abc import Iterable, Sequence

from cleaners.model import Block

_TABLE = re.compile(r".*/table[^/]*(?=/)")
_CELL = re.compile(r"((?:/(?:thead|tbody|tfoot)[^/]*)?/tr[^/]*)/(t[dh])([^/\[]*)\[(\d+)\]")

#: A longer cell is prose, in characters, and so is one of more paragraphs: the table is a layout.
LONGEST, PARAGRAPHS = 100, 3


def innermost(block: Block) -> str:
    """The place of the innermost table around a block; empty if there is none."""
    found = _TABLE.match(block.place)
    return found[0] if found else ""


def grid(blocks: Sequence[Block], texts: Sequence[str]) -> list[str]:
    """The lines of a pipe table of one table's blocks and their ready texts; none where it is no table of data.

    Data has rows of several cells without prose. Empty cells hold no block: where all cells of a row are of a
    kind, their numbers tell the columns.
    """
    rows: dict[str, dict[tuple[str, int], list[str]]] = {}
    long = False
    for block, text in zip(blocks, texts, strict=True):
        found = _CELL.match(block.place[len(innermost(block)) :])
        if not found:
            return []
        long = long or len(block.text) > LONGEST
        rows.setdefault(found[1], {}).setdefault((found[2] + found[3], int(found[4])), []).append(text)
    cells = [each for row in rows.values() for each in row.values()]
    if long or len(rows) < 2 or any(len(each) > PARAGRAPHS for each in cells):
        return []
    lines = [_columns(row) for row in rows.values()]
    wide = max(map(len, lines))
    if wide < 2 or sum(len(row) > 1 for row in rows.values()) < 2:
        return []
    head, *body = ([*line, *[""] * (wide - len(line))] for line in lines)
    return [_line(head), _line(["---"] * wide), *map(_line, body)]


#: A cell's number beyond this tells no column.
WIDEST = 100


def _columns(row: dict[tuple[str, int], list[str]]) -> list[str]:
    """A row's cells in their columns."""
    texts = [" ".join(each) for each in row.values()]
    last = max(number for _, number in row)
    if len({name for name, _ in row}) > 1 or last > WIDEST:
        return texts
    by_number = {number: text for (_, number), text in zip(row, texts, strict=True)}
    return [by_number.get(number, "") for number in range(1, last + 1)]


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
