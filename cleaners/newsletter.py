"""One page, several articles: an issue of a newsletter (简报, 组工信息) with an item from each county."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cleaners.model import Block

_HEADING = re.compile(
    r"""^ (?: [\u4e00-\u9fff]{1,11} [县区市镇乡旗州盟局委部办院校] | [\u4e00-\u9fff]{2,8} 街道 )
    \s* [:：] \s* (?: .{4,60} (?<! [。！？；…，：] ) ) $""",
    re.VERBOSE,
)
_COLON = re.compile(r"\s*[:：]\s*")
_PARAGRAPH = re.compile(r"。")


@dataclass(frozen=True, slots=True)
class Item:
    """One article of an issue: its key, whose it is, its headline, its heading's block, and its paragraphs.

    The key is the heading as printed, with ``#2`` behind it where an issue prints the same one again.
    """

    key: str
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
    printed: Counter[str] = Counter()
    rest = list(blocks)
    while (start := first_heading(rest)) is not None:
        following = first_heading(rest[start + 1 :])
        end = len(rest) if following is None else start + 1 + following
        items.append(_item(rest[start:end], printed))
        rest = rest[end:]
    return items


def _item(blocks: Sequence[Block], printed: Counter[str]) -> Item:
    heading, *body = blocks
    place, title = _COLON.split(heading.text, maxsplit=1)
    printed[heading.text] += 1
    times = printed[heading.text]
    key = heading.text if times == 1 else f"{heading.text}#{times}"
    return Item(key, place, title, heading, tuple(body))
