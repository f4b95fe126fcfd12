"""HTML or plain text to numbered blocks. The only file that walks a tree.

A block is what a reader sees as one line or paragraph: text between two borders of block-level elements,
``<br>`` included. Nothing readable is left out: what a style hides becomes a block marked hidden; only
scripts, styles and their like are no text at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml import etree, html
from lxml.cssselect import CSSSelector

from cleaners.head import read_head
from cleaners.media import Anchor, Image, is_document
from cleaners.model import Block, Layout
from cleaners.tree import is_centred, is_hidden, parse
from cleaners.white_space import tidy

#: Elements that begin and end a block.
BLOCK_TAGS = frozenset(
    """address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav
    ol option p pre section select summary table tbody td tfoot th thead tr ul""".split()
)
_NO_TEXT = frozenset(
    "script style noscript template head title iframe svg math object embed canvas textarea".split()
)
#: Stands for the border of an inline element where a block's text is told with its borders; white space.
BORDER = "\x1f"
#: Steps of a place, and characters of an id or class in it. Of 80 real pages none nests block-level elements deeper
#: than 27 or has a longer name than 56; a page made to hang us nests thousands, and all who look around a block walk
#: them.
DEEPEST, LONGEST_NAME = 100, 100
#: Longer blocks are prose, in characters: the borders within them say nothing.
LONGEST_IN_PIECES = 200


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


def read_html(text: str, layouts: Sequence[Layout] = ()) -> Reading:
    """Blocks of a page, marked by the first layout that fits it."""
    tree = parse(text)
    if tree is None:
        return Reading(())
    tried = ((each.name, _marks(tree, each)) for each in layouts)
    layout, marks = next(((name, marks) for name, marks in tried if marks), (None, {}))
    walk, head = _Walk(marks), read_head(tree)
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
    walk = _Walk(marks)
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


class _Walk:
    """One pass over a tree: collects text until a border, then writes a block."""

    def __init__(self, marks: Mapping[html.HtmlElement, str]) -> None:
        self.blocks: list[Block] = []
        self.pieces: dict[int, tuple[str, ...]] = {}
        self.anchors: list[Anchor] = []
        self.images: list[Image] = []
        self.centred: set[int] = set()
        self._href, self._start = "", 0  # the link around, and where in the block's text it begins
        self._marked = marks
        self._marks: list[str] = []
        self._hiding: list[html.HtmlElement] = []
        self._links = 0
        self._path: list[tuple[html.HtmlElement, str]] = []  # the block-level elements around, their places
        self._children: dict[tuple[str, str], int] = {}
        self._text: list[str] = []
        self._linked: list[str] = []  # those of its pieces that are link text

    def through(self, tree: html.HtmlElement) -> None:
        self._path.append((tree, ""))
        walk = etree.iterwalk(tree, events=("start", "end", "comment"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if tag in _NO_TEXT:
                    walk.skip_subtree()
                else:
                    self._enter(element, tag)
                    if text := element.text:
                        self._take(text)
                continue
            if event == "end" and tag not in _NO_TEXT:
                self._leave(element, tag)
            if text := element.tail:
                self._take(text)
        self._border()

    def _enter(self, element: html.HtmlElement, tag: str) -> None:
        if tag in BLOCK_TAGS:
            self._border()
            if tag != "br":
                self._path.append((element, self._place(element)))
        elif tag == "a":
            self._links += 1
            self._href, self._start = (element.get("href") or "").strip(), len(self._text)
        if is_hidden(element):
            self._hiding.append(element)
        if mark := self._marked.get(element):
            self._border()
            self._marks.append(mark)
        if tag == "img":
            self._image(element)

    def _leave(self, element: html.HtmlElement, tag: str) -> None:
        if element in self._marked:
            self._border()
            self._marks.pop()
        if tag in BLOCK_TAGS:
            self._border()
            if tag != "br":
                self._path.pop()
        elif tag == "a":
            self._links -= 1
            if self._href:
                self._anchor()
            self._href = ""
        if self._hiding and self._hiding[-1] is element:
            self._hiding.pop()

    def _take(self, text: str) -> None:
        """Collect text; white space is no piece of its own, and none at all where a block begins."""
        if not text.isspace():
            self._text.append(text)
            if self._links:
                self._linked.append(text)
        elif self._text:
            self._text[-1] += text

    def _border(self) -> None:
        """End the block that is being collected; white space alone is none."""
        if self._href:
            self._anchor()
        if not self._text:
            return
        if text := tidy("".join(self._text)):
            self._write(text)
        self._text.clear()
        self._linked.clear()
        self._start = 0

    def _write(self, text: str) -> None:
        number = len(self.blocks)
        element, place = self._path[-1]
        if len(self._text) > 1 and len(text) <= LONGEST_IN_PIECES:
            self.pieces[number] = tuple(filter(None, map(tidy, self._text)))
        if self.images and self.images[-1].number >= number - 1 and is_centred(element):
            self.centred.add(number)
        marks, hidden = tuple(self._marks), bool(self._hiding)
        self.blocks.append(Block(1, number, text, element.tag, place, self._share(text), marks, hidden))

    def _share(self, text: str) -> float:
        """The share of link text in a block that is about to be written."""
        if not self._linked:
            return 0.0
        if len(self._text) == 1:
            return 1.0
        return min(1.0, round(sum(len(tidy(each)) for each in self._linked) / len(text), 2))

    def _anchor(self) -> None:
        """Note the link around, as far as it stands in this block."""
        text = tidy("".join(self._text[self._start :]))
        self.anchors.append(Anchor(len(self.blocks), text, self._href))

    def _image(self, element: html.HtmlElement) -> None:
        within = any(map(str.strip, self._text))
        place, hidden = self._path[-1][1], bool(self._hiding)
        image = Image(len(self.blocks), within, place, hidden, self._href, dict(element.items()))
        self.images.append(image)

    def _place(self, element: html.HtmlElement) -> str:
        """The path to a block-level element, each step with its id or first class and its number.

        Elements that are nested deeper than ``DEEPEST`` have the path of the one around.
        """
        if len(self._path) > DEEPEST:
            return self._path[-1][1]
        name = element.get("id") or next(iter((element.get("class") or "").split()), "")
        step = f"{element.tag}.{name[:LONGEST_NAME].replace('/', '_')}" if name else element.tag
        around = self._path[-1][1]
        number = self._children[around, step] = self._children.get((around, step), 0) + 1
        return f"{around}/{step}[{number}]"
