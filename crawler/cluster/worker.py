"""What the workers of a cluster do. Their store, and other secrets, they have from their own environment."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from tempfile import TemporaryFile
from typing import IO

from distributed import Event, get_worker

from cleaners.model import Layout
from crawler.cluster.agreement import Agreement
from crawler.settings import ROOT
from crawler.shards import Here
from crawler.workers import Workers
from storage.leases import this_process
from storage.shards import Again

#: Seconds between two looks at a crawl.
_LOOK = 1.0


@dataclass(frozen=True, slots=True)
class Ended:
    """A portal's crawl that has ended: where it was, its exit code (below 0: a signal), and what it wrote."""

    portal: str
    where: str
    code: int
    output: str
    errors: str


def check(agreed: Agreement) -> None:
    """Make sure that this worker may do the work.

    :raises Unfit: if it may not.
    """
    agreed.check(os.environ.get("DATABASE_URL"))


async def clean(
    agreed: Agreement, numbers: Sequence[int], layouts: Sequence[Layout], whole: bool
) -> list[Again]:
    """Clean a shard: see ``crawler.shards``. Nothing is written here."""
    check(agreed)
    return await _here(get_worker().state.nthreads).clean(numbers, layouts, whole)


def crawl(agreed: Agreement, batch: str, portal: str, options: Sequence[str]) -> Ended:
    """Crawl a portal if it is due, in a process of its own: a reactor can't be started twice.

    :param batch: the name of an event that asks for a clean end.
    :param options: for the command line.
    """
    check(agreed)
    words = ["due", "--only", portal, "--jsonl", *options]
    command = [sys.executable, "-m", "crawler.cluster.tethered", *words]
    with TemporaryFile() as output, TemporaryFile() as errors:
        # The end of the block closes its input, which asks it to end (``tethered``), and waits until it has.
        with subprocess.Popen(  # noqa: S603 (its words are ours)
            command,
            cwd=ROOT,
            env=os.environ | {"PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=errors,
        ) as process:
            stop = Event(batch)
            while process.poll() is None and not stop.wait(timeout=_LOOK):
                pass
        return Ended(portal, this_process(), process.returncode, _written(output), _written(errors))


def _written(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")


@cache
def _here(threads: int) -> Here:
    """The processes in which this worker cleans; as many as it does things at once, or as there are processors."""
    return Here(Workers(size=min(threads, os.cpu_count() or 1)), os.environ["DATABASE_URL"])
