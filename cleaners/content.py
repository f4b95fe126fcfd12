"""Which blocks are the article.

A layout says it; where none fits, the blocks themselves do. Prose scores by its length and its sentence
marks, links and scraps cost, and the best run of blocks is the article: maximum subsequence segmentation
(Pasternack and Roth, "Extracting article text from the web with maximum subsequence segmentation", WWW 2009).
The run then takes in the short lines at its ends that stand in the same container.
Where a second run of the page is nearly as good, trafilatura's opinion decides between the two.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from cleaners.model import Block, Change
from cleaners.places import (
    ancestors,
    around,
    container,
    crowd,
    inside,
    is_page,
    leading,
    link_shares,
    parent,
    row,
)
from cleaners.tree import parse
from cleaners.walk import DEEPEST

_SENTENCE = re.compile(r"[。！？；…!?;]|[，、,].*[，、,]")

_ITEM = re.compile(r"^[（(]?\d{1,2}\s*[.、．)）]|\.(?:docx?|xlsx?|pdf|wps|zip|rar)$", re.IGNORECASE)

#: What a block costs before it has said anything, in characters: a menu's words earn less.
SCRAP = 18
#: What a sentence is worth beside its length.
SENTENCE = 20
#: The article stands behind its headline if what stands there is at least so good, against all of the page.
BEHIND = 0.3
#: A table of data has so many rows with several cells at least, and no more others.
ROWS = 3
#: A rival run at least so good, against the best one, makes the choice unsure.
RIVAL = 0.5
#: What a learned layout gives is at least so many characters, and at least this share of them is in sentences.
LEAST, TOLD = 100, 0.5


def by_layout(blocks: Sequence[Block]) -> tuple[list[Block], list[Change]]:
    """The blocks of a layout's container, less those the layout drops; and what that changed."""
    kept, changes = [], []
    for block in blocks:
        why = _dropped(block) if "content" in block.marks else "outside the layout's container"
        if why is None:
            kept.append(block)
        else:
            changes.append(Change(block.part, block.number, "layout", why, block.text, None))
    return kept, changes


def _dropped(block: Block) -> str | None:
    """Why a layout drops a block of its container, if it does."""
    return next((mark.removeprefix("drop: ") for mark in block.marks if mark.startswith("drop: ")), None)


def reads_well(content: Sequence[Block], page: Sequence[Block]) -> bool:
    """Whether what a layout gives is long enough, mostly sentences, and most of the page's prose.

    Left alone: photo reports, notices of two lines. They take the general way, which is as good for them.
    """
    length = sum(len(block.text) for block in content)
    told = sum(len(block.text) for block in content if _SENTENCE.search(block.text))
    outside = sum(len(block.text) for block in page if "content" not in block.marks and is_prose(block))
    return length >= LEAST and told >= TOLD * length and outside <= length


def by_features(blocks: Sequence[Block], html: str = "", headline: int = -1) -> list[Block]:
    """The blocks of the article where no layout fits.

    ``blocks`` are what the steps left of the page, ``html`` its source (empty for plain text), for the
    second voice; ``headline`` is the number of the headline's block: the article begins behind it, unless
    there is next to nothing. Deliberately kept: short lines and headings between paragraphs, whatever they say.
    """
    scores = [score(block) for block in blocks]
    behind = [n for n, block in enumerate(blocks) if block.number > headline]
    if best_run([scores[n] for n in behind])[2] >= BEHIND * best_run(scores)[2]:
        blocks, scores = [blocks[n] for n in behind], [scores[n] for n in behind]
    start, end, best = best_run(scores)
    rest = [0.0 if start <= n < end else each for n, each in enumerate(scores)]
    other_start, other_end, other = best_run(rest)
    if html and other > 0 and other >= RIVAL * best:
        voice = second_voice(html)
        if agreement(blocks[other_start:other_end], voice) > agreement(blocks[start:end], voice):
            start, end = other_start, other_end
    taken = take(blocks, blocks[start:end])
    return taken + annex(blocks, taken)


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


