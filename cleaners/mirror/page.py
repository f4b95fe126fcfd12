"""Says whether a page is a mirror's: Traditional text with pinyin behind some of its characters."""

from collections.abc import Iterable

from cleaners.mirror.annotations import ANNOTATED, is_annotation
from cleaners.mirror.script import traditional_share
from cleaners.model import Block

#: A page with fewer annotations isn't taken for a mirror's.
FEWEST = 3

#: Mirrors annotate Traditional characters only; who teaches pinyin annotates all of a sentence.
PURITY = 0.9

#: A converted page has some 40 % Traditional characters; link spam may thin them out.
SHARE = 0.1


def is_mirror(blocks: Iterable[Block]) -> bool:
    """Whether the blocks of a page are a mirror's copy.

    Text that teaches pinyin is none, be it Simplified or Traditional, and neither is a page that is
    Traditional in its own right.
    """
    text = "\n".join(block.text for block in blocks if "(" in block.text)
    found = list(ANNOTATED.finditer(text))
    if len(found) < FEWEST:
        return False
    own = sum(map(is_annotation, found))
    return own >= FEWEST and own >= PURITY * len(found) and traditional_share(text) > SHARE
