"""Ctrl-C is answered at once: Scrapy itself says nothing until the pages in flight have come to their end."""

import asyncio
import signal
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

Made = TypeVar("Made")


def answer_stop(say: Callable[[], None]) -> None:
    """Have ``say`` called when the first Ctrl-C or SIGTERM comes, just before Scrapy acts on it.

    To be asked for before the reactor runs.
    """
    from twisted.internet import reactor

    loop: Any = reactor  # its type is that of the module, which lacks the methods
    # "during" comes before "after": Scrapy's handlers, installed after the startup, stand when ours are.
    loop.addSystemEventTrigger(
        "during", "startup", loop.addSystemEventTrigger, "after", "startup", _install, loop, say
    )


def _install(loop: Any, say: Callable[[], None]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _before(signal.getsignal(number), loop, say))


def _before(then: Any, loop: Any, say: Callable[[], None]) -> Callable[[int, FrameType | None], None]:
    def heard(number: int, frame: FrameType | None) -> None:
        # Not here: the signal may have come in the middle of a write to the same stream.
        loop.callFromThread(say)
        then(number, frame)

    return heard


def run(work: Coroutine[Any, Any, Made]) -> Made:
    """``asyncio.run`` that SIGTERM ends as Ctrl-C does: the work is cancelled where it waits.

    What the signal itself raises may come while another task is at work, and asyncio prints a traceback then.

    :raises KeyboardInterrupt: if either came.
    """

    async def heard() -> Made:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, signal.raise_signal, signal.SIGINT)
        return await work

    before = signal.getsignal(signal.SIGTERM)
    try:
        return asyncio.run(heard())
    finally:
        signal.signal(signal.SIGTERM, before)


class Stop:
    """``asked``: whether Ctrl-C or SIGTERM asked a command without a reactor to come to its end."""

    def __init__(self) -> None:
        self.asked = False

    @contextmanager
    def heard(self) -> Iterator[None]:
        """For this while the first signal is noted, and the second ends at once, as Ctrl-C does.

        :raises KeyboardInterrupt: at the second.
        """
        numbers = (signal.SIGINT, signal.SIGTERM)
        before = {number: signal.signal(number, self._hear) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _hear(self, number: int, frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
