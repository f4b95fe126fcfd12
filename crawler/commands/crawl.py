"""``scrapy crawl PORTAL...``: replaces Scrapy's own, which takes one spider and always exits 0."""

import argparse
import sys
from typing import cast

from rich.console import Console
from scrapy.commands import ScrapyCommand
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from crawler import onboarding
from crawler.commanding import day
from crawler.discovery.naming import AUTO, portal_name
from crawler.exits import CommandError, Exit
from crawler.options import check
from crawler.progress import JsonLines, Screen, Watch
from crawler.registry import PortalLoader
from crawler.report import show
from crawler.runner import Wanted, choose, crawl
from crawler.runs import Crawled
from crawler.terminal import guarded, plain, tell, written


class Command(ScrapyCommand):
    """Crawl portals and keep their articles."""

    settings: Settings
    crawler_process: AsyncCrawlerProcess
    requires_project = True

    def syntax(self) -> str:
        """The command line."""
        return "[options] <portal> [<portal> ...] | auto -a url=URL"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Crawl portals by name and keep their articles in the database"

    def long_desc(self) -> str:
        """For --help: argparse fills it into one paragraph."""
        return (
            "Crawl one or several portals at once, each under its own lease, and keep their articles in"
            " the database (DATABASE_URL: environment or -s; by default articles.db beside scrapy.cfg)."
            " auto finds out how the site of an address is built, as onboard does, and crawls it without a file."
            " Ctrl-C ends cleanly, a second one at once; the next run goes on. Exit codes: 0 fine;"
            " 1 crawled, but something must be looked at; 2 wrong use; 3 the database can't be used;"
            " 4 another run crawls the portal, or it is left alone for a while; 5 the portal's file is broken;"
            " 130 stopped by Ctrl-C. See docs/exit-codes.md."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Ours beside Scrapy's own."""
        super().add_options(parser)
        parser.add_argument(
            "--full",
            action="store_true",
            help="ask every known address again, due or not (but no redirects, duplicates, excluded or gone ones)",
        )
        add_jsonl(parser)
        parser.add_argument(
            "-a",
            action="append",
            default=[],
            dest="arguments",
            metavar="url=URL",
            help="for auto: the address",
        )
        parser.add_argument(
            "--since",
            metavar="DAY",
            help="leave out articles that their list rows call older than DAY (2024-05-31), and list pages behind them",
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Scrapy's, and checks it leaves out."""
        super().process_options(args, opts)
        if code := guarded(self._check_settings):
            sys.exit(code)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl and report."""
        self.exitcode = guarded(lambda: self.work(args, opts))

    def _check_settings(self) -> Exit:
        check(self.settings)
        return Exit.FINE

    def work(self, args: list[str], opts: argparse.Namespace) -> Exit:
        """Crawl the portals of these names and print the report."""
        wanted = Wanted(full=opts.full, since=day("--since", opts.since))
        if AUTO in args:
            return self._auto(args, opts, wanted)
        if opts.arguments:
            raise CommandError(Exit.USAGE, f"-a is for: scrapy crawl {AUTO} -a url=URL")
        portals, broken = choose(self.loader, args)
        for line in broken:
            tell(line)
        code = Exit.BROKEN if broken else Exit.FINE
        if not portals:
            return code
        crawled = crawl(self.crawler_process, portals, watch(opts.jsonl), wanted)
        return max(code, self.report(crawled, opts.jsonl))

    def _auto(self, args: list[str], opts: argparse.Namespace, wanted: Wanted) -> Exit:
        """Crawl the site of an address."""
        names = [argument.partition("=")[0] for argument in opts.arguments]
        if len(args) != 1 or names != ["url"]:
            raise CommandError(Exit.USAGE, f"write: scrapy crawl {AUTO} -a url=URL")
        url = onboarding.address(opts.arguments[0].partition("=")[2])
        onboarding.check_new(self.loader, url)
        onboarding.check_free(self.loader, portal_name(url))
        crawled = onboarding.crawl_auto(self.crawler_process, url, watch(opts.jsonl), wanted)
        return self.report(crawled, opts.jsonl)

    @property
    def loader(self) -> PortalLoader:
        """The portals."""
        return cast("PortalLoader", self.crawler_process.spider_loader)

    def report(self, crawled: Crawled, jsonl: bool = False) -> Exit:
        """Print what came of a crawl, unless JSON lines have; a run that never began is a line on stderr."""
        for _, problem in crawled.refused:
            tell(problem)
        if crawled.runs and not jsonl:
            with written(crawled.exit_code):
                show(Console(), crawled.runs)
                print(f"database: {plain(crawled.database)}")
        return crawled.exit_code


def add_jsonl(parser: argparse.ArgumentParser) -> None:
    """The option of all commands that crawl."""
    parser.add_argument(
        "--jsonl",
        action="store_true",
        help="print JSON lines for machines: runs that begin, progress, reports",
    )


def watch(jsonl: bool) -> Watch:
    """What is told while crawls run: to machines, or to people."""
    return JsonLines() if jsonl else Screen()
