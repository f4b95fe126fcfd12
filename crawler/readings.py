"""How far a run reads each column (栏目): to what is known from a whole listing, or to the end."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from cleaners.fields.published import hinted
from storage.addresses import Known
from storage.listings import Column


def is_older(known: Known, since: date | None) -> bool:
    """Whether an article's list row says that it is older; one without a date is not."""
    if since is None:
        return False
    row = next(hinted(replace(known.hints, fetched=known.found_at)), None)
    return row is not None and date.fromisoformat(row.value[:10]) < since


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
        """A page has come to its end.

        :param well: it was read, or leads to another page of the column.
        :returns: whether the reading is whole with that.
        """
        if page_id not in self._out:
            return False
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

    def at(self, page_id: int) -> list[Reading]:
        """The readings that have come to a page."""
        return [reading for reading in self._all if reading.expects(page_id)]

    def ended(self, page_id: int, well: bool) -> Iterator[Reading]:
        """A page has come to its end: the readings that are whole with that."""
        return (reading for reading in self.at(page_id) if reading.ended(page_id, well))
