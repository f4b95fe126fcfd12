"""The headline by its place: the line above the text, where the page's head and headings don't tell it."""

import re
from collections.abc import Sequence

from cleaners.fields.dates import find_date
from cleaners.fields.labels import labelled
from cleaners.fields.title import is_crumb, squash
from cleaners.model import Block, Field

_CONTROL = re.compile(
    r"[…:：。，；|>]$|^[^\w《“【\[(（]|^\d{1,3}\W|(?:19|20)\d\d年?\d{1,2}月|www\.|评论|登录|注册|点击|返回|首页|字号|打印"
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

#: A headline that stands so far above the text, in blocks, is the site's.
FAR = 40
#: A headline has so many letters at least and at most.
SHORTEST, LONGEST = 5, 60
#: Words that are all so short make a menu and no headline.
LONGEST_MENU_WORD = 4
#: The line above a text stands so close to it.
CLOSE = 8


def is_confirmed(title: Field | None, blocks: Sequence[Block], body: Sequence[Block]) -> bool:
    """Whether a title stands above the text or in it, and not only in the head, a sidebar or the footer."""
    if title is None:
        return False
    if title.origin not in ("head", "heading"):
        return True
    places = [block.number for block in blocks if squash(block.text) == squash(title.raw)]
    return any(body[0].number - FAR <= number <= body[-1].number for number in places)


def line_above(blocks: Sequence[Block], body: Sequence[Block]) -> Field | None:
    """The heading a text begins with, else the last heading above it, else the last line that may be one."""
    first = body[0]
    if first.tag in _HEADINGS and _may_be(first):
        return Field(first.text, first.text, "position")
    above = [b for b in reversed(blocks) if first.number - CLOSE <= b.number < first.number and _may_be(b)]
    best = next((block for block in above if block.tag in _HEADINGS), next(iter(above), None))
    return Field(best.text, best.text, "position") if best else None


def _may_be(block: Block) -> bool:
    if block.hidden or not SHORTEST <= len(squash(block.text)) <= LONGEST or _CONTROL.search(block.text):
        return False
    words = block.text.split()
    menu = len(words) > 2 and max(map(len, words)) <= LONGEST_MENU_WORD
    return not menu and not find_date(block.text) and not labelled(block.text) and not is_crumb(block.text)
