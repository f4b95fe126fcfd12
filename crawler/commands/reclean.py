"""``scrapy reclean [PORTAL...]``: articles again from the stored pages, by the present cleaner."""

import argparse
import asyncio
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from time import monotonic

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from cleaners.model import Layout
from crawler.commanding import StoreCommand, add_cluster
from crawler.documents import naming
from crawler.exits import CommandError, Exit
from crawler.layouts import in_use
from crawler.options import check
from crawler.portal import PortalSpider
from crawler.recleaning import Attached, Recleaning
from crawler.registry import PortalLoader
from crawler.replica.spiders.hxmirror import HxMirror
from crawler.replica.spiders.nfmirror import NfMirror
from crawler.report import articles_line, by_state
from crawler.shards import Cleaner, Here
from crawler.stopping import run
from crawler.terminal import tell, written
from crawler.workers import Workers
from storage.database import Store
from storage.errors import MissingExtra
from storage.leases import LeaseHeld, LeaseLost
from storage.portals import PortalRecord, known
from storage.reports import RunSummary

#: Seconds between two lines of progress, where no terminal shows a bar.
_LINES = 2.0


class Command(StoreCommand):
    """Clean stored pages again."""

    def syntax(self) -> str:
        """The command line."""
        return "[options] [<portal> ...]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Make articles again from the stored pages; nothing is fetched"

    def long_desc(self) -> str:
        """For --help."""
        return (
            "Clean the stored pages of these portals, or of all in the database, with the present cleaner, and keep"
            " what differs as new versions. Pages that held no article are tried, too. A page that gives no article"
            " any more takes none away: its address failed, and the next crawl asks it. Interrupted, it goes on with"
            " --stale. With --cluster, the workers of a Dask cluster clean (docs/scale.md), and this process writes."
            " Exit codes as for crawl; 1 also if a page that held articles gives none now."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Ours beside Scrapy's own."""
        super().add_options(parser)
        parser.add_argument(
            "--stale", action="store_true", help="only pages that another version of the cleaner cleaned last"
        )
        add_cluster(parser)

    def work(self, args: list[str], opts: argparse.Namespace) -> Exit:
        """Clean and report."""
        check(self.settings)
        with self.store() as store:
            portals = self._choose(store, args)
            return run(self._spread(store, portals, opts.stale, opts.cluster))

    def _choose(self, store: Store, names: list[str]) -> list[PortalRecord]:
        """The portals of these names that the store has; all of them without a name."""
        with store.reading() as session:
            there = {portal.name: portal for portal in known(session)}
        for name in names:
            if name not in there:
                option = (
                    f"there is no option {name}"
                    if name.startswith("-")
                    else f"no portal {name!r} in the store"
                )
                raise CommandError(Exit.USAGE, f"{option}; it has: {', '.join(there) or 'none'}")
        return [there[name] for name in dict.fromkeys(names)] if names else list(there.values())

    async def _spread(
        self, store: Store, portals: Sequence[PortalRecord], stale: bool, address: str | None
    ) -> Exit:
        """Clean them by worker processes, or by a cluster's workers."""
        if address is None:
            with closing(Workers()) as workers:
                return await self._all(store, portals, stale, Here(workers, self.settings["DATABASE_URL"]))
        try:
            from crawler.cluster.cleaning import There
            from crawler.cluster.connection import connected
        except MissingExtra as error:
            raise CommandError(Exit.USAGE, str(error)) from error
        async with connected(address, self.settings, store) as cluster:
            return await self._all(store, portals, stale, There(cluster, await cluster.threads()))

    async def _all(
        self, store: Store, portals: Sequence[PortalRecord], stale: bool, cleaner: Cleaner
    ) -> Exit:
        """One portal after the other, until Ctrl-C."""
        loader, code, console = PortalLoader.from_settings(self.settings), Exit.FINE, Console()
        spiders: dict[str, type[PortalSpider]] = {name: loader.load(name) for name in loader.list()}
        spiders |= {HxMirror.name: HxMirror, NfMirror.name: NfMirror}
        for portal in portals:
            if portal.name not in spiders:
                tell(loader.broken.get(portal.name, f"{portal.name}: it has no file in crawler/spiders"))
                code = max(code, Exit.BROKEN)
                continue
            spider = spiders[portal.name]
            with store.reading() as session:
                layouts = in_use(session, spider, self.settings)
            attached = naming(spider, portal.home)
            ended = await _one(console, store, portal, layouts, stale, cleaner, attached)
            code = max(code, ended)
            if ended is Exit.STOPPED:
                break
        with written(code):
            console.print(f"database: {escape(store.name)}", soft_wrap=True)
        return code


async def _one(
    console: Console,
    store: Store,
    portal: PortalRecord,
    layouts: Sequence[Layout],
    stale: bool,
    cleaner: Cleaner,
    attached: Attached | None,
) -> Exit:
    """Clean one portal's pages and print the report."""
    try:
        recleaning = Recleaning.start(store, portal, layouts, stale, attached)
        with _stopping(recleaning), _progress(recleaning) as told:
            try:
                await recleaning.run(cleaner, told)
            except (CommandError, asyncio.CancelledError):
                # The cluster is gone, or Ctrl-C came before it was heard: nobody need wait for this lease's end.
                recleaning.stopped = True
                recleaning.end()
                raise
        summary = recleaning.end()
    except (LeaseHeld, LeaseLost) as error:
        tell(str(error))
        return Exit.HELD
    problems = list(_problems(recleaning))
    code = max((code for code, _ in problems), default=Exit.FINE)
    with written(code):
        _show(console, portal, recleaning, summary)
        for _, line in problems:
            console.print(f"[bold red]![/] {escape(line)}", soft_wrap=True)
        console.print()
    return code


def _problems(recleaning: Recleaning) -> Iterator[tuple[Exit, str]]:
    """What must be told."""
    bare = sum(
        n for reason, n in recleaning.came.get("failed", {}).items() if reason.startswith("no article")
    )
    if bare:
        yield Exit.LOOK, f"{bare} pages that held articles give none now: their articles stay as they are"
    if errors := recleaning.counts["errors/crawler"]:
        yield Exit.LOOK, f"errors of our own: {errors}; the log has them"
    if recleaning.stopped:
        yield Exit.STOPPED, "stopped; go on with --stale"


def _show(console: Console, portal: PortalRecord, recleaning: Recleaning, summary: RunSummary) -> None:
    console.print(f"[bold]{portal.name}[/] {escape(portal.title)} {escape(portal.home)}", soft_wrap=True)
    console.print(by_state("pages", recleaning.states))
    console.print(articles_line(summary, recleaning.counts["articles/same"]), soft_wrap=True)
    rate = recleaning.done / summary.seconds if summary.seconds else 0.0
    left = recleaning.total - recleaning.done
    console.print(
        f"pages: {recleaning.done} cleaned in {summary.seconds:.1f} s, {rate:.1f} a second; {left} left",
        soft_wrap=True,
    )


@contextmanager
def _stopping(recleaning: Recleaning) -> Iterator[None]:
    """Ctrl-C and SIGTERM end it after the page that is being written."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, setattr, recleaning, "stopped", True)
    try:
        yield
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)


@contextmanager
def _progress(recleaning: Recleaning) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, lines elsewhere; on stderr.

    :returns: what to call after each shard.
    """
    console, name = Console(stderr=True), recleaning.lease.portal
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task, last = bar.add_task(name, total=recleaning.total), monotonic()

        def told() -> None:
            nonlocal last
            bar.update(task, completed=recleaning.done)
            if not console.is_terminal and monotonic() - last > _LINES:
                last = monotonic()
                console.print(f"{name}: {recleaning.done} of {recleaning.total} pages", soft_wrap=True)

        yield told
