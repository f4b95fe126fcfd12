"""The repair steps: what they change, what they leave, and the reason they give."""

import pytest

from cleaners.checks import faults
from cleaners.mirror import look
from cleaners.model import Article, Block, Change, Ledger
from cleaners.steps.engine import PageView, run
from cleaners.steps.repairs import REPAIRS, headline_spam

MIRRORED = (
    "機(jī)關(guān)黨員到村(社區(qū))開展服務，會議強調組織領導。",
    "道路更新?lián)Q代，培訓結束?！半p評”活動隨后展開。",
    "东山县| 西河县| 南岭市| 北湖区| 上林县| 下关市| 龙口区| 马场县| 凤台县| 长桥市| 云岭县| 双河区|",
)


def repaired(*texts: str) -> tuple[list[str], list[Change]]:
    blocks = tuple(Block(1, number, text) for number, text in enumerate(texts))
    seen = look(blocks)
    left, changes = run(REPAIRS, blocks, PageView(blocks, seen.mirror, traditional=seen.traditional))
    return [block.text for block in left], changes


@pytest.mark.parametrize(
    "text",
    [
        "她(tā)会(huì)说(shuō)汉(hàn)语(yǔ)，更新?lián)Q代",
        "会议讨论了?！捌咭弧逼陂g的安排",
        "东山县| 西河县| 南岭市| 北湖区| 上林县| 下关市| 龙口区| 马场县| 凤台县| 长桥市|",
        "门上题着“總統府”三个字，说的是过去",
    ],
)
def test_pages_that_are_no_mirrors_stay(text: str) -> None:
    assert repaired(text) == ([text], [])


def test_a_mirrors_page_comes_back() -> None:
    texts, changes = repaired(*MIRRORED)
    assert texts == [
        "机关党员到村(社区)开展服务，会议强调组织领导。",
        "道路更新换代，培训结束。“双评”活动随后展开。",
    ]
    assert [(change.number, change.step) for change in changes] == [
        (2, "link_spam"),
        (1, "byte_damage"),
        (0, "annotations"),
        (0, "simplified"),
        (1, "simplified"),
    ]


def test_every_change_has_a_reason() -> None:
    reasons = {change.step: change.reason for change in repaired(*MIRRORED)[1]}
    assert reasons["byte_damage"] == "Bytes that the mirror displaced are put back"
    assert len(set(reasons.values())) == len(reasons) == len(REPAIRS) - 2  # headlines and guesses: see below


def test_a_repair_that_needs_a_guess_is_a_step_of_its_own_and_a_fault() -> None:
    _, changes = repaired(*MIRRORED[:2], "國務院決定加快?！?013年起實施。")
    assert [(change.number, change.step) for change in changes if change.step.startswith("byte")] == [
        (1, "byte_damage"),
        (2, "byte_guess"),
    ]
    assert "repaired by a guess: 1 of its page's paragraphs" in faults(
        Article("", {}, None, (), Ledger((), tuple(changes)))
    )


def test_a_traditional_page_is_only_converted() -> None:
    texts, changes = repaired("學校裡開設課程，於是家長們圍著老師問長問短。", "新聞發佈會")
    assert texts == ["学校里开设课程，于是家长们围着老师问长问短。", "新闻发布会"]
    assert {change.step for change in changes} == {"simplified"}


KEYWORDS = {
    "negative: a dash inside a headline": ("共建-共享讓居民住得舒心", "共建-共享讓居民住得舒心"),
    "negative: keywords that both scripts write alike": (
        "最新地址-讓居民住得舒心",
        "最新地址-讓居民住得舒心",
    ),
    "negative: a Simplified headline": ("在线直播-让居民住得舒心", "在线直播-让居民住得舒心"),
    "keywords and a dash": ("在线登录入口,最新地址-讓居民住得舒心", "讓居民住得舒心"),
}


@pytest.mark.parametrize("shown, true", KEYWORDS.values(), ids=KEYWORDS)
def test_keywords_before_a_headline(shown, true):
    heading, line = Block(1, 0, shown, tag="h1"), Block(1, 1, shown, tag="p")
    found = headline_spam([heading, line], PageView(mirror=True))
    assert [block.text for block in found] == [true, shown]
    assert headline_spam([heading], PageView(mirror=False)) == [heading]
