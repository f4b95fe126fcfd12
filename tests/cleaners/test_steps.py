"""Each step on what it is for, and on what only looks like it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from cleaners.blocks import read_html
from cleaners.model import Block, Field
from cleaners.steps.bylines import hidden_text, title_line
from cleaners.steps.ends import info_line
from cleaners.steps.engine import PageView, compare, reason, run, without
from cleaners.steps.examples import try_on
from cleaners.steps.order import DROPS, ENDS
from cleaners.steps.pager import pager

CASES = json.loads((Path(__file__).parent / "cases" / "steps.json").read_text("utf-8"))
STEPS = {step.__name__: step for step in (*DROPS, *ENDS)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['step']}: {case['label']}")
def test_step(case):
    assert try_on(STEPS[case["step"]], *case["in"]) == case["out"]


def test_every_step_has_a_reason_and_a_case_or_a_test_below():
    assert all(len(reason(step)) > 10 for step in STEPS.values())
    assert STEPS.keys() - {case["step"] for case in CASES} == {
        "hidden_text",
        "title_line",
        "comments",
        "recommended",
        "thread",
        "afterword",
        "info_line",
        "cards",
    }


def test_every_step_has_a_negative_case():
    tried = {case["step"] for case in CASES if case["label"].startswith("negative")}
    assert tried == {case["step"] for case in CASES}


def test_text_is_dropped_where_its_style_hides_it():
    blocks = [Block(1, 0, "可见。"), Block(1, 1, "不可见。", hidden=True)]
    assert hidden_text(blocks, PageView()) == blocks[:1]


def test_the_headline_is_dropped_however_it_is_spaced_but_not_a_paragraph_that_quotes_it():
    view = PageView(fields=(("title", Field("石桥镇：夜访到家", "石桥镇：夜访到家(2)", "head")),))
    blocks = [
        Block(1, n, text) for n, text in enumerate(["石桥镇: 夜访到家 (2)", "《石桥镇：夜访到家》一文刊出。"])
    ]
    assert title_line(blocks, view) == blocks[1:]


def test_the_line_that_told_the_date_is_dropped_but_not_a_sentence_nor_a_notice_s_signature():
    lines = ["2023年5月24日 10:02 石桥报", "2023年5月24日，石桥镇开会。", "2023年5月24日"]
    blocks = [Block(1, n, text) for n, text in enumerate(lines)]
    for line in lines:
        view = PageView(fields=(("published", Field("2023-05-24", line, "line")),))
        assert [block.text for block in info_line(blocks, view)] == [
            each for each in lines if each != lines[0] or line != each
        ]


def test_the_engine_writes_down_what_a_step_did_and_why():
    def shout(blocks, page):
        """Everything is said louder."""
        return [Block(1, 0, "甲！")]

    left, changes = run([shout], [Block(1, 0, "甲。"), Block(1, 1, "乙。")], PageView())
    assert [block.text for block in left] == ["甲！"]
    assert [(c.number, c.step, c.reason, c.before, c.after) for c in changes] == [
        (0, "shout", "Everything is said louder", "甲。", "甲！"),
        (1, "shout", "Everything is said louder", "乙。", None),
    ]


def test_a_step_may_be_left_out_to_see_what_it_is_good_for():
    def shout(blocks, page):
        return [replace(block, text=block.text + "！") for block in blocks]

    blocks = [Block(1, 0, "甲")]
    with pytest.raises(ZeroDivisionError), without("shout"):
        assert run([shout], blocks, PageView()) == (blocks, [])
        raise ZeroDivisionError
    with without("whisper"):
        assert run([shout], blocks, PageView())[0][0].text == "甲！"
    assert run([shout], blocks, PageView())[0][0].text == "甲！"


def test_a_step_that_makes_up_a_block_is_refused():
    with pytest.raises(ValueError, match="made up a block"):
        compare([], [Block(1, 7, "从哪里来？")], "inventor", "")


def test_numbers_in_a_table_are_its_text():
    html = "<table><tr><td>甲乡</td><td>1</td><td>12.5%</td></tr><tr><td>乙镇</td><td>2</td><td>3</td></tr></table>"
    blocks = list(read_html(html).blocks)
    assert pager(blocks, PageView(tuple(blocks))) == blocks


def test_page_numbers_in_a_table_of_their_own_are_none():
    blocks = list(read_html("<p>正文。</p><table><tr><td>1</td><td>2</td></tr></table>").blocks)
    assert pager(blocks, PageView(tuple(blocks))) == blocks[:1]
