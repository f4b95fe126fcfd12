"""How far a run reads each column (栏目): to what is known from a whole listing, or to the end."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from storage import listings
from storage.addresses import Found, Known
from storage.leases import Lease
from storage.listings import Column, is_older


class Reading:
    """One run's reading of one column.

    It is whole when it began at the first page, and every page it came to was read. With ``since`` it never is:
    what it leaves out is not known to be read.
    """

    def __init__(self, column: Column, full: bool, since: date | None) -> None:
        self.column = column
        self.to_end = True
        self._whatever_is_known = full or column.sweep or column.listed_at is None
        self._since = since
        self._out: set[int] = set()
        self._begun = self._named = self._broken = False

    def expect(self, page_id: int) -> None:
        """A page of the column is to be read."""
        self._out.add(page_id)

    def expects(self, page_id: int) -> bool:
        """Whether the page is one of those the reading has come to, and not read yet."""
        return page_id in self._out

    def is_news(self, named: Iterable[Known]) -> bool:
        """Whether any of these is not known from a whole listing."""
        listed = self.column.listed_at
        return any(listed is None or each.found_at is None or each.found_at > listed for each in named)

    def goes_on(self, named: Sequence[Known], has_next: bool) -> bool:
        """Whether the column is read on behind a page that names these. One that names nothing proves nothing."""
        self._named |= bool(named)
        if self._since and named and all(is_older(each, self._since) for each in named):
            return False
        on = self._whatever_is_known or not named or self.is_news(named)
        self.to_end &= on or not has_next
        return on

    def ended(self, page_id: int, well: bool) -> bool:
        """A page that the reading expects has come to its end.

        :param well: it was read, or leads to another page of the column.
        :returns: whether the reading is whole with that.
        """
        self._out.remove(page_id)
        self._broken |= not well
        self._begun |= page_id == self.column.first.id
        is_whole = self._begun and self._named and not (self._out or self._broken)
        return is_whole and self._since is None


class Readings:
    """All columns of a run's portal."""

    def __init__(self, columns: Iterable[Column] = (), full: bool = False, since: date | None = None) -> None:
        self._all = [Reading(column, full, since) for column in columns]

    def start(self, due: Iterable[Known]) -> Iterator[Known]:
        """The first pages that must be asked beside these due addresses.

        A column of which any page is left to read is read from its first page.
        """
        pages = [known for known in due if known.role == "list"]
        for reading in self._all:
            first = reading.column.first
            left = [page for page in pages if page.hints.column == first.hints.column or page.id == first.id]
            for page in left:
                reading.expect(page.id)
            if left and not reading.expects(first.id):
                reading.expect(first.id)
                yield first

    def page(
        self,
        session: Session,
        lease: Lease,
        page_id: int,
        named: Sequence[Known],
        following: Sequence[Found],
        asked: Collection[int],
    ) -> list[Known]:
        """A list page was read. Where its column goes on, the next pages are pending with that.

        :param named: the addresses it names.
        :param following: its next pages.
        :param asked: the addresses this run has asked.
        :returns: the next pages to ask.
        """
        readings = self._at(page_id)
        listings.read(session, lease, page_id, any(each.is_news(named) for each in readings))
        onward = [each for each in readings if each.goes_on(named, bool(following))]
        further = listings.follow(session, lease, following if onward else (), page_id, asked)
        for reading in onward:
            for page in further:
                reading.expect(page.id)
        self.ended(session, lease, page_id, well=True)
        return further

    def leads(self, session: Session, lease: Lease, page_id: int, there: int | None) -> None:
        """A list page leads to another address; None if that has come to its end already."""
        for reading in self._at(page_id):
            if there is not None:
                reading.expect(there)
        self.ended(session, lease, page_id, well=True)

    def ended(self, session: Session, lease: Lease, page_id: int, well: bool) -> None:
        """A page has come to its end, and its column perhaps with it."""
        for reading in self._at(page_id):
            if reading.ended(page_id, well):
                listings.complete(session, lease, reading.column.first.id, reading.to_end)

    def _at(self, page_id: int) -> list[Reading]:
        """The readings that have come to a page."""
        return [reading for reading in self._all if reading.expects(page_id)]
