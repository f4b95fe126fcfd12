"""The steps' pages: what each did, and what would change without it."""

import json
from threading import Thread

import pytest

from cleaners import model
from crawler.desk import trials
from crawler.desk.pages import steps
from storage.database import now, open_store, open_to_read
from storage.tables import Layout
from tests.crawler.desk.shown import shown

DECLARED = model.Layout("declared", "div")


@pytest.fixture
def desk(tmp_path):
    with shown(tmp_path) as served:
        yield served


@pytest.mark.parametrize("path", ["/steps/none", "/steps/..", "/steps/%00", "/steps/none?trial=1"])
def test_a_step_that_is_not_there(path, desk):
    assert desk.get(path).status == 404


def test_all_steps_in_their_order_with_what_they_did(desk):
    text = desk.get("/steps").text
    places = [text.index(f'href="/steps/{name}"') for name in steps.STEPS]
    assert places == sorted(places)
    told = json.loads(desk.get("/api/steps").text)
    assert told["looked"] == {"hxw": 2, "xnc": 1}
    byline = next(each for each in told["steps"] if each["name"] == "byline")
    assert (byline["articles"], byline["portals"]) == (2, {"hxw": 1, "xnc": 1})


def test_samples_lead_to_their_articles(desk):
    text = desk.get("/steps/byline").text
    assert 'href="/articles/2#block-1-' in text
    assert "<del>责任编辑：周明</del>" in text
    assert "did nothing" in desk.get("/steps/pager").text


def test_what_would_change_without_a_step(desk):
    text = desk.get("/steps/byline?trial=1").text
    assert "Of 2 articles tried, 2 would be others; 0 were passed over" in text
    assert "<ins>责任编辑：周明</ins>" in text


def test_what_says_where_the_article_is_can_t_be_left_out(desk):
    for path in ("/steps/content", "/steps/content?trial=1"):
        assert "It can&#39;t be left out" in desk.get(path).text


def test_one_trial_at_a_time_and_others_are_answered_meanwhile(desk):
    with steps.TRYING:
        answer = desk.get("/steps/byline?trial=1")
        assert (answer.status, answer.headers["retry-after"]) == (429, "10")
        assert desk.get("/articles/1").status == 200
    assert desk.get("/steps/byline?trial=1").status == 200


def test_the_desk_answers_while_a_step_is_tried(desk, monkeypatch):
    began, answered, told = [], [], []

    def slow(*args):
        began.append(args)
        answered.append(desk.get("/marks/next").status)
        return trials.Trial((), 0)

    monkeypatch.setattr(trials, "trial", slow)
    asking = Thread(target=lambda: told.append(desk.get("/steps/byline?trial=1").status))
    asking.start()
    asking.join(60)
    assert (answered, told) == ([200], [200])


def test_a_trial_uses_the_layouts_that_are_in_use(desk, monkeypatch):
    store = open_store(f"sqlite:///{desk.database}")
    with store.transaction() as session:
        same = {
            "portal_id": 1,
            "run_id": 1,
            "content": "div",
            "drops": {},
            "repeats": {},
            "cleaner": "",
            "learned_at": now(session),
        }
        session.add(Layout(number=1, name="learned-1", retired_at=same["learned_at"], **same))
        session.add(Layout(number=2, name="learned-2", **same))
    with store.reading() as session:
        given = []
        monkeypatch.setattr(
            trials, "_difference", lambda pages, layouts, key, step: given.append(layouts) or []
        )
        trials.trial(session, "byline", [1], lambda portal: (DECLARED,))
    store.close()
    assert [[each.name for each in layouts] for layouts in given] == [["declared", "learned-2"]]


def test_a_trial_ends_with_its_time(desk):
    store = open_to_read(f"sqlite:///{desk.database}")
    with store.reading() as session:
        none = trials.trial(session, "byline", [1, 2], lambda portal: (), seconds=0)
        some = trials.trial(session, "byline", [1, 2, 99], lambda portal: ())
    store.close()
    assert (none.tried, none.passed) == ((), 2)
    assert (len(some.tried), some.passed) == (2, 0)
