"""``scrapy due``: crawls what is due, then stops: for cron and systemd timers."""

import argparse

from scrapy.commands import ScrapyCommand

from crawler.commanding import opened
from crawler.commands.crawl import Command as CrawlCommand
from crawler.commands.crawl import add_jsonl, watch
from crawler.exits import CommandError, Exit
from crawler.report import in_china
from crawler.runner import crawl
from crawler.scheduling import Attended, attend, look
from crawler.terminal import tell, written
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
            " process crawls is not due. Exit codes as for crawl, without 4. See docs/running.md."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Ours beside Scrapy's own."""
        ScrapyCommand.add_options(self, parser)
        add_jsonl(parser)

    def work(self, args: list[str], opts: argparse.Namespace) -> Exit:
        """Crawl what is due."""
        attended, code = self.attended(args)
        with opened(self.settings) as store:
            # A timer that comes as often as a portal is due must not find it just not due.
            outlooks, _ = look(store, attended, SLACK)
        ready = [attended.named(each.portal) for each in outlooks if each.is_ready]
        if not ready:
            if not opts.jsonl:
                with written(code):
                    print(_nothing(outlooks, attended))
            return code
        crawled = crawl(self.crawler_process, ready, watch(opts.jsonl), ahead=SLACK)
        return max(code, self.report(crawled, opts.jsonl))

    def attended(self, args: list[str]) -> tuple[Attended, Exit]:
        """The portals to look after; broken files are told.

        :raises CommandError: if there are arguments, or a setting can't be used.
        """
        if args:
            raise CommandError(
                Exit.USAGE, f"this takes no {args[0]!r}: portals say by `every` when they are due"
            )
        for line in self.loader.broken.values():
            tell(line)
        return attend(self.loader, self.settings), Exit.BROKEN if self.loader.broken else Exit.FINE


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
