"""python -m tests.crawler.desk.screenshots FOLDER: pictures of the desk, on a crawl of the replica.

They are made by a real browser, chromium, without which it ends with exit code 2.
"""

import sys
from contextlib import closing
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright
from sqlalchemy import select

from storage.database import open_to_read
from storage.tables import Article, Version
from tests.crawler.commandline import scrapy
from tests.crawler.desk.conftest import ARGUMENTS
from tests.crawler.desk.serving import desk_at

#: A picture's width in pixels.
WIDTH = 1200


def most_cleaned(address: str) -> int:
    """The article that the most different steps have changed."""
    query = select(Article.id, Version.changes).join(
        Version, (Version.article_id == Article.id) & (Version.number == Article.version)
    )
    with closing(open_to_read(address)) as store, store.reading() as session:
        number, _ = max(session.execute(query.order_by(Article.id)), key=lambda row: len(row[1]))
    return number


def main(folder: Path) -> int:
    """Crawl, look, keep the pictures."""
    chromium = which("chromium")
    if chromium is None:
        print("screenshots: no chromium: apt-get install chromium", file=sys.stderr)
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch:
        address = f"sqlite:///{scratch}/demo.db"
        scrapy("demo", database=address, seconds=600).check_returncode()
        with desk_at(address) as desk, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
            article = f"/articles/{most_cleaned(address)}#text"
            for name, path, height in (("overview", "/", 760), ("article", article, 1300)):
                tab = browser.new_page(viewport={"width": WIDTH, "height": height}, locale="en")
                tab.goto(desk + path)
                tab.screenshot(path=folder / f"{name}.png")
                print(folder / f"{name}.png")
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images")))
