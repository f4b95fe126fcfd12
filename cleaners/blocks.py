"""HTML or plain text to numbered blocks. The only file that walks a tree.

A block is what a reader sees as one line or paragraph: text between two borders of block-level elements,
``<br>`` included. Nothing readable is left out: what a style hides becomes a block marked hidden; only
scripts, styles and their like are no text at all.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree, html

from cleaners.model import Block, Layout

_BLOCK_TAGS = frozenset(
    """address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav
    ol option p pre section select summary table tbody td tfoot th thead tr ul""".split()
)
_NO_TEXT = frozenset(
    "script style noscript template head title iframe svg math object embed canvas textarea".split()
)
_SPACES = re.compile(r"[\s\u3000\xa0]+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f]")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_PAGE_END = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
_CONTAINER = re.compile(r"</?(?:div|span|font|section|center|table|tbody|tr|td|ul|li)\b[^>]*>", re.IGNORECASE)
_ATTACHMENT = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|zip|rar|7z)(?:$|[?#])", re.IGNORECASE)

#: Stands for the border of an inline element where a block's text is told with its borders; white space.
BORDER = "\x1f"
#: Longer blocks are prose, in characters: the borders within them say nothing.
LONGEST_IN_PIECES = 200


#: The name under which ``metas`` has the time an element keeps for a script to show.
MOMENT = "data-time"


@dataclass(frozen=True, slots=True)
class Reading:
    """A page as read: its blocks, the layout that fitted, and what its head and links tell.

    ``metas`` maps lower-case meta names to contents, ``title`` is the head's title, ``attachments``
    are the addresses of linked documents as written on the page, ``script`` is the length of its scripts in
    characters, ``plain`` says that there was no HTML to read. ``pieces`` holds the runs of text between the
    borders of inline elements (``<span>``, ``<a>``) of short blocks, by block number: bylines are
    made of them, and what they say apart must not run together.
    """

    blocks: tuple[Block, ...]
    layout: str | None = None
    metas: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    attachments: tuple[str, ...] = ()
    script: int = 0
    plain: bool = False
    pieces: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def printed(self, block: Block) -> str:
        """A block's text with BORDER between its pieces, unless a repair has changed it."""
        pieces = self.pieces.get(block.number, ())
        same = "".join(pieces).replace(" ", "") == block.text.replace(" ", "")
        return BORDER.join(pieces) if same else block.text


def tidy(text: str) -> str:
    """Text with every run of white space as one blank, and without characters nobody sees."""
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
        attachments=tuple(_attachments(tree)),
        script=sum(len(each.text or "") for each in tree.iter("script")),
        pieces=walk.pieces,
    )


def parse(text: str) -> html.HtmlElement | None:
    """The page's tree; None where there is no element at all.

    libxml2 stops reading at ``</html>``, and articles have been seen behind one: the page's end tags go.
    It also stops at elements that are nested too deep: of such a page the containers go.
    """
    tree, complete = _tree(_PAGE_END.sub("", text))
    return tree if complete else _tree(_CONTAINER.sub("<br>", _PAGE_END.sub("", text)))[0]


def _tree(text: str) -> tuple[html.HtmlElement | None, bool]:
    """The tree of a text, None where there is no element at all, and whether it was read to its end."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return None, True
    return tree, not any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log)


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


def _attachments(tree: html.HtmlElement) -> Iterator[str]:
    for link in tree.iter("a"):
        address = (link.get("href") or "").strip()
        if _ATTACHMENT.search(address):
            yield address


class _Walk:
    """One pass over a tree: collects text until a border, then writes a block."""

    def __init__(self, marks: Mapping[html.HtmlElement, str]) -> None:
        self.blocks: list[Block] = []
        self.pieces: dict[int, tuple[str, ...]] = {}
        self._marked = marks
        self._marks: list[str] = []
        self._hidden = 0
        self._links = 0
        self._path: list[tuple[str, str]] = [("", "")]  # block-level elements around: tag, place
        self._children: dict[str, int] = {}
        self._text: list[str] = []
        self._linked = 0

    def through(self, tree: html.HtmlElement) -> None:
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
        if tag in _BLOCK_TAGS:
            self._border()
            if tag != "br":
                self._path.append((tag, self._place(element)))
        self._links += tag == "a"
        self._hidden += _is_hidden(element)
        if mark := self._marked.get(element):
            self._border()
            self._marks.append(mark)
        self._take(element.text)

    def _leave(self, element: html.HtmlElement) -> None:
        tag = element.tag
        if element in self._marked:
            self._border()
            self._marks.pop()
        if tag in _BLOCK_TAGS:
            self._border()
            if tag != "br":
                self._path.pop()
        self._links -= tag == "a"
        self._hidden -= _is_hidden(element)

    def _take(self, text: str | None) -> None:
        if text:
            self._text.append(text)
            if self._links:
                self._linked += len(tidy(text))

    def _border(self) -> None:
        """End the block that is being collected; white space alone is none."""
        text = tidy("".join(self._text))
        if text:
            tag, place = self._path[-1]
            share = min(1.0, round(self._linked / len(text), 2))
            marks = tuple(self._marks)
            if len(self._text) > 1 and len(text) <= LONGEST_IN_PIECES:
                self.pieces[len(self.blocks)] = tuple(filter(None, map(tidy, self._text)))
            self.blocks.append(
                Block(1, len(self.blocks), text, tag, place, share, marks, hidden=self._hidden > 0)
            )
        self._text.clear()
        self._linked = 0

    def _place(self, element: html.HtmlElement) -> str:
        """The path to a block-level element, each step with its id or first class and its number."""
        name = element.get("id") or next(iter((element.get("class") or "").split()), "")
        path = f"{self._path[-1][1]}/{element.tag}{'.' + name if name else ''}"
        self._children[path] = self._children.get(path, 0) + 1
        return f"{path}[{self._children[path]}]"


def _is_hidden(element: html.HtmlElement) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _HIDING.search(style))
