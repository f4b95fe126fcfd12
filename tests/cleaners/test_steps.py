"""Each step on what it is for, and on what only looks like it."""

import json
from pathlib import Path

import pytest

from cleaners.model import Block, Field
from cleaners.steps.bylines import hidden_text, title_line
from cleaners.steps.engine import PageView, compare, reason, run, try_on
from cleaners.steps.order import DROPS

CASES = json.loads((Path(__file__).parent / "cases" / "steps.json").read_text("utf-8"))
STEPS = {step.__name__: step for step in DROPS}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['step']}: {case['label']}")
def test_step(case):
    assert try_on(STEPS[case["step"]], *case["in"]) == case["out"]


def test_every_step_has_a_reason_and_a_case_or_a_test_below():
    assert all(len(reason(step)) > 10 for step in DROPS)
    assert STEPS.keys() - {case["step"] for case in CASES} == {
        "hidden_text",
        "title_line",
        "comments",
        "recommended",
        "thread",
        "afterword",
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


def test_a_step_that_makes_up_a_block_is_refused():
    with pytest.raises(ValueError, match="made up a block"):
        compare([], [Block(1, 7, "从哪里来？")], "inventor", "")
