"""A text's letters and digits alone: what is compared where spaces, punctuation and width say nothing."""

import re
import unicodedata

_NO_LETTER = re.compile(r"[\W_]+")


class _Letters(dict[int, str]):
    """What each character is among letters, nothing for most that are none; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = _NO_LETTER.sub("", unicodedata.normalize("NFKC", chr(code))).lower()
        return self[code]


_LETTERS = _Letters()


def letters(text: str) -> str:
    """The letters and digits of a text, full-width forms as plain ones, all small.

    Characters are taken one by one: a letter and the accent that follows it become the letter alone.

    >>> letters("“ＧＤＰ”增长 5％")
    'gdp增长5'
    """
    return text.translate(_LETTERS)
