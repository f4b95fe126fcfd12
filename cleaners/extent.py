"""Where an article stands on one of its pages: what links, pictures and documents are told by."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, takewhile
from math import inf

from cleaners.blocks import Reading
from cleaners.mirror import repair
from cleaners.mirror.script import to_mainland
from cleaners.model import Block, Change
from cleaners.places import ancestors, around, container, inside

#: What these steps take out of an article's text was the article's; what else is gone never was.
_OWN = frozenset("title_line byline info_line summary_line end_mark newsletter_heading".split())


@dataclass(frozen=True)
class Extent:
    """An article on one of its pages.

    ``base`` is what the page's addresses are relative to, ``said`` makes the page's words the article's: whole,
    and in Simplified characters. ``kept`` has the article's blocks by number, ``gone`` the steps that dropped
    the others; from the block ``stop`` on another article begins.
    """

    reading: Reading
    base: str
    said: Callable[[str], str]
    kept: Mapping[int, Block]
    gone: Mapping[int, str]
    stop: float = inf

    @property
    def part(self) -> int:
        """The page's number among the article's pages."""
        return self.reading.blocks[0].part

    @cached_property
    def first(self) -> int:
        """The number of the article's first block."""
        return min(self.kept)

    @cached_property
    def last(self) -> int:
        """The number of the article's last block."""
        return max(self.kept)

    @cached_property
    def home(self) -> str:
        """The place of the element that holds the article; empty where that is the page itself."""
        return container(list(self.kept.values()))

    def block(self, number: int) -> Block | None:
        """A block of the page, with the article's text where it is the article's."""
        blocks = self.reading.blocks
        return self.kept.get(number) or (blocks[number] if 0 <= number < len(blocks) else None)

    def belongs(self, place: str, number: int) -> bool:
        """Whether the nearest text around something is the article's.

        What stands at a place before the block ``number`` has, in the smallest element around it that holds any
        text, that block or the one before.
        """
        near = [block.place for each in (number - 1, number) if (block := self.block(each))]
        home = next((each for each in ancestors(place) if any(inside(there, each) for there in near)), "")
        if home not in self._owned:
            blocks = self.reading.blocks
            ways = range(number - 1, -1, -1), range(number, len(blocks))
            held = (
                takewhile(lambda block: inside(block.place, home), map(blocks.__getitem__, way))
                for way in ways
            )
            self._owned[home] = any(self._is_own(block.number) for block in chain.from_iterable(held))
        return self._owned[home]

    def is_beside(self, place: str) -> bool:
        """Whether a place lies in the element that holds the article, or its first block, or its last."""
        ends = (around(self.kept[number]) for number in (self.first, self.last))
        return any(inside(place, home) for home in (self.home, *ends) if home)

    @cached_property
    def _owned(self) -> dict[str, bool]:
        """Elements, by place, and whether they hold text of the article, as far as that was asked."""
        return {}

    def _is_own(self, number: int) -> bool:
        return number in self.kept or self.gone.get(number) in _OWN


def extent(
    reading: Reading,
    base: str,
    mirror: bool,
    body: Sequence[Block],
    changes: Sequence[Change],
    stop: float = inf,
) -> Extent:
    """The extent of an article whose blocks on this page are among ``body``, or were joined to one of them."""
    part = reading.blocks[0].part
    dropped = [each for each in changes if each.part == part and each.after is None]
    joined = [each for each in dropped if each.step == "cut_paragraph"]
    kept = {each.number: replace(reading.blocks[each.number], text=each.before) for each in joined}
    kept |= {block.number: block for block in body if block.part == part}
    gone = {each.number: each.step for each in dropped if each.number not in kept}
    return Extent(reading, base, _repair(mirror, changes), kept, gone, stop)


def _repair(mirror: bool, changes: Sequence[Change]) -> Callable[[str], str]:
    """What was done to the page's blocks, for single words."""
    if mirror:
        return lambda text: repair(text, mirror=True)
    return to_mainland if any(each.step == "simplified" for each in changes) else str
