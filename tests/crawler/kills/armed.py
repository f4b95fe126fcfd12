"""python -m tests.crawler.kills.armed PHASE NUMBER DELAY FILE ARGUMENT...: a scrapy command that SIGKILL strikes.

Moments of a phase are counted; the NUMBER-th sets off a kill that strikes DELAY seconds later. That it struck is written
to FILE first. A command that ends before is not killed.
"""

import os
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from threading import Timer
from typing import Any

from scrapy.cmdline import execute
from sqlalchemy import Engine, event

from crawler import layouts
from crawler.notebook import Notebook
from crawler.workers import Workers

WORKER = "a worker"
#: Before or after which method a phase's moment is. That of a worker ends a worker, the others end the crawl.
MOMENTS: dict[str, tuple[object, str, str]] = {
    "a list's commit": (Notebook, "listed", "before"),
    "between two lists": (Notebook, "listed", "after"),
    "a page stored": (Notebook, "received", "before"),
    "a page in a worker": (Workers, "_submit", "after"),
    WORKER: (Workers, "_submit", "after"),
}
COMMIT = "a commit"
PHASES = (*MOMENTS, COMMIT)
#: The phases in which a layout is learned, once in a run that follows a finished one.
LESSONS = {
    "a lesson": (Workers, "teach", "after"),
    "a lesson's commit": (layouts, "_keep", "before"),
}


class Kill:
    """A kill that waits for its moment."""

    def __init__(self, number: int, delay: float, told: Path) -> None:
        self._number, self._delay, self._told = number, delay, told
        self._moments = count(1)

    def met(self, process: Callable[[], int] = os.getpid) -> None:
        """The moment has come once more."""
        if next(self._moments) == self._number:
            Timer(self._delay, self._strike, [process]).start()

    def _strike(self, process: Callable[[], int]) -> None:
        self._told.touch()
        os.kill(process(), signal.SIGKILL)


def watch(phase: str, kill: Kill) -> None:
    """Tell the kill of the phase's moments."""
    if phase == COMMIT:
        event.listen(Engine, "commit", lambda _: kill.met())
        return
    owner, name, when = (MOMENTS | LESSONS)[phase]
    method = getattr(owner, name)

    def watched(self: Any, *args: Any, **kwargs: Any) -> Any:
        if when == "before":
            kill.met()
        result = method(self, *args, **kwargs)
        if phase == WORKER:
            kill.met(lambda: next(iter(args[0]._processes)))  # noqa: SLF001 (no other way to a worker)
        elif when == "after":
            kill.met()
        return result

    setattr(owner, name, watched)


if __name__ == "__main__":
    _, phase, number, delay, told, *arguments = sys.argv
    watch(phase, Kill(int(number), float(delay), Path(told)))
    execute(["scrapy", *arguments])
