"""Articles of several pages: which are to be made, and when all their pages have come back."""

from collections.abc import Sequence

from storage.addresses import Known


class Families:
    """The articles a run has to make. A family is an article's pages, the first of them first.

    An article of one page is a family of one. ``asked`` and ``returned`` say which addresses are out.
    """

    def __init__(self) -> None:
        self._out: set[int] = set()
        self._waiting: dict[int, list[Known]] = {}
        self._first_of: dict[int, int] = {}

    def asked(self, known: Known) -> None:
        """An address was asked."""
        self._out.add(known.id)

    def wait(self, family: Sequence[Known]) -> None:
        """An article is to be made when all its pages have come back."""
        self._waiting[family[0].id] = list(family)
        self._first_of.update((each.id, family[0].id) for each in family)

    def waiting(self, first_id: int) -> list[Known]:
        """The pages of an article that is to be made; none if it isn't."""
        return self._waiting.get(first_id, [])

    def returned(self, known: Known) -> list[Known]:
        """An address came back.

        :returns: the pages of the article that can be made now; empty while others are out.
        """
        self._out.discard(known.id)
        first_id = self._first_of.get(known.id, known.id)
        if any(each.id in self._out for each in self.waiting(first_id)):
            return []
        return self._waiting.pop(first_id, [])
