"""The headline by its place: the line above the text, where the page's head and headings don't tell it."""

import re
from collections import Counter
from collections.abc import Sequence, Set
from itertools import pairwise

from cleaners.fields.dates import find_date
from cleaners.fields.labels import labelled
from cleaners.fields.title import is_crumb, places, squash
from cleaners.model import Block, Field
from cleaners.places import HEADINGS, row

_CONTROL = re.compile(
    r"[…:：。，；|>]$|^[^\w《“【\[(（]|^\d{1,3}[.、)）]|(?:19|20)\d\d年?\d{1,2}月|www\.|评论|登录|注册|点击|返回|首页|字号|打印"
)

#: A headline that stands so far above the text, in blocks, is the site's.
FAR = 40
#: A headline has so many letters at least and at most.
SHORTEST, LONGEST = 5, 60
#: Words that are all so short make a menu and no headline.
LONGEST_MENU_WORD = 4
#: A line that stands so close above a text, in blocks, may be its headline without any sign.
CLOSE = 8
#: So much of recurrence and other signs makes a line the headline.
ENOUGH = 0.5
#: A line of so many pairs of letters is as sure as a longer one: short words recur by chance.
FULL = 8


def is_confirmed(title: Field | None, blocks: Sequence[Block], body: Sequence[Block]) -> bool:
    """Whether a title stands above the text or in it, and not only in the head, a sidebar or the footer."""
    if title is None:
        return False
    if title.origin not in ("head", "heading"):
        return True
    return any(body[0].number - FAR <= number <= body[-1].number for number in _places(title, blocks))


def is_sites(title: Field, blocks: Sequence[Block], body: Sequence[Block]) -> bool:
    """Whether a title stands below the text and nowhere else: there it is the site's name."""
    return min(_places(title, blocks), default=0) > body[-1].number


def _places(title: Field, blocks: Sequence[Block]) -> list[int]:
    return [blocks[n].number for n in places(blocks, title)]


def line_above(blocks: Sequence[Block], body: Sequence[Block]) -> Field | None:
    """The heading a text begins with, else the line above it that is likeliest its headline.

    A headline's words recur in its text, and a line with date or source often follows it; a menu's words
    and the site's slogans do neither. Right above the text a line needs no such sign. Left alone: cells that
    share a table's row with others.
    """
    first = body[0]
    if first.tag in HEADINGS and _may_be(first):
        return Field(first.text, first.text, "position")
    near = [block for block in blocks if first.number - FAR <= block.number < first.number]
    said = _pairs("".join(block.text for block in body))
    cells = Counter(map(row, blocks))
    alone = [n for n, block in enumerate(near) if cells[row(block)] == 1 or not row(block)]
    signs = {n: _signs(near, n, said) for n in alone if _may_be(near[n])}
    best = max(signs, key=lambda n: (signs[n], n), default=None)
    if best is None or (signs[best] < ENOUGH and near[best].number < first.number - CLOSE):
        return None
    return Field(near[best].text, near[best].text, "position")


def _signs(near: Sequence[Block], n: int, said: Set[str]) -> float:
    """What speaks for a line's being the headline: recurrence (0 to 1), a heading's tag, an information line."""
    own = _pairs(near[n].text)
    below = any(find_date(block.text) or labelled(block.text) for block in near[n + 1 : n + 3])
    recurring = len(own & said) / len(own)
    return recurring * min(1.0, len(own) / FULL) + (near[n].tag in HEADINGS) * 0.5 + below * 0.25


def _pairs(text: str) -> Set[str]:
    return set(map("".join, pairwise(squash(text))))


def _may_be(block: Block) -> bool:
    if block.hidden or block.links > 0.5 or _CONTROL.search(block.text):
        return False
    if not SHORTEST <= len(squash(block.text)) <= LONGEST:
        return False
    words = block.text.split()
    menu = len(words) > 2 and max(map(len, words)) <= LONGEST_MENU_WORD
    return not menu and not find_date(block.text) and not labelled(block.text) and not is_crumb(block.text)
