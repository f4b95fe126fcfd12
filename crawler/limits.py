"""What bounds a worker: time for each of its tasks, memory for all of them, and the life of the crawl it works for."""

import gc
import os
import resource
import signal
from collections.abc import Callable, Iterable
from multiprocessing import parent_process
from threading import Thread
from typing import Any, TypeVar

from cleaners.model import Page

#: Seconds of a processor that a page may take for every million bytes that it begins. Cleaning takes some
#: hundredths, so more is a page made to hang us. Other work on the machine doesn't count.
SECONDS = 2.0
#: Seconds on the wall that an article's pages, or a document, may take.
LIMIT = 60

#: Bytes of memory that a worker may have, the program's own included.
MEMORY = 2 * 1024**3

Made = TypeVar("Made")


class CleanerCrashed(Exception):  # noqa: N818 (it says what happened)
    """The page, or document, ended the worker that had it, twice, or wanted more than ``MEMORY``.

    The text is the reason to reject a page.
    """


def seconds_for(pages: Iterable[Page | None]) -> float:
    """Seconds of a processor that an article's pages may take."""
    return SECONDS * sum(1 + len(each.body) // 1_000_000 for each in pages if each)


def limited(seconds: float, function: Callable[..., Made], *arguments: Any) -> Made:
    """Run in the worker: either alarm ends the process, also within a library's C code.

    :param seconds: of a processor; 0: the function watches by itself.
    :raises CleanerCrashed: if it wants more than ``MEMORY``.
    """
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.alarm(LIMIT if seconds else 0)
    try:
        return function(*arguments)
    except MemoryError as error:
        raise CleanerCrashed("cleaner ran out of memory") from error
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)


def prepare() -> None:
    """Run in the worker: bound its memory, and end it when a kill takes the crawl away. It would wait for ever."""
    before = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = MEMORY if before == resource.RLIM_INFINITY else min(MEMORY, before)
    resource.setrlimit(resource.RLIMIT_AS, (limit, before))
    gc.freeze()  # what is imported stays: it is never looked at for cycles again

    def watch() -> None:
        parent_process().join()  # type: ignore[union-attr]  # a worker has one
        os._exit(1)

    Thread(target=watch, daemon=True).start()
