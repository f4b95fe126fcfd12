"""Tasks that come together are handed over together: between processes each handing over takes half a millisecond."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Generic, TypeVar

#: So many tasks make a chunk at most: what goes wrong with one costs the others of its chunk another try.
MOST = 8

Task = TypeVar("Task")
Made = TypeVar("Made")


class Chunks(Generic[Task, Made]):
    """Collects the tasks of one pass of an event loop, and hands them over, some at a time.

    :param hand_over: begins some tasks, and tells what is made of them, in their order.
    :param ways: how many work at once: few tasks are handed over one by one, so that all have something to do.
    """

    def __init__(self, hand_over: Callable[[list[Task]], "Future[list[Made]]"], ways: int) -> None:
        self._hand_over = hand_over
        self._ways = ways
        self._waiting: list[tuple[Task, asyncio.Future[Made]]] = []

    async def put(self, task: Task) -> Made:
        """Have a task done with others.

        :raises Exception: what goes wrong with any of its chunk.
        """
        loop = asyncio.get_running_loop()
        told = loop.create_future()
        if not self._waiting:
            loop.call_soon(self._flush)
        self._waiting.append((task, told))
        return await told

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        size = min(MOST, max(1, len(waiting) // (2 * self._ways)))
        for start in range(0, len(waiting), size):
            self._begin(waiting[start : start + size])

    def _begin(self, some: "Sequence[tuple[Task, asyncio.Future[Made]]]") -> None:
        try:
            made = asyncio.wrap_future(self._hand_over([task for task, _ in some]))
        except Exception as error:  # noqa: BLE001 (whoever waits is told)
            made = asyncio.get_running_loop().create_future()
            made.set_exception(error)
        made.add_done_callback(partial(_tell, some))


def _tell(some: "Sequence[tuple[Task, asyncio.Future[Made]]]", made: "asyncio.Future[list[Made]]") -> None:
    """Tell each what became of its task; who waits no more is told nothing."""
    error = None if made.cancelled() else made.exception()
    for number, (_, told) in enumerate(some):
        if told.done():
            continue
        if made.cancelled():
            told.cancel()
        elif error:
            told.set_exception(error)
        else:
            told.set_result(made.result()[number])
