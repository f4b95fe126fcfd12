"""Texts that repeat in the container. What must stay comes first."""

import pytest

from cleaners import repeats
from cleaners.article import clean
from cleaners.learning import learn
from cleaners.model import Block, Layout, Page, replay

SLOGAN = "清风拂石桥，实干谱新篇！"
BOX = "往期节目，可在首页的光影石桥栏目里点播。"
PAGES = 20


def story(n: int) -> list[str]:
    """The paragraphs of an article that shares none with another."""
    return [f"第{n}批项目的第{k}项工程开工，村民盼了多年，镇里现场办公解决。" for k in range(6)]


def container(lines: list[str], places: dict[str, str] | None = None) -> list[Block]:
    """Lines as blocks; a line of ``places`` stands in an element of its own."""
    at = places or {}
    return [Block(1, n, line, "p", at.get(line, f"/div[1]/p[{n + 1}]")) for n, line in enumerate(lines)]


def ending(line: str, count: int = PAGES, pages: int = PAGES) -> list[list[Block]]:
    """So many pages with the line behind the text, among others without."""
    return [container([*story(n), *([line] if n < count else [])]) for n in range(pages)]


def at_different_ends() -> list[list[Block]]:
    """A line behind the text, on one page in its middle."""
    middle = container([*story(0)[:3], SLOGAN, *story(0)[3:]])
    return [middle, *ending(SLOGAN)[1:]]


STAYS = {
    "no page": [],
    "too few pages": ending(SLOGAN, 7, 7),
    "a slogan on 3 of 20 pages": ending(SLOGAN, 3),
    "a slogan on 17 of 20 pages": ending(SLOGAN, 17),
    "a paragraph of two articles": ending("活动现场，志愿者发放宣传手册三百余份，受到大家欢迎。", 2),
    "a notice's closing": ending("特此公告，请遵照执行。"),
    "a short closing": ending("妥否，请批示。"),
    "a note in brackets": ending("（此件公开发布）"),
    "a heading": ending("工作要求"),
    "the office that signs": ending("石桥县人民政府办公室"),
    "what announces an attachment": ending("附件（可下载后填写并盖章）："),
    "whom it is for": [container(["各乡镇人民政府，县政府各部门：", *story(n)]) for n in range(PAGES)],
    "a long passage": ending("会议指出，" + "要把群众的事情一件一件办好，" * 11),
    "a line that stands elsewhere on one page": at_different_ends(),
    "a line that stands twice on one page": [container([SLOGAN, *story(0), SLOGAN]), *ending(SLOGAN)[1:]],
    "a line in the middle, each time elsewhere": [
        container([*story(n)[:3], *[BOX][: n % 9], *story(n)[3:]]) for n in range(PAGES)
    ],
    "a line in the element that holds the text": [
        [Block(1, k, line, "td", "/td[1]") for k, line in enumerate([*story(n)[:3], BOX, *story(n)[3:]])]
        for n in range(PAGES)
    ],
}


@pytest.mark.parametrize("pages", STAYS.values(), ids=STAYS)
def test_it_stays(pages):
    assert repeats.learned(pages) == {}


KNOWN = {
    "behind the text": (ending(SLOGAN), {SLOGAN: ""}),
    "behind the text on 18 of 20 pages": (ending(SLOGAN, 18), {SLOGAN: ""}),
    "behind the text, before what differs": (
        [container([*story(n), SLOGAN, f"编辑第{n}位", f"审核第{n}位"]) for n in range(PAGES)],
        {SLOGAN: ""},
    ),
    "before the text": ([container([SLOGAN, *story(n)]) for n in range(PAGES)], {SLOGAN: ""}),
    "five lines behind the text": (
        [container([*story(n), *(f"{SLOGAN}{k}" for k in "甲乙丙丁戊")]) for n in range(PAGES)],
        {f"{SLOGAN}{k}": "" for k in "甲乙丙丁戊"},
    ),
    "in a box between paragraphs": (
        [
            container([*story(n)[: 2 + n % 3], BOX, *story(n)[2 + n % 3 :]], {BOX: "/div[1]/div.box[1]"})
            for n in range(9)
        ],
        {BOX: "/div[1]/div.box[1]"},
    ),
}


