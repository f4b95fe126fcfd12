"""Makes articles again from stored pages: nothing is fetched."""

import asyncio
import logging
import traceback
from collections import Counter, deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Self

from sqlalchemy.orm import Session

from cleaners.model import Layout
from cleaners.version import cleaner_version
from crawler.shards import SIZE, Cleaner
from storage import cleanings, documents, leases
from storage.addresses import Found
from storage.cleanings import Made
from storage.database import Store, StoreError
from storage.drafts import Cleaning
from storage.leases import Lease, LeaseLost
from storage.portals import PortalRecord, world
from storage.portions import portions
from storage.reports import RunSummary, States, run_summary
from storage.shards import Again

#: What makes addresses of documents.
Attached = Callable[[Sequence[str]], list[Found]]


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

    async def run(self, cleaner: Cleaner, told: Callable[[], None]) -> None:
        """Clean and write shard after shard, until all are done or ``stopped``.

        :param told: called after each shard.
        :raises StoreError: if the store fails.
        :raises LeaseLost: if another run took the lease.
        """
        heart = asyncio.create_task(self._beat())
        try:
            for numbers in self._phases:
                await self._clean(numbers, cleaner, told)
        finally:
            heart.cancel()

    def end(self) -> RunSummary:
        """Free the lease, and sum up."""
        counts = {**self.counts, "pages/cleaned": self.done}
        with self._store.transaction() as session:
            leases.release(session, self.lease, "stopped" if self.stopped else "finished", counts)
        with self._store.reading() as session:
            return run_summary(session, self.lease.run_id)

    async def _clean(self, numbers: Sequence[int], cleaner: Cleaner, told: Callable[[], None]) -> None:
        """Some shards ahead are being cleaned while one is written; they are written in their order."""
        ahead: deque[asyncio.Task[list[Again]]] = deque()
        # A small portal's pages are shared out, too.
        left = portions(numbers, min(SIZE, 1 + len(numbers) // cleaner.room))
        try:
            while not self.stopped:
                while len(ahead) < cleaner.room and (some := next(left, None)) is not None:
                    ahead.append(asyncio.create_task(cleaner.clean(some, self._layouts, whole=False)))
                if not ahead:
                    return
                await self._write(await ahead.popleft(), cleaner)
                told()
        finally:
            for task in ahead:
                task.cancel()
            await asyncio.gather(*ahead, return_exceptions=True)

    async def _write(self, shard: Sequence[Again], cleaner: Cleaner) -> None:
        """Write what came of a shard in one transaction; if that can't be, of each page in one of its own."""
        try:
            self._put(shard)
        except (StoreError, LeaseLost):
            raise
        except Exception:  # noqa: BLE001 (it comes again, where it is told by its page)
            for each in shard:
                (alone,) = await cleaner.clean([each.number], self._layouts, whole=True)
                self._put_alone(alone)

    def _put_alone(self, again: Again) -> None:
        try:
            self._put([again])
        except (StoreError, LeaseLost):
            raise
        except Exception as error:  # noqa: BLE001 (the cleaner is code: it can make anything)
            reason, trace = f"crawler error: {type(error).__name__}", traceback.format_exc()
            self._put([replace(again, drafted=None, state="failed", reason=reason, error=trace)])

    def _put(self, shard: Sequence[Again]) -> None:
        drafted = [
            Cleaning(each.number, each.page_ids, each.drafted) for each in shard if each.drafted is not None
        ]
        with self._store.transaction() as session:
            put = cleanings.put(session, self.lease, drafted, self.cleaner)
            made = {each.address_id: made for each, made in zip(drafted, put, strict=True)}
            ended = [(each, self._settle(session, each, made.get(each.number))) for each in shard]
        for again, came in ended:
            self._tell(again, came)

    def _settle(self, session: Session, again: Again, made: Made | None) -> Made | None:
        """Set an address's state; None if it is left as it is."""
        if made is None and again.state is not None:
            made = Made(again.state, again.reason)
        if made is None:
            return None
        made = cleanings.put_again(session, self.lease, again.number, made, self.cleaner, again.present)
        if self._attached and again.drafted and made.has_documents:
            found = self._attached(again.drafted.attachments)
            documents.attach(session, self.lease, again.number, found)
        return made

    def _tell(self, again: Again, made: Made | None) -> None:
        if again.error:
            logging.getLogger(__name__).error("cleaning address %s failed\n%s", again.number, again.error)
            self.counts["errors/crawler"] += 1
        if made is None:
            self._count("skipped", again.reason)
            return
        self.counts.update(f"articles/{each.op}" for each in made.kept)
        self._count(made.state, made.reason)

    def _count(self, state: str, reason: str | None) -> None:
        self.came.setdefault(state, Counter())[reason or ""] += 1

    async def _beat(self) -> None:
        """Say that the run is alive; what keeps it from that, the next write will meet as well."""
        while True:
            await asyncio.sleep(leases.TIME_TO_LIVE.total_seconds() / 4)
            with suppress(StoreError, LeaseLost), self._store.transaction() as session:
                leases.renew(session, self.lease)
