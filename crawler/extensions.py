"""What watches over a run: its lease is renewed, its errors end the address they are about, it is closed."""

import asyncio
from datetime import timedelta
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DontCloseSpider, NotConfigured
from scrapy.http import Response
from twisted.internet.task import LoopingCall
from twisted.python.failure import Failure

from crawler.arrivals import Arrived
from crawler.notebook import Notebook
from crawler.portal import PortalSpider
from crawler.verdicts import Verdict
from storage.addresses import Known
from storage.leases import TIME_TO_LIVE

#: Scrapy's reasons for a closed spider, as outcomes of a run; any other is a failure.
_OUTCOMES = {"finished": "finished", "shutdown": "stopped", "refused": "refused"}


def notebook_of(crawler: Crawler) -> Notebook:
    """The notebook of the run.

    :raises NotConfigured: if there is no run: an extension that is made for one is left out then.
    """
    notebook: Notebook | None = getattr(crawler.spider, "notebook", None)
    if notebook is None:
        raise NotConfigured
    return notebook


class RunKeeper:
    """Keeps one run's notebook in step with Scrapy's signals."""

    def __init__(self, crawler: Crawler, notebook: Notebook) -> None:
        self._crawler = crawler
        self._notebook = notebook
        notebook.apart = timedelta(seconds=crawler.settings.getint("GONE_APART"))
        self._heart = LoopingCall(self._beat)
        self._stopping: asyncio.Future[None] | None = None
        for handler, signal in (
            (self._opened, signals.spider_opened),
            (self._callback_failed, signals.spider_error),
            (self._item_failed, signals.item_error),
            (self._idle, signals.spider_idle),
            (self._closed, signals.spider_closed),
        ):
            crawler.signals.connect(handler, signal=signal)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make one; no use without a run, as in `scrapy shell`."""
        return cls(crawler, notebook_of(crawler))

    def stop(self, reason: str) -> None:
        """Close the spider: pages in flight come to their end first."""
        if self._stopping is None:
            self._stopping = asyncio.ensure_future(self._crawler.engine.close_spider_async(reason=reason))

    def _opened(self, spider: Spider) -> None:
        # Three chances within a lease's time.
        self._heart.start(TIME_TO_LIVE.total_seconds() / 4, now=False)

    def _beat(self) -> None:
        try:
            self._notebook.renew()
        except CloseSpider as stop:
            self.stop(stop.reason)

    def _callback_failed(self, failure: Failure, response: Response | Failure | None, spider: Spider) -> None:
        """An error in a callback or errback, which Scrapy has logged; without an answer, in ``start``."""
        request = getattr(response, "request", None)
        self._end(request.cb_kwargs["known"] if request else None, failure)

    def _item_failed(self, item: Arrived, response: Any, spider: Spider, failure: Failure) -> None:
        """An error in the pipeline, the cleaner's own included; Scrapy has logged it."""
        self._end(item.known, failure)

    def _idle(self, spider: PortalSpider) -> None:
        """Nothing is out any more: what was missing may be asked once more, and then documents."""
        asked = [*spider.missed()] or [*spider.late()]
        for request in asked:
            self._crawler.engine.crawl(request)
        if asked:
            raise DontCloseSpider

    def _end(self, known: Known | None, failure: Failure) -> None:
        self._notebook.counts["errors/crawler"] += 1
        if known is None:
            return
        try:
            self._notebook.ended(known, Verdict("failed", f"crawler error: {type(failure.value).__name__}"))
        except CloseSpider as stop:
            self.stop(stop.reason)

    def _closed(self, spider: Spider, reason: str) -> None:
        """Every address of a finished run has an end: one that never came back is our own error."""
        if self._heart.running:
            self._heart.stop()
        try:
            if reason == "finished":
                for known in self._notebook.unended:
                    self._notebook.counts["errors/crawler"] += 1
                    self._notebook.ended(known, Verdict("failed", "crawler error: never came back"))
            self._notebook.close(_OUTCOMES.get(reason, f"failed: {reason}"))
        except CloseSpider:
            pass  # the store failed: ``fault`` says so, and the report tells it
        for name, number in self._notebook.counts.items():
            self._crawler.stats.set_value(name, number)
