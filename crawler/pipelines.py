"""From a page that arrived to articles that are kept."""

from typing import Self

from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, NotConfigured

from cleaners.documents import Document, kind_of
from crawler import documents, layouts
from crawler.documents import Came
from crawler.extensions import RunKeeper
from crawler.notebook import Arrived, Notebook
from crawler.portal import PortalSpider
from crawler.verdicts import Verdict
from crawler.workers import CleanerCrashed
from storage.standing import FITTED, UNFITTED


class Cleaning:
    """Cleans each page in a worker process and writes what came of it."""

    def __init__(self, crawler: Crawler, portal: PortalSpider, notebook: Notebook) -> None:
        self._crawler = crawler
        self._portal = portal
        self._notebook = notebook
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

    async def process_item(self, item: Arrived | Came) -> Arrived | Came:
        """Make articles, or text, of what arrived. The cleaner's errors go on to Scrapy: RunKeeper ends the address."""
        try:
            await (self._read(item) if isinstance(item, Came) else self._clean(item))
        except CloseSpider as stop:
            # Scrapy knows this exception from callbacks only.
            keeper = self._crawler.get_extension(RunKeeper)
            if keeper:
                keeper.stop(stop.reason)
        return item

    async def _clean(self, item: Arrived) -> None:
        try:
            drafted = await self._portal.workers.clean(item.page, self._layouts, item.further)
        except CleanerCrashed as error:
            self._notebook.ended(item.known, Verdict("rejected", str(error)))
        else:
            if self._declared and drafted.articles:
                self._notebook.counts[FITTED if drafted.layout in self._declared else UNFITTED] += 1
            self._notebook.kept(item, drafted)

    async def _read(self, item: Came) -> None:
        try:
            document = await self._portal.workers.read(item.body)
        except CleanerCrashed:
            document = Document(kind_of(item.body), reason="its reader crashed", reader="crashed")
        documents.keep(self._notebook, item, document)
