"""Where blocks stand: the containers around them, as their places (paths from the root) tell."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import takewhile

from cleaners.model import Block

_NUMBERS = re.compile(r"\[\d+\]")
#: The tags of headings.
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_PARAGRAPHS = HEADINGS | {"p", "li"}
_GROUPS = ("table", "ul", "ol", "dl")

#: The container of a text holds at least this share of its characters.
CONTAINER = 0.7


def parent(place: str) -> str:
    """The place of the element around another.

    >>> parent("/html[1]/body[1]/div[2]")
    '/html[1]/body[1]'
    """
    return place.rpartition("/")[0]


def around(block: Block) -> str:
    """The place of what holds a block: the element around a paragraph, else the block's own element."""
    return parent(block.place) if block.tag in _PARAGRAPHS else block.place


def inside(place: str, home: str) -> bool:
    """Whether a place is a container or within it."""
    return place == home or place.startswith(home + "/")


def leading(blocks: Iterable[Block], home: str) -> list[Block]:
    """The first of some blocks, as far as they stand in an element: those behind it do not."""
    return list(takewhile(lambda block: inside(block.place, home), blocks))


@lru_cache(4096)
def ancestors(place: str) -> tuple[str, ...]:
    """A place and those around it, the innermost first: a hundred at most, see ``walk.DEEPEST``.

    >>> ancestors("/html[1]/body[1]")
    ('/html[1]/body[1]', '/html[1]')
    """
    return (place, *ancestors(parent(place))) if place else ()


def container(blocks: Sequence[Block]) -> str:
    """The deepest element that holds nearly all of a text; empty where there is none but the body."""
    weights: Counter[str] = Counter()
    for block in blocks:
        for place in ancestors(around(block)):
            weights[place] += len(block.text)
    whole = sum(len(block.text) for block in blocks)
    homes = [place for place, weight in weights.items() if weight >= CONTAINER * whole]
    deepest = max(homes, key=lambda place: place.count("/"), default="")
    return "" if is_page(deepest) else deepest


def build(place: str) -> str:
    """A place without its numbers: what elements of the same build have in common.

    >>> build("/html[1]/body[1]/li.row[2]")
    '/html/body/li.row'
    """
    return _NUMBERS.sub("", place)


def is_page(place: str) -> bool:
    """Whether a place is the page itself, and no container on it."""
    return place.rpartition("/")[2].startswith(("body", "html"))


def row(block: Block) -> str:
    """The place of the table row a block stands in; empty if it stands in none."""
    before, tr, after = block.place.rpartition("/tr")
    return f"{before}{tr}{after.partition('/')[0]}" if tr else ""


def link_shares(blocks: Iterable[Block]) -> dict[str, tuple[int, int, float]]:
    """Of every element: its number of blocks, its characters, and how many of these are link text."""
    sums: dict[str, tuple[int, int, float]] = {}
    for block in blocks:
        for place in ancestors(block.place):
            count, whole, linked = sums.get(place, (0, 0, 0.0))
            sums[place] = count + 1, whole + len(block.text), linked + len(block.text) * block.links
    return sums


def crowd(block: Block, home: str, sums: Mapping[str, tuple[int, int, float]]) -> float:
    """The share of link text among a block's neighbours.

    These are the cells of its table and the items of its list, where one stands within ``home``; else what
    stands in the nearest element around it that holds other blocks too.
    """
    places = [place for place in ancestors(block.place) if inside(place, home) and place != home]
    tables = [place for place in places if place.rpartition("/")[2].startswith(_GROUPS)]
    for place in (*tables[-1:], *places):
        count, whole, linked = sums.get(place, (0, 0, 0.0))
        if count > 1:
            return linked / whole
    return block.links
