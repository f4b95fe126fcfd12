"""The replica's editions: the second shows the same sites some time later, a little of each changed.

In the third one of them, 红星网, has another design; all else is as in the second.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from crawler.replica.prose import Prose, Text

EDITIONS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a site's second edition changes, by the numbers of its articles, or of its issues.

    ``gone`` answers 404 and is no longer listed; ``moved`` redirects to its new address; ``lost`` is
    listed as before but answers with a page that says there is none.
    """

    new: tuple[int, ...]
    edited: int
    gone: int
    moved: int
    lost: int

    def left(self, numbers: Iterable[int], edition: int) -> tuple[int, ...]:
        """Those of the first edition's articles that an edition still has."""
        return tuple(number for number in numbers if edition == 1 or number != self.gone)

    def shown(self, numbers: Iterable[int], edition: int) -> tuple[int, ...]:
        """The same, the new ones before them."""
        return (*(self.new if edition > 1 else ()), *self.left(numbers, edition))


def lengthened(text: Text, seed: str) -> Text:
    """An article to whose end the editors have added a paragraph."""
    added = Prose(seed).article().paragraphs[-1]
    return replace(text, paragraphs=(*text.paragraphs, added))


def corrected(text: Text) -> Text:
    """An article with its first figure changed."""
    number = next(place for place, line in enumerate(text.paragraphs) if re.search(r"\d", line))
    lines = list(text.paragraphs)
    lines[number] = re.sub(r"\d+", lambda found: str(int(found[0]) + 1), lines[number], count=1)
    return replace(text, paragraphs=tuple(lines))
