"""Finds link spam by its script: it is appended after the conversion, so it alone is Simplified."""

import re
from collections.abc import Sequence

from cleaners.mirror.script import han, traditional_share
from cleaners.mirror.tables import LEFT_ALONE, simplified_only
from cleaners.model import Block

#: A page is converted when more of its characters are Traditional.
CONVERTED = 0.2

#: Spam holds at most this share of Traditional characters.
STRAY = 0.01

FEWEST_ITEMS = 10

#: Nine in ten items have at most so many characters: names of places are short, adult phrases long.
LONGEST_ITEM = 30

#: So many Traditional characters a converted text of the same length would hold.
EXPECTED = 8

_BAR = re.compile(r"[|｜]")
_STOP = re.compile(r"[。！；]")
_BEFORE = re.compile(r"^(?P<words>[^-_|—]{2,60})[-_|—]\s*(?P<headline>.{4,})$")


def is_list(text: str) -> bool:
    """Whether a text is many items without a sentence, joined by bars or spaces.

    >>> is_list("东山县| 西河县| " * 5), is_list("东山县 西河县"), is_list("多云。 有雨。 " * 5)
    (True, False, False)
    """
    parts = _BAR.split(text) if _BAR.search(text) else text.split()
    items = [item for item in map(str.strip, parts) if item]
    short = sum(len(item) <= LONGEST_ITEM for item in items)
    return len(items) >= FEWEST_ITEMS and short >= 0.9 * len(items) and not _STOP.search(text)


def spam(blocks: Sequence[Block]) -> set[tuple[int, int]]:
    """The keys of the blocks that are link spam.

    On a Simplified page nothing is, since lists of counties are then the page's own, and neither is a list
    that was converted with its page; one too short to be sure of its script stays.
    """
    lists = [block for block in blocks if is_list(block.text)]
    if not lists:
        return set()
    keys = {block.key for block in lists}
    share = traditional_share("".join(block.text for block in blocks if block.key not in keys))
    return {block.key for block in lists if share > CONVERTED and appended(block.text, share)}


def appended(text: str, share: float) -> bool:
    """Whether a text holds far fewer Traditional characters than the page's share makes it expect."""
    return share * len(han(text)) >= EXPECTED and traditional_share(text) <= STRAY


def without_keywords(headline: str) -> str:
    """A mirror page's headline without the keywords put before it.

    They were put there after the conversion: they hold characters that the mirror would have converted,
    and the headline behind the dash holds none. Left alone: words the conversion can't tell from the headline.

    >>> without_keywords("在线登录入口,最新地址-讓居民住得舒心"), without_keywords("共建-共享讓居民舒心")
    ('讓居民住得舒心', '共建-共享讓居民舒心')
    """
    match = _BEFORE.match(headline)
    if match and _unconverted(match["words"]) and not _unconverted(match["headline"]):
        return match["headline"]
    return headline


def _unconverted(text: str) -> frozenset[str]:
    """The characters of a text that a mirror would have converted."""
    return (simplified_only() - LEFT_ALONE) & frozenset(text)
