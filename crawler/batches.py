"""Things that are written together: many in one transaction cost little more than one."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from scrapy.exceptions import CloseSpider

#: So many things are written at once at most.
MOST = 64
#: Things wait for more until none has come for so many seconds, and none waits longer than that: long enough that pages
#: which come as fast as they can be cleaned fill a transaction.
QUIET = 0.2
LONGEST = 0.5

Thing = TypeVar("Thing")
Result = TypeVar("Result")


class Batch(Generic[Thing, Result]):
    """Collects things from tasks of one event loop, and gives each task what became of its own.

    :param write: writes some things, all or none, and tells what became of each. Where it raises, each is written
        alone, so that what is wrong with one costs the others nothing; but ``CloseSpider`` speaks of all.
    """

    def __init__(self, write: Callable[[Sequence[Thing]], Sequence[Result]]) -> None:
        self._write = write
        self._waiting: list[tuple[Thing, asyncio.Future[Result]]] = []
        self._timer: asyncio.TimerHandle | None = None
        self._latest = 0.0

    async def put(self, thing: Thing) -> Result:
        """Write a thing with others.

        :raises CloseSpider: if nothing can be written any more.
        :raises Exception: what ``write`` raises for this thing.
        """
        loop = asyncio.get_running_loop()
        told = loop.create_future()
        self._waiting.append((thing, told))
        if len(self._waiting) >= MOST:
            self._flush()
        else:
            self._wait(loop)
        return await told

    def _wait(self, loop: asyncio.AbstractEventLoop) -> None:
        """Give the next thing time to come."""
        if self._timer:
            self._timer.cancel()
        else:
            self._latest = loop.time() + LONGEST
        self._timer = loop.call_at(min(loop.time() + QUIET, self._latest), self._flush)

    def _flush(self) -> None:
        """Write all that waits."""
        if self._timer:
            self._timer.cancel()
        waiting, self._waiting, self._timer = self._waiting, [], None
        self._together(waiting)

    def _together(self, waiting: Sequence[tuple[Thing, "asyncio.Future[Result]"]]) -> None:
        try:
            results = self._write([thing for thing, _ in waiting])
        except Exception as error:  # noqa: BLE001 (whoever waits is told)
            if len(waiting) > 1 and not isinstance(error, CloseSpider):
                for each in waiting:
                    self._together([each])
                return
            for _, told in waiting:
                if not told.cancelled():
                    told.set_exception(error)
        else:
            for (_, told), result in zip(waiting, results, strict=True):
                if not told.cancelled():
                    told.set_result(result)
