"""Makes articles again from stored pages: nothing is fetched."""

import asyncio
import logging
import os
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Self

from cleaners.model import Layout
from cleaners.version import cleaner_version
from crawler.workers import CleanerCrashed, Workers
from storage import cleanings, documents, leases, pages
from storage.addresses import Found
from storage.cleanings import Made, Stored
from storage.database import Store, StoreError
from storage.drafts import Cleaning, Drafted
from storage.leases import Lease, LeaseLost
from storage.portals import PortalRecord, world
from storage.reports import RunSummary, States, run_summary

#: Pages that are loaded before their turn, for each worker.
_AHEAD = 3

#: What makes addresses of documents.
Attached = Callable[[Sequence[str]], list[Found]]
#: A page and the task that cleans it.
_Started = tuple[Stored, "asyncio.Task[Drafted]"]


class Recleaning:
    """One portal's pages, cleaned again under its lease.

    ``done`` of ``total`` pages are written. ``came`` counts what they came to by state and reason, ``counts``
    the articles and our own errors.
    """

    def __init__(
        self,
        store: Store,
        lease: Lease,
        layouts: Sequence[Layout],
        stale: bool,
        attached: Attached | None = None,
    ) -> None:
        self._attached = attached
        self._store = store
        self.lease = lease
        self._layouts = layouts
        self.cleaner = cleaner_version()
        self.came: dict[str, Counter[str]] = {}
        self.counts: Counter[str] = Counter()
        self.stopped = False
        with store.transaction() as session:
            if not stale:
                cleanings.forget(session, lease)
            self._phases = cleanings.stale(session, lease.portal_id, self.cleaner)
        self.total = sum(map(len, self._phases))

    @classmethod
    def start(
        cls,
        store: Store,
        portal: PortalRecord,
        layouts: Sequence[Layout],
        stale: bool,
        attached: Attached | None = None,
    ) -> Self:
        """Take the portal's lease.

        :param stale: only the pages that another version of the cleaner cleaned last.
        :param attached: makes addresses of the documents that articles name, for the next crawl to ask.
        :raises LeaseHeld: if a run has it.
        """
        with store.transaction() as session:
            lease = leases.take(session, portal, leases.this_process(), world(session))
        return cls(store, lease, layouts, stale, attached)

    @property
    def done(self) -> int:
        """How many pages are written."""
        return sum(counts.total() for counts in self.came.values())

    @property
    def states(self) -> States:
        """What the pages came to, and why, in order."""
        return {state: dict(sorted(reasons.items())) for state, reasons in sorted(self.came.items())}

    async def run(self, workers: Workers, told: Callable[[], None]) -> None:
        """Clean and write page after page, until all are done or ``stopped``.

        :param told: called after each page.
        :raises StoreError: if the store fails.
        :raises LeaseLost: if another run took the lease.
        """
        heart = asyncio.create_task(self._beat())
        try:
            for numbers in self._phases:
                await self._clean(numbers, workers, told)
        finally:
            heart.cancel()

    def end(self) -> RunSummary:
        """Free the lease, and sum up."""
        counts = {**self.counts, "pages/cleaned": self.done}
        with self._store.transaction() as session:
            leases.release(session, self.lease, "stopped" if self.stopped else "finished", counts)
        with self._store.reading() as session:
            return run_summary(session, self.lease.run_id)

    async def _clean(self, numbers: Iterable[int], workers: Workers, told: Callable[[], None]) -> None:
        """Some pages ahead are being cleaned while one is written; they are written in their order."""
        ahead: deque[_Started] = deque()
        left = iter(numbers)
        room = _AHEAD * (os.cpu_count() or 1)
        while not self.stopped:
            while len(ahead) < room and (number := next(left, None)) is not None:
                if started := self._start(number, workers):
                    ahead.append(started)
            if not ahead:
                return
            await self._end(*ahead.popleft())
            told()
        for _, task in ahead:
            task.cancel()

    def _start(self, number: int, workers: Workers) -> _Started | None:
        try:
            with self._store.reading() as session:
                again = cleanings.stored(session, number)
        except pages.Pruned:
            self._count("skipped", "its page was pruned")
            return None
        if again is None:
            self._count("skipped", "its page is another address's")
            return None
        return again, asyncio.create_task(workers.clean(again.page, self._layouts, again.further))

    async def _end(self, again: Stored, task: "asyncio.Task[Drafted]") -> None:
        """Write what came of a page, or what went wrong with it: that costs this page only."""
        try:
            self._write(again, await task)
        except CleanerCrashed:
            self._settle(again, Made("rejected", "cleaner crashed"))
        except (StoreError, LeaseLost):
            raise
        except Exception as error:  # the cleaner is code: it can raise anything
            logging.getLogger(__name__).exception("cleaning %s failed", again.address.url)
            self.counts["errors/crawler"] += 1
            self._settle(again, Made("failed", f"crawler error: {type(error).__name__}"))

    def _write(self, again: Stored, drafted: Drafted) -> None:
        cleaning = Cleaning(again.address.id, again.page_ids, drafted)
        with self._store.transaction() as session:
            (made,) = cleanings.put(session, self.lease, [cleaning], self.cleaner)
            made = cleanings.put_again(session, self.lease, again, made, self.cleaner)
            if self._attached and made.has_documents:
                documents.attach(session, self.lease, again.address.id, self._attached(drafted.attachments))
        self.counts.update(f"articles/{each.op}" for each in made.kept)
        self._count(made.state, made.reason)

    def _settle(self, again: Stored, made: Made) -> None:
        with self._store.transaction() as session:
            made = cleanings.put_again(session, self.lease, again, made, self.cleaner)
        self._count(made.state, made.reason)

    def _count(self, state: str, reason: str | None) -> None:
        self.came.setdefault(state, Counter())[reason or ""] += 1

    async def _beat(self) -> None:
        """Say that the run is alive; what keeps it from that, the next write will meet as well."""
        while True:
            await asyncio.sleep(leases.TIME_TO_LIVE.total_seconds() / 4)
            with suppress(StoreError, LeaseLost), self._store.transaction() as session:
                leases.renew(session, self.lease)
