"""A crawl without Scrapy's engine: the spider, its notebook and its store are the real ones, and a site answers.

It takes milliseconds, so it can be killed at every request in turn.
"""

import asyncio
from datetime import date
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes
from sqlalchemy import update

from cleaners.article import clean
from crawler.arrivals import Arrived
from crawler.notebook import Notebook
from storage import leases, tables
from storage.database import Store
from storage.drafts import draft
from storage.leases import Lease
from storage.portals import PortalRecord
from tests.crawler.growing_site import GrowingSite
from tests.crawler.portals.growing import Growing


class Killed(Exception):  # noqa: N818 (no mistake)
    """The process is no more."""


def crawl(
    site: GrowingSite, store: Store, full: bool = False, since: date | None = None, kill_at: str | None = None
) -> list[str]:
    """Crawl the site as one run. It is killed when it asks for ``kill_at``, and its lease is over at once.

    :returns: the list pages that were asked.
    """
    run(site, start(site, store, full, since), kill_at)
    return site.lists_asked()


def run(site: GrowingSite, notebook: Notebook, kill_at: str | None = None) -> None:
    """What a run asks, asked and kept."""
    spider = Growing(notebook=notebook, workers=object(), home=site.home)
    try:
        asyncio.run(_crawl(spider, site, kill_at))
        notebook.close("finished")
        assert notebook.fault is None
    except Killed:
        with notebook.store.transaction() as session:
            session.execute(update(tables.Lease).values(holder=None, expires=None))


def start(site: GrowingSite, store: Store, full: bool = False, since: date | None = None) -> Notebook:
    """Begin a run."""
    return Notebook(store, lease(site, store), full, since)


def lease(site: GrowingSite, store: Store) -> Lease:
    """The right to crawl the site."""
    with store.transaction() as session:
        return leases.take(session, PortalRecord(Growing.name, Growing.title, "", site.home), "me:1", "web")


async def _crawl(spider: Growing, site: GrowingSite, kill_at: str | None) -> None:
    waiting = [request async for request in spider.start()]
    while waiting:
        request = waiting.pop(0)
        if urlsplit(request.url).path == kill_at:
            raise Killed
        for each in spider.read_alone(_answer(site, request), request.cb_kwargs["known"]):
            if isinstance(each, Arrived):
                spider.notebook.kept(each, draft(clean(each.page, (), each.further)))
            else:
                waiting.append(each)
    assert not spider.notebook.unended


def _answer(site: GrowingSite, request: Request) -> Response:
    condition = request.headers.get("If-None-Match")
    status, headers, text = site.reply(urlsplit(request.url).path, condition and condition.decode())
    kind = responsetypes.from_args(headers=Headers(headers), url=request.url, body=text.encode())
    return kind(request.url, status=status, headers=headers, body=text.encode(), request=request)
