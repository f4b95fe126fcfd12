"""A text's letters and digits alone: what is compared where spaces, punctuation and width say nothing."""

import re
import unicodedata
from collections.abc import Callable

_NO_LETTER = re.compile(r"[\W_]+")


class Characters(dict[int, str]):
    """A table for ``str.translate``: what a rule makes of each character; filled as characters are met."""

    def __init__(self, rule: Callable[[str], str]) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, code: int) -> str:
        self[code] = self._rule(chr(code))
        return self[code]


_LETTERS = Characters(lambda one: _NO_LETTER.sub("", unicodedata.normalize("NFKC", one)).lower())


def letters(text: str) -> str:
    """The letters and digits of a text, full-width forms as plain ones, all small.

    Characters are taken one by one: a letter and the accent that follows it become the letter alone.

    >>> letters("“ＧＤＰ”增长 5％")
    'gdp增长5'
    """
    return text.translate(_LETTERS)
