"""Cleaning in worker processes: a page that kills its worker costs itself only."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any

from cleaners.article import clean
from cleaners.model import Cleaned, Layout, Page
from storage.drafts import Drafted, draft

#: Seconds of a processor that a page may take for every million bytes that it begins. Cleaning takes some
#: hundredths, so more is a page made to hang us. Other work on the machine doesn't count.
SECONDS = 2.0
#: Seconds on the wall that an article's pages may take.
LIMIT = 60

Clean = Callable[[Page, Sequence[Layout], Sequence[Page | None]], Cleaned]


class CleanerCrashed(Exception):  # noqa: N818 (it says what happened)
    """The page ended the worker that cleaned it, twice. The text is the reason for which the page is rejected."""


class Workers:
    """A pool of processes for one function, ``cleaners.article.clean`` by default.

    When a worker dies, the pool breaks and every page in it is suspect. Each of them is tried again,
    alone: the innocent are cleaned, the guilty one is known.
    """

    def __init__(self, function: Clean = clean, size: int | None = None) -> None:
        self._function = function
        self._size = size or os.cpu_count() or 1
        self._pool = self._new_pool(self._size)
        self._alone = asyncio.Lock()

    async def clean(
        self, page: Page, layouts: Sequence[Layout], further: Sequence[Page | None] = ()
    ) -> Drafted:
        """Clean a page in a worker, and draft its articles there.

        :raises CleanerCrashed: if the worker dies of it, or it takes longer than it may.
        """
        pool = self._pool
        try:
            return await asyncio.wrap_future(self._submit(pool, page, layouts, further))
        except BrokenProcessPool:
            if self._pool is pool:
                self._pool = self._new_pool(self._size)
            return await self._clean_alone(page, layouts, further)

    def close(self) -> None:
        """End the workers; what they still do is dropped."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _clean_alone(self, *arguments: Any) -> Drafted:
        async with self._alone:
            pool = self._new_pool(1)
            try:
                cleaned = self._submit(pool, *arguments)
                (worker,) = pool._processes.values()  # noqa: SLF001 (no other way to its exit code)
                return await asyncio.wrap_future(cleaned)
            except BrokenProcessPool as error:
                worker.join()
                late = worker.exitcode in (-signal.SIGPROF, -signal.SIGALRM)
                raise CleanerCrashed("cleaner took too long" if late else "cleaner crashed") from error
            finally:
                pool.shutdown(wait=False)

    def _submit(self, pool: ProcessPoolExecutor, *arguments: Any) -> "Future[Drafted]":
        try:
            with _sigint_blocked():
                return pool.submit(_limited, self._function, *arguments)
        except OSError as error:
            if error.errno is not None:
                raise
            # "handle is closed": a worker died a moment ago, and its pool is being taken apart
            raise BrokenProcessPool(str(error)) from error

    def _new_pool(self, size: int) -> ProcessPoolExecutor:
        # A forked child would share the reactor's sockets and the database's connections.
        return ProcessPoolExecutor(size, mp_context=get_context("spawn"), initializer=_die_with_parent)


def _limited(
    function: Clean, page: Page, layouts: Sequence[Layout], further: Sequence[Page | None]
) -> Drafted:
    """Run in the worker: either alarm ends the process, also within a library's C code."""
    seconds = SECONDS * sum(1 + len(each.body) // 1_000_000 for each in (page, *further) if each)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.alarm(LIMIT)
    try:
        return draft(function(page, layouts, further))
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.alarm(0)


def _die_with_parent() -> None:
    """Run in the worker: end it when a kill takes the crawl away. It would wait for work for ever."""

    def watch() -> None:
        parent_process().join()  # type: ignore[union-attr]  # a worker has one
        os._exit(1)

    Thread(target=watch, daemon=True).start()


@contextmanager
def _sigint_blocked() -> Iterator[None]:
    """Workers started meanwhile never see Ctrl-C, which a terminal sends to them too.

    An initializer would come too late: a worker imports for a second before it. A Ctrl-C meanwhile is
    not lost here: it comes at the end of the block.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
