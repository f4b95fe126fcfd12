"""An article, the steps and marks in a real browser: the sandbox, marking, keyboard, narrow windows, accessibility."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.crawler.desk import hostile
from tests.crawler.desk.browsing import follow
from tests.crawler.desk.shown import Served, shown
from tests.crawler.desk.test_mark_pages import marks

PATHS = (
    "/articles/1",
    "/articles/2?lang=zh",
    "/steps",
    "/steps/byline?trial=1",
    "/marks/next",
    "/marks",
)


@pytest.fixture(scope="module")
def listener() -> Iterator[hostile.Listener]:
    with hostile.listening() as listening:
        yield listening


@pytest.fixture
def desk(tmp_path: Path, listener: hostile.Listener) -> Iterator[Served]:
    listener.heard.clear()
    with shown(tmp_path, listener.port) as served:
        yield served


def named(
    tab: Page, desk: Served, path: str = "/articles/1", until: Literal["load", "domcontentloaded"] = "load"
) -> None:
    """Open a page as a reader who has given a name."""
    tab.context.add_cookies([{"name": "zhengwen_reader", "value": "reader", "url": desk.url}])
    tab.goto(desk.url + path, wait_until=until)


def test_a_hostile_page_is_heard_where_nothing_keeps_it(tab, listener):
    """Else the next tests would find nothing wrong whatever the desk did."""
    listener.heard.clear()
    tab.goto(f"http://127.0.0.1:{listener.port}/hostile", wait_until="commit")
    ran = {f"GET /{what} HTTP/1.1" for what in ("script", "top", "onerror", "onload", "toggle", "svgscript")}
    for _ in range(100):
        if "GET /picture HTTP/1.1" in listener.heard and ran & {*listener.heard}:
            return
        tab.wait_for_timeout(100)
    pytest.fail(f"heard only {listener.heard}")


@pytest.mark.parametrize("path", ["/articles/3", "/articles/3/page"], ids=["in its frame", "by itself"])
def test_a_hostile_page_runs_nothing_and_is_not_heard_of(path, tab, desk, listener):
    named(tab, desk, path, "domcontentloaded")  # Chromium's load sometimes never ends where all is refused
    tab.evaluate("document.querySelector('iframe')?.scrollIntoView()")
    tab.wait_for_timeout(2000)
    frames = [
        frame for frame in tab.frames if frame.url.endswith("/page?version=1&part=1") or "/page" in path
    ]
    assert "恶意的页面也有正文" in frames[0].locator("h1").inner_text()
    assert listener.heard == []
    assert (tab.url, tab.title() == "taken") == (desk.url + path, False)


def test_a_link_in_the_archived_page_leads_nowhere(tab, desk, listener):
    named(tab, desk, "/articles/1")
    tab.evaluate("document.querySelector('iframe').scrollIntoView()")
    frame = tab.frame_locator("iframe")
    frame.get_by_text("首页").click(force=True)
    tab.wait_for_timeout(500)
    assert tab.url == f"{desk.url}/articles/1"


def test_who_is_new_gives_a_name_and_marks(tab, desk):
    tab.goto(f"{desk.url}/articles/1")
    assert tab.get_by_role("button", name="All of it is right").count() == 0
    tab.get_by_label("Your name").fill("读者")
    tab.keyboard.press("Enter")
    follow(tab, tab.get_by_role("button", name="All of it is right"))
    assert [(row[2], row[7]) for row in marks(desk)] == [("right", "读者")]


def test_a_removed_block_is_marked_and_the_mark_undone_by_keyboard(tab, desk):
    named(tab, desk)
    gone = tab.locator("li.gone", has_text="责任编辑：周明")
    assert gone.locator("del").inner_text() == "责任编辑：周明"
    assert gone.locator(".step").inner_text() == "byline"
    gone.get_by_role("button").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/articles/1?version=2#block-*")
    assert tab.locator("li:target .said").inner_text() == "wrongly removed"
    tab.locator(".marks").get_by_role("button", name="Undo").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**#judgement")
    assert tab.locator(".said").count() == 0
    assert [(row[2], row[8]) for row in marks(desk)] == [("removed", 0)]


def test_a_kept_block_and_a_field_are_marked(tab, desk):
    named(tab, desk)
    follow(tab, tab.locator("li.stays", has_text="会议强调").get_by_role("button"))
    tab.locator("tr", has_text="红星网").get_by_role("textbox").fill("人民网")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**#judgement")
    follow(tab, tab.get_by_role("button", name="Right but for what is marked"))
    assert [(row[2], row[6]) for row in marks(desk)][1:] == [("field", "人民网"), ("right", None)]
    assert tab.locator(".marks li").count() == 3


def test_the_next_article_leads_to_one_that_can_be_marked(tab, desk):
    named(tab, desk, "/marks/next")
    follow(tab, tab.get_by_role("link", name="Check"))
    assert tab.get_by_role("button", name="All of it is right").is_visible()


@pytest.mark.parametrize("path", PATHS)
def test_a_narrow_window_needs_no_scrolling_sideways(path, tab, desk):
    tab.set_viewport_size({"width": 320, "height": 640})
    named(tab, desk, path)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_fault_of_accessibility(scheme, tab, desk):
    tab.emulate_media(color_scheme=scheme)
    found = {}
    for path in PATHS:
        named(tab, desk, path)
        told = Axe().run(tab, options={"iframes": False}).response["violations"]
        found[path] = [
            (each["id"], [node["html"] for node in each["nodes"][:3]])
            for each in told
            if each["impact"] in ("serious", "critical")
        ]
    assert found == {path: [] for path in PATHS}
