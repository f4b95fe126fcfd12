"""Whose page a mirror copied. What only looks like a portal's mark comes first."""

import pytest

from cleaners.fields.mirrored import mirror_of
from cleaners.model import Block, Field
from cleaners.steps.engine import PageView, run
from cleaners.steps.repairs import REPAIRS

STRANGERS = {
    "no footer": ["会议由中共湖南省委组织部主办。", "红星网的记者来到现场。"],
    "another's number": ["湘ICP备17016664号-1"],
    "the same number in another province": ["豫ICP备17016663号"],
    "a sentence that welcomes": ["欢迎您来到青石镇，这里山清水秀。"],
    "another sponsor": ["主办单位:中共湖南省委组织部机关党委"],
}

COPIES = {
    "a number": ("红星网", "ICP备案号:湘ICP备17016663号-1"),
    "a number in full-width, with spaces": ("红星网", "湘ＩＣＰ备 １７０１６６６３号"),
    "a number whose province was damaged": ("红星网", "備案號:?ICP备17016663号-2"),
    "a welcome line": ("红星网", "欢迎您访问红星网今天是星期五"),
    "a sponsor": ("红星网", "主办单位：中共湖南省委组织部"),
    "a mark": ("南方+", "【来源】 南方报业传媒集团南方+客户端"),
    "an unknown site's welcome line": ("青石网", "欢迎您访问青石网！"),
}

FOOTER = (
    "主辦單位:中共湖南省委組織部",
    "ICP備案號(hào):湘ICP備17016663號(hào)-1",
    "歡(huān)迎您訪問(wèn)紅星網(wǎng)",
)


def blocks(*texts: str) -> tuple[Block, ...]:
    return tuple(Block(1, number, text) for number, text in enumerate(texts))


@pytest.mark.parametrize("texts", STRANGERS.values(), ids=STRANGERS)
def test_a_strangers_mirror(texts: list[str]) -> None:
    assert mirror_of(blocks(*texts), ["a sign"]) == Field("unknown", "", "a sign")


@pytest.mark.parametrize(("name", "line"), COPIES.values(), ids=COPIES)
def test_a_portals_mirror(name: str, line: str) -> None:
    assert mirror_of(blocks("正文。", line), ["one", "two"]) == Field(name, line, "one; two")


def test_the_number_decides_before_all_else() -> None:
    texts = blocks("来源：南方报业传媒集团南方+客户端", "欢迎您访问青石网", "湘ICP备17016663号-1")
    assert mirror_of(texts, ()).value == "红星网"


@pytest.mark.parametrize("line", FOOTER)
def test_each_line_of_a_converted_and_annotated_footer(line: str) -> None:
    repaired, _ = run(REPAIRS, blocks(line), PageView(mirror=True, traditional=True))
    assert mirror_of(repaired, ()).value == "红星网"
