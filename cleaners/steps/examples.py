"""Steps tried on a few lines: for the examples in their docstrings, and for docs/cleaning.md made of these."""

from collections.abc import Sequence
from itertools import count

from cleaners.blocks import read_html
from cleaners.model import Block, Field
from cleaners.steps.engine import PageView, Step


def try_on(step: Step, *texts: str, mirror: bool = False, traditional: bool = False) -> list[str]:
    """The texts a step leaves of the given lines.

    ``mirror`` says that the page is a mirror's copy, ``traditional`` that it is written in that script.
    """
    blocks = [Block(1, number, text) for number, text in enumerate(texts)]
    return _left(step, blocks, PageView(tuple(blocks), mirror, traditional=traditional))


def try_on_html(step: Step, html: str, mirror: bool = False, **fields: str) -> list[str]:
    """The texts a step leaves of a page's; ``fields`` are those read already, as they stand on the page."""
    blocks = read_html(html).blocks
    known = tuple((name, Field(value, value, "line")) for name, value in fields.items())
    return _left(step, blocks, PageView(blocks, mirror, known))


def try_on_parts(step: Step, *parts: Sequence[str]) -> list[str]:
    """The texts a step leaves of an article's pages, each given by its lines."""
    numbers = count()
    blocks = [Block(part, next(numbers), text) for part, texts in enumerate(parts, 1) for text in texts]
    return _left(step, blocks, PageView(tuple(blocks)))


def _left(step: Step, blocks: Sequence[Block], page: PageView) -> list[str]:
    return [block.text for block in step(list(blocks), page)]
