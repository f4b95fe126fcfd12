"""The desk in a real browser: pages, search, a run that goes on, the keyboard, a narrow window, accessibility."""

from contextlib import closing

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from storage import leases
from storage.database import open_store
from tests.crawler.desk.browsing import follow
from tests.crawler.desk.serving import desk_at
from tests.storage.conftest import PORTAL, Crawl, article

PATHS = ("/", "/portals/hxw", "/runs/1", "/articles", "/articles?words=党员&portal=hxw", "/nothing")


@pytest.fixture
def quiet(tab):
    """What a page says in the console, or asks beyond the desk: there must be nothing."""
    heard: list[str] = []
    tab.on("console", lambda message: heard.append(message.text))
    tab.on("pageerror", lambda error: heard.append(str(error)))
    tab.on("requestfailed", lambda request: heard.append(request.url))
    yield heard
    assert [each for each in heard if "404" not in each] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_a_page_has_no_serious_fault_of_accessibility(path, scheme, tab, desk, quiet):
    tab.emulate_media(color_scheme=scheme)
    tab.goto(f"{desk}{path}&lang=zh" if scheme == "dark" and "?" in path else f"{desk}{path}")
    found = Axe().run(tab).response["violations"]
    assert [
        (each["id"], each["nodes"][0]["html"]) for each in found if each["impact"] in ("serious", "critical")
    ] == []


@pytest.mark.parametrize("path", PATHS)
def test_a_narrow_window_need_not_be_scrolled_sideways(path, tab, desk):
    tab.set_viewport_size({"width": 320, "height": 640})
    tab.goto(desk + path)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320


def test_from_the_overview_to_a_portal_its_run_and_its_articles(tab, desk, quiet):
    tab.goto(desk)
    assert tab.locator("svg.plot").count() >= 1
    follow(tab, tab.get_by_role("link", name="红星网").first)
    assert tab.get_by_role("heading", level=1).inner_text() == "红星网"
    follow(tab, tab.get_by_role("link", name="1", exact=True))
    assert tab.get_by_role("heading", level=1).inner_text() == "Run 1"
    follow(tab, tab.get_by_role("link", name="hxw"))
    follow(tab, tab.get_by_role("link", name="38"))
    assert tab.locator(".list li").count() == 38


def test_a_search_with_the_keyboard_alone(tab, desk, quiet):
    tab.goto(f"{desk}/articles")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    box = tab.evaluate("document.activeElement.getBoundingClientRect().x")
    assert box >= 0
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    tab.keyboard.type("党员")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/articles?words=*")
    assert tab.get_by_label("Words").input_value() == "党员"
    assert set(tab.locator("mark").all_inner_texts()) == {"党员"}


def test_what_has_the_focus_can_be_seen(tab, desk):
    tab.goto(f"{desk}/articles")
    for _ in range(12):
        tab.keyboard.press("Tab")
        style = tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert style == "solid"


def test_older_articles_are_a_link_away_and_the_browser_goes_back(tab, desk):
    tab.goto(f"{desk}/articles")
    first = tab.locator(".list a").first.inner_text()
    follow(tab, tab.get_by_role("link", name="Older"))
    assert tab.locator(".list a").first.inner_text() != first
    tab.go_back()
    assert tab.locator(".list a").first.inner_text() == first


def test_the_language_is_remembered(tab, desk):
    tab.goto(desk)
    follow(tab, tab.get_by_role("link", name="中文"))
    tab.goto(f"{desk}/articles")
    assert tab.get_by_role("heading", level=1).inner_text() == "文章"


def test_a_run_is_followed_while_it_goes_on(tab, quiet, tmp_path):
    database = f"sqlite:///{tmp_path}/articles.db"
    with closing(open_store(database)) as store:
        with store.transaction() as session:
            crawl = Crawl(store, leases.take(session, PORTAL, "host:1", "web"))
        with desk_at(database) as desk:
            tab.goto(f"{desk}/runs/1")
            tab.evaluate("window.stayed = true")
            new = tab.locator("tr", has=tab.get_by_role("rowheader", name="new", exact=True)).locator("td")
            assert new.inner_text() == "0"
            crawl.keep(crawl.address(), article())
            expect(new).to_have_text("1", timeout=60_000)
            link = tab.locator("#live a").first
            link.focus()
            with store.transaction() as session:
                leases.release(session, crawl.lease, "finished", {})
            for _ in range(2):  # who is at a link when it ends is left there, and it goes on asking
                tab.wait_for_event("response")
            assert "finished" not in tab.locator("#live").inner_text()
            link.blur()
            expect(tab.locator("#live")).to_contain_text("finished", timeout=60_000)
            expect(tab.locator("#live")).not_to_have_attribute("data-live", "running")
            assert tab.evaluate("window.stayed")
            tab.goto("about:blank")
