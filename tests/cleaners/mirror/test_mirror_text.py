"""What the repairs do to single texts, as cases: (label, input, expected). What must stay comes first."""

import pytest

from cleaners.mirror import repair
from cleaners.mirror.annotations import strip
from cleaners.mirror.bytes import mend
from cleaners.mirror.script import simplify

GENUINE_MARKS = [
    ("a question in half-width", "怎麼辦?他沒有回答。"),
    ("two marks", "真的?!他愣住了，不再說話。"),
    ("two marks, the second full-width", "真的?！他愣住了，不再說話。"),
    ("three marks", "真的?!?他愣住了，不再說話。"),
    ("a question quoted", "他問“行嗎?”“當然行。”"),
    ("a sign that was ©", "CopyRight?2007 城西新聞網"),
    ("a space that was nbsp", "[摘? 要]本文研究社區治理。"),
    ("a breadcrumb", "首頁 ? 新聞 ? 正文"),
    ("characters no GBK page can show", "歌名（朝鮮語：?? ??? ?）廣受歡迎"),
    ("an English question", "What? (no)"),
    ("a syllable behind a question without damage before it", "a?ma)"),
]

DAMAGED = [
    ("a letter ends it", "道路更新?lián)Q代", "道路更新換代"),
    ("the letter is the next character's end", "全村變?yōu)榫皡^。", "全村變為景區。"),
    ("an annotation ends it", "局?jǐn)?shù)據", "局數(shù)據"),
    ("it begins in an annotated character", "當(dāng)?shù)貤l件", "當(dāng)地條件"),
    (
        "a false annotation lies within",
        "培訓結束?！半p評”活?yóng)与S后展開。",
        "培訓結束。“雙評”活動隨后展開。",
    ),
    ("two overlapping", "新春能?guǐ)驗(yàn)榇蠹肄k實事。", "新春能夠為大家辦實事。"),
    ("a full stop was lost", "培訓結束?！半p評”活動", "培訓結束。“雙評”活動"),
    ("the mark is half-width already", "培訓結束?!半p評”活動", "培訓結束。“雙評”活動"),
    ("two spaces before the mark", "培訓結束? ！半p評”活動", "培訓結束。“雙評”活動"),
    ("another character than a full stop was lost", "學?！ ！捌卟收n堂”受歡迎。", "學校。“七彩課堂”受歡迎。"),
    ("a full-width letter within is half-width already", "更新?lián)Q代", "更新換代"),
]

LOSSY = [
    ("a tag was bitten", "因?yàn)橄掠辏\ue0cc荣惛钠凇?/p>", "因為下雨，比賽改期。"),
    ("a digit is gone, and the character before it has near rivals", "村口?！芭?號", "村口。“??號"),
    ("a digit is gone before a measure word", "請看后面?！皺?套方案”", "請看后面。“??套方案”"),
    ("a private-use character was stripped", "新時代新?lián)?dāng)新作為", "新時代新擔當(dāng)新作為"),
]

BRACKETS = [
    ("Simplified text that teaches pinyin", "她(tā)会(huì)说(shuō)", None),
    ("a name with its reading", "重庆(Chóngqìng)", None),
    ("a bracket that is no reading", "應(a)用", None),
    ("a reading in full-width brackets", "學（xué）校", None),
    ("another character's reading", "學(dà)校", None),
    ("an annotation", "學(xué)校", "學校"),
    ("nested in real brackets", "村(社區(qū))", "村(社區)"),
    ("a space inside", "開會(huì )了", "開會了"),
    ("toneless and repeated", "發電(dian)(dian)機(ji)", "發電機"),
    ("a letter that only looked like a character's end", "他的I(shèn)D卡", "他的ID卡"),
]

SCRIPT = [
    ("a surname the mirror can't have made", "於可訓談詩", "於可训谈诗"),
    ("a reign", "乾隆年間", "乾隆年间"),
    ("words with 瞭", "登高瞭望", "登高瞭望"),
    ("works", "著作與名著、專著，著名學者", "著作与名著、专著，著名学者"),
    ("the particle", "圍繞著主題，著力提升", "围绕着主题，着力提升"),
    ("a translator at work and his book", "他翻譯著一部譯著", "他翻译着一部译著"),
    ("a plate with a name", "挂著名牌", "挂着名牌"),
    ("characters both scripts have", "干部后來里外面談", "干部后来里外面谈"),
]

OTHER_PAGES = [
    ("Simplified text", "城西社区开展活动", "城西社区开展活动"),
    ("a Traditional word in Simplified text", "门上题着“總統府”三个字，说的是过去", None),
    ("Traditional text in its own right", "於是學校裡開設課程，圍繞著主題", "于是学校里开设课程，围绕着主题"),
]


@pytest.mark.parametrize("text", [case[1] for case in GENUINE_MARKS], ids=[case[0] for case in GENUINE_MARKS])
def test_genuine_marks_stay(text: str) -> None:
    assert mend(text).text == text


def test_what_takes_too_much_work_stays() -> None:
    text = "?！捌" * 300
    mended = mend(text)
    assert mended.repairs
    assert mended.text.endswith(text[-600:])


def test_a_text_full_of_signs_is_left_alone() -> None:
    text = "更新?lián)Q代" * 1000
    assert mend(text).text == text


@pytest.mark.parametrize(("label", "damaged", "whole"), DAMAGED)
def test_bytes_are_put_back(label: str, damaged: str, whole: str) -> None:
    mended = mend(damaged)
    assert mended.text == whole, label
    assert not any(repair.lossy for repair in mended.repairs)


@pytest.mark.parametrize(("label", "damaged", "whole"), LOSSY)
def test_a_guess_is_marked_as_lossy(label: str, damaged: str, whole: str) -> None:
    mended = mend(damaged)
    assert mended.text == whole, label
    assert [repair.lossy for repair in mended.repairs][-1]


def test_repairs_say_what_they_replaced() -> None:
    text = "先行。更新?lián)Q代，培訓結束?！半p評”活動"
    mended = mend(text)
    for one in mended.repairs:
        assert text[one.start : one.start + len(one.damaged)] == one.damaged
    assert [one.repaired for one in mended.repairs] == ["換", "。“雙"]


@pytest.mark.parametrize(("label", "text", "expected"), BRACKETS)
def test_brackets(label: str, text: str, expected: str | None) -> None:
    assert strip(text) == (expected or text), label


@pytest.mark.parametrize(("label", "text", "expected"), SCRIPT)
def test_a_mirrors_script(label: str, text: str, expected: str) -> None:
    assert simplify(text, mirror=True) == expected, label


@pytest.mark.parametrize(("label", "text", "expected"), OTHER_PAGES)
def test_the_script_of_other_pages(label: str, text: str, expected: str | None) -> None:
    assert simplify(text, mirror=False) == (expected or text), label


def test_a_title_goes_through_all_repairs_on_a_mirror_only() -> None:
    title = "更新?lián)Q代：村(社區(qū))在行動"
    assert repair(title, mirror=True) == "更新换代：村(社区)在行动"
    assert repair("她(tā)会(huì)说?!", mirror=False) == "她(tā)会(huì)说?!"
