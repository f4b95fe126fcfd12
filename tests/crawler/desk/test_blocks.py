"""A page as blocks, with what was done to each."""

import pytest

from cleaners.model import Block, Change, Ledger
from crawler.desk.blocks import COLOURS, MOST, legend, pieces, shown

PIECES = {
    "the same": ("一样", "一样", [("=", "一样")]),
    "nothing before": ("", "新", [("+", "新")]),
    "removed": ("去", None, [("-", "去")]),
    "removed though empty": ("", None, [("-", "")]),
    "another": ("甲", "乙", [("-", "甲"), ("+", "乙")]),
    "in the middle": ("前旧后", "前新后", [("=", "前"), ("-", "旧"), ("+", "新"), ("=", "后")]),
    "at the end": ("正文 ", "正文", [("=", "正文"), ("-", " ")]),
    "at the beginning": (" 正文", "正文", [("-", " "), ("=", "正文")]),
    "repeated letters are not counted twice": ("啊啊", "啊啊啊", [("=", "啊啊"), ("+", "啊")]),
}


@pytest.mark.parametrize("before, after, told", PIECES.values(), ids=PIECES)
def test_what_stayed_went_and_came(before, after, told):
    assert [(each.sign, each.text) for each in pieces(before, after)] == told


def test_a_block_has_what_it_was_what_it_is_and_all_changes_between():
    blocks = Block(1, 0, "不变"), Block(1, 1, "責編：周明 "), Block(1, 2, "正文 ")
    changes = (
        Change(1, 1, "script", "simplified", "責編：周明 ", "责编：周明 "),
        Change(1, 2, "trim", "white space", "正文 ", "正文"),
        Change(1, 1, "byline", "a byline", "责编：周明 ", None),
    )
    found = shown(Ledger(blocks, changes), {"editor": "編：周明"})
    assert [(each.before, each.after) for each in found] == [
        ("不变", "不变"),
        ("責編：周明 ", None),
        ("正文 ", "正文"),
    ]
    assert [[change.step for change in each.changes] for each in found] == [
        [],
        ["script", "byline"],
        ["trim"],
    ]
    assert [each.fields for each in found] == [(), ("editor",), ()]


def test_steps_are_told_apart_by_colours_as_far_as_these_reach():
    changes = [Change(1, n, f"step{n}", f"why {n}", "x", None) for n in range(COLOURS + 1)]
    told = legend([*changes, Change(1, 99, "step0", "another why", "x", None)])
    assert [(each.step, each.colour) for each in told.values()][-2:] == [("step7", 7), ("step8", 0)]
    assert (told["step0"].changes, told["step0"].reason) == (2, "why 0")


def test_a_page_without_end_is_cut():
    blocks = tuple(Block(1, n, "x") for n in range(MOST + 5))
    assert len(shown(Ledger(blocks, ()), {})) == MOST
