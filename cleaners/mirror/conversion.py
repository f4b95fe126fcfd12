"""Traditional characters into Simplified ones, exactly as OpenCC's pure-Python package does it, but faster.

The package looks for phrases at every place of a text, the longest first, and then for single characters.
Phrases begin with few characters: here only those places are looked at, and characters are left to
``str.translate``. The dictionaries are the package's own.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from cleaners.mirror.tables import dictionary


def t2s(text: str) -> str:
    """What OpenCC's ``t2s`` makes of a text.

    >>> t2s("乾隆乾杯"), t2s("一目瞭然的頭髮")
    ('乾隆干杯', '一目了然的头发')
    """
    made: list[str] = []
    done = 0
    for start, phrase in sorted(_chosen(text)):
        made += text[done:start].translate(_characters()), _phrases()[phrase]
        done = start + len(phrase)
    return "".join((*made, text[done:].translate(_characters())))


def _chosen(text: str) -> Iterator[tuple[int, str]]:
    """The phrases of a text and where they stand: of two that overlap the longer one, else the first."""
    taken: set[int] = set()
    for start, phrase in sorted(_found(text), key=lambda each: (-len(each[1]), each[0])):
        place = range(start, start + len(phrase))
        if taken.isdisjoint(place):
            taken.update(place)
            yield start, phrase


def _found(text: str) -> Iterator[tuple[int, str]]:
    """All phrases of a text, overlapping ones too."""
    for first in _first().finditer(text):
        for phrase in _by_first()[first[0]]:
            if text.startswith(phrase, first.start()):
                yield first.start(), phrase


@cache
def _phrases() -> Mapping[str, str]:
    return {phrase: values[0] for phrase, values in dictionary("TSPhrases").items()}


@cache
def _by_first() -> Mapping[str, tuple[str, ...]]:
    """The phrases by their first character."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for phrase in _phrases():
        found[phrase[0]].append(phrase)
    return {first: tuple(phrases) for first, phrases in found.items()}


@cache
def _first() -> re.Pattern[str]:
    """Any character that a phrase begins with."""
    return re.compile(f"[{re.escape(''.join(_by_first()))}]")


@cache
def _characters() -> dict[int, str]:
    """The characters' table, for ``str.translate``."""
    return str.maketrans({one: values[0] for one, values in dictionary("TSCharacters").items()})
