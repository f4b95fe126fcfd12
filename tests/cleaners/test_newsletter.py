"""One page, several articles: which headings open an item and which lines only look like one."""

import pytest

from cleaners.article import clean
from cleaners.model import Block, Page, replay
from cleaners.newsletter import first_heading, split

PROSE = "石桥镇把会场搬到田间地头，当面听取群众意见，逐项记入台账。"
HEAD = "首页 >> 组工信息\n【组工信息】2023年第8期\n时间:2023/5/24 来源:\n组工信息\n第8期\n(2023年5月24日)\n"
ISSUE = f"{HEAD}清河县:夜访到家\n{PROSE}\n{PROSE}\n白塔区：办好“关键小事”\n{PROSE}\n扫一扫\n【 打印本页 】 【 关闭窗口 】\n"


def blocks(*texts: str) -> list[Block]:
    return [Block(1, n, text) for n, text in enumerate(texts)]


HEADINGS = {
    "negative: a sentence that begins with a place": ("清河县：夜访到家，听取意见。", PROSE),
    "negative: no prose follows": ("清河县:夜访到家", "白塔区:办好小事"),
    "negative: no place": ("会议指出:夜访到家", PROSE),
    "negative: too short for a title": ("清河县:夜访", PROSE),
    "negative: the last line": ("清河县:夜访到家",),
}


@pytest.mark.parametrize("texts", HEADINGS.values(), ids=HEADINGS)
def test_no_heading(texts):
    assert first_heading(blocks(*texts)) is None


@pytest.mark.parametrize(
    "heading", ["清河县:夜访到家", "清河县委组织部：办好“关键小事”", "白塔区： 创建“五星” 激发活力"]
)
def test_heading(heading):
    assert first_heading(blocks("组工信息", heading, PROSE)) == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    {
        "what follows the heading is no content": (
            f"<p>清河县:夜访到家</p><p><a href=/1>{PROSE}</a></p>",
            "empty",
        ),
        "more items than a county has villages": (f"<p>清河县:夜访到家</p><p>{PROSE}</p>" * 600, "article"),
    }.values(),
)
def test_no_issue(body, kind):
    cleaned = clean(
        Page(f"<title>【组工信息】2023年第8期</title><h1>【组工信息】2023年第8期</h1>{body}".encode())
    )
    assert (cleaned.kind, len(cleaned.articles)) == (kind, int(kind == "article"))


def test_items_end_where_the_next_begins():
    items = split(blocks("清河县:夜访到家", PROSE, "一是听。", "白塔区:办好小事", PROSE))
    assert [(item.place, item.title, len(item.blocks)) for item in items] == [
        ("清河县", "夜访到家", 2),
        ("白塔区", "办好小事", 1),
    ]


def test_the_same_heading_twice_gives_two_keys():
    items = split(blocks("清河县:夜访到家", PROSE, "清河县:夜访到家", PROSE))
    assert [item.key for item in items] == ["清河县:夜访到家", "清河县:夜访到家#2"]


def test_an_issue_gives_an_article_for_each_item_with_a_ledger_of_its_own():
    cleaned = clean(Page(ISSUE.encode(), plain=True))
    assert cleaned.kind == "newsletter"
    assert [
        (a.key, a.value("title"), a.value("source"), a.value("issue"), a.value("published"), a.text)
        for a in cleaned.articles
    ] == [
        ("清河县:夜访到家", "夜访到家", "清河县", "2023年第8期", "2023-05-24", f"{PROSE}\n{PROSE}"),
        ("白塔区：办好“关键小事”", "办好“关键小事”", "白塔区", "2023年第8期", "2023-05-24", PROSE),
    ]
    for article in cleaned.articles:
        assert replay(article.ledger) == article.blocks


def test_the_same_headings_without_an_issue_number_are_one_article():
    text = ISSUE.replace("2023年第8期", "").replace("第8期", "")
    cleaned = clean(Page(text.encode(), plain=True))
    assert (cleaned.kind, len(cleaned.articles)) == ("article", 1)
