"""From text to what a search can look up: Chinese has no spaces, so pairs of characters stand for words."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from operator import add

from cleaners.letters import Characters
from storage.columns import storable

#: Characters of an article that can be found. The longest real ones have about 50,000; a page made to
#: flood the index ends here.
LONGEST = 60_000
#: Letters of a Latin word or digits of a number that count.
_LONGEST_RUN = 40

_RUNS = re.compile(
    r"""
      ([a-z0-9]+)        # a Latin word, a number, a mixture: GDP, 2023, 5g
    | ([^\W_a-z0-9]+)    # characters that are written without spaces
    | (\S)               # a sign: punctuation, an emoji
    """,
    re.VERBOSE,
)


_FOLDED = Characters(lambda one: unicodedata.normalize("NFKC", one).casefold())


def fold(text: str) -> str:
    """The text as it is compared: full-width forms as plain ones, letters small. One character may become several.

    >>> fold("ＧＤＰ增长５％")
    'gdp增长5%'
    """
    return text.translate(_FOLDED)


def terms(text: str) -> set[str]:
    """What a text is found by: its Latin words and numbers, its characters, and pairs of adjacent characters.

    Pairs don't reach over punctuation or the end of a line.

    >>> sorted(terms("党建，5G"))
    ['5g', '党', '党建', '建', '，']
    """
    found: set[str] = set()
    for latin, characters, sign in _RUNS.findall(fold(text[:LONGEST])):
        if characters:
            found.update(characters, _pairs(characters))
        else:
            found.add(_sign(sign) if sign else latin[:_LONGEST_RUN])
    return found


@dataclass(frozen=True)
class Word:
    """A word to search for, without white space in it, folded.

    ``terms`` are what every text that has it is found by; some texts without it have them too, so
    ``pattern`` must be looked for in the folded text.
    """

    text: str

    @cached_property
    def terms(self) -> set[str]:
        """The terms that a text with this word has: of characters in a row, their pairs only."""
        found: set[str] = set()
        for latin, characters, sign in _RUNS.findall(self.text):
            found |= _pairs(characters) or {characters or latin[:_LONGEST_RUN] or _sign(sign)}
        return found

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The word as it stands in a folded text; ``gdp`` isn't in ``gdps``."""
        before = r"(?<![a-z0-9])" if re.match("[a-z0-9]", self.text) else ""
        behind = r"(?![a-z0-9])" if re.search("[a-z0-9]$", self.text) else ""
        return re.compile(before + re.escape(self.text) + behind)


def words(query: str) -> list[Word]:
    """The words of what somebody typed, each once: whatever it is, it is looked for as it stands."""
    return [Word(each) for each in dict.fromkeys(fold(storable(query)).split())]


def _pairs(characters: str) -> set[str]:
    """The pairs of adjacent characters."""
    return set(map(add, characters, characters[1:]))


def _sign(sign: str) -> str:
    """A sign as a term: ASCII ones as full-width, which no folded text has, for SQLite's tokenizer drops them."""
    return chr(ord(sign) + 0xFEE0) if sign.isascii() else sign
