"""What programs are told: typed errors, pages without a gap, the feed without a gap."""

import json
from contextlib import ExitStack, closing
from urllib.request import urlopen

import pytest

from crawler.desk.api.events import STREAMS
from storage import leases
from storage.database import open_store
from tests.crawler.commandline import rows
from tests.crawler.desk.serving import ask, desk_at
from tests.storage.conftest import PORTAL, Crawl, article

REFUSED = {
    "an unknown path": ("/api/nothing", 404, "not_found"),
    "an unknown portal": ("/api/portals/nobody", 404, "not_found"),
    "an unknown run": ("/api/runs/999999", 404, "not_found"),
    "a run behind all numbers": (f"/api/runs/{2**63}", 422, "wrong_parameter"),
    "a bad cursor": ("/api/articles?below=abc", 422, "wrong_parameter"),
    "a cursor behind all numbers": (f"/api/articles?below={2**63}", 422, "wrong_parameter"),
    "too many at once": ("/api/articles?limit=201", 422, "wrong_parameter"),
    "none at once": ("/api/runs?limit=0", 422, "wrong_parameter"),
    "a portal that isn't there": ("/api/articles?portal=nobody", 404, "not_found"),
    "a day that is none": ("/api/articles?since=yesterday", 422, "wrong_parameter"),
    "an unknown parameter": ("/api/articles?page=2", 422, "wrong_parameter"),
    "an event that is none": ("/api/events?after=x", 422, "wrong_parameter"),
    "no word": ("/api/articles?words=%20", 422, "wrong_parameter"),
    "broken UTF-8": ("/api/portals/%ff", 404, "not_found"),
}


@pytest.mark.parametrize("label", REFUSED)
def test_an_error_is_typed(label, desk):
    path, status, kind = REFUSED[label]
    answer = ask(desk, path)
    assert answer.status == status
    assert answer.json["error"]["kind"] == kind
    assert "\n" not in answer.json["error"]["message"]


def test_a_wrong_method_is_typed(desk):
    answer = ask(desk, "/api/articles", "POST")
    assert (answer.status, answer.json["error"]["kind"], answer.headers["Allow"]) == (
        405,
        "method_not_allowed",
        "GET",
    )


def test_a_wrong_last_event_is_typed(desk):
    assert ask(desk, "/api/events", Last_Event_ID="x").json["error"]["kind"] == "wrong_parameter"


@pytest.mark.parametrize("query", ["", "portal=hxw&", "words=%E5%85%9A&", "since=2020-01-01&"])
def test_articles_come_in_pages_without_a_gap(query, desk):
    whole = ask(desk, f"/api/articles?{query}limit=200").json
    assert (whole["next"], whole["is_short"]) == (None, False)
    found, following = [], ""
    while following is not None:
        page = ask(desk, f"/api/articles?{query}limit=7{following}").json
        found += page["articles"]
        following = None if page["next"] is None else f"&below={page['next']}"
    assert found == whole["articles"]
    assert len(found) > 7


def test_articles_are_the_newest_first(desk):
    days = [(each["published"] or "")[:10] for each in ask(desk, "/api/articles?limit=200").json["articles"]]
    assert days == sorted(days, reverse=True)


def test_the_marks_are_where_the_words_stand(desk):
    for each in ask(desk, "/api/articles?words=%E5%85%9A%E5%91%98&limit=5").json["articles"]:
        assert {each["passage"][start:end] for start, end in each["marks"]} <= {"党员"}


def test_runs_come_in_pages(desk):
    first = ask(desk, "/api/runs?limit=1").json
    second = ask(desk, f"/api/runs?limit=1&below={first['next']}").json
    assert [each["id"] for each in (*first["runs"], *second["runs"])] == [2, 1]
    assert [each["id"] for each in ask(desk, "/api/runs?portal=hxw").json["runs"]] == [1]


def test_a_portal_is_told_with_all_of_it(desk, crawled):
    told = ask(desk, "/api/portals/hxw").json
    (here,) = rows(crawled.database, "SELECT count(*) AS n FROM corpus WHERE portal = 'hxw'")
    assert told["articles"] == told["likeness"]["number"] == told["likeness"]["fields"]["title"] == here["n"]
    assert told["addresses"]["kept"] == {"": here["n"]}
    assert told["crawls"][0]["run_id"] == 1
    (among,) = [each for each in ask(desk, "/api/portals").json["portals"] if each["name"] == "hxw"]
    assert {name: told[name] for name in among} == among


# --- the feed --------------------------------------------------------------------------------------


def events(text: str) -> list[dict]:
    """The events of a stream (HTML Living Standard, 9.2.6)."""
    found = [dict(line.split(": ", 1) for line in each.splitlines()) for each in text.split("\n\n") if each]
    told = [json.loads(each["data"]) for each in found]
    assert [(each["number"], each["op"]) for each in told] == [
        (int(each["id"]), each["event"]) for each in found
    ]
    return told


def test_the_feed_is_told_without_a_gap(desk, crawled):
    answer = ask(desk, "/api/events")
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    told = [(each["number"], each["op"], each["article_id"]) for each in events(answer.text)]
    there = rows(crawled.database, "SELECT number, op, article_id FROM events ORDER BY number")
    assert told == [tuple(row.values()) for row in there]


@pytest.mark.parametrize(("path", "header"), [("?after=60", None), ("?after=3", "60"), ("", "60")])
def test_it_goes_on_behind_the_last_event_that_was_seen(path, header, desk):
    headers = {"Last_Event_ID": header} if header else {}
    assert events(ask(desk, f"/api/events{path}", **headers).text)[0]["number"] == 61


def test_behind_the_last_event_there_is_none(desk):
    assert events(ask(desk, "/api/events?after=99999").text) == []


def test_a_stream_ends_with_its_time_though_there_is_more(desk, monkeypatch):
    monkeypatch.setattr("crawler.desk.api.events._AT_ONCE", 3)
    assert len(events(ask(desk, "/api/events").text)) == 3


def test_only_so_many_follow_at_once(crawled):
    with desk_at(f"sqlite:///{crawled.database}", stream_seconds=60.0) as desk, ExitStack() as open_streams:
        for _ in range(STREAMS):
            open_streams.enter_context(urlopen(f"{desk}/api/events?after=99999"))  # noqa: S310 (loopback)
        answer = ask(desk, "/api/events")
        assert (answer.status, answer.json["error"]["kind"]) == (429, "too_many")
        assert answer.headers["Retry-After"]


def test_who_follows_is_told_what_a_crawl_finds(tmp_path):
    database = f"sqlite:///{tmp_path}/articles.db"
    with closing(open_store(database)) as store:
        with store.transaction() as session:
            crawl = Crawl(store, leases.take(session, PORTAL, "host:1", "web"))
        with desk_at(database, stream_seconds=60.0) as desk, urlopen(f"{desk}/api/events") as stream:  # noqa: S310 (loopback)
            crawl.keep(crawl.address(), article())
            assert json.loads(next(line for line in stream if line.startswith(b"data: "))[6:])["op"] == "new"
