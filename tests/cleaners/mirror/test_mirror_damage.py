"""What holds for any text: simulated damage is undone, and nothing else is touched."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.mirror.annotations import strip
from cleaners.mirror.bytes import Work, mend
from cleaners.mirror.language import Language
from crawler.replica.damage import Damaged, damage
from tests.quality.mirrors import articles, comparable

#: What breaks most: marks behind characters, signs, brackets, pinyin, private use, odd and half characters.
PIECES = st.sampled_from(
    [
        *"?？！；學Qg。“” 1<€ｅ\n\u3000\ue0cc\udc80\ufffd😀",
        "?！",
        "?!",
        "??",
        "?lián)",
        "(xué)",
        "更新",
        "捌咭弧",
        "013年",
        "/p>",
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=25).map("".join))
CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=30)
SENTENCES = [text for article in articles(40) for text in article]
WORDS = Language()


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_no_text_is_too_odd(text: str) -> None:
    mended = mend(text, WORDS)
    left, at = "", 0
    for one in mended.repairs:
        assert text[one.start : one.start + len(one.damaged)] == one.damaged
        left += text[at : one.start] + one.repaired
        at = one.start + len(one.damaged)
    assert left + text[at:] == mended.text


@settings(max_examples=200, deadline=None)
@given(CHINESE)
def test_text_without_signs_is_left_alone(text: str) -> None:
    assert mend(text, WORDS).text == text
    assert strip(text) == text


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SENTENCES), st.integers(0, 10_000))
def test_damage_without_loss_is_undone_or_left(text: str, seed: int) -> None:
    (line,) = damage([text], seed)
    if comparable(line.shown) == comparable(line.true):
        assert mend(line.shown, WORDS).repairs == ()


def collisions(seed: int) -> list[tuple[Damaged, str]]:
    """The lines of invented articles that a false annotation broke, and nothing else, without a loss."""
    lines = damage(SENTENCES, seed, annotations=200)
    alone = [
        line
        for line in lines
        if not line.lossy and not re.search(r"\?(?![a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\))", line.shown)
    ]
    return [(line, mend(line.shown, WORDS).text) for line in alone if "?" in line.shown]


def test_what_an_annotation_broke_comes_back_without_a_guess() -> None:
    results = [result for seed in range(3) for result in collisions(seed)]
    wrong = [line.true for line, text in results if comparable(text) != comparable(line.true)]
    assert len(results) > 50
    assert len(wrong) <= 0.01 * len(results)


def test_mending_twice_is_mending_once() -> None:
    for line in damage(SENTENCES, 5, annotations=200):
        once = mend(line.shown, WORDS)
        if not any(repair.lossy for repair in once.repairs):
            assert mend(once.text, WORDS).text == once.text


def test_what_exceeds_the_work_stays() -> None:
    text = "加快?！捌咭弧逼陂g組織"
    assert mend(text, WORDS, Work(0)).text == text
    assert mend(text, WORDS, Work(1_000)).text == "加快。“七一”期間組織"
