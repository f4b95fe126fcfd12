"""Pages that somebody else fetched, from a WARC file into the store: cleaned and kept as a crawl's are.

The portal's own spider reads them, so what is a further page, and what waits for which, is decided once.
"""

import asyncio
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from time import monotonic
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.exceptions import CloseSpider
from scrapy.http import HtmlResponse
from w3lib.url import canonicalize_url

from cleaners.model import Hints, Layout
from crawler import links
from crawler.arrivals import Arrived
from crawler.declarations import is_web_address
from crawler.limits import CleanerCrashed
from crawler.portal import PortalSpider
from crawler.verdicts import Verdict
from crawler.workers import Workers
from storage.addresses import Found, Known
from storage.leases import TIME_TO_LIVE

if TYPE_CHECKING:  # it needs an extra
    from storage.captures import Capture

#: Seconds between two signs that the run is alive.
_BEAT = TIME_TO_LIVE.total_seconds() / 4


class Importing:
    """One import into one portal. What is passed over is counted in ``refused``, by reason.

    :param any_host: pages of other hosts count as the portal's, too: a mirror's, say.
    """

    def __init__(
        self,
        portal: PortalSpider,
        layouts: Sequence[Layout],
        workers: Workers,
        any_host: bool,
        refused: Counter[str],
    ) -> None:
        self._portal = portal
        self._layouts = layouts
        self._notebook = portal.notebook
        self._workers = workers
        self._any_host = any_host
        self._refused = refused
        self._came: set[int] = set()
        self._beaten = monotonic()

    async def run(self, captures: Iterable["Capture"]) -> None:
        """Keep all captures; an article of several pages is made when all of them have come, or at the end.

        :raises CloseSpider: if the store fails; the notebook's ``fault`` says why.
        """
        await self._clean(arrived for capture in captures for arrived in self._read(capture))
        await self._clean(self._left())

    def _read(self, capture: "Capture") -> Iterator[Arrived]:
        """A capture's page into the store, and the article that can be made now."""
        self._live()
        known = self._known(capture)
        if known is None:
            return
        self._came.add(known.id)
        self._notebook.hand_out(known, again=True)
        request = Request(known.url, meta={"captured": capture.at}, dont_filter=True)
        response = HtmlResponse(known.url, headers=capture.headers, body=capture.body, request=request)
        try:
            made = [each for each in self._portal.read_alone(response, known) if isinstance(each, Arrived)]
        except CloseSpider:
            raise
        except Exception as error:  # noqa: BLE001 (a page can break any parser; a crawl ends its address alike)
            self._fail(known, error)
        else:
            yield from made

    def _left(self) -> Iterator[Arrived]:
        """Articles that wait for pages the file doesn't have: they are made without."""
        for known in self._notebook.unended:
            if known.id not in self._came and known.page_id is None:
                self._notebook.ended(known, Verdict("failed", "not in the archive"))
            if arrived := self._notebook.ready(known):
                yield arrived

    def _known(self, capture: "Capture") -> Known | None:
        """The capture's address, if it is one of the portal's articles and news to us."""
        try:
            url = canonicalize_url(capture.url)
            reason = self._why_not(url)
        except ValueError:
            reason = "no address"
        known = None if reason else self._notebook.met(Found(url, "article", Hints()), capture.at)
        if known is None:
            self._refused[reason or "no newer than what is there, or purged"] += 1
        elif known.role == "list":
            self._refused["a list's address"] += 1
            return None
        return known

    def _why_not(self, url: str) -> str | None:
        """Why an address is not imported; None if it is. Further pages needn't look like articles."""
        scope = self._portal.scope
        reason = links.exclusion(url, scope)
        if reason == "off site" and self._any_host and is_web_address(url):
            return None
        is_article = scope.has_article(url) or any(url == known.url for known in self._notebook.unended)
        return reason or (None if is_article else "no article's address")

    async def _clean(self, arrived: Iterator[Arrived]) -> None:
        """Clean and keep, as many at once as there are workers."""
        while some := list(islice(arrived, os.cpu_count() or 1)):
            await asyncio.gather(*(self._keep(each) for each in some))

    async def _keep(self, arrived: Arrived) -> None:
        try:
            dialect = self._notebook.store.dialect
            drafted = await self._workers.clean(arrived.page, self._layouts, arrived.further, dialect)
        except CleanerCrashed as error:
            self._notebook.ended(arrived.known, Verdict("rejected", str(error)))
        except Exception as error:  # noqa: BLE001 (the cleaner's own error costs this page only)
            self._fail(arrived.known, error)
        else:
            self._notebook.kept(arrived, drafted)

    def _fail(self, known: Known, error: Exception) -> None:
        self._notebook.counts["errors/crawler"] += 1
        self._notebook.ended(known, Verdict("failed", f"crawler error: {type(error).__name__}"))

    def _live(self) -> None:
        """Renew the lease in time."""
        if monotonic() - self._beaten > _BEAT:
            self._notebook.renew()
            self._beaten = monotonic()
