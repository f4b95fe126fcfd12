"""Crawls in one process, some at a time, one beginning when another has ended."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import closing, suppress
from itertools import chain
from typing import Any, Protocol

from scrapy.crawler import AsyncCrawlerProcess

from crawler import layouts
from crawler.notebook import Notebook
from crawler.portal import PortalSpider
from crawler.progress import Watch
from crawler.stopping import answer_stop
from crawler.tenure import close
from crawler.throttle import Throttle
from crawler.workers import Workers


class Crew(Protocol):
    """Who begins and ends runs. ``begin`` gives None for a portal that can't be crawled now."""

    homes: Any

    def begin(self, portal: type[PortalSpider]) -> Notebook | None: ...  # noqa: D102

    def end(self, portal: type[PortalSpider], notebook: Notebook) -> None: ...  # noqa: D102


class Crawling:
    """Runs the reactor for as long as there are portals to crawl, or until Ctrl-C or SIGTERM.

    ``stopping`` is set by the first signal: no more runs begin then.
    """

    def __init__(self, process: AsyncCrawlerProcess, crew: Crew, watch: Watch) -> None:
        self.stopping = asyncio.Event()
        self._process = process
        self._crew = crew
        self._watch = watch
        self._room = asyncio.Semaphore(max(process.settings.getint("PORTALS_AT_ONCE"), 1))

    def run(self, portals: AsyncIterator[type[PortalSpider]]) -> None:
        """Crawl these portals. When it returns every run has ended, by itself or stopped."""
        from twisted.internet import reactor

        loop: Any = asyncio.get_event_loop()
        answer_stop(self._stop)
        gc.freeze()  # modules and classes stay: to look for cycles among them takes a tenth of a second each time
        with closing(Workers()) as workers:
            work = loop.create_task(self._all(portals, workers))
            work.add_done_callback(lambda _: _stop_reactor(reactor))
            self._process.start(stop_after_crawl=False)
            # After a signal the reactor has ended, and our work not yet.
            work.cancel()
            try:
                loop.run_until_complete(work)
            except asyncio.CancelledError:
                pass
            except ExceptionGroup as errors:
                raise errors.exceptions[0] from errors

    async def _all(self, portals: AsyncIterator[type[PortalSpider]], workers: Workers) -> None:
        async with asyncio.TaskGroup() as runs:
            async for portal in portals:
                await self._room.acquire()
                if self.stopping.is_set():
                    return
                if notebook := self._crew.begin(portal):
                    workers.begin()
                    runs.create_task(self._one(portal, notebook, workers))
                else:
                    self._room.release()

    async def _one(self, portal: type[PortalSpider], notebook: Notebook, workers: Workers) -> None:
        try:
            home = self._crew.homes[portal]
            await layouts.learn(notebook, portal, self._process.settings, workers)
            if self.stopping.is_set() or notebook.fault:
                return
            task = self._process.crawl(portal, notebook=notebook, workers=workers, home=home)
            await asyncio.wait([task])
            # A setting or a component that refuses keeps a crawl from starting.
            if not task.cancelled() and (error := task.exception()):
                close(notebook, f"failed: {type(error).__name__}: {error}")
        finally:
            self._crew.end(portal, notebook)
            self._room.release()

    def _stop(self) -> None:
        self.stopping.set()
        for each in self._process.crawlers:
            # What waits for a host's turn is not asked any more: it could be minutes.
            if each.crawling and (throttle := each.get_extension(Throttle)):
                throttle.let_go()
        slots = (each.engine.downloader.slots.values() for each in self._process.crawlers if each.crawling)
        pages = sum(len(slot.transferring) for slot in chain.from_iterable(slots))
        self._watch.say(f"stopping: {pages} pages in flight come to their end; Ctrl-C again ends at once")


def _stop_reactor(reactor: Any) -> None:
    with suppress(RuntimeError):  # a signal has stopped it already
        reactor.stop()
