"""The article shown before and after: which blocks became fields, stayed, changed, or were dropped."""

from io import StringIO

from rich.console import Console

from cleaners.model import Block, Change, Ledger
from crawler.sample import show_sample
from storage.reports import Sample

TEXTS = (
    ("首页", None),
    ("办实事", None),
    ("上一篇：办实事之后", None),
    ("时间：2024-01-02 来源：某局", None),
    ("走村入户。", "走村入户。"),
    ("约 定", "约定"),
)


def shown() -> str:
    blocks = tuple(Block(1, number, text) for number, (text, _) in enumerate(TEXTS))
    changes = tuple(
        Change(1, number, "step", "why", text, after)
        for number, (text, after) in enumerate(TEXTS)
        if text != after
    )
    raw = {"title": "办实事", "published": "时间：2024-01-02", "source": "来源：某局", "author": "无"}
    sample = Sample(
        "x", "https://x.cn/1", "办实事", "2024-01-02", None, "走村入户。\n约定", raw, Ledger(blocks, changes)
    )
    output = StringIO()
    show_sample(Console(file=output, width=200), sample)
    return output.getvalue()


def test_each_block_is_shown_with_what_became_of_it():
    before, _, after = shown().partition("after: the article")
    assert [
        line.rstrip() for line in before.splitlines()[2:-1] + before.splitlines()[-1:] if "─" not in line
    ] == [
        "- 首页  <- why",
        "> 办实事  -> kept as a field: title",
        "- 上一篇：办实事之后  <- why",
        "> 时间：2024-01-02 来源：某局  -> kept as a field: published, source",
        "  走村入户。",
        "~ 约 定  <- why",
    ]
    assert "source: (none)" in after
    assert after.rstrip().endswith("走村入户。\n约定")
