"""Texts that a portal puts into its articles' container, known by their repeating from page to page.

A slogan before the text, a hotline behind it, a box between its paragraphs: no words tell them. A text is taken for the
site's own if it stands once on nine pages of ten, in full, and always in the same place: near an end of the article, or
alone in the same element.

Left alone, since they may be the article's own on pages that are alike: lines under 8 characters (headings, short
closings), closings as 特此公告, notes in round brackets (此件公开发布), lines that announce something and end in a
colon (附件：, whom a notice is for), names of offices that sign, prose of more than 150 characters, and whatever stands
once at an end and once elsewhere. Another formula that nearly all articles of a portal begin or end with is lost to
the text; it stays in the ledger.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from cleaners.model import Block

STEP, REASON = "repeats", "repeats on the portal's pages"

#: On fewer pages nothing is known to repeat.
FEWEST = 8
#: The share of the pages that have such a text.
OFTEN = 0.9
#: In characters.
SHORTEST, LONGEST = 8, 150
#: So many blocks of another kind may stand between such a text and the article's end.
NEAR = 2

#: What may be a document's own on every page: what announces, formulas, notes in brackets, the office that signs.
_DOCUMENTS = re.compile(
    r".*[：:]|(?:特此|此致).*|[（(].*[）)]|[^，。！？；：、…!?;:]+[府室会局部心社院厅处站队所校司组台馆委办团网]"
)


def own(blocks: Sequence[Block], repeats: Mapping[str, str]) -> set[int]:
    """The numbers of those blocks that are the site's own.

    :param blocks: what is left of the container, as read.
    :param repeats: those of a layout.
    """
    found = {block.number for block in blocks if repeats.get(block.text) == block.place}
    for row in (blocks, blocks[::-1]):
        others = 0
        for block in row:
            if repeats.get(block.text) == "":
                found.add(block.number)
            others += block.number not in found
            if others > NEAR:
                break
    return found


def without(left: Sequence[Block], read: Sequence[Block], repeats: Mapping[str, str]) -> list[Block]:
    """What is left of the container, without what is the site's own.

    :param read: all blocks of the page, as read: repairs change a text, and not on every page alike.
    """
    numbers = own([read[block.number] for block in left], repeats)
    return [block for block in left if block.number not in numbers]


def learned(pages: Sequence[Sequence[Block]]) -> dict[str, str]:
    """The texts that repeat, each with its place; empty where that is near an end.

    :param pages: of each page what is left of the container, as read.
    """
    counts = Counter(text for page in pages for text in {block.text for block in page})
    often = {text for text, n in counts.items() if n >= max(FEWEST, OFTEN * len(pages)) and is_likely(text)}
    repeats = dict.fromkeys((text for text in often if _stands_once(text, pages)), "")
    while astray := {block.text for page in pages for block in _astray(page, repeats)}:
        for text in astray:
            place = _place(text, pages) if repeats.pop(text) == "" else ""
            if place:
                repeats[text] = place
    return dict(sorted(repeats.items()))


def is_likely(text: str) -> bool:
    """Whether a text can be the site's own at all.

    >>> [is_likely(text) for text in ("看身边新闻，在石桥发布", "特此公告。", "石桥县人民政府办公室")]
    [True, False, False]
    """
    return SHORTEST <= len(text) <= LONGEST and not _DOCUMENTS.fullmatch(text)


def _stands_once(text: str, pages: Iterable[Sequence[Block]]) -> bool:
    return all(sum(block.text == text for block in page) <= 1 for page in pages)


def _place(text: str, pages: Iterable[Sequence[Block]]) -> str:
    """The element that a text stands alone in on every page; empty if there is none."""
    places: dict[str, int] = defaultdict(int)
    for page in pages:
        for place in {block.place for block in page if block.text == text}:
            places[place] = max(places[place], sum(block.place == place for block in page))
    (place, most), *others = places.items()
    return "" if others or most > 1 else place


def _astray(page: Sequence[Block], repeats: Mapping[str, str]) -> list[Block]:
    """The blocks of a page that have such a text and don't stand where it stands."""
    found = own(page, repeats)
    return [block for block in page if block.text in repeats and block.number not in found]
