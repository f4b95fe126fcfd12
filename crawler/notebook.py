"""One run's view of the store: a lease, and one method per transaction.

Whatever a method writes is written as a whole or not at all, so a run that is killed at any moment
leaves nothing half done: what it had not ended is asked again by the next run.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Self, cast

from scrapy.exceptions import CloseSpider
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cleaners.model import Cleaned, Page
from cleaners.version import cleaner_version
from crawler.verdicts import Verdict
from storage import addresses, articles, leases, pages
from storage.addresses import Found, Known
from storage.database import Store, StoreError
from storage.leases import Lease, LeaseLost
from storage.pages import Fetched
from storage.portals import PortalRecord
from storage.tables import Article
from storage.words import State, World

#: Kinds of page that hold articles; any other kind is the reason of a rejection.
KINDS = ("article", "newsletter")


@dataclass(frozen=True, slots=True)
class Arrived:
    """An article's page, kept in the store and ready to be cleaned."""

    known: Known
    page_id: int
    page: Page = field(repr=False)


class Notebook:
    """What one run of one portal reads and writes.

    ``counts`` holds what the run did; ``fault`` what ended it, where that was the store or a lost
    lease; ``outcome`` how it ended, None while it runs.
    """

    def __init__(self, store: Store, lease: Lease, full: bool) -> None:
        self.store = store
        self.lease = lease
        self.full = full
        self.counts: Counter[str] = Counter()
        self.fault: StoreError | LeaseLost | None = None
        self.outcome: str | None = None
        self._asked: set[int] = set()
        self._open: dict[int, Known] = {}

    @classmethod
    def start(cls, store: Store, portal: PortalRecord, holder: str, world: World, full: bool) -> Self:
        """Take the portal's lease and start a run.

        :raises LeaseHeld: if another run has it.
        :raises StoreError: if the store fails, or holds the other world.
        """
        with store.transaction() as session:
            return cls(store, leases.take(session, portal, holder, world), full)

    def opening(self, lists: Iterable[Found]) -> list[Known]:
        """Make the portal's lists known; what this run must ask, in order."""
        with self._writing() as session:
            addresses.discover(session, self.lease, lists, None)
            return addresses.due(session, self.lease, self.full)

    def hand_out(self, known: Known) -> bool:
        """Note that an address is to be asked. False if this run has asked it already."""
        if known.id in self._asked:
            return False
        self._asked.add(known.id)
        self._open[known.id] = known
        self.counts["addresses/handed_out"] += 1
        return True

    def listed(self, known: Known, fetched: Fetched, found: Iterable[Found]) -> list[Known]:
        """A list page was read: its addresses, and that it is read, become known together."""
        with self._writing() as session:
            pages.record(session, self.lease, known.id, fetched)
            named = addresses.discover(session, self.lease, found, known.id)
            addresses.settle(session, self.lease, known.id, "list")
        self._end(known, "list")
        return named

    def unmodified(self, known: Known, fetched: Fetched) -> None:
        """The server says the page stands (304): so does what was made of it."""
        with self._writing() as session:
            recorded = pages.record(session, self.lease, known.id, fetched)
            if recorded.page_id is None or known.state not in ("kept", "list"):
                self._settle(session, known, Verdict("failed", "HTTP 304 without a page"))
            else:
                self._stands(session, known)

    def arrived(self, known: Known, fetched: Fetched) -> Arrived | None:
        """A page came: keep it before anything is made of it.

        A new page makes its address pending until it is cleaned: a run that ends in between would
        else be told "not modified" the next time, and the page would never be read.

        :returns: None where there is nothing to clean: the page is the one its articles were made of.
        """
        with self._writing() as session:
            recorded = pages.record(session, self.lease, known.id, fetched)
            if recorded.outcome == "unchanged" and known.state == "kept":
                self._stands(session, known)
                return None
            addresses.settle(session, self.lease, known.id, "pending")
            page_id = cast("int", recorded.page_id)  # an answer with a body always has one
            return Arrived(known, page_id, pages.load(session, page_id, known.id))

    def kept(self, arrived: Arrived, cleaned: Cleaned) -> None:
        """A page was cleaned: its articles, their events and the address's state become known together."""
        known = arrived.known
        with self._writing() as session:
            if cleaned.kind not in KINDS or not cleaned.articles:
                self._settle(session, known, Verdict("rejected", cleaned.kind))
                return
            kept = articles.keep(session, self.lease, known.id, arrived.page_id, cleaned, cleaner_version())
            self._settle(session, known, Verdict("kept", ""))
        self.counts.update(f"articles/{each.op}" for each in kept)

    def redirected(self, known: Known, fetched: Fetched, target: Found) -> Known:
        """An address leads to another one of the portal.

        :returns: that other address.
        """
        with self._writing() as session:
            pages.record(session, self.lease, known.id, fetched)
            (there,) = addresses.discover(session, self.lease, [target], known.id)
            addresses.settle(session, self.lease, known.id, "redirected", redirects_to=there.id)
        self._end(known, "redirected")
        return there

    def ended(self, known: Known, verdict: Verdict, fetched: Fetched | None = None) -> None:
        """Any other end of an address.

        :param fetched: the try that ended it; None where none was made.
        """
        with self._writing() as session:
            if fetched:
                pages.record(session, self.lease, known.id, fetched)
            self._settle(session, known, verdict)

    def renew(self) -> None:
        """Say that the run is alive."""
        with self._writing() as session:
            leases.renew(session, self.lease)

    def close(self, outcome: str) -> None:
        """End the run and free its lease; the first call decides. A lease that is lost needs no freeing."""
        if self.outcome is not None:
            return
        self.outcome = outcome
        if self.fault is None:
            with self._writing() as session:
                leases.release(session, self.lease, outcome, self.counts)

    @property
    def unended(self) -> list[Known]:
        """The addresses handed out that have not come back yet."""
        return list(self._open.values())

    @property
    def articles(self) -> int:
        """How many articles this run has met, new or not."""
        return sum(self.counts[f"articles/{op}"] for op in ("new", "changed", "same", "unchanged"))

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        """A transaction of this run. A failing store or a lost lease ends the run: ``fault`` says why."""
        if self.fault:
            raise CloseSpider("store")
        try:
            with self.store.transaction() as session:
                yield session
        except (StoreError, LeaseLost) as error:
            self.fault = self.fault or error
            raise CloseSpider("store") from error

    def _stands(self, session: Session, known: Known) -> None:
        """Settle an address as what it is, and count the articles that stand with it."""
        self.counts["articles/unchanged"] += self._articles_of(session, known)
        self._settle(session, known, Verdict(known.state, ""))

    def _settle(self, session: Session, known: Known, verdict: Verdict) -> None:
        if verdict.state == "missing":
            state = addresses.missing(session, self.lease, known.id, verdict.reason)
        else:
            state = verdict.state
            addresses.settle(session, self.lease, known.id, state, verdict.reason or None)
        self._end(known, state)

    def _end(self, known: Known, state: State) -> None:
        """Count an address that came back; one that was not out (found excluded) is none."""
        if self._open.pop(known.id, None):
            self.counts["addresses/ended"] += 1
            self.counts[f"addresses/ended/{state}"] += 1

    def _articles_of(self, session: Session, known: Known) -> int:
        here = select(func.count()).select_from(Article).filter_by(address_id=known.id, gone_since=None)
        return session.execute(here).scalar_one()
