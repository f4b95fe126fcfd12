"""The addresses that a run has handed out, until each has come to its end."""

from collections.abc import Callable

from crawler.families import Families
from crawler.tenure import Tenure
from storage.addresses import Known
from storage.database import Store
from storage.leases import Lease
from storage.schedules import Turn
from storage.words import State


class Outstanding(Tenure):
    """What a run has asked, and what has not come back.

    ``on_end`` is told of every address that does, with its state and reason.
    """

    def __init__(self, store: Store, lease: Lease, turn: Turn | None = None) -> None:
        super().__init__(store, lease, turn)
        self.on_end: Callable[[Known, State, str], None] = lambda known, state, reason: None
        self._asked: set[int] = set()
        self._families = Families()
        self._open: dict[int, Known] = {}

    def hand_out(self, known: Known, again: bool = False) -> bool:
        """Note that an address is to be asked. False if this run has asked it already, unless ``again``."""
        if known.id in self._asked and not again:
            return False
        self._asked.add(known.id)
        self._families.asked(known)
        self._open[known.id] = known
        self.counts["addresses/handed_out"] += 1
        return True

    @property
    def unended(self) -> list[Known]:
        """The addresses handed out that have not come back yet."""
        return list(self._open.values())

    def _end(self, known: Known, state: State, reason: str = "") -> None:
        """Count an address that came back; one that was not out (found excluded) is none."""
        if self._is_back(known):
            self.counts[f"addresses/ended/{state}"] += 1
            self.on_end(known, state, reason)

    def _leave(self, known: Known, reason: str) -> None:
        """Count an address that was not asked after all: it stays as it was, and due."""
        if self._is_back(known):
            self.counts[f"left/{reason}"] += 1

    def _is_back(self, known: Known) -> bool:
        """Note that an address is not out any more. False if it wasn't."""
        self._families.returned(known)
        if self._open.pop(known.id, None) is None:
            return False
        self.counts["addresses/ended"] += 1
        return True
