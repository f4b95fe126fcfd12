"""Crawls of portals that are due, each as a task of a cluster."""

import asyncio
import json
import signal
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from distributed import Event

from crawler.cluster import worker
from crawler.cluster.connection import SECRETS, Cluster, ClusterFailed
from crawler.cluster.worker import Ended
from crawler.exits import Exit
from crawler.portal import PortalSpider
from crawler.runs import Problem
from storage.database import Store, StoreError
from storage.reports import RunSummary, run_summary


@dataclass(frozen=True)
class Reported:
    """One portal's crawl on a worker, as ``crawler.report`` shows it."""

    portal: type[PortalSpider]
    home: str
    summary: RunSummary | None
    problems: tuple[Problem, ...]
    counts: Counter[str]


async def crawl(
    cluster: Cluster,
    portals: Sequence[str],
    options: Sequence[str],
    ended: Callable[[Ended], None],
    say: Callable[[str], None],
) -> list[Problem]:
    """Crawl these portals, each once a worker has room, until all have ended or Ctrl-C stops them.

    :param options: for each crawl's command line.
    :param ended: is given each crawl that has ended.
    :returns: why some could not be crawled.
    """
    stop = Event(f"stop-{uuid4().hex}", client=cluster.client)
    refused: list[Problem] = []
    tasks = [cluster.do(worker.crawl, stop.name, name, options) for name in portals]
    with _stopping(stop.set, say):
        for task in asyncio.as_completed(tasks):
            try:
                ended(await task)
            except ClusterFailed as error:
                refused.append((error.code, str(error)))
    with suppress(OSError):  # the scheduler is gone, and with it what it remembered
        await stop.clear()
    return list(dict.fromkeys(refused))


def shareable(given: Sequence[str]) -> list[str]:
    """The settings of a command line (``NAME=VALUE``) as options for the workers' own: no secrets."""
    return [part for each in given if each.partition("=")[0] not in SECRETS for part in ("-s", each)]


def reported(portal: type[PortalSpider], home: str, ended: Ended, store: Store) -> Reported | None:
    """What there is to report of a crawl; None if no run began."""
    told = [json.loads(line) for line in ended.output.splitlines()]
    last = next((each for each in told if each["event"] == "ended"), None)
    if last is None:
        return None
    summary: RunSummary | None = None
    with suppress(StoreError), store.reading() as session:  # the run's own problem says so
        summary = run_summary(session, last["run"])
    problems = tuple((Exit(each["code"]), each["text"]) for each in last["problems"])
    return Reported(portal, home, summary, problems, Counter(last["counts"]))


def exit_code(ended: Ended) -> Exit:
    """How a crawl ended, as its own command tells it; one that was killed must be looked at."""
    return Exit(ended.code) if ended.code in list(Exit) else Exit.LOOK


@contextmanager
def _stopping(stop: Callable[[], Any], say: Callable[[str], None]) -> Iterator[None]:
    """The first Ctrl-C or SIGTERM ends all crawls cleanly, the second this command at once.

    :raises KeyboardInterrupt: at the second.
    """
    loop = asyncio.get_running_loop()
    asked: list[asyncio.Future[Any]] = []

    def heard() -> None:
        if asked:
            raise KeyboardInterrupt
        say("stopping: the crawls on the workers come to their end; Ctrl-C again ends at once")
        asked.append(asyncio.ensure_future(stop()))

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, heard)
    try:
        yield
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
