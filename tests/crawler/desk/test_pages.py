"""The desk's pages: what they refuse, what they escape, what they show."""

import re
from contextlib import closing
from html import unescape
from string import Formatter

import pytest

from crawler.desk import rendering
from crawler.desk.messages import LANGUAGES, MESSAGES
from crawler.desk.problems import KINDS
from storage import leases
from storage.database import open_store
from storage.portals import PortalRecord
from tests.crawler.commandline import rows
from tests.crawler.desk.serving import ask, desk_at
from tests.storage.conftest import Crawl, article

HOSTILE = "</title><script>alert(1)</script><img src=x onerror='alert(2)'>\"' {{ 7*7 }} <b>粗</b>"

REFUSED = {
    "a page that isn't there": ("/nothing", 404, "Not Found"),
    "an unknown portal": ("/portals/nobody", 404, "there is no portal nobody"),
    "a hostile portal": ("/portals/%3Cscript%3E", 404, "there is no portal &lt;script&gt;"),
    "an unknown run": ("/runs/999999", 404, "there is no run 999999"),
    "a run without a number": ("/runs/first", 422, "number: "),
    "a run of no number": ("/runs/0", 422, "number: "),
    "a run behind all numbers": ("/runs/99999999999999999999999", 422, "number: "),
    "a place that is none": ("/articles?below=x", 422, "below: "),
    "a place before all": ("/articles?below=-1", 422, "below: "),
    "a place behind all numbers": (f"/articles?below={2**64}", 422, "below: "),
    "a day that is none": ("/articles?since=2024-02-30", 422, "since: "),
    "a day before all": ("/articles?until=0000-01-01", 422, "until: "),
    "a portal that isn't there": ("/articles?portal=nobody", 404, "there is no portal nobody"),
    "too many words": ("/articles?words=" + "a" * 201, 422, "words: "),
    "a group that is none": ("/articles?group=0", 422, "group: "),
}


