"""The links of an article, and the documents attached to it (附件)."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urldefrag, urlsplit

from cleaners.blocks import Reading
from cleaners.content import is_prose
from cleaners.extent import Extent
from cleaners.media import Anchor, absolute, is_document
from cleaners.model import Attachment, Block, Link
from cleaners.places import inside, parent

_LABEL = re.compile(
    r"""^\W* (?: (?:相关|本文)? 附件 (?:下载|列表|材料)? \s* [\d一二三四五六七八九十]{0,3} \s* (?:[:：.、]|$)
            | 附 \s* [:：] )""",
    re.VERBOSE,
)
_NAMED_SO = re.compile(r"^\W*附件")
_BUTTON = re.compile(r"^\W*(?:点击|立即|附件|文件|本地)?(?:下载|查看|预览|打开)(?:附件|文件|此处|这里)?\W*$")

#: What was taken out by these steps belongs to the site or to other pages, and so do the documents it links.
_FOREIGN = frozenset("hidden_text comments recommended thread cards newsletter qr_box".split())
#: Documents are listed so many blocks below an article, or below one another, at most.
CLOSE = 8
#: Nothing so many blocks below an article is looked at.
FAR = 100


def links(extent: Extent) -> Iterator[Link]:
    """The links of an article's blocks, in order; a link to a place on the same page is none."""
    here = urldefrag(extent.base).url
    for anchor in extent.reading.anchors:
        block = extent.kept.get(anchor.number)
        url = absolute(extent.base, anchor.href) if block and anchor.text else None
        if block and url and urldefrag(url).url != here:
            text = anchor.text if anchor.text in block.text else extent.said(anchor.text)
            yield Link(extent.part, anchor.number, text, url)


def attachments(extent: Extent) -> Iterator[Attachment]:
    """The documents an article links, or that are listed right below it; each once.

    What is labelled 附件 is taken whatever its address ends with.
    """
    end = min(extent.last + FAR, extent.stop)
    near = (each for each in extent.reading.anchors if extent.first <= each.number <= end)
    wanted = [each for each in near if _is_attached(extent, each)]
    there = extent.kept.keys() | (_below(extent) if wanted else set())
    found: dict[str, str] = {}
    for anchor in wanted:
        url = absolute(extent.base, anchor.href) if anchor.number in there else None
        if url:
            found[url] = found.get(url) or _name(extent, anchor)
    for url, name in found.items():
        yield Attachment(url, name or _file_name(url))


def every_document(reading: Reading, base: str) -> Iterator[Attachment]:
    """All documents that a page links, each once: of one that holds nothing else."""
    found: dict[str, str] = {}
    for anchor in reading.anchors:
        if is_document(anchor.href) and (url := absolute(base, anchor.href)):
            found[url] = found.get(url) or anchor.text
    for url, name in found.items():
        yield Attachment(url, name or _file_name(url))


def _is_attached(extent: Extent, anchor: Anchor) -> bool:
    if is_document(anchor.href) or is_document(anchor.text) or _NAMED_SO.match(anchor.text):
        return True
    block = extent.block(anchor.number)
    return bool(anchor.text and block and _LABEL.match(block.text))


def _below(extent: Extent) -> set[int]:
    """The numbers of the blocks right below an article, or within it, that may list its documents."""
    near, labelled, found = CLOSE, False, set[int]()
    linked = {each.number for each in extent.reading.anchors if is_document(each.href)}
    for block in extent.reading.blocks[extent.first :]:
        if block.number > extent.last:
            near -= 1
            if near < 0 or block.number >= extent.stop or is_prose(block):
                break
        if extent.gone.get(block.number) in _FOREIGN:
            continue
        labelled = _LABEL.match(block.text) is not None or (labelled and block.number in linked)
        if labelled or _is_beside(extent, block):
            found.add(block.number)
            near = CLOSE if labelled or block.number in linked else near
    return found


def _file_name(url: str) -> str:
    return unquote(urlsplit(url).path.rpartition("/")[2])


def _is_beside(extent: Extent, block: Block) -> bool:
    """Whether a block stands in the element that holds the article, or right around that."""
    return bool(extent.home) and inside(block.place, parent(extent.home))


def _name(extent: Extent, anchor: Anchor) -> str:
    """A document's name: the link's words, or those beside them where they only say 下载; it may be empty."""
    if anchor.text and not _BUTTON.match(anchor.text):
        return extent.said(anchor.text)
    block = extent.block(anchor.number)
    beside = block.text.replace(anchor.text, "").strip(" []【】()（）:：") if block and anchor.text else ""
    return extent.said(beside)
