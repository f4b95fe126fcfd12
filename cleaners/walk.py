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
#: Elements whose beginning and end the walk always looks at: those of blocks, and links.
_ENCLOSING = BLOCK_TAGS | {"a"}
#: Steps of a place, and characters of an id or class in it. Of 80 real pages none nests block-level elements deeper
#: than 27 or has a longer name than 56; a page made to hang us nests thousands, and all who look around a block walk
#: them.
DEEPEST, LONGEST_NAME = 100, 100
#: Longer blocks are prose, in characters: the borders within them say nothing.
LONGEST_IN_PIECES = 200

#: A block-level element, its place, and how many elements of each step were in it so far.
_Around = tuple[html.HtmlElement, str, dict[str, int]]


class Walk:
    """One pass over a tree: collects text until a border, then writes a block.

    Most elements are inline and say nothing, and most white space stands between blocks: both are passed by.
    """

    def __init__(self, marks: Mapping[html.HtmlElement, str]) -> None:
        self.blocks: list[Block] = []
        self.pieces: dict[int, tuple[str, ...]] = {}
        self.anchors: list[Anchor] = []
        self.images: list[Image] = []
        self.centred: set[int] = set()
        self._href, self._start = "", 0  # the link around, and where in the block's text it begins
        self._links = 0
        self._marked = marks
        self._marks: tuple[str, ...] = ()  # those of the elements around
        self._hiding: list[html.HtmlElement] = []
        self._around: list[_Around] = []
        self._steps: dict[tuple[str, str | None, str | None], str] = {}
        self._text: list[str] = []
        self._linked: list[str] = []  # those of its pieces that are link text

    def through(self, tree: html.HtmlElement) -> None:
        """Walk the whole tree, once."""
        self._around.append((tree, "", {}))
        noted = set()
        walk = etree.iterwalk(tree, events=("start", "end", "comment"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if tag in _NO_TEXT:
                    walk.skip_subtree()
                    continue
                if tag in _ENCLOSING:
                    self._enter(element, tag)
                if element.get("style") or element in self._marked or element.get("hidden") is not None:
                    noted.add(element)
                    self._note(element)
                if tag == "img":
                    self._image(element)
                text = element.text
            else:
                if tag in _ENCLOSING or element in noted:
                    self._leave(element, tag)
                text = element.tail
            if text and (self._text or not text.isspace()):
                self._take(text)
        self._border()

    def _enter(self, element: html.HtmlElement, tag: str) -> None:
        if tag == "a":
            self._links += 1
            self._href, self._start = (element.get("href") or "").strip(), len(self._text)
            return
        self._border()
        if tag != "br":
            self._around.append(self._placed(element, tag))

    def _note(self, element: html.HtmlElement) -> None:
        """An element begins that may be hidden or marked."""
        if is_hidden(element):
            self._hiding.append(element)
        if mark := self._marked.get(element):
            self._border()
            self._marks += (mark,)

    def _leave(self, element: html.HtmlElement, tag: str) -> None:
        if element in self._marked:
            self._border()
            self._marks = self._marks[:-1]
        if tag in BLOCK_TAGS:
            self._border()
            if tag != "br":
                self._around.pop()
        elif tag == "a":
            self._links -= 1
            if self._href:
                self._anchor()
            self._href = ""
        if self._hiding and self._hiding[-1] is element:
            self._hiding.pop()

    def _take(self, text: str) -> None:
        """Collect text; white space is no piece of its own."""
        if not text.isspace():
            self._text.append(text)
            if self._links:
                self._linked.append(text)
        elif not self._text[-1].endswith((" ", "\n")):  # more of it says nothing more
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
        element, place, _ = self._around[-1]
        if len(self._text) > 1 and len(text) <= LONGEST_IN_PIECES:
            self.pieces[number] = tuple(filter(None, map(tidy, self._text)))
        if self.images and self.images[-1].number >= number - 1 and is_centred(element):
            self.centred.add(number)
        share, hidden = self._share(text) if self._linked else 0.0, bool(self._hiding)
        self.blocks.append(Block(1, number, text, element.tag, place, share, self._marks, hidden))

    def _share(self, text: str) -> float:
        """The share of link text in a block that is about to be written and has some."""
        if len(self._text) == 1:
            return 1.0
        return min(1.0, round(sum(len(tidy(each)) for each in self._linked) / len(text), 2))

    def _anchor(self) -> None:
        """Note the link around, as far as it stands in this block."""
        text = tidy("".join(self._text[self._start :]))
        self.anchors.append(Anchor(len(self.blocks), text, self._href))

    def _image(self, element: html.HtmlElement) -> None:
        within = any(map(str.strip, self._text))
        place, hidden = self._around[-1][1], bool(self._hiding)
        image = Image(len(self.blocks), within, place, hidden, self._href, dict(element.items()))
        self.images.append(image)

    def _placed(self, element: html.HtmlElement, tag: str) -> _Around:
        """A block-level element with the path to it, each step with its id or first class and its number.

        Elements that are nested deeper than ``DEEPEST`` have the path of the one around.
        """
        _, around, steps = self._around[-1]
        if len(self._around) > DEEPEST:
            return element, around, steps
        named = tag, element.get("id"), element.get("class")
        step = self._steps.get(named) or self._steps.setdefault(named, _step(*named))
        number = steps[step] = steps.get(step, 0) + 1
        return element, f"{around}/{step}[{number}]", {}


def _step(tag: str, ident: str | None, classes: str | None) -> str:
    """How a place names an element, without its number."""
    name = ident or next(iter((classes or "").split()), "")
    return f"{tag}.{name[:LONGEST_NAME].replace('/', '_')}" if name else tag