@pytest.mark.parametrize("label", REFUSED)
def test_what_cannot_be_shown_is_a_page_that_says_why(label, desk):
    path, status, told = REFUSED[label]
    answer = ask(desk, path)
    assert (answer.status, answer.headers["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert told in answer.text
    assert "<script>" not in answer.text


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A desk on a store in which everything that a page can say is hostile, and a run goes on."""
    database = f"sqlite:///{tmp_path_factory.mktemp('hostile')}/articles.db"
    portal = PortalRecord("evil", HOSTILE, HOSTILE, "https://www.example.cn/")
    with closing(open_store(database)) as store:
        with store.transaction() as session:
            crawl = Crawl(store, leases.take(session, portal, "host:1", "web"))
        address = crawl.address(f"https://www.example.cn/{HOSTILE}")
        crawl.keep(address, article(HOSTILE, HOSTILE, HOSTILE, faults=(HOSTILE,)))
        crawl.settle(address, "kept", HOSTILE)
        failed = crawl.address(f"https://www.example.cn/failed/{HOSTILE}")
        crawl.settle(failed, "failed", HOSTILE)
        with desk_at(database) as served:
            yield served


@pytest.mark.parametrize(
    "path", ["/", "/portals/evil", "/runs/1", "/articles", "/articles?words=alert", "/articles?fault=any"]
)
def test_what_the_store_holds_is_text(path, hostile):
    answer = ask(hostile, path)
    assert answer.status == 200
    assert HOSTILE in unescape(re.sub("</?mark>", "", answer.text))
    assert "<script>alert" not in answer.text
    assert "<img" not in answer.text
    assert "<b>" not in answer.text


def test_what_is_typed_is_text(hostile):
    typed = "/articles?words=%22%3E%3Cscript%3Ealert(1)&source=%22%20onfocus=%22x&fault=%27%3E"
    answer = ask(hostile, typed)
    assert answer.status == 200
    assert "<script>alert" not in answer.text
    assert '" onfocus="' not in answer.text


# --- what is shown ---------------------------------------------------------------------------------


def test_the_overview_shows_every_portal_with_its_articles(desk, crawled):
    text = ask(desk, "/").text
    for row in rows(crawled.database, "SELECT portal, count(*) AS number FROM corpus GROUP BY portal"):
        line = re.search(rf'<a href="/portals/{row["portal"]}">.*?</tr>', text, re.DOTALL)
        assert line
        assert f'<td class="figure">{row["number"]}</td>' in line[0]
    assert '<svg class="plot"' in text


def test_a_portal_shows_its_addresses_as_the_store_has_them(desk, crawled):
    text = ask(desk, "/portals/hxw").text
    query = """SELECT state, reason, count(*) AS number FROM addresses JOIN portals ON portals.id = portal_id
        WHERE portals.name = 'hxw' GROUP BY state, reason"""
    for row in rows(crawled.database, query):
        line = f'<th scope="row">{row["state"]}</th><td>{row["reason"] or ""}</td><td class="figure">{row["number"]}</td>'
        assert line in text


def test_a_run_that_has_ended_has_no_script(desk):
    text = ask(desk, "/runs/1").text
    assert '<th scope="row">new</th><td class="figure">38</td>' in text
    assert "live.js" not in text


def test_a_run_that_goes_on_has_one(hostile):
    assert '<script src="/static/live.js" defer>' in ask(hostile, "/runs/1").text


def numbers(text: str) -> list[int]:
    return [int(each) for each in re.findall(r'<a href="/articles/(\d+)"', text)]


def test_the_pages_of_articles_are_all_of_them_once(desk, crawled):
    found, path = [], "/articles"
    while path:
        text = ask(desk, path).text
        found += numbers(text)
        following = re.search(r'rel="next" href="([^"]+)"', text)
        path = unescape(following[1]) if following else None
    there = [row["article_id"] for row in rows(crawled.database, "SELECT article_id FROM corpus")]
    assert len(found) == len(set(found)) > 50
    assert set(found) == set(there)


def test_fields_that_were_left_empty_choose_nothing(desk):
    everything = ask(desk, "/articles?words=&portal=&since=&until=&source=+&fault=&below=")
    assert everything.status == 200
    assert numbers(everything.text) == numbers(ask(desk, "/articles").text)


def test_the_form_keeps_what_was_typed(desk):
    text = ask(desk, "/articles?words=%E5%85%9A%E5%91%98&portal=hxw&since=2000-01-01").text
    assert 'name="words" value="党员"' in text
    assert '<option value="hxw" selected>' in text
    assert 'name="since" value="2000-01-01"' in text
    assert "<mark>党员</mark>" in text


def test_nothing_found_is_said(desk):
    assert (
        "No article is like this."
        in ask(desk, "/articles?words=%E4%B8%8D%E5%AD%98%E5%9C%A8%E7%9A%84%E8%AF%8D").text
    )


# --- languages -------------------------------------------------------------------------------------

SPOKEN = {
    "nobody says": ({}, "", "en"),
    "the browser": ({"Accept_Language": "zh-CN,zh;q=0.9,en;q=0.8"}, "", "zh"),
    "a language that the desk hasn't": ({"Accept_Language": "fr, zh;q=0.5"}, "", "zh"),
    "the cookie before the browser": ({"Accept_Language": "zh", "Cookie": "zhengwen_lang=en"}, "", "en"),
    "the address before both": ({"Accept_Language": "en", "Cookie": "zhengwen_lang=en"}, "?lang=zh", "zh"),
    "an address that is wrong": ({}, "?lang=xx", "en"),
    "a broken header": ({"Accept_Language": ";;,,q=,"}, "", "en"),
}


@pytest.mark.parametrize("label", SPOKEN)
def test_the_language(label, desk):
    headers, query, lang = SPOKEN[label]
    answer = ask(desk, f"/{query}", **headers)
    assert f'<html lang="{lang}">' in answer.text
    assert (MESSAGES["overview"][LANGUAGES.index(lang)]) in answer.text
    assert bool(answer.headers["Set-Cookie"]) == (query == "?lang=zh")


@pytest.mark.parametrize("key", MESSAGES)
def test_a_message_is_there_in_both_languages_with_the_same_values(key):
    english, chinese = MESSAGES[key]
    fields = [{name for _, name, *_ in Formatter().parse(each) if name} for each in (english, chinese)]
    assert english
    assert chinese
    assert fields[0] == fields[1]


def test_every_message_is_used_and_every_used_one_is_there():
    folder = rendering.TEMPLATES
    text = "\n".join(file.read_text("utf-8") for file in folder.glob("*.html"))
    used = set(re.findall(r"""\bt\(["']([^"']+)["']""", text))
    assert used <= MESSAGES.keys()
    named = {key for key in MESSAGES if f'"{key}"' in text or f"'{key}'" in text}
    from_code = {key for key in MESSAGES if key.startswith("word ")} | {*KINDS.values(), "error"}
    assert MESSAGES.keys() - named - from_code == set()
