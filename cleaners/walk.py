"""The walk over a page's tree that tells its blocks. The only file that walks a tree.

It also notes the links and images among them.
"""

from collections.abc import Mapping

from lxml import etree, html

from cleaners.media import Anchor, Image
from cleaners.model import Block
from cleaners.tree import is_centred, is_hidden
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
#: Steps of a place, and characters of an id or class in it. Of 80 real pages none nests block-level elements deeper
#: than 27 or has a longer name than 56; a page made to hang us nests thousands, and all who look around a block walk
#: them.
DEEPEST, LONGEST_NAME = 100, 100
#: Longer blocks are prose, in characters: the borders within them say nothing.
LONGEST_IN_PIECES = 200


class Walk:
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
