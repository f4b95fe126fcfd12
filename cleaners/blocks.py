"""HTML or plain text to numbered blocks. The only file that walks a tree.

A block is what a reader sees as one line or paragraph: text between two borders of block-level elements,
``<br>`` included. Nothing readable is left out: what a style hides becomes a block marked hidden; only
scripts, styles and their like are no text at all.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree, html

from cleaners.media import Anchor, Image, is_document
from cleaners.model import Block, Layout
from cleaners.tree import is_centred, is_hidden, parse

#: Elements that begin and end a block.
BLOCK_TAGS = frozenset(
    """address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav
    ol option p pre section select summary table tbody td tfoot th thead tr ul""".split()
)
_NO_TEXT = frozenset(
    "script style noscript template head title iframe svg math object embed canvas textarea".split()
)
_SPACES = re.compile(r"[\s\u3000\xa0]+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f]")
#: Stands for the border of an inline element where a block's text is told with its borders; white space.
BORDER = "\x1f"
#: Longer blocks are prose, in characters: the borders within them say nothing.
LONGEST_IN_PIECES = 200

#: The name under which ``metas`` has the time an element keeps for a script to show.
MOMENT = "data-time"


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
        pieces = self.pieces.get(block.number, ())
        same = "".join(pieces).replace(" ", "") == block.text.replace(" ", "")
        return BORDER.join(pieces) if same else block.text


def tidy(text: str) -> str:
    """Text with every run of white space as one blank, and without characters nobody sees."""
    if text.isalnum():
        return text  # most words of menus: no need to look for anything
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def read_plain(text: str) -> Reading:
    """Blocks of plain text: every line that is not blank."""
    lines = (tidy(line) for line in text.splitlines())
    return Reading(tuple(Block(1, n, line) for n, line in enumerate(filter(None, lines))), plain=True)


def read_html(text: str, layouts: Sequence[Layout] = ()) -> Reading:
    """Blocks of a page, marked by the first layout that fits it."""
    tree = parse(text)
    if tree is None:
        return Reading(())
    layout = next((each for each in layouts if _fits(tree, each)), None)
    walk = _Walk(_marks(tree, layout) if layout else {})
    walk.through(tree)
    return Reading(
        blocks=tuple(walk.blocks),
        layout=layout.name if layout else None,
        metas=dict(_metas(tree)),
        title=tidy(tree.findtext(".//title") or ""),
        base=next((each.get("href") for each in tree.iter("base") if each.get("href")), ""),
        anchors=tuple(walk.anchors),
        images=tuple(walk.images),
        script=sum(len(each.text or "") for each in tree.iter("script")),
        pieces=walk.pieces,
        centred=frozenset(walk.centred),
    )


def marked(tree: html.HtmlElement, marks: Mapping[html.HtmlElement, str]) -> tuple[Block, ...]:
    """A page's blocks, each with the marks of the elements around it. Marks on block-level elements change no block."""
    walk = _Walk(marks)
    walk.through(tree)
    return tuple(walk.blocks)


def _fits(tree: html.HtmlElement, layout: Layout) -> bool:
    """A layout fits where its container stands exactly once, and its title, if it names one, at all."""
    found = tree.cssselect(layout.content)
    return len(found) == 1 and (layout.title is None or bool(tree.cssselect(layout.title)))


def _marks(tree: html.HtmlElement, layout: Layout) -> dict[html.HtmlElement, str]:
    """What a layout says of elements; their descendants inherit it."""
    selectors = {layout.content: "content", **{each: f"drop: {why}" for each, why in layout.drop.items()}}
    if layout.title:
        selectors[layout.title] = "title"
    return {element: mark for selector, mark in selectors.items() for element in tree.cssselect(selector)}


def _metas(tree: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """Meta elements by name, the last first, so that the first of a repeated name is the one kept."""
    for meta in reversed(tree.findall(".//meta")):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop")
        content = meta.get("content")
        if name and content and tidy(content):
            yield name.strip().lower(), tidy(content)
    for element in reversed(tree.xpath("//*[@data-time or @data-pubtime or @datetime]")):
        moment = element.get("data-time") or element.get("data-pubtime") or element.get("datetime")
        if tidy(moment):
            yield MOMENT, tidy(moment)


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
        self._hidden = 0
        self._links = 0
        self._path: list[tuple[html.HtmlElement, str]] = []  # the block-level elements around, their places
        self._children: dict[str, int] = {}
        self._text: list[str] = []
        self._linked = 0

    def through(self, tree: html.HtmlElement) -> None:
        self._path.append((tree, ""))
        walk = etree.iterwalk(tree, events=("start", "end", "comment"))
        for event, element in walk:
            if event == "start" and element.tag in _NO_TEXT:
                walk.skip_subtree()
            elif event == "start":
                self._enter(element)
            if event != "start":
                if event == "end" and element.tag not in _NO_TEXT:
                    self._leave(element)
                self._take(element.tail)
        self._border()

    def _enter(self, element: html.HtmlElement) -> None:
        tag = element.tag
        if tag in BLOCK_TAGS:
            self._border()
            if tag != "br":
                self._path.append((element, self._place(element)))
        if tag == "a":
            self._links += 1
            self._href, self._start = (element.get("href") or "").strip(), len(self._text)
        self._hidden += is_hidden(element)
        if mark := self._marked.get(element):
            self._border()
            self._marks.append(mark)
        if tag == "img":
            self._image(element)
        self._take(element.text)

    def _leave(self, element: html.HtmlElement) -> None:
        tag = element.tag
        if element in self._marked:
            self._border()
            self._marks.pop()
        if tag in BLOCK_TAGS:
            self._border()
            if tag != "br":
                self._path.pop()
        if tag == "a":
            self._links -= 1
            if self._href:
                self._anchor()
            self._href = ""
        self._hidden -= is_hidden(element)

    def _take(self, text: str | None) -> None:
        if text:
            self._text.append(text)
            if self._links:
                self._linked += len(tidy(text))

    def _border(self) -> None:
        """End the block that is being collected; white space alone is none."""
        text = tidy("".join(self._text))
        if self._href:
            self._anchor()
        if text:
            element, place = self._path[-1]
            share = min(1.0, round(self._linked / len(text), 2))
            marks = tuple(self._marks)
            if len(self._text) > 1 and len(text) <= LONGEST_IN_PIECES:
                self.pieces[len(self.blocks)] = tuple(filter(None, map(tidy, self._text)))
            if self.images and self.images[-1].number >= len(self.blocks) - 1 and is_centred(element):
                self.centred.add(len(self.blocks))
            self.blocks.append(
                Block(1, len(self.blocks), text, element.tag, place, share, marks, hidden=self._hidden > 0)
            )
        self._text.clear()
        self._linked = self._start = 0

    def _anchor(self) -> None:
        """Note the link around, as far as it stands in this block."""
        text = tidy("".join(self._text[self._start :]))
        self.anchors.append(Anchor(len(self.blocks), text, self._href))

    def _image(self, element: html.HtmlElement) -> None:
        within = any(map(str.strip, self._text))
        place, hidden = self._path[-1][1], self._hidden > 0
        image = Image(len(self.blocks), within, place, hidden, self._href, dict(element.items()))
        self.images.append(image)

    def _place(self, element: html.HtmlElement) -> str:
        """The path to a block-level element, each step with its id or first class and its number."""
        name = element.get("id") or next(iter((element.get("class") or "").split()), "")
        path = f"{self._path[-1][1]}/{element.tag}{'.' + name if name else ''}"
        self._children[path] = self._children.get(path, 0) + 1
        return f"{path}[{self._children[path]}]"
