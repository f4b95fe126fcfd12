"""Several pages, one article: paragraphs cut at a page's end made whole, repeated ones taken once."""

import re
from collections.abc import Sequence
from dataclasses import replace

from cleaners.model import Block, Change
from cleaners.steps.engine import PageView, run

_ENDED = re.compile(r"[。！？；：…”’」』）)】》.!?;:—]$")

#: A shorter last line is a heading, which ends without a mark as well.
PARAGRAPH = 20


def stitch(parts: Sequence[Sequence[Block]]) -> tuple[list[Block], list[Change]]:
    """The blocks of an article whose pages hold these, in order; and what that changed."""
    blocks = [block for part in parts for block in part]
    return run((repeated_on_pages, cut_paragraph), blocks, PageView(tuple(blocks)))


def repeated_on_pages(blocks: list[Block], page: PageView) -> list[Block]:
    """What stands on every page of an article is taken once.

    Left alone: what is missing from one of the pages, and everything where there is one page.

    >>> try_on_parts(repeated_on_pages, ["编者按。", "甲村修了路。"], ["编者按。", "乙村通了水。"])
    ['编者按。', '甲村修了路。', '乙村通了水。']
    """
    pages: dict[int, set[str]] = {}
    for block in blocks:
        pages.setdefault(block.part, set()).add(block.text)
    everywhere = set.intersection(*pages.values()) if len(pages) > 1 else set()
    first = min(pages, default=1)
    return [block for block in blocks if block.part == first or block.text not in everywhere]


def cut_paragraph(blocks: list[Block], page: PageView) -> list[Block]:
    """A paragraph cut in two by a page's end is made whole.

    Left alone: a paragraph that ends with a sentence mark, and a heading, which is short.

    >>> try_on_parts(cut_paragraph, ["镇党委把会场搬到田间地头，当面听取群众意见，逐项"], ["记入台账。"])
    ['镇党委把会场搬到田间地头，当面听取群众意见，逐项记入台账。']
    """
    whole: list[Block] = []
    for block in blocks:
        last = whole[-1] if whole else block
        if last.part != block.part and len(last.text) >= PARAGRAPH and not _ENDED.search(last.text):
            whole[-1] = replace(last, text=last.text + block.text)
        else:
            whole.append(block)
    return whole
