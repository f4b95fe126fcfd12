"""Cleaning shards: some of a portal's stored pages at a time, wherever there are processors."""

import traceback
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Protocol

from cleaners.model import Cleaned, Layout, Page
from crawler.limits import CleanerCrashed, limited, seconds_for
from crawler.workers import Workers
from storage import shards
from storage.database import Store
from storage.drafts import Drafted, draft
from storage.engines import make_engine, parse, public
from storage.shards import Again, Part
from storage.words import State

#: Pages in a shard, at most: enough that what a shard costs by itself is little, few enough that a kill costs little.
SIZE = 32
#: Shards that are cleaned or wait for their turn, for each process that cleans.
AHEAD = 2


class Cleaner(Protocol):
    """Cleans shards. ``room`` is how many it should have at a time."""

    room: int

    async def clean(self, numbers: Sequence[int], layouts: Sequence[Layout], whole: bool) -> list[Again]:
        """What the pages of these addresses are cleaned to, in order.

        :param whole: draft also what the store has already.
        """


class Here:
    """Cleans shards in worker processes of this machine, which read the pages from the store themselves."""

    def __init__(self, workers: Workers, address: str) -> None:
        self.room = AHEAD * workers.size
        self._workers = workers
        self._address = address

    async def clean(self, numbers: Sequence[int], layouts: Sequence[Layout], whole: bool) -> list[Again]:
        """See ``Cleaner``. A page that ends its worker costs itself only: the others are cleaned one by one."""
        work = partial(_cleaned, self._workers.function, self._address)
        try:
            return await self._workers.run(work, numbers, layouts, whole)
        except CleanerCrashed as error:
            if len(numbers) == 1:
                return await self._workers.run(_given_up, self._address, numbers[0], str(error))
        alone = [await self.clean([number], layouts, whole) for number in numbers]
        return [again for each in alone for again in each]


def _cleaned(
    function: Callable[[Page, Sequence[Layout], Sequence[Page | None]], Cleaned],
    address: str,
    numbers: Sequence[int],
    layouts: Sequence[Layout],
    whole: bool,
) -> list[Again]:
    """Run in a worker: clean a shard."""

    def clean(part: Part) -> Again:
        if (stored := part.stored) is None:
            return Again(part.number, reason=part.missing)
        known = {} if whole else part.contents
        try:
            drafted: Drafted = limited(
                seconds_for((stored.page, *stored.further)),
                lambda: draft(
                    function(stored.page, layouts, stored.further), known, store_at(address).dialect
                ),
            )
        except CleanerCrashed as error:
            return _nothing(part, "rejected", str(error))
        except Exception as error:  # noqa: BLE001 (the cleaner is code: it can raise anything)
            reason = f"crawler error: {type(error).__name__}"
            return _nothing(part, "failed", reason, traceback.format_exc())
        return Again(part.number, stored.page_ids, stored.present, drafted)

    return [clean(part) for part in _read(address, numbers)]


def _given_up(address: str, number: int, reason: str) -> list[Again]:
    """Run in a worker: what is left to say of a page that ends whoever cleans it."""
    return [_nothing(part, "rejected", reason) for part in _read(address, [number])]


def _nothing(part: Part, state: State, reason: str, error: str = "") -> Again:
    present = part.stored is not None and part.stored.present
    return Again(part.number, present=present, state=state, reason=reason, error=error)


def _read(address: str, numbers: Sequence[int]) -> list[Part]:
    with store_at(address).reading() as session:
        return shards.load(session, numbers)


@cache
def store_at(address: str) -> Store:
    """The store, for reading: who writes has opened it, and looked after its schema."""
    url = parse(address)
    return Store(make_engine(url), public(url))
