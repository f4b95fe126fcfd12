"""Runs steps over blocks and writes down what each one changed.

A step takes blocks and gives blocks back: it drops some, or gives some a new text, and nothing else.
It keeps no record; the engine compares what went in with what came out, so a step can neither forget
to report nor report falsely. The idea is ftfy's (``explain``) and structlog's (one signature).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from operator import is_

from cleaners.model import Block, Change, Field


@dataclass(frozen=True, slots=True)
class PageView:
    """What a step may look at and not change.

    ``blocks`` are all blocks of the page as read, ``mirror`` says whether the page is a mirror's copy,
    ``fields`` are the fields read so far, by name (none yet while the repairs run), ``traditional`` says
    whether the page was written in Traditional characters.
    """

    blocks: tuple[Block, ...] = ()
    mirror: bool = False
    fields: tuple[tuple[str, Field], ...] = ()
    traditional: bool = False

    def value(self, name: str) -> str | None:
        """The value of the field ``name``, if it was found."""
        return next((field.value for key, field in self.fields if key == name), None)


Step = Callable[[list[Block], PageView], list[Block]]

_OFF: ContextVar[str | None] = ContextVar("off", default=None)


@contextmanager
def without(step: str) -> Iterator[None]:
    """Leave out the step of this name within the block, to see what it is good for. Nothing so made is kept."""
    token = _OFF.set(step)
    try:
        yield
    finally:
        _OFF.reset(token)


def run(steps: Iterable[Step], blocks: Sequence[Block], page: PageView) -> tuple[list[Block], list[Change]]:
    """Pass blocks through steps, in their order.

    :returns: the blocks that are left, and every change in the order it was made.
    :raises ValueError: if a step makes up a block or changes more than a block's text.
    """
    left, changes = list(blocks), []
    off = _OFF.get()
    for step in steps:
        if name(step) == off:
            continue
        after = step(left, page)
        changes += compare(left, after, name(step), reason(step))
        left = after
    return left, changes


def compare(before: Sequence[Block], after: Sequence[Block], step: str, why: str) -> list[Change]:
    """The changes that lead from one list of blocks to another."""
    if len(before) == len(after) and all(map(is_, before, after)):
        return []
    given, left = set(map(id, before)), set(map(id, after))
    rewritten = {block.key: block.text for block in after if id(block) not in given}
    gone = [block for block in before if id(block) not in left]
    if not rewritten.keys() <= {block.key for block in gone}:
        raise ValueError(f"the step {step} made up a block")
    return [
        Change(block.part, block.number, step, why, block.text, now)
        for block in gone
        if (now := rewritten.get(block.key)) != block.text
    ]


def name(step: Step) -> str:
    """A step's public name: its function's name."""
    return getattr(step, "__name__", type(step).__name__)


def reason(step: Step) -> str:
    """Why a step does what it does: the first line of its docstring."""
    return (step.__doc__ or "").strip().partition("\n")[0].rstrip(".")
