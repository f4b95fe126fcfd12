"""The piece of a text that shows what was found."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage.terms import Word, fold

#: Characters of a passage, and how many of them stand before its first word at most.
_LENGTH, _BEFORE = 100, 30
#: Places of a paragraph that are weighed.
_WEIGHED = 100


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text; ``marks`` are the places in it, from and to, of the words that were searched for."""

    text: str
    marks: tuple[tuple[int, int], ...]


def whole(text: str, wanted: Sequence[Word]) -> Passage:
    """A text as a whole, its words marked."""
    return Passage(text, tuple(_places(text, wanted)))


def passage(text: str, wanted: Sequence[Word]) -> Passage:
    """The part of a text around its first place with the most of these words; else its beginning.

    It keeps to one paragraph; what is left out of that is shown by an ellipsis.
    """
    paragraph = max(text.split("\n"), key=lambda each: _having(each, wanted))
    places = _places(paragraph, wanted)
    starts = [start for start, _ in places[:_WEIGHED]]
    counts = [_having(paragraph[start : start + _LENGTH - _BEFORE], wanted) for start in starts]
    first = starts[counts.index(max(counts))] if starts else 0
    begin = max(0, min(first - _BEFORE, len(paragraph) - _LENGTH))
    end = min(len(paragraph), begin + _LENGTH)
    before, behind = "…" if begin else "", "…" if end < len(paragraph) else ""
    shift = len(before) - begin
    marks = ((start + shift, stop + shift) for start, stop in places if start >= begin and stop <= end)
    return Passage(before + paragraph[begin:end] + behind, tuple(marks))


def _having(text: str, wanted: Sequence[Word]) -> int:
    """How many of the words a text has."""
    folded = fold(text)
    return sum(bool(word.pattern.search(folded)) for word in wanted)


def _places(text: str, wanted: Sequence[Word]) -> list[tuple[int, int]]:
    """Where the words stand in a text, in order, those that overlap joined."""
    origin = [place for place, character in enumerate(text) for _ in fold(character)]
    folded, places = fold(text), list[tuple[int, int]]()
    found = (match.span() for word in wanted for match in word.pattern.finditer(folded))
    for start, end in sorted((origin[start], origin[end - 1] + 1) for start, end in found):
        if places and start <= places[-1][1]:
            places[-1] = places[-1][0], max(end, places[-1][1])
        else:
            places.append((start, end))
    return places
