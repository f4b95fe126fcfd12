"""One page, several articles: an issue of a newsletter (简报, 组工信息) with an item from each county."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cleaners.model import Block

_HEADING = re.compile(
    r"""^ (?P<place> [\u4e00-\u9fff]{1,11} [县区市镇乡旗州盟局委部办院校] | [\u4e00-\u9fff]{2,8} 街道 )
    \s* [:：] \s* (?P<title> .{4,60} (?<! [。！？；…，：] ) ) $""",
    re.VERBOSE,
)
_PARAGRAPH = re.compile(r"。")


@dataclass(frozen=True, slots=True)
class Item:
    """One article of an issue: whose it is, its headline, its heading as printed, and its paragraphs."""

    place: str
    title: str
    heading: Block
    blocks: tuple[Block, ...]


def first_heading(blocks: Sequence[Block]) -> int | None:
    """Where the first item's heading stands among blocks; None if there is no item.

    A heading names a place, a colon and a title, ends without a sentence mark, and prose follows it.
    """
    for n, block in enumerate(blocks[:-1]):
        if _HEADING.match(block.text) and _PARAGRAPH.search(blocks[n + 1].text):
            return n
    return None


def split(blocks: Sequence[Block]) -> list[Item]:
    """The items of an issue whose blocks begin with the first heading.

    Left alone: a paragraph that begins with a place and a colon, since it ends as a sentence does.
    """
    items: list[Item] = []
    rest = list(blocks)
    while (start := first_heading(rest)) is not None:
        following = first_heading(rest[start + 1 :])
        end = len(rest) if following is None else start + 1 + following
        match = _HEADING.match(rest[start].text)
        if match:
            items.append(Item(match["place"], match["title"], rest[start], tuple(rest[start + 1 : end])))
        rest = rest[end:]
    return items
