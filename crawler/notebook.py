"""One run's view of the store: a lease, and one method per transaction.

Whatever a method writes is written as a whole or not at all, so a run that is killed at any moment
leaves nothing half done: what it had not ended is asked again by the next run.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Self

from sqlalchemy.orm import Session

from cleaners.model import Page
from cleaners.version import cleaner_version
from crawler.arrivals import Arrived, Received
from crawler.outstanding import Outstanding
from crawler.readings import Readings
from crawler.verdicts import Verdict
from storage import addresses, cleanings, departures, documents, leases, listings, pages, parts
from storage.addresses import End, Found, Known
from storage.cleanings import Made
from storage.database import Store
from storage.drafts import Cleaning, Drafted
from storage.leases import Lease
from storage.listings import is_older
from storage.pages import Fetched, Recorded
from storage.portals import PortalRecord
from storage.revisit import MISSING_APART
from storage.schedules import Turn
from storage.words import State, World

#: Redirects that are meant for good; the others are asked again.
FOR_GOOD = (301, 308)


class Notebook(Outstanding):
    """What one run of one portal reads and writes.

    ``attached`` makes addresses of what articles name as documents; None: they are not to be known.
    ``max_new`` is how many more new addresses it takes from lists. ``missed`` are the addresses that answered 404 or
    410 for the first time; a second time tells "gone" if it comes ``apart`` later.

    :param full: every address is asked, due or not.
    :param since: articles that their list rows call older are not asked.
    :param turn: its place in the portal's schedule, if it is a crawl.
    """

    #: Whether the run asks what somebody has chosen: no lists, and nothing conditionally.
    on_demand = False

    def __init__(
        self, store: Store, lease: Lease, full: bool, since: date | None = None, turn: Turn | None = None
    ) -> None:
        super().__init__(store, lease, turn)
        self.full = full
        self.since = since
        self.apart = MISSING_APART
        self.max_new: int = sys.maxsize
        self.missed: list[Known] = []
        self.attached: Callable[[Sequence[str]], list[Found]] | None = None
        self._passed: set[int] = set()
        self._readings = Readings()

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
        with self.transaction() as session:
            columns = listings.declare(session, self.lease, lists)
            due = addresses.due(session, self.lease, self.full)
        self._readings = Readings(columns, self.full, self.since)
        return self._wanted(self._readings.start(due))

    def met(self, found: Found, at: datetime | None) -> Known | None:
        """An address whose page came by another way at this time; None if what we have of it is as new, or purged.

        A page that came as long ago is news where it was never cleaned: the run that kept it was stopped.
        """
        with self.transaction() as session:
            (known,) = addresses.discover(session, self.lease, [found], None)
            last = pages.last_given(session, known.id)
        is_news = last is None or (
            at is not None and (at > last or (at == last and known.state == "pending"))
        )
        return known if is_news and known.state != "purged" else None

    def listed(
        self, known: Known, fetched: Fetched, found: Iterable[Found], following: Sequence[Found]
    ) -> list[Known]:
        """A list page was read: its addresses, that it is read, and how far its column is, become known together.

        :param following: the list's next pages.
        :returns: what is to be asked of all this.
        """
        with self.transaction() as session:
            pages.record(session, self.lease, known.id, fetched)
            found = {each.url: each for each in found}.values()
            named = addresses.discover(session, self.lease, found, known.id, self.max_new)
            beyond = len(found) - len(named)
            further = self._readings.page(
                session, self.lease, known.id, named, following, self._asked, is_whole=not beyond
            )
        self.max_new -= sum(each.new for each in named)
        if beyond:
            self.counts["links/new address beyond max_new"] += beyond
        self._end(known, "list")
        return [*further, *self._wanted([each for each in named if each.state == "pending"])]

    def left(self) -> list[Known]:
        """List pages to ask now that their columns have been read without coming to them."""
        return self._readings.left(self._asked)

    def stored(self, known: Known) -> Page | None:
        """The page that an address gave last; None if it never gave one."""
        with self.transaction() as session:
            return None if known.page_id is None else pages.load(session, known.page_id, known.id)

    def unmodified(self, known: Known, fetched: Fetched) -> None:
        """The server says the page stands (304): so does what was made of it."""
        with self.transaction() as session:
            recorded = pages.record(session, self.lease, known.id, fetched)
            if recorded.page_id is None or known.state not in ("kept", "part"):
                self._settle(session, known, Verdict("failed", "HTTP 304 without a page"))
            else:
                self._stands(session, known)

    def arrived(
        self,
        known: Known,
        fetched: Fetched,
        first: Found | None = None,
        further: Iterable[tuple[int, Found]] = (),
    ) -> list[Known]:
        """A page came: keep it before anything is made of it.

        A new page makes its article's first address pending until the article is made: a run that ends
        in between would else be told "not modified" the next time, and the page would never be read.

        :param first: the article's first page, where this one says that it is a further one.
        :param further: the article's other pages that this one names, with their numbers.
        :returns: the pages of the article, if it is to be made: all of them must be asked.
        """
        with self.transaction() as session:
            recorded = pages.record(session, self.lease, known.id, fetched)
            first_id = parts.claim(session, self.lease, known.id, first, further)
            is_new = recorded.outcome == "stored" or known.state not in ("kept", "part")
            if is_new:
                addresses.settle(session, self.lease, first_id, "pending")
                self._families.wait(first_id)
            if known.id != first_id:
                self._settle(session, known, Verdict("part", ""))
            elif not is_new:
                self._stands(session, known)
            return parts.family(session, first_id) if self._families.waits(first_id) else []

    def received(self, given: Sequence[Received]) -> list[Arrived | Received | None]:
        """Pages came: they are kept together, before anything is made of them.

        :returns: for each of them the article that can be made now; None where the page says what it said before;
            itself where it belongs to an article of several pages: ``arrived`` is to be told of it.
        """
        with self.transaction() as session:
            addresses.own_all(session, self.lease, [each.known.id for each in given])
            others = parts.with_others(session, [each.known.id for each in given])
            alone = [each for each in given if each.known.id not in others]
            recorded = pages.record_all(
                session, self.lease, [(each.known.id, each.fetched) for each in alone]
            )
            came = {
                each.known.id: self._alone(session, each, there)
                for each, there in zip(alone, recorded, strict=True)
            }
            news = {number: End("pending") for number, arrived in came.items() if arrived}
            addresses.settle_all(session, self.lease, news)
        return [came.get(each.known.id, each) for each in given]

    def _alone(self, session: Session, each: Received, recorded: Recorded) -> Arrived | None:
        """The article of a page that is its only one; None where it stands."""
        known = each.known
        if recorded.outcome != "stored" and known.state in ("kept", "part"):
            self._stands(session, known)
            return None
        self._families.returned(known)
        number = recorded.page_id
        if number is None:
            raise LookupError(f"{known.url} gave no page")
        page = (
            pages.given(addresses.own(session, self.lease, known.id), each.fetched, recorded.at)
            if recorded.is_first
            else pages.load(session, number, known.id)
        )
        return Arrived(replace(known, state="pending", page_id=number), (number,), page)

    def ready(self, known: Known) -> Arrived | None:
        """An address has come back: the article that can be made now, all its pages being there."""
        if not self._families.returned(known):
            return None
        with self.transaction() as session:
            first, *further = parts.family(session, parts.first_of(session, known.id))
            if not self._families.complete(first.id, (first, *further)):
                return None
            if first.state not in ("pending", "kept") or first.page_id is None:
                return None  # the first page came to another end: what the others hold waits for it
            page = pages.load(session, first.page_id, first.id)
            others = tuple(parts.page_of(session, each) for each in further)
            return Arrived(first, (first.page_id, *(each.page_id for each in further)), page, others)

    def kept(self, arrived: Arrived, drafted: Drafted) -> None:
        """A page was cleaned: ``all_kept`` with one."""
        self.all_kept([(arrived, drafted)])

    def all_kept(self, given: Sequence[tuple[Arrived, Drafted]]) -> None:
        """Pages were cleaned: their articles, events and the addresses' states become known together."""
        # Where another of an article's pages has come meanwhile, it is made again, with all of them.
        due = [each for each in given if not self._families.waits(each[0].known.id)]
        cleaned = [Cleaning(arrived.known.id, arrived.page_ids, drafted) for arrived, drafted in due]
        with self.transaction() as session:
            made = cleanings.put(session, self.lease, cleaned, cleaner_version())
            for each, came in zip(cleaned, made, strict=True):
                if self.attached and came.has_documents:
                    found = self.attached(each.drafted.attachments)
                    documents.attach(session, self.lease, each.address_id, found)
            states = self._settle_all(
                session, [(arrived.known, came) for (arrived, _), came in zip(due, made, strict=True)]
            )
        for (arrived, _), came, state in zip(due, made, states, strict=True):
            self._end(arrived.known, state, came.reason or "")
            self.counts.update(f"articles/{each.op}" for each in came.kept)

    def redirected(self, known: Known, fetched: Fetched, target: Found) -> Known:
        """An address leads to another one of the portal.

        :returns: that other address.
        """
        with self.transaction() as session:
            pages.record(session, self.lease, known.id, fetched)
            (there,) = addresses.discover(session, self.lease, [target], known.id)
            is_ahead = there.id in self._open or there.id not in self._asked
            self._readings.leads(session, self.lease, known.id, there.id if is_ahead else None)
            addresses.settle(session, self.lease, known.id, "redirected", redirects_to=there.id)
            departures.move(session, self.lease, known.id, there.id)
            if fetched.status not in FOR_GOOD or departures.articles_of(session, known.id):
                addresses.settle(
                    session, self.lease, known.id, "redirected", redirects_to=there.id, again=True
                )
        self._end(known, "redirected")
        return there

    def ended(self, known: Known, verdict: Verdict, fetched: Fetched | None = None) -> None:
        """Any other end of an address.

        :param fetched: the try that ended it; None where none was made.
        """
        with self.transaction() as session:
            if fetched:
                pages.record(session, self.lease, known.id, fetched)
            self._settle(session, known, verdict)

    @property
    def articles(self) -> int:
        """How many articles this run has met, new or not."""
        return sum(self.counts[f"articles/{op}"] for op in ("new", "changed", "same", "unchanged"))

    def _stands(self, session: Session, known: Known) -> None:
        """Settle an address as what it is, unless its article is to be made anew; count what stands."""
        if self._families.waits(known.id):
            return
        self.counts["articles/unchanged"] += len(departures.articles_of(session, known.id))
        self._settle(session, known, Verdict(known.state, ""))

    def _wanted(self, found: Iterable[Known]) -> list[Known]:
        """Those that are not too old for this run; the others are counted, each once."""
        there = list(found)
        old = {each.id for each in there if each.role == "article" and is_older(each, self.since)}
        if fresh := old - self._passed:
            self.counts["links/older than --since"] += len(fresh)
            self._passed |= fresh
        return [each for each in there if each.id not in old]

    def _settle(self, session: Session, known: Known, verdict: Verdict) -> None:
        state, reason = verdict
        if state != "left" and state != "missing":
            (now,) = self._settle_all(session, [(known, Made(state, reason or None))])
            self._end(known, now, reason)
            return
        self._readings.ended(session, self.lease, known.id, well=False)
        if state == "left":
            self._leave(known, reason)
            return
        told = departures.missing(session, self.lease, known.id, reason, self.apart)
        if told == "failed":
            self.missed.append(known)
        self._end(known, told, reason)

    def _settle_all(self, session: Session, made: Sequence[tuple[Known, Made]]) -> list[State]:
        """Set the states of addresses that have come to their ends; what each is now."""
        ends = {}
        for known, each in made:
            self._readings.ended(session, self.lease, known.id, well=False)
            stands = cleanings.standing(session, known.id, each)
            ends[known.id] = End(stands.state, stands.reason, stands.twin)
        addresses.settle_all(session, self.lease, ends)
        return [ends[known.id].state for known, _ in made]
