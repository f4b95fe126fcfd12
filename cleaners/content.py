"""Which blocks are the article.

A layout says it; where none fits, the blocks themselves do. Prose scores by its length and its sentence
marks, links and scraps cost, and the best run of blocks is the article: maximum subsequence segmentation
(Pasternack and Roth, "Extracting article text from the web with maximum subsequence segmentation", WWW 2009).
The run then takes in the short lines at its ends that stand in the same container.
Where a second run of the page is nearly as good, trafilatura's opinion decides between the two.
"""

import re
from collections import Counter
from collections.abc import Sequence

import lxml.html

from cleaners.model import Block, Change

_SENTENCE = re.compile(r"[。！？；…!?;]|[，、,].*[，、,]")

_PARAGRAPHS = frozenset("p h1 h2 h3 h4 h5 h6 li".split())

#: What a block costs before it has said anything, in characters: a menu's words earn less.
SCRAP = 18
#: What a sentence is worth beside its length.
SENTENCE = 20
#: A rival run at least so good, against the best one, makes the choice unsure.
RIVAL = 0.5
#: The container of the article holds at least this share of its characters.
CONTAINER = 0.8


def by_layout(blocks: Sequence[Block]) -> tuple[list[Block], list[Change]]:
    """The blocks of a layout's container, less those the layout drops; and what that changed."""
    kept, changes = [], []
    for block in blocks:
        why = next((mark.removeprefix("drop: ") for mark in block.marks if mark.startswith("drop: ")), None)
        if "content" not in block.marks:
            why = "outside the layout's container"
        if why is None:
            kept.append(block)
        else:
            changes.append(Change(block.part, block.number, "layout", why, block.text, None))
    return kept, changes


def by_features(blocks: Sequence[Block], html: str = "") -> list[Block]:
    """The blocks of the article where no layout fits.

    ``blocks`` are what the steps left of the page, ``html`` its source (empty for plain text), for the
    second voice. Deliberately kept: short lines and headings between paragraphs, whatever they say.
    """
    scores = [score(block) for block in blocks]
    start, end, best = best_run(scores)
    rest = [0.0 if start <= n < end else each for n, each in enumerate(scores)]
    other_start, other_end, other = best_run(rest)
    if html and other >= RIVAL * best:
        voice = second_voice(html)
        if agreement(blocks[other_start:other_end], voice) > agreement(blocks[start:end], voice):
            start, end = other_start, other_end
    return grow(blocks, start, end)


def score(block: Block) -> float:
    """How much a block speaks for being prose, in characters; negative for scraps and links.

    >>> score(Block(1, 0, "会议强调，要抓好落实。")) > 0 > score(Block(1, 0, "首页"))
    True
    """
    own = len(block.text) * (1 - block.links)
    if block.links > 0.5:
        return own - SCRAP - len(block.text) * block.links
    return own - SCRAP + (SENTENCE if _SENTENCE.search(block.text) else -len(block.text) / 2)


def best_run(scores: Sequence[float]) -> tuple[int, int, float]:
    """The run of the greatest sum: where it starts, where it ends (exclusive), and the sum (Kadane).

    >>> best_run([-3, 5, -1, 4, -9, 6])
    (1, 4, 8.0)
    """
    best, begin, total = (0, 0, 0.0), 0, 0.0
    for n, each in enumerate(scores):
        if total <= 0:
            begin, total = n, 0.0
        total += each
        if total > best[2]:
            best = (begin, n + 1, total)
    return best


def grow(blocks: Sequence[Block], start: int, end: int) -> list[Block]:
    """A run with the neighbours that stand in the same container and are no links.

    Where paragraphs stand right in the body, those beside them count. In plain text, which has neither
    containers nor paragraphs, a run doesn't grow.
    """
    home = container(blocks[start:end])
    while start and belongs(blocks[start - 1], home, beside=blocks[start]):
        start -= 1
    while end < len(blocks) and belongs(blocks[end], home, beside=blocks[end - 1]):
        end += 1
    return list(blocks[start:end])


def container(run: Sequence[Block]) -> str:
    """The deepest element that holds nearly all of a run's text; empty where there is none but the body."""
    weights: Counter[str] = Counter()
    for block in run:
        steps = around(block).split("/")[1:]
        for depth in range(2, len(steps) + 1):
            weights["/" + "/".join(steps[:depth])] += len(block.text)
    whole = sum(len(block.text) for block in run)
    homes = [place for place, weight in weights.items() if weight >= CONTAINER * whole]
    deepest = max(homes, key=lambda place: place.count("/"), default="")
    return "" if deepest.rpartition("/")[2].startswith("body") else deepest


def belongs(block: Block, home: str, beside: Block) -> bool:
    """Whether a block is not mainly links and stands in a container, or as a paragraph beside another."""
    inside = block.place.startswith(home + "/") or block.place == home
    sibling = block.tag == beside.tag == "p" and parent(block) == parent(beside)
    return block.links <= 0.5 and (inside if home else sibling)


def around(block: Block) -> str:
    """The place of what holds a block: the element around a paragraph, else the block's own element."""
    return parent(block) if block.tag in _PARAGRAPHS else block.place


def parent(block: Block) -> str:
    """The place of the element around a block's own."""
    return block.place.rpartition("/")[0]


def second_voice(html: str) -> str:
    """What trafilatura takes for the article; empty where it finds none."""
    import trafilatura

    tree = lxml.html.document_fromstring(html.encode("utf-8", "replace"))
    return trafilatura.extract(tree, include_comments=False, include_tables=True, deduplicate=False) or ""


def agreement(run: Sequence[Block], voice: str) -> float:
    """The share of a run's characters that the second voice also has."""
    whole = sum(len(block.text) for block in run)
    return sum(len(block.text) for block in run if block.text in voice) / whole if whole else 0.0
