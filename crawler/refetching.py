"""Articles fetched again on demand: no lists, and nothing is asked conditionally."""

from collections.abc import Iterable
from dataclasses import replace

from crawler.notebook import Notebook
from storage import addresses
from storage.addresses import Found, Known
from storage.database import Store
from storage.leases import Lease
from storage.selection import Selection, select_addresses


class Refetch(Notebook):
    """One run that asks what was selected. What comes is kept as in any other run."""

    on_demand = True

    def __init__(self, store: Store, lease: Lease, selection: Selection) -> None:
        super().__init__(store, lease, full=False)
        self._selection = selection

    def opening(self, lists: Iterable[Found]) -> list[Known]:
        """What was selected."""
        with self.transaction() as session:
            named = [Found(url, "article") for url in self._selection.urls]
            numbers = [each.id for each in addresses.discover(session, self.lease, named, None)]
            selection = replace(self._selection, numbers=(*self._selection.numbers, *numbers))
            return select_addresses(session, self.lease.portal_id, selection)
