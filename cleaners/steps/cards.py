"""Boxes of the same build, each with a link and a sentence or two: teasers of other pages, readers' posts."""

from collections.abc import Sequence

from cleaners.content import is_prose
from cleaners.model import Block
from cleaners.places import ancestors, build, inside
from cleaners.steps.engine import PageView

#: So many boxes of one build make a list.
LIST = 3
#: A box has so many blocks at most, and so many of them are prose.
LARGEST, SENTENCES = 8, 2
#: A box is found within so many elements around a sentence.
DEPTH = 4
#: Without its boxes the page has so many characters of prose left, or they are the article.
LEFT = 80


def cards(blocks: list[Block], page: PageView) -> list[Block]:
    """Lists of boxes with a link and a sentence each are teasers or readers' posts.

    Where the page says next to nothing else, they are its article: a digest. A table's rows are no boxes.

    >>> article = "石桥镇党委把会场搬到田间地头，当面听取群众意见，逐项记入台账，明确专人办理。"
    >>> cards_below = 3 * "<div><a href='2.html'>石桥镇办起食堂</a><p>老人有了热饭吃，子女放了心。</p></div>"
    >>> try_on_html(cards, f"<p>{article}</p><p>{article}</p><p>{article}</p>{cards_below}") == 3 * [article]
    True
    """
    builds: dict[str, set[str]] = {}
    for box in _boxes(blocks):
        builds.setdefault(build(box), set()).add(box)
    gone = [box for boxes in builds.values() if len(boxes) >= LIST for box in boxes]
    left = (
        [block for block in blocks if not any(inside(block.place, box) for box in gone)] if gone else blocks
    )
    return left if sum(len(block.text) for block in left if is_prose(block)) >= LEFT else blocks


def _boxes(blocks: Sequence[Block]) -> list[str]:
    """The places of the boxes: the nearest element around a sentence that holds anything else."""
    prose = list(filter(is_prose, blocks))
    members: dict[str, list[Block]] = {place: [] for block in prose for place in _around(block)}
    for block in blocks:
        for place in _around(block):
            if place in members:
                members[place].append(block)
    found = []
    for block in prose:
        box = next((place for place in _around(block) if len(members[place]) > 1), None)
        if box and not box.rpartition("/")[2].startswith("tr") and _is_card(members[box]):
            found.append(box)
    return found


def _around(block: Block) -> tuple[str, ...]:
    return ancestors(block.place)[:DEPTH]


def _is_card(blocks: Sequence[Block]) -> bool:
    if len(blocks) > LARGEST:
        return False
    return any(block.links > 0.9 for block in blocks) and sum(map(is_prose, blocks)) <= SENTENCES
