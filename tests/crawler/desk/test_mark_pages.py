"""Marks made in the desk: the forms that make and withdraw them, and the next article to check."""

import json
import re

import pytest

from tests.crawler.commandline import rows
from tests.crawler.desk.shown import shown


@pytest.fixture
def desk(tmp_path):
    with shown(tmp_path) as served:
        yield served


def marks(desk) -> list[tuple]:
    """What is in the store."""
    columns = "article_id, version, kind, part, block, field, text, reader, withdrawn IS NULL AS stands"
    return [tuple(row.values()) for row in rows(desk.database, f"SELECT {columns} FROM marks ORDER BY id")]


def block(desk, words: str) -> str:
    """Part and number of the block of article 1 that has these words."""
    blocks = json.loads(desk.get("/api/articles/1").text)["blocks"]
    return next(f"{each['part']} {each['number']}" for each in blocks if words in each["text"])


UNFIT = {
    "no mark": ({"mark": "", "version": 2}, 422),
    "another word": ({"mark": "wrong", "version": 2}, 422),
    "no version": ({"mark": "right"}, 422),
    "a version that is not there": ({"mark": "right", "version": 3}, 404),
    "a version that is none": ({"mark": "right", "version": "٢"}, 422),
    "a block that is not there": ({"mark": "kept 1 99", "version": 2}, 422),
    "a field that is none": ({"mark": "field text", "version": 2, "value": "x"}, 422),
    "a number without end": ({"mark": f"kept 1 {'9' * 30}", "version": 2}, 422),
}


@pytest.mark.parametrize("sent, status", UNFIT.values(), ids=UNFIT)
def test_what_is_no_mark_is_refused(sent, status, desk):
    assert desk.post("/articles/1/marks", **sent).status == status
    assert marks(desk) == []


def test_a_form_from_elsewhere_is_refused(desk):
    for path in ("/articles/1/marks", "/marks/1/withdraw", "/marks/name"):
        assert desk.post(path, token=False, mark="right", version=2).status == 403
    assert marks(desk) == []


def test_who_gives_no_name_can_t_mark_and_is_shown_no_buttons(desk):
    desk.cookie = "zhengwen_reader="
    assert desk.post("/articles/1/marks", mark="right", version=2).status == 422
    assert 'name="mark"' not in desk.get("/articles/1").text
    assert "Begin to mark" in desk.get("/articles/1").text


@pytest.mark.parametrize(
    "back", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:x"]
)
def test_a_name_leads_back_to_the_desk_only(back, desk):
    answer = desk.post("/marks/name", reader="甲", back=back)
    assert (answer.status, answer.headers["location"]) == (303, "/marks/next")


def test_a_name_is_kept_in_a_cookie_that_scripts_and_others_can_t_have(desk):
    answer = desk.post("/marks/name", reader=" 读者 ", back="/articles/1")
    assert (answer.status, answer.headers["location"]) == (303, "/articles/1")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("zhengwen_reader=%E8%AF%BB%E8%80%85;")
    assert {"HttpOnly", "SameSite=strict"} <= set(cookie.split("; "))
    assert desk.post("/marks/name", reader="").status == 422


def test_a_mark_is_stored_shown_and_withdrawn(desk):
    answer = desk.post("/articles/1/marks", version=2, mark=f"removed {block(desk, '打印本页')}")
    where = block(desk, "打印本页").replace(" ", "-")
    assert (answer.status, answer.headers["location"]) == (303, f"/articles/1?version=2#block-{where}")
    part, number = map(int, where.split("-"))
    assert marks(desk) == [(1, 2, "removed", part, number, None, "【 打印本页 】 【 关闭窗口 】", "甲", 1)]
    text = desk.get("/articles/1").text
    assert re.search(r'<strong class="said">wrongly removed</strong>', text)
    assert "Right but for what is marked" in text
    assert desk.post("/marks/1/withdraw").headers["location"] == "/articles/1?version=2#judgement"
    assert marks(desk)[0][-1] == 0
    assert "said" not in desk.get("/articles/1").text
    assert desk.post("/marks/2/withdraw").status == 404


def test_a_field_is_put_right(desk):
    desk.post("/articles/1/marks", version=2, mark="field source", value=" 人民网 ")
    desk.post("/articles/1/marks", version=2, mark="field editor", value="")
    assert [row[5:7] for row in marks(desk)] == [("source", "人民网"), ("editor", None)]


def test_the_next_article_is_one_without_marks_until_none_is_left(desk):
    for number, version in ((1, 2), (2, 1), (3, 1)):
        assert "/articles/" in desk.get("/marks/next").text.partition("<h2>")[2]
        desk.post(f"/articles/{number}/marks", version=version, mark="right")
    assert "No article is left without a mark" in desk.get("/marks/next").text
    assert "No article is left" in desk.get("/marks/next?portal=hxw").text
    assert desk.get("/marks").text.count("100.0 %") == 8  # two portals, four shares


def test_of_a_portal_that_is_not_there_no_article_is_drawn(desk):
    answer = desk.get("/marks/next?portal=nobody")
    assert (answer.status, "there is no portal nobody" in answer.text) == (404, True)


def test_a_draw_doesn_t_count_what_all_marks_say(desk, monkeypatch):
    monkeypatch.delattr("storage.judged.figures")
    assert desk.get("/marks/next").status == 200


def test_marks_and_figures_as_json(desk):
    desk.post("/articles/1/marks", version=2, mark="right")
    desk.post("/articles/2/marks", version=1, mark="right")
    first = json.loads(desk.get("/api/marks?limit=1").text)
    assert ([each["article_id"] for each in first["marks"]], first["next"]) == ([1], 1)
    rest = json.loads(desk.get("/api/marks?after=1").text)
    assert ([each["reader"] for each in rest["marks"]], rest["next"]) == (["甲"], None)
    figures = json.loads(desk.get("/api/marks/figures").text)
    assert [(each["portal"], each["judged"], each["recall"]["value"]) for each in figures] == [
        ("hxw", 1, 1.0),
        ("xnc", 1, 1.0),
    ]
