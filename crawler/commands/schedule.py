"""``scrapy schedule``: stays, and crawls each portal when it is due."""

import argparse

from rich.console import Console
from scrapy.commands import ScrapyCommand

from crawler.commands.crawl import add_jsonl, watch
from crawler.commands.due import Command as DueCommand
from crawler.exits import Exit
from crawler.report import show
from crawler.runs import Run
from crawler.scheduling import stay
from crawler.terminal import tell, written


class Command(DueCommand):
    """Stay, and crawl portals when they are due."""

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Stay, and crawl each portal when it is due, until Ctrl-C"

    def long_desc(self) -> str:
        """For --help."""
        return (
            "Crawl each portal when it is due by its `every` and not in its `quiet` hours, PORTALS_AT_ONCE at a time,"
            " and print a report for each run, until Ctrl-C or SIGTERM: once ends cleanly, twice at once. Any number of"
            " these may run, on several machines too: each portal is crawled once. Exit codes: 130 when it was stopped;"
            " 2 wrong use; 3 the database can't be used at the beginning. See docs/running.md."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Ours beside Scrapy's own."""
        ScrapyCommand.add_options(self, parser)
        add_jsonl(parser)

    def work(self, args: list[str], opts: argparse.Namespace) -> Exit:
        """Crawl until it is stopped."""
        attended, _ = self.attended(args)

        def report(run: Run) -> None:
            if not opts.jsonl:
                with written():
                    show(Console(), [run])

        stay(self.crawler_process, attended, watch(opts.jsonl), report, lambda problem: tell(problem[1]))
        return Exit.STOPPED
