"""One desk on one crawl of the replica, which many tests look at."""

from collections.abc import Iterator
from shutil import which

import pytest

pytest.importorskip("fastapi", reason="requirements-desk.txt is not installed")

from playwright.sync_api import Browser, Page, sync_playwright

from tests.crawler.conftest import Crawled
from tests.crawler.desk.serving import desk_at

#: A browser that asks nothing of its own accord.
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for a file's tests: as long as Playwright is there, no other event loop can run in this thread."""
    chromium = which("chromium")
    if chromium is None:
        pytest.skip("no chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """An empty tab, in English."""
    context = browser.new_context(locale="en", viewport={"width": 1000, "height": 800})
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def desk(crawled: Crawled) -> Iterator[str]:
    """The address of a desk on a store in which two portals were crawled."""
    with desk_at(f"sqlite:///{crawled.database}") as address:
        yield address
