"""An article as Markdown (CommonMark, with GitHub's tables): headings, lists, tables, links and pictures."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from cleaners.grids import grid, innermost
from cleaners.model import Article, Block, Link, Picture

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&!])")
_MARKER = re.compile(r"^(?:[-+=]|\d{1,9}[.)](?=\s|$))")
_HEADING = re.compile(r"h([1-6])$")
_ITEM = re.compile(r"/(ul|ol)[^/]*/li[^/]*(?=/|$)")
_UNSAFE = {each: f"%{ord(each):02X}" for each in ' ()<>"\\`|[]'}

#: Two chunks of a list or quotation stand on lines right below each other, others apart.
_TOGETHER, _APART = "\n", "\n\n"


def markdown(article: Article) -> str:
    """An article as Markdown, its title first; it ends with a line break.

    Whatever the text holds is escaped: only what the page marked up is markup. Links stand where their words
    still do, pictures before the blocks they stand before, attachments in a list at the end.
    """
    chunks = [f"# {escape(title)}"] if (title := article.value("title")) else []
    chunks += _body(article)
    documents = [f"- [{escape(each.name)}]({destination(each.url)})" for each in article.attachments]
    if documents:
        chunks.append(_TOGETHER.join(documents))
    return f"{_APART.join(chunks)}\n" if chunks else ""


def escape(text: str) -> str:
    r"""Text that Markdown shows as it is, at the beginning of a line too.

    >>> print(escape("1. *党建* [附件]"), escape("- 1.6万人"))
    1\. \*党建\* \[附件\] \- 1.6万人
    """
    plain = _plain(text)
    marker = _MARKER.match(plain)
    return f"{plain[: marker.end() - 1]}\\{plain[marker.end() - 1 :]}" if marker else plain


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def destination(url: str) -> str:
    """An address that ends no link before its end.

    >>> destination("https://www.example.cn/a(1).pdf")
    'https://www.example.cn/a%281%29.pdf'
    """
    return re.sub(r"&(?=#?\w+;)", "&amp;", "".join(_UNSAFE.get(each, each) for each in url))


def _body(article: Article) -> Iterator[str]:
    """The chunks of the body that stand apart: paragraphs, tables, whole lists."""
    links = _links(article)
    pictures = list(reversed(article.pictures))
    items = _Items()
    for group in _groups(article.blocks):
        while pictures and _place(pictures[-1]) <= group[-1].key:
            yield from items.end()
            yield _picture(pictures.pop())
        texts = [_inline(block, links.get(block.key, [])) for block in group]
        table = grid(group, texts)
        if table:
            yield from items.end()
            yield _TOGETHER.join(table)
            continue
        for block, text in zip(group, texts, strict=True):
            yield from items.take(block, text)
    yield from items.end()
    yield from map(_picture, reversed(pictures))


def _place(picture: Picture) -> tuple[int, int]:
    return picture.part, picture.number


def _picture(picture: Picture) -> str:
    return f"![{escape(picture.caption or '')}]({destination(picture.url)})"


def _groups(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Blocks of one table together, all others alone."""
    group: list[Block] = []
    for block in blocks:
        if group and not (innermost(block) and innermost(block) == innermost(group[0])):
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _links(article: Article) -> dict[tuple[int, int], list[Link]]:
    """An article's links by the blocks they stand in; a block joined to the one before has its links there."""
    keys = [block.key for block in article.blocks]
    found: dict[tuple[int, int], list[Link]] = {}
    for link in article.links:
        at = bisect_right(keys, (link.part, link.number))
        if at:
            found.setdefault(keys[at - 1], []).append(link)
    return found


def _inline(block: Block, links: Sequence[Link]) -> str:
    """A block's text with its links, where their words still stand in it."""
    done, rest = "", block.text
    for link in links:
        before, words, behind = rest.partition(link.text)
        if words:
            done += f"{_plain(before) if done else escape(before)}[{_plain(words)}]({destination(link.url)})"
            rest = behind
    return done + (_plain(rest) if done else escape(rest))


class _Items:
    """Collects the items of lists until something else comes."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._open: list[tuple[str, int]] = []  # the items around: their places and indents
        self._counts: dict[str, int] = {}

    def end(self) -> Iterator[str]:
        """The list collected so far, if there is one."""
        if self._lines:
            yield _TOGETHER.join(self._lines)
        self._lines, self._open, self._counts = [], [], {}

    def take(self, block: Block, text: str) -> Iterator[str]:
        """A block: part of a list, or what ends it and stands for itself."""
        items = list(_ITEM.finditer(block.place))
        if not items or _HEADING.match(block.tag):
            yield from self.end()
            yield _chunk(block, text)
            return
        self._add(block.place[: items[-1].end()], items[-1][1], block.place[: items[-1].start()], text)

    def _add(self, item: str, kind: str, around: str, text: str) -> None:
        while self._open and not _within(item, self._open[-1][0]):
            self._open.pop()
        indent = self._open[-1][1] if self._open else 0
        if self._open and self._open[-1][0] == item:
            self._lines += ["", " " * indent + text]
            return
        home = item.rpartition("/")[0]
        self._counts[home] = self._counts.get(home, 0) + 1
        marker = "- " if kind == "ul" else f"{self._counts[home]}. "
        self._lines.append(" " * indent + marker + text)
        self._open.append((item, indent + len(marker)))


def _within(place: str, home: str) -> bool:
    return place == home or place.startswith(home + "/")


def _chunk(block: Block, text: str) -> str:
    """A heading, a quotation or a paragraph."""
    heading = _HEADING.match(block.tag)
    if heading:
        return f"{'#' * int(heading[1])} {text}"
    return "> " * block.place.count("/blockquote") + text