def take(blocks: Sequence[Block], run: Sequence[Block]) -> list[Block]:
    """The blocks of the article around its best run.

    The run is kept within its container, with paragraphs that stand right before or behind that. Prose beside
    the run's paragraphs, in the same element, belongs to the article, however far away: a table of
    advertisements may part them. So do the short lines beside and between them.
    Menus and lists of links don't.
    """
    home = container(run)
    if not home:
        return _grow(blocks, run)
    homely = [block for block in blocks if inside(block.place, home)]
    shares = link_shares(homely)
    prose = [block for block in run if is_prose(block)]
    beside = {b.key for b in prose if inside(home, _holder(b, shares)) and not is_page(_holder(b, shares))}
    near = [block for block in blocks if inside(block.place, home) or block.key in beside]
    annexes = _annexes(near)
    near = [block for block in near if block.key in annexes or not _crowded(block, home, shares)]
    seeds = {_holder(block, shares) for block in prose}
    numbers = [n for n, block in enumerate(near) if _holder(block, shares) in seeds]
    return near[numbers[0] : numbers[-1] + 1] if numbers else list(run)


def annex(blocks: Sequence[Block], article: Sequence[Block]) -> list[Block]:
    """What follows a notice and is part of it: tables of data, a list of names or sums, and lines of annexes (附件).

    It begins right behind what was taken, beside its container in an element that is not the page; a table has
    rows of several cells without links. Left alone: whatever else follows, and what stands behind other lines.
    """
    found: list[Block] = []
    home = container(article)
    rest = [block for block in blocks if article and block.key > article[-1].key]
    while home and rest and (beside := _beside(rest[0].place, home)):
        part = leading(rest, beside)
        table = beside.rpartition("/")[2].startswith("table")
        if not (_is_data(part) if table else len(_annexes(part)) == len(part)):
            break
        found += part
        rest = rest[len(part) :]
    return found


def _beside(place: str, home: str) -> str | None:
    """The element around a place that stands beside a container or one of those around it, not in the page."""
    for each in ancestors(place):
        beside = parent(each)
        if inside(home, beside) and not inside(home, each):
            return None if is_page(beside) else each
    return None


def _annexes(blocks: Sequence[Block]) -> set[tuple[int, int]]:
    """The keys of the lines that name annexes (附件), and of the items of a list that such a line begins."""
    found: set[tuple[int, int]] = set()
    within = False
    for block in blocks:
        within = block.text.startswith("附件") or (within and _ITEM.search(block.text) is not None)
        if within:
            found.add(block.key)
    return found


def _is_data(cells: Sequence[Block]) -> bool:
    rows = Counter(map(row, cells))
    several = sum(count > 1 for count in rows.values())
    return several >= ROWS and 2 * several >= len(rows) and all(block.links == 0 for block in cells)


def _holder(block: Block, shares: Mapping[str, tuple[int, int, float]]) -> str:
    """The place of what holds a block; an element with no other block in it is a paragraph."""
    alone = shares.get(block.place, (0,))[0] == 1 and block.tag == "div"
    return parent(block.place) if alone else around(block)


def is_prose(block: Block) -> bool:
    """Whether a block speaks for itself: it scores as prose does."""
    return score(block) > 0


def _crowded(block: Block, home: str, shares: Mapping[str, tuple[int, int, float]]) -> bool:
    """Whether a block is a link or scrap among links; a sentence may well be linked."""
    if _SENTENCE.search(block.text) and len(block.text) * (1 - block.links) >= SCRAP:
        return False
    return crowd(block, home, shares) > 0.5


def _grow(blocks: Sequence[Block], run: Sequence[Block]) -> list[Block]:
    """A run right in the body, with the paragraphs beside it; plain text has none and doesn't grow."""
    if not run:
        return []
    start = blocks.index(run[0])
    end = start + len(run)
    while start and _sibling(blocks[start - 1], blocks[start]):
        start -= 1
    while end < len(blocks) and _sibling(blocks[end], blocks[end - 1]):
        end += 1
    return list(blocks[start:end])


def _sibling(block: Block, beside: Block) -> bool:
    together = block.tag == beside.tag == "p" and parent(block.place) == parent(beside.place)
    return together and block.links <= 0.5


def second_voice(html: str) -> str:
    """What trafilatura takes for the article; empty where it finds none.

    It isn't asked about a page that nests deeper than ``DEEPEST``: it reads an element's text again for all that are
    around it, which takes seconds there.
    """
    import trafilatura

    tree = parse(html)
    if tree is None or tree.xpath("boolean(//*[count(ancestor::*) > $deepest])", deepest=DEEPEST):
        return ""
    return trafilatura.extract(tree, include_comments=False, include_tables=True, deduplicate=False) or ""


def agreement(run: Sequence[Block], voice: str) -> float:
    """The share of a run's characters that the second voice also has."""
    whole = sum(len(block.text) for block in run)
    return sum(len(block.text) for block in run if block.text in voice) / whole if whole else 0.0