@pytest.mark.parametrize("pages, known", KNOWN.values(), ids=KNOWN)
def test_it_is_the_site_s_own(pages, known):
    assert repeats.learned(pages) == known


@pytest.mark.parametrize(
    "lines, left",
    [
        ([*story(1), SLOGAN], story(1)),
        ([SLOGAN, *story(1)], story(1)),
        ([*story(1)[:3], SLOGAN, *story(1)[3:]], [*story(1)[:3], SLOGAN, *story(1)[3:]]),
        ([*story(1), BOX], [*story(1), BOX]),
        ([*story(1), SLOGAN + "！"], [*story(1), SLOGAN + "！"]),
    ],
    ids=["behind", "before", "in the middle", "not in its box", "nearly the same"],
)
def test_a_page_loses_it_only_where_it_stands(lines, left):
    blocks = container(lines)
    known = {SLOGAN: "", BOX: "/div[1]/div.box[1]"}
    assert [block.text for block in repeats.without(blocks, blocks, known)] == left


def page(n: int, below: str = f"<p>{SLOGAN}</p>") -> Page:
    lines = "".join(f"<p>{line}</p>" for line in story(n))
    return Page(
        f"<html><head><meta charset=utf-8><title>第{n}批项目开工</title></head><body><h1>第{n}批项目开工</h1>"
        f"<p>2023-05-24</p><div class=text>{lines}{below}</div></body></html>".encode()
    )


def test_the_ledger_says_that_it_repeats():
    layout = learn([page(n) for n in range(9)], learned=True)
    assert layout == Layout("learned-1", "div.text", "h1", {}, {SLOGAN: ""}, learned=True)
    (article,) = clean(page(10), [layout]).articles
    (change,) = [change for change in article.ledger.changes if change.step == repeats.STEP]
    assert (change.before, change.after, change.reason) == (SLOGAN, None, "repeats on the portal's pages")
    assert replay(article.ledger) == article.blocks
    assert article.text.splitlines() == story(10)


def test_a_layout_for_a_portal_s_file_knows_no_such_texts():
    layout = learn([page(n) for n in range(9)])
    assert layout == Layout("learned-1", "div.text", "h1")
    assert clean(page(10), [layout]).articles[0].text.endswith(SLOGAN)


def test_pages_of_two_designs_teach_nothing():
    other = [Page(page(n).body.replace(b"class=text", b"class=body")) for n in range(9)]
    assert learn([page(n) for n in range(9)] + other, learned=True) is None


#: Pages that the layout fits, and that are no article by it.
BADLY = {
    "hardly any text": "<p>图为活动现场。</p>",
    "no sentence": "<p>" + "</p><p>".join(["姓名 职务 单位 电话"] * 20) + "</p>",
    "most of the prose elsewhere": "</div><div class=more>"
    + "".join(f"<p>{each}</p>" for each in story(3) * 3),
}


@pytest.mark.parametrize("below", BADLY.values(), ids=BADLY)
def test_a_page_that_reads_badly_takes_the_general_way(below):
    there = Page(page(1).body.replace("".join(f"<p>{line}</p>" for line in story(1)).encode(), b""))
    there = Page(there.body.replace(f"<p>{SLOGAN}</p>".encode(), below.encode()))
    layout = Layout("learned-1", "div.text", "h1", learned=True)
    assert clean(there, [layout]) == clean(there)
    assert clean(there, [Layout("2018", "div.text", "h1")]).layout == "2018"


def test_a_page_without_a_title_takes_the_general_way():
    bare = Page(
        f"<html><body><div class=text>{''.join(f'<p>{line}</p>' for line in story(1))}</div></body></html>".encode()
    )
    assert clean(bare, [Layout("learned-1", "div.text", learned=True)]) == clean(bare)
