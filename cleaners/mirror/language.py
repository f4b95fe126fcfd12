"""A small model of Chinese: how likely a text is, as the words it can be made of.

It decides what a lost byte was, and between a repair and what stands there. Its words come from
``words.txt.xz`` (see ``build``) and from the page itself, whose words are its best witness.
"""

import lzma
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from math import exp, log
from pathlib import Path
from typing import NamedTuple

from cleaners.mirror.marks import balanced, misplaced
from cleaners.mirror.tables import SYLLABLE, simplified_only, to_mirrors, to_simplified

WORDS = Path(__file__).with_name("words.txt.xz")

ANNOTATION = re.compile(rf"\({SYLLABLE} ?\)")

#: What may be damaged, and so is no witness.
DOUBTFUL = re.compile(r".{0,3}(?:\?[^?\n]{0,60})+")

HAN = re.compile("[㐀-鿿]{2,}")

#: Full-width marks that a page may show half-width; one digit is as good as another.
WIDE = str.maketrans(",;:!?()123456789", "，；：！？（）000000000")

#: The longest word.
LONGEST = 4

#: How many characters back words and marks are looked at.
TAIL = 5

#: The page's share in the judgement, the fewest characters it is taken to have, and the most that are looked at.
PAGE_SHARE, PAGE_LEAST, PAGE_MOST = 0.25, 1500, 30_000

#: What follows a word.
PARTICLES = "的了是在和与也都就"

#: The chance of a letter, a digit or a space: at random, and behind another letter or digit; of anything unknown.
ASCII, ASCII_RUN, UNKNOWN = log(0.0005), log(0.2), -19.0

#: What is rarer is never guessed.
RAREST = -15.0

#: What it costs a character that mirrors don't make, or that they would have converted.
UNLIKELY_FORM = -4.0


class Score(NamedTuple):
    """How likely a text is so far, with what is needed to go on.

    ``ends[-n]`` is the logarithm of the chance of the text without its last ``n - 1`` characters, ``tail`` its
    last characters, Simplified, and ``open`` the brackets and quotation marks not closed yet.
    """

    ends: tuple[float, ...] = (0.0,)
    tail: str = ""
    open: str = ""

    @property
    def total(self) -> float:
        """The logarithm of the chance of the whole text."""
        return self.ends[-1]

    def less(self, cost: float) -> "Score":
        """The same at a cost, a negative number."""
        return self._replace(ends=tuple(end + cost for end in self.ends))


#: What begins a text.
NOTHING = Score()


class Language:
    """The words of the language, and a page's beside them."""

    def __init__(self, page: Iterable[str] = ()) -> None:
        self.words = words()
        witness = "\n".join(DOUBTFUL.sub("\n", ANNOTATION.sub("", text)) for text in page)[:PAGE_MOST]
        self.seen = words_of(simple(witness))
        self.scale = PAGE_SHARE / max(PAGE_LEAST, len(witness))
        self.forms = frozenset(witness)

    def chance(self, word: str) -> float | None:
        """The logarithm of the chance of a word, None where nobody knows it."""
        known = self.words.get(word)
        if seen := self.seen.get(word, 0):
            return log((exp(known) if known is not None else 0.0) + seen * self.scale)
        return known

    def after(self, score: Score, character: str, cost: float = 0.0) -> Score:
        """The score of a text with one character more, of either script, at a cost (a negative number)."""
        this = simple(character)
        opened, unbalanced = balanced(score.open, this)
        cost += unbalanced + self.form(character) + misplaced(score.tail, this)
        ends = [end + cost for end in score.ends] if cost else score.ends
        best = max(self.endings(ends, score.tail, this))
        return Score((*ends, best)[-LONGEST:], (score.tail + this)[-TAIL:], opened)

    def sign(self, score: Score) -> Score:
        """The score of a text with a ``?`` more, whatever that stands for."""
        return Score((*score.ends, score.total + ASCII)[-LONGEST:], (score.tail + "?")[-TAIL:], score.open)

    def endings(self, ends: Sequence[float], tail: str, this: str) -> Iterator[float]:
        """The chances of the text with ``this``, for each word that it can be the end of."""
        yield ends[-1] + self.alone(tail[-1:], this)
        for size in range(2, 1 + min(len(ends), len(tail) + 1)):
            chance = self.chance(tail[1 - size :] + this)
            if chance is not None:
                yield ends[-size] + chance

    def alone(self, before: str, this: str) -> float:
        """The chance of a character as a word of its own."""
        if this.isascii():
            return ASCII_RUN if this.isalnum() and before.isascii() and before.isalnum() else ASCII
        found = self.chance(this)
        return UNKNOWN if found is None else found

    def form(self, character: str) -> float:
        """What a character costs that no mirror shows, unless this page does."""
        return UNLIKELY_FORM if character in unlikely_forms() and character not in self.forms else 0.0


def words_of(text: str) -> Mapping[str, int]:
    """What may be words of a page: strings of two to four characters that something shows to be complete.

    That is a mark or a particle behind one of them, or different characters.
    """
    count: Counter[str] = Counter()
    behind: defaultdict[str, set[str]] = defaultdict(set)
    for run in HAN.findall(text):
        ended = run + PARTICLES[0]
        for size in range(2, LONGEST + 1):
            for at in range(len(run) - size + 1):
                count[gram := run[at : at + size]] += 1
                behind[gram].add(ended[at + size])
    return {
        gram: count[gram]
        for gram, after in behind.items()
        if len(after) > 1 or not after.isdisjoint(PARTICLES)
    }


@cache
def unlikely_forms() -> frozenset[str]:
    """Characters that mirrors convert, and Traditional ones that they don't write."""
    return (simplified_only() | to_simplified().keys()) - set(to_mirrors().values())


def simple(text: str) -> str:
    """A text in Simplified characters and full-width marks, one character for one."""
    return text.translate(simplifying())


@cache
def simplifying() -> Mapping[int, int]:
    """The table of ``simple``."""
    return {ord(key): ord(value) for key, value in to_simplified().items()} | WIDE


@cache
def words() -> Mapping[str, float]:
    """The words and the logarithms of their chances; takes half a second, once."""
    found: dict[str, float] = {}
    with lzma.open(WORDS, "rt", encoding="utf-8") as lines:
        for chance, group in (line.rstrip("\n").split("\t") for line in lines if not line.startswith("#")):
            found |= dict.fromkeys(group.split(" "), -int(chance) / 10)
    return found


@cache
def is_plausible(character: str) -> bool:
    """Whether a character is common enough to be guessed."""
    if not character or character in unlikely_forms():
        return False
    return words().get(simple(character), UNKNOWN) > RAREST
