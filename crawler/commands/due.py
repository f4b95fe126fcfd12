"""``scrapy due``: crawls what is due, then stops: for cron and systemd timers."""

import argparse
import asyncio
from collections.abc import Collection

from scrapy.commands import ScrapyCommand

from crawler.commanding import add_cluster, opened
from crawler.commands.crawl import Command as CrawlCommand
from crawler.commands.crawl import add_jsonl, watch
from crawler.exits import CommandError, Exit
from crawler.portal import PortalSpider
from crawler.report import in_china
from crawler.runner import choose, crawl
from crawler.scheduling import Attended, attend, look
from crawler.terminal import tell, written
from storage.database import Store
from storage.errors import MissingExtra
from storage.schedules import Outlook
from storage.timetable import SLACK


class Command(CrawlCommand):
    """Crawl the portals that are due."""

    def syntax(self) -> str:
        """The command line."""
        return "[options]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Crawl the portals that are due, then stop: for cron and systemd"

    def long_desc(self) -> str:
        """For --help."""
        return (
            "Crawl the portals that are due by their `every` and not in their `quiet` hours, PORTALS_AT_ONCE at a time,"
            " print the report and stop. Call it often: when nothing is due it says so, and ends. A portal that another"
            " process crawls is not due. With --cluster, each portal is crawled by a worker of a Dask cluster, over a"
            " store on PostgreSQL; with --jsonl a portal's lines then come when its run has ended. Exit codes as for"
            " crawl, without 4. See docs/running.md and docs/scale.md."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Ours beside Scrapy's own."""
        ScrapyCommand.add_options(self, parser)
        add_jsonl(parser)
        add_cluster(parser)
        parser.add_argument(
            "--only",
            action="append",
            default=[],
            metavar="PORTAL",
            help="of the portals that are due, only this one; may be given several times",
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> Exit:
        """Crawl what is due."""
        attended, code = self.attended(args, opts.only)
        with opened(self.settings) as store:
            # A timer that comes as often as a portal is due must not find it just not due.
            outlooks, _ = look(store, attended, SLACK)
            ready = [attended.named(each.portal) for each in outlooks if each.is_ready]
            if ready and opts.cluster:
                return max(code, self._spread(store, attended, ready, opts))
        if not ready:
            if not opts.jsonl:
                with written(code):
                    print(_nothing(outlooks, attended))
            return code
        crawled = crawl(self.crawler_process, ready, watch(opts.jsonl), ahead=SLACK)
        return max(code, self.report(crawled, opts.jsonl))

    def _spread(
        self, store: Store, attended: Attended, ready: list[type[PortalSpider]], opts: argparse.Namespace
    ) -> Exit:
        """Have a cluster crawl these portals."""
        try:
            from crawler.cluster.due import Spread
        except MissingExtra as error:
            raise CommandError(Exit.USAGE, str(error)) from error
        spread = Spread(store, attended.homes, opts.jsonl)
        return asyncio.run(spread.crawl(opts.cluster, self.settings, ready, opts.set))

    def attended(self, args: list[str], only: Collection[str] = ()) -> tuple[Attended, Exit]:
        """The portals to look after; broken files are told.

        :param only: the names of those; all where there is none.
        :raises CommandError: if there are arguments or no such portals, or a setting can't be used.
        """
        if args:
            raise CommandError(
                Exit.USAGE, f"this takes no {args[0]!r}: portals say by `every` when they are due"
            )
        broken = choose(self.loader, list(only))[1] if only else self.loader.broken.values()
        for line in broken:
            tell(line)
        return attend(self.loader, self.settings, only), Exit.BROKEN if broken else Exit.FINE


def _nothing(outlooks: list[Outlook], attended: Attended) -> str:
    """What is told when nothing is due."""
    running = ", ".join(each.portal for each in outlooks if each.held)
    waiting = min((each for each in outlooks if not each.held), key=lambda each: each.start, default=None)
    parts = [
        "nothing is due",
        f"next: {waiting.portal}, {in_china(waiting.start)}" if waiting else "",
        f"being crawled: {running}" if running else "",
        f"address unknown: {', '.join(attended.left_out)}" if attended.left_out else "",
    ]
    return "; ".join(filter(None, parts))
