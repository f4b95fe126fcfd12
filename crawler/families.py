"""Which addresses are out, and which articles are to be made when their pages have come back.

What an article's pages are, the store knows; here is only what a run must remember from one answer to the next.
"""

from collections.abc import Iterable

from storage.addresses import Known


class Families:
    """A family is an article's pages, one or several; it is named by the number of its first page's address."""

    def __init__(self) -> None:
        self._out: set[int] = set()
        self._waiting: set[int] = set()

    def asked(self, known: Known) -> None:
        """An address was asked."""
        self._out.add(known.id)

    def returned(self, known: Known) -> bool:
        """An address came back.

        :returns: whether any article is waiting for addresses to come back.
        """
        self._out.discard(known.id)
        return bool(self._waiting)

    def wait(self, first_id: int) -> None:
        """An article is to be made when all its pages have come back."""
        self._waiting.add(first_id)

    def waits(self, first_id: int) -> bool:
        """Whether an article is to be made."""
        return first_id in self._waiting

    def complete(self, first_id: int, pages: Iterable[Known]) -> bool:
        """Whether an article that is to be made can be made now: none of its pages is out. It waits no more then."""
        if first_id not in self._waiting or any(page.id in self._out for page in pages):
            return False
        self._waiting.remove(first_id)
        return True
