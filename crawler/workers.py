"""Cleaning in worker processes: a page or document that kills its worker costs itself only."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from cleaners.article import clean
from cleaners.documents import Document, read_document
from cleaners.learning import learn
from cleaners.lesson import Taught, teach
from cleaners.model import Cleaned, Layout, Page
from crawler.chunks import Chunks
from crawler.limits import CleanerCrashed, limited, prepare, seconds_for
from storage.drafts import Drafted, draft

#: Seconds of a processor that a document may take.
READING = 30.0
#: So often a process is started that is gone at once.
_STARTS = 3

Made = TypeVar("Made")
Clean = Callable[[Page, Sequence[Layout], Sequence[Page | None]], Cleaned]


class Workers:
    """A pool of processes that clean pages, by ``cleaners.article.clean`` by default, and read documents.

    When a worker dies, the pool breaks and every page in it is suspect. They are tried again, one after the other in
    one process: the innocent are cleaned, the guilty one is known.
    """

    def __init__(
        self,
        function: Clean = clean,
        size: int | None = None,
        reader: Callable[[bytes], Document] = read_document,
    ) -> None:
        self.function = function
        self.size = size or os.cpu_count() or 1
        self._reader = reader
        self._pool = self._new_pool(self.size)
        self._cell: ProcessPoolExecutor | None = None
        self._suspects = 0
        self._alone = asyncio.Lock()
        self._chunks: Chunks[tuple[Any, ...], Drafted] = Chunks(
            lambda tasks: self._submit(self._pool, 0, _each, tasks), self.size
        )

    def begin(self) -> None:
        """Start the workers: they import for half a second, which the first page needn't wait for then.

        Where they can't be started, the first page finds out.
        """
        with suppress(BrokenProcessPool, OSError, ValueError), _sigint_blocked():
            for _ in range(self.size):
                self._pool.submit(os.getpid)

    async def clean(
        self,
        page: Page,
        layouts: Sequence[Layout],
        further: Sequence[Page | None] = (),
        dialect: str | None = None,
    ) -> Drafted:
        """Clean a page in a worker, and draft its articles there: for this kind of store, or for any.

        :raises CleanerCrashed: if the worker dies of it, or it takes longer than it may.
        """
        task = seconds_for((page, *further)), _cleaned, self.function, dialect, page, layouts, further
        pool = self._pool
        try:
            return await self._chunks.put(task)
        except BrokenProcessPool:
            return await self._after(pool, *task)
        except Exception:  # noqa: BLE001 (of this page or another: each is tried by itself, and tells its own)
            return await self._run(*task)

    async def run(self, function: Callable[..., Made], *arguments: Any) -> Made:
        """Run a function in a worker; it watches by itself how long each of its pages takes: ``limited``.

        :raises CleanerCrashed: if the worker dies of it.
        """
        return await self._run(0, function, *arguments)

    async def read(self, body: bytes) -> Document:
        """Read a document in a worker.

        :raises CleanerCrashed: if the worker dies of it, or it takes longer than ``READING``.
        """
        return await self._run(READING, self._reader, body)

    async def learn(self, pages: Sequence[Page]) -> Layout | None:
        """The layout that some pages of a site teach, learned in a worker; None if there is none.

        :raises CleanerCrashed: if the worker dies of it, or it takes longer than ``READING``.
        """
        return await self._run(READING, learn, pages)

    async def teach(self, pages: Sequence[Page], layouts: Sequence[Layout], name: str) -> Taught:
        """What a portal's newest pages teach, told by a worker. See ``cleaners.lesson.teach``.

        :raises CleanerCrashed: if the worker dies of it, or it takes longer than ``READING``.
        """
        return await self._run(READING, teach, pages, layouts, name)

    def close(self) -> None:
        """End the workers; what they still do is dropped."""
        self._leave_cell()
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _run(self, seconds: float, function: Callable[..., Made], *arguments: Any) -> Made:
        pool = self._pool
        try:
            return await asyncio.wrap_future(self._submit(pool, seconds, function, *arguments))
        except BrokenProcessPool:
            return await self._after(pool, seconds, function, *arguments)

    async def _after(
        self, pool: ProcessPoolExecutor, seconds: float, function: Callable[..., Made], *arguments: Any
    ) -> Made:
        """Behind a pool that broke: start another, and try alone what it had."""
        _kill(pool)
        if self._pool is pool:
            self._pool = self._new_pool(self.size)
        return await self._run_alone(seconds, function, *arguments)

    async def _run_alone(self, seconds: float, function: Callable[..., Made], *arguments: Any) -> Made:
        self._suspects += 1
        try:
            async with self._alone:
                return await self._try_alone(seconds, function, *arguments)
        finally:
            self._suspects -= 1
            if not self._suspects:
                self._leave_cell()

    async def _try_alone(self, seconds: float, function: Callable[..., Made], *arguments: Any) -> Made:
        made, worker = self._submit_alone(seconds, function, *arguments)
        try:
            return await asyncio.wrap_future(made)
        except BrokenProcessPool as error:
            self._leave_cell()
            while worker.exitcode is None:  # its pool waits for it, too, and only one of two is told
                await asyncio.sleep(0.01)
            late = worker.exitcode in (-signal.SIGPROF, -signal.SIGALRM)
            raise CleanerCrashed("cleaner took too long" if late else "cleaner crashed") from error

    def _submit_alone(
        self, seconds: float, function: Callable[..., Made], *arguments: Any
    ) -> "tuple[Future[Made], BaseProcess]":
        """Give the cell its work. A process takes a second to start, so it is used until a page ends it.

        :raises BrokenProcessPool: if none can be started.
        """
        for left in reversed(range(_STARTS)):
            cell = self._cell = self._cell or self._new_pool(1)
            try:
                made = self._submit(cell, seconds, function, *arguments)
                (worker,) = cell._processes.values()  # noqa: SLF001 (no other way to its exit code)
            except BrokenProcessPool:  # it died between two pages
                self._leave_cell()
                if not left:
                    raise
            else:
                break
        return made, worker

    def _leave_cell(self) -> None:
        if self._cell:
            self._cell.shutdown(wait=False)
        self._cell = None

    def _submit(
        self, pool: ProcessPoolExecutor, seconds: float, function: Callable[..., Made], *arguments: Any
    ) -> "Future[Made]":
        try:
            with _sigint_blocked():
                return pool.submit(limited, seconds, function, *arguments)
        except (OSError, ValueError) as error:
            if getattr(error, "errno", None) is not None:
                raise
            # A worker died a moment ago, and its pool is being taken apart while another is started: "handle is
            # closed", or "bad value(s) in fds_to_keep" where the handle's number is another's by now.
            raise BrokenProcessPool(str(error)) from error

    def _new_pool(self, size: int) -> ProcessPoolExecutor:
        # A forked child would share the reactor's sockets and the database's connections. A fork server would start
        # workers in half the time, but takes any crawler in the current folder for ours (Python 3.11 to 3.13).
        return ProcessPoolExecutor(size, mp_context=get_context("spawn"), initializer=prepare)


def _kill(pool: ProcessPoolExecutor) -> None:
    """End a broken pool's workers: Python 3.11 forgets one that is just being started, and waits for it at exit."""
    for worker in (pool._processes or {}).values():  # noqa: SLF001 (no other way to them)
        worker.kill()


def _each(tasks: Sequence[tuple[Any, ...]]) -> list[Drafted]:
    """Run in the worker: tasks one after the other, each with its own limits."""
    return [limited(*task) for task in tasks]


def _cleaned(function: Clean, dialect: str | None, *arguments: Any) -> Drafted:
    """Run in the worker: a page's articles, drafted there."""
    return draft(function(*arguments), dialect=dialect)


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
