"""HTML or plain text to numbered blocks, as ``walk.py`` tells them.

A block is what a reader sees as one line or paragraph: text between two borders of block-level elements,
``<br>`` included. Nothing readable is left out: what a style hides becomes a block marked hidden; only
scripts, styles and their like are no text at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml import html
from lxml.cssselect import CSSSelector

from cleaners.head import read_head
from cleaners.media import Anchor, Image, is_document
from cleaners.model import Block, Layout
from cleaners.tree import parse
from cleaners.walk import Walk
from cleaners.white_space import tidy

#: Stands for the border of an inline element where a block's text is told with its borders; white space.
BORDER = "\x1f"


@dataclass(frozen=True, slots=True)
class Reading:
    """A page as read: its blocks, the layout that fitted, and what its head and links tell.

    ``metas`` maps lower-case meta names to contents, ``title`` is the head's title, ``base`` what it says all
    addresses begin with, ``script`` is the length of its scripts in characters, ``plain`` says that there was
    no HTML to read. ``pieces`` holds the runs of text between the borders of inline elements (``<span>``,
    ``<a>``) of short blocks, by block number: bylines are made of them, and what they say apart must not run
    together. ``centred`` has the numbers of centred blocks right behind an image.
    """

    blocks: tuple[Block, ...]
    layout: str | None = None
    metas: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    base: str = ""
    anchors: tuple[Anchor, ...] = ()
    images: tuple[Image, ...] = ()
    script: int = 0
    plain: bool = False
    pieces: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    centred: frozenset[int] = frozenset()

    @property
    def attachments(self) -> tuple[str, ...]:
        """The addresses of linked documents, as written on the page."""
        return tuple(dict.fromkeys(each.href for each in self.anchors if is_document(each.href)))

    def printed(self, block: Block) -> str:
        """A block's text with BORDER between its pieces, unless a repair has changed it."""
        if not (pieces := self.pieces.get(block.number)):
            return block.text
        same = "".join(pieces).replace(" ", "") == block.text.replace(" ", "")
        return BORDER.join(pieces) if same else block.text


def read_plain(text: str) -> Reading:
    """Blocks of plain text: every line that is not blank."""
    lines = (tidy(line) for line in text.splitlines())
    return Reading(tuple(Block(1, n, line) for n, line in enumerate(filter(None, lines))), plain=True)


def read_html(page: str | bytes, layouts: Sequence[Layout] = ()) -> Reading:
    """Blocks of a page, as text or in UTF-8, marked by the first layout that fits it."""
    tree = parse(page)
    if tree is None:
        return Reading(())
    tried = ((each.name, _marks(tree, each)) for each in layouts)
    layout, marks = next(((name, marks) for name, marks in tried if marks), (None, {}))
    walk, head = Walk(marks), read_head(tree)
    walk.through(tree)
    return Reading(
        blocks=tuple(walk.blocks),
        layout=layout,
        metas=head.metas,
        title=head.title,
        base=head.base,
        anchors=tuple(walk.anchors),
        images=tuple(walk.images),
        script=head.script,
        pieces=walk.pieces,
        centred=frozenset(walk.centred),
    )


def marked(tree: html.HtmlElement, marks: Mapping[html.HtmlElement, str]) -> tuple[Block, ...]:
    """A page's blocks, each with the marks of the elements around it. Marks on block-level elements change no block."""
    walk = Walk(marks)
    walk.through(tree)
    return tuple(walk.blocks)


@lru_cache(256)
def _selector(css: str) -> Any:
    return CSSSelector(css, translator="html")


def _marks(tree: html.HtmlElement, layout: Layout) -> dict[html.HtmlElement, str]:
    """What a layout says of elements; their descendants inherit it. Nothing where it doesn't fit.

    It fits where its container stands exactly once, and its title, if it names one, at all.
    """
    content = _selector(layout.content)(tree)
    title = _selector(layout.title)(tree) if layout.title else ()
    if len(content) != 1 or (layout.title and not title):
        return {}
    dropped = {each: f"drop: {why}" for css, why in layout.drop.items() for each in _selector(css)(tree)}
    return {content[0]: "content", **dropped, **dict.fromkeys(title, "title")}
