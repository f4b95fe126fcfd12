"""Links to other pages, and their numbers."""

import re
from collections.abc import Iterator, Sequence

from cleaners.model import Block
from cleaners.places import row
from cleaners.steps.engine import PageView

_NUMBER = re.compile(r"\d{1,2}")
_PAGER = re.compile(
    r"""^ (?: (?: 共?\s*\d+\s*[页条][:：]? | 第\s*\d+\s*页 | 首\s?页 | 尾\s?页 | 末\s?页 | 上一页 | 下一页
          | \d{1,3} | [\[【<>«»|/]+ | [\]】]+ | \s )+ (?<! [\d\s] )   # 共3页: 上一页 1 2 3 下一页
      | (?: 共\s*\d+\s*页[:：]? ) (?: \s | \d{1,3} | 上一页 | 下一页 )*
      | (?: 上|下|前|后 ) 一 [篇条] \s* [:：] .* )$              # 上一篇：…
    """,
    re.VERBOSE,
)


def pager(blocks: list[Block], page: PageView) -> list[Block]:
    """Page numbers and links to the pages before and after are navigation.

    Lone numbers are page numbers if they count up from 1. A number with anything else beside it stays, and so
    do numbers in a table whose rows say more.

    >>> try_on(pager, "1", "共3页: 上一页 1 2 3 下一页", "上一篇：无", "3个村")
    ['3个村']
    >>> try_on(pager, "票数", "120", "88", "2", "3")
    ['票数', '120', '88', '2', '3']
    """
    numbers = {
        block.key for run in _runs(blocks) if _counts_up(run) and not _in_table(run, page) for block in run
    }
    return [block for block in blocks if block.key not in numbers and not _PAGER.match(block.text)]


def _runs(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """The blocks that are nothing but a small number, those in a row together."""
    run: list[Block] = []
    for block in blocks:
        if _NUMBER.fullmatch(block.text):
            run.append(block)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _counts_up(run: Sequence[Block]) -> bool:
    return [int(block.text) for block in run] == list(range(1, len(run) + 1))


def _in_table(run: Sequence[Block], page: PageView) -> bool:
    """Whether a number stands in a table's row beside something that is no number."""
    rows = {row(block) for block in run} - {""}
    return bool(rows) and any(
        row(block) in rows and not _NUMBER.fullmatch(block.text) for block in page.blocks
    )
