"""How far a run reads each column (栏目): to what is known from a whole listing, or to the end."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from storage import listings
from storage.addresses import Found, Known
from storage.leases import Lease
from storage.listings import Column, is_older


class Reading:
    """One run's reading of one column, page by page from its first one.

    So what is published meanwhile only moves articles to pages that are still to be read. The reading is whole when
    it began at the first page, and every page it came to was read. With ``since`` it never is: what it leaves out is
    not known to be read.
    """

    def __init__(self, column: Column, full: bool, since: date | None) -> None:
        self.column = column
        self.to_end = True
        self._whatever_is_known = full or column.sweep or column.listed_at is None
        self._since = since
        self._out: set[int] = set()
        self._left: dict[int, Known] = {}
        self._beside: set[int] | None = None
        self._begun = self._named = self._broken = False

    def take(self, due: Iterable[Known]) -> set[int]:
        """Take those of a run's due list pages that are the column's. If there is any, its first page is to be read.

        :returns: their numbers.
        """
        first = self.column.first
        own = {
            page.id: page for page in due if page.id == first.id or page.hints.column == first.hints.column
        }
        self._left = own
        if own:
            self.expect(first.id)
        return {*own, first.id}

    def expect(self, page_id: int) -> None:
        """A page of the column is to be read."""
        self._out.add(page_id)
        self._left.pop(page_id, None)

    def next_left(self, asked: Collection[int]) -> Known | None:
        """A page that is due, and that the reading, which has come to its end, did not come to.

        :param asked: the addresses this run has asked.
        """
        for page in [] if self._out else list(self._left.values()):
            del self._left[page.id]
            if page.id not in asked:
                self.expect(page.id)
                return page
        return None

    def expects(self, page_id: int) -> bool:
        """Whether the page is one of those the reading has come to, and not read yet."""
        return page_id in self._out

    def has_news(self, named: Iterable[Known]) -> bool:
        """Whether any of these is not known from a whole listing."""
        listed = self.column.listed_at
        return any(not (listed and each.found_at and each.found_at <= listed) for each in named)

    def goes_on(self, named: Sequence[Known], has_next: bool) -> bool:
        """Whether the column is read on behind a page that names these.

        What every page of the reading names stands beside the list, as many sites show their latest articles: it
        is no row. A page without rows proves nothing.
        """
        rows = self._rows(named)
        self._named |= bool(named)
        if self._since and rows and all(is_older(each, self._since) for each in rows):
            return False
        on = self._whatever_is_known or not rows or self.has_news(rows)
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
        is_whole = self._begun and self._named and not (self._out or self._left or self._broken)
        return is_whole and self._since is None

    def _rows(self, named: Sequence[Known]) -> list[Known]:
        """What a page names, but for what all pages before it have named."""
        numbers = {each.id for each in named}
        beside = set() if self._beside is None else self._beside & numbers
        self._beside = numbers if self._beside is None else beside
        return [each for each in named if each.id not in beside]


class Readings:
    """All columns of a run's portal."""

    def __init__(self, columns: Iterable[Column] = (), full: bool = False, since: date | None = None) -> None:
        self._all = [Reading(column, full, since) for column in columns]

    def start(self, due: Sequence[Known]) -> list[Known]:
        """What to ask at first, of what is due: of a column's pages the first one only."""
        lists = [known for known in due if known.role == "list"]
        taken = {number for reading in self._all for number in reading.take(lists)}
        first = [reading.column.first for reading in self._all if reading.expects(reading.column.first.id)]
        return [*first, *(known for known in due if known.id not in taken)]

    def left(self, asked: Collection[int]) -> list[Known]:
        """Due pages to ask now that no reading has come to."""
        pages = (reading.next_left(asked) for reading in self._all)
        return [page for page in pages if page is not None]

    def page(
        self,
        session: Session,
        lease: Lease,
        page_id: int,
        named: Sequence[Known],
        following: Sequence[Found],
        asked: Collection[int],
        is_whole: bool = True,
    ) -> list[Known]:
        """A list page was read. Where its column goes on, the next pages are pending with that.

        :param named: the addresses it names.
        :param following: its next pages.
        :param asked: the addresses this run has asked.
        :param is_whole: whether these are all that the page names.
        :returns: the next pages to ask.
        """
        readings = self._at(page_id)
        listings.read(session, lease, page_id, any(each.has_news(named) for each in readings))
        onward = [each for each in readings if each.goes_on(named, bool(following))]
        further = listings.follow(session, lease, following if onward else (), page_id, asked)
        for reading in onward:
            for page in further:
                reading.expect(page.id)
        self.ended(session, lease, page_id, well=is_whole)
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
