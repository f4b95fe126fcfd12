"""``python -m tests.quality.onboarding``: what onboarding finds of the replica's sites, from their front pages alone.

Each site is explored, with the platforms' classes and without, and then crawled once, by the spider, the store and the
cleaner of every day; only Scrapy's engine is left out. Asked are the pages of both, robots.txt not counted.
"""

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from scrapy.settings import Settings
from sqlalchemy import select
from w3lib.url import canonicalize_url

from cleaners.article import clean
from crawler.arrivals import Arrived
from crawler.discovery.discovered import Discovery
from crawler.exits import CommandError
from crawler.links import host_of
from crawler.notebook import Notebook
from crawler.platforms import PLATFORMS
from crawler.portal import PortalSpider
from crawler.replica.site import Ask, Site
from crawler.replica.sites import sites
from storage import tables
from storage.database import open_store
from storage.drafts import draft
from storage.portals import PortalRecord
from tests.crawler.discovery.direct import explore, target

#: Mirrors are no portals; the farm has no articles, and a newspaper's app no lists in its pages.
LEFT_OUT = ("farm", "hxmirror", "nfplus")
#: What doesn't link to its lists from its front page is begun elsewhere.
STARTS = {"nfmirror": "/list_1.html"}


@dataclass(frozen=True)
class Figures:
    """What came of one site.

    ``true`` and ``found`` are addresses of articles, ``wrong`` those kept that are none's. ``lists`` are list pages, ``pages``
    all pages of articles that were crawled, ``explored`` and ``crawled`` what was asked.
    """

    site: str
    base: str
    true: int
    found: int
    wrong: tuple[str, ...]
    lists: int
    pages: int
    explored: int
    crawled: int

    @property
    def recall(self) -> float:
        return self.found / self.true

    @property
    def visits(self) -> float:
        """The pages asked by exploring and crawl together, for each list page and page of an article."""
        return (self.explored + self.crawled) / (self.lists + self.pages)

    def __str__(self) -> str:
        name = f"{self.site:10} {self.base:10} {self.found:4} of {self.true:4} {self.recall:6.1%}"
        asked = (
            f"{self.explored:3} + {self.crawled:3} asked for {self.lists + self.pages:3}: {self.visits:.2f}"
        )
        return f"{name}  {len(self.wrong)} wrong  {asked}"


def measured() -> list[Site]:
    """The sites that onboarding is measured with."""
    return [site for site in sites() if site.name not in LEFT_OUT]


def measure(site: Site, platforms: Sequence) -> Figures:
    """Explore a site and crawl it."""
    scheme = urlsplit(site.truths()[0].url).scheme
    found, asker = explore(site, f"{scheme}://{site.hosts[0]}{STARTS.get(site.name, '/')}", platforms)
    with tempfile.TemporaryDirectory() as folder:
        states, asked = _crawled(site, found, Path(folder) / "articles.db")
    true = {canonicalize_url(article.url) for article in site.truths()}
    kept = {url for url, state in states.items() if state == "kept"}
    counts = [list(states.values()).count(state) for state in ("list", "kept", "part")]
    return Figures(
        site.name, found.base.__name__, len(true), len(kept & true), tuple(sorted(kept - true)),
        counts[0], counts[1] + counts[2], asker.number, asked,
    )  # fmt: skip


def _crawled(site: Site, found: Discovery, database: Path) -> tuple[dict[str, str], int]:
    """The addresses' states after one crawl, and how many requests it made."""
    portal = found.portal()
    store = open_store(f"sqlite:///{database}")
    record = PortalRecord(portal.name, portal.title, "", portal.home)
    notebook = Notebook.start(store, record, "me:1", "replica", full=True)
    spider = portal(notebook=notebook, workers=object(), home=portal.home)
    spider.settings = Settings()
    asked = asyncio.run(_crawl(spider, site))
    notebook.close("finished")
    with store.reading() as session:
        states = {
            row.url: row.state for row in session.execute(select(tables.Address.url, tables.Address.state))
        }
    store.close()
    return states, asked


async def _crawl(spider: PortalSpider, site: Site) -> int:
    waiting = [request async for request in spider.start()]
    asked = 0
    while waiting:
        request = waiting.pop(0)
        asked += 1
        for each in spider.read_alone(_answer(site, request), request.cb_kwargs["known"]):
            if isinstance(each, Arrived):
                spider.notebook.kept(each, draft(clean(each.page, (), each.further)))
            else:
                waiting.append(each)
    return asked


def _answer(site: Site, request: Request) -> Response:
    reply = site.respond(Ask(request.method, host_of(request.url), target(request.url), body=request.body))
    headers = Headers(reply.headers)
    kind = responsetypes.from_args(headers=headers, url=request.url, body=reply.body)
    return kind(request.url, status=reply.status, headers=headers, body=reply.body, request=request)


if __name__ == "__main__":
    for title, known in (("with the platforms' classes", PLATFORMS), ("the general way alone", ())):
        print(title)
        for each in measured():
            try:
                print(f"  {measure(each, known)}")
            except CommandError as error:
                print(f"  {each.name:10} {error}")
