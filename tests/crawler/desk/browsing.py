"""What a reader does in the browser."""

from playwright.sync_api import Locator, Page


def follow(tab: Page, control: Locator) -> None:
    """Click a link or button, and wait until the page it leads to is there."""
    with tab.expect_navigation():
        control.click()
