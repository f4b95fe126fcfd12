"""From a page that arrived to articles that are kept."""

from collections.abc import Sequence
from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, NotConfigured

from cleaners.documents import Document, kind_of
from crawler import documents, layouts
from crawler.arrivals import Arrived, Received
from crawler.batches import Batch
from crawler.documents import Came
from crawler.extensions import RunKeeper
from crawler.limits import CleanerCrashed
from crawler.notebook import Notebook
from crawler.portal import PortalSpider
from crawler.verdicts import Verdict
from storage.drafts import Drafted
from storage.standing import FITTED, UNFITTED


class Cleaning:
    """Keeps pages, cleans them in worker processes, and writes what came of them; what comes together, together."""

    def __init__(self, crawler: Crawler, portal: PortalSpider, notebook: Notebook) -> None:
        self._crawler = crawler
        self._portal = portal
        self._notebook = notebook
        self._pages = Batch(notebook.received)
        self._cleaned = Batch(self._keep)
        with notebook.transaction() as session:
            self._layouts = layouts.in_use(session, portal, crawler.settings)
        self._declared = {each.name for each in self._layouts if not each.learned}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make one; no use without a run."""
        portal = crawler.spider
        if not isinstance(portal, PortalSpider) or not hasattr(portal, "notebook"):
            raise NotConfigured
        return cls(crawler, portal, portal.notebook)

    async def process_item(self, item: Received | Arrived | Came) -> Received | Arrived | Came:
        """Make articles, or text, of what came. The cleaner's errors go on to Scrapy: RunKeeper ends the address."""
        try:
            if isinstance(item, Came):
                await self._read(item)
            elif isinstance(item, Received):
                await self._receive(item)
            else:
                await self._clean(item)
        except CloseSpider as stop:
            # Scrapy knows this exception from callbacks only.
            keeper = self._crawler.get_extension(RunKeeper)
            if keeper:
                keeper.stop(stop.reason)
        return item

    async def _receive(self, item: Received) -> None:
        for each in self._portal.taken(item, await self._pages.put(item)):
            if isinstance(each, Arrived):
                await self._clean(each)
            else:
                self._crawler.engine.crawl(each)

    async def _clean(self, item: Arrived) -> None:
        try:
            dialect = self._notebook.store.dialect
            drafted = await self._portal.workers.clean(item.page, self._layouts, item.further, dialect)
        except CleanerCrashed as error:
            self._notebook.ended(item.known, Verdict("rejected", str(error)))
        else:
            if self._declared and drafted.articles:
                self._notebook.counts[FITTED if drafted.layout in self._declared else UNFITTED] += 1
            await self._cleaned.put((item, drafted))

    def _keep(self, cleaned: Sequence[tuple[Arrived, Drafted]]) -> list[None]:
        self._notebook.all_kept(cleaned)
        return [None] * len(cleaned)

    async def _read(self, item: Came) -> None:
        try:
            document = await self._portal.workers.read(item.body)
        except CleanerCrashed:
            document = Document(kind_of(item.body), reason="its reader crashed", reader="crashed")
        documents.keep(self._notebook, item, document)
