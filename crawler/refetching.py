"""Articles fetched again on demand: no lists, and nothing is asked conditionally."""

from collections.abc import Iterable

from crawler.notebook import Notebook
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
        with self._writing() as session:
            return select_addresses(session, self.lease.portal_id, self._selection)
