"""A small character model of Chinese: how likely one character is after another.

It decides what a lost byte was, and between a repair and what stands there. Its counts come from the
phrase lists of OpenCC and pypinyin, from the order of the GB 2312 charset (its first level holds the
common characters) and from the page itself, whose words are its best witness.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log

from cleaners.mirror.tables import SYLLABLE, dictionary, gbk, is_han, to_simplified
from cleaners.mirror.vocabulary import WORDS

ANNOTATION = re.compile(rf"\({SYLLABLE} ?\)")

#: What may be damaged, and so is no witness.
DOUBTFUL = re.compile(r"\?.{1,60}")

#: Rough shares of punctuation and of the commonest characters in news text; word lists lack them.
SHARES = {
    "，": 0.05, "。": 0.025, "、": 0.015, "“": 0.006, "”": 0.006, "《": 0.003, "》": 0.003, "：": 0.004,
    "；": 0.002, "（": 0.002, "）": 0.002, "？": 0.0005, "！": 0.0005, "—": 0.002, "…": 0.0005, "·": 0.0005,
    "的": 0.035, "一": 0.01, "是": 0.008, "在": 0.01, "了": 0.008, "不": 0.007, "和": 0.009, "有": 0.007,
    "中": 0.008, "为": 0.006, "这": 0.005, "人": 0.008, "国": 0.008, "我": 0.004, "大": 0.006, "上": 0.005,
    "个": 0.005, "们": 0.004, "以": 0.005, "地": 0.005, "到": 0.004, "年": 0.006, "对": 0.004, "与": 0.003,
    "等": 0.004, "也": 0.002, "就": 0.002, "要": 0.003, "被": 0.0015, "其": 0.002, "将": 0.003, "及": 0.002,
}  # fmt: skip

#: Full-width marks that a page may show half-width.
WIDE = str.maketrans(",;:!?()", "，；：！？（）")

#: What a sighting on the page, and a word of our vocabulary, weigh beside an entry of the phrase lists.
PAGE_WEIGHT = 3
WORD_WEIGHT = 10

#: What share of a character's chance comes from the character before it.
CONTEXT = 0.6

#: The chances of a mark behind a mark: stops don't meet, but for ！ and ？; dashes and dots come in pairs.
FOLLOWING = {
    **{(one, two): 1e-7 for one in "，。；：、！" for two in "，。；：、！？"},
    **{(one, two): 0.01 for one in "！？" for two in "！？"},
    **{(one, "”"): 0.1 for one in "。！？"},
    **{(one, one): 0.5 for one in "—…"},
}

#: The same for pairs with a mark or a letter, which only the page tells something about.
MARKED = 0.3

#: The chance of a letter, a digit or a space: at random, and behind another letter or digit.
ASCII = 0.0005
ASCII_RUN = 0.2


@dataclass(frozen=True, slots=True)
class Counts:
    """How often characters, and pairs of neighbours, were seen; in Simplified form."""

    characters: Counter[str]
    pairs: Counter[tuple[str, str]]


class Language:
    """The phrase lists' counts, and a page's beside them."""

    def __init__(self, page: Iterable[str] = ()) -> None:
        self.listed = phrase_counts()
        self.page = count(simple(DOUBTFUL.sub("\n", ANNOTATION.sub("", text))) for text in page)
        self.total = self.listed.characters.total() + PAGE_WEIGHT * self.page.characters.total()

    def chance(self, before: str, this: str) -> float:
        """The logarithm of the chance that ``this`` follows ``before`` (characters of either script)."""
        pair = before, this = simple(before), simple(this)
        if (fixed := fixed_chance(*pair)) is not None:
            return log(fixed)
        alone = SHARES.get(this) or (self.seen(this) + commonness(this)) / self.total
        on_page, together = self.page.characters[before], self.page.pairs[pair]
        if not (is_han(before) and is_han(this)):
            return log(MARKED * together / on_page + (1 - MARKED) * alone if on_page else alone)
        together = self.listed.pairs[pair] + PAGE_WEIGHT * together
        return log(CONTEXT * together / (self.seen(before) + 5) + (1 - CONTEXT) * alone)

    def seen(self, character: str) -> int:
        """How often a character was seen, on the page and in the lists."""
        return self.listed.characters[character] + PAGE_WEIGHT * self.page.characters[character]

    def score(self, before: str, text: str) -> float:
        """The logarithm of the chance of a text that follows the character ``before``."""
        return sum(self.chance(*pair) for pair in pairwise(before + ANNOTATION.sub("", text)))


def fixed_chance(before: str, this: str) -> float | None:
    """The chance of a character that counting can't tell: ASCII, and marks behind marks."""
    if this.isascii():
        return ASCII_RUN if this.isalnum() and before.isascii() and before.isalnum() else ASCII
    return FOLLOWING.get((before, this))


def simple(text: str) -> str:
    """A text in Simplified characters and full-width marks, one character for one."""
    table = to_simplified()
    return "".join(table.get(one, one) for one in text).translate(WIDE)


def count(texts: Iterable[str]) -> Counts:
    """The counts of texts in Simplified form."""
    characters: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for text in texts:
        characters.update(text)
        pairs.update(pairwise(text))
    return Counts(characters, pairs)


def phrases() -> Iterator[str]:
    """The Simplified phrases of OpenCC's and pypinyin's lists, and our own words."""
    from pypinyin.phrases_dict import phrases_dict

    yield from dictionary("STPhrases")
    yield from phrases_dict
    yield from WORDS * WORD_WEIGHT


@cache
def phrase_counts() -> Counts:
    """The counts of the phrase lists; takes a quarter of a second, once."""
    return count(phrases())


@cache
def commonness(character: str) -> float:
    """A count for a character no list holds: more in the first level of GB 2312, least outside it."""
    code = gbk(character)
    if len(code) != 2 or code[1] < 0xA1:
        return 0.05
    return 15 if 0xB0 <= code[0] <= 0xD7 else 1.5 if 0xD8 <= code[0] <= 0xF7 else 0.05


def is_plausible(character: str) -> bool:
    """Whether a character is common enough to be guessed."""
    return bool(character) and (simple(character) in SHARES or commonness(simple(character)) > 1)
