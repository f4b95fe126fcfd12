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

#: Seconds a page may take; cleaning takes some hundredths, so this is a page made to hang us.
LIMIT = 30

Clean = Callable[[Page, Sequence[Layout], Sequence[Page | None]], Cleaned]


class CleanerCrashed(Exception):  # noqa: N818 (it says what happened)
    """The page ended the worker that cleaned it, twice."""


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

        :raises CleanerCrashed: if the worker dies of it, or it takes longer than ``LIMIT``.
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
                return await asyncio.wrap_future(self._submit(pool, *arguments))
            except BrokenProcessPool as error:
                raise CleanerCrashed(arguments[0].url) from error
            finally:
                pool.shutdown(wait=False)

    def _submit(self, pool: ProcessPoolExecutor, *arguments: Any) -> "Future[Drafted]":
        with _sigint_blocked():
            return pool.submit(_limited, self._function, *arguments)

    def _new_pool(self, size: int) -> ProcessPoolExecutor:
        # A forked child would share the reactor's sockets and the database's connections.
        return ProcessPoolExecutor(size, mp_context=get_context("spawn"), initializer=_die_with_parent)


def _limited(function: Clean, *arguments: Any) -> Drafted:
    """Run in the worker: the alarm ends the process, also within a library's C code."""
    signal.alarm(LIMIT)
    try:
        return draft(function(*arguments))
    finally:
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
