"""``scrapy demo``: a crawl to look at, on this machine alone: invented articles, real oddities."""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import IO, cast

from rich.console import Console
from scrapy.commands import ScrapyCommand
from scrapy.settings import SETTINGS_PRIORITIES

from crawler.commands.crawl import Command as CrawlCommand
from crawler.exits import CommandError, Exit
from crawler.progress import Screen
from crawler.replica.spiders.hxmirror import HxMirror
from crawler.replica.spiders.nfmirror import NfMirror
from crawler.runner import Wanted, choose, crawl
from crawler.runs import Run
from crawler.sample import show_sample
from crawler.settings import ROOT
from crawler.terminal import guarded, written
from storage.database import open_store
from storage.reports import sample

PORTALS = ("hxw", "puyang", "xnc", "nfplus")
NEXT = """\
try next:
  make run                # once more: nothing is new, nothing is doubled
  make run EDITION=2      # the same sites some time later: what has changed?
  {scrapy} list           # the portals; each is one short file in crawler/spiders
  {scrapy} crawl hxw      # the real site, politely, into articles.db"""


class Command(CrawlCommand):
    """Crawl the replica and show what comes of it."""

    def syntax(self) -> str:
        """The command line."""
        return "[options]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Crawl a replica of portals on this machine and show one article before and after"

    def long_desc(self) -> str:
        """For --help."""
        return (
            "Start a small web server with four portals and two mirrors built as the real ones are, crawl it, print the"
            " report and one article before and after cleaning. Nothing leaves this machine. The articles"
            " are invented and go to a database of their own: demo.db beside scrapy.cfg, unless DATABASE_URL"
            " names another. Exit codes as for crawl; 2 also for a port in use."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, the port and the edition; not crawl's: the demo always asks everything."""
        ScrapyCommand.add_options(self, parser)
        parser.add_argument(
            "--port", default="0", help="port of the replica on 127.0.0.1 (default: a free one)"
        )
        parser.add_argument(
            "--edition",
            default="1",
            help="2: the same sites some time later, with articles that are new, edited, gone, moved (default: 1)",
        )

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Serve, crawl, report."""
        self.exitcode = guarded(lambda: self._demo(args, opts.port, opts.edition))

    def _demo(self, args: list[str], port: str, edition: str) -> Exit:
        if args:
            raise CommandError(Exit.USAGE, f"demo takes no {args[0]!r}: see scrapy demo --help")
        if (self.settings.getpriority("DATABASE_URL") or 0) < SETTINGS_PRIORITIES["cmdline"]:
            self.settings.set("DATABASE_URL", self.settings["DEMO_DATABASE_URL"], priority="cmdline")
        with _replica(port, edition) as address:
            self.settings.set("REPLICA", address, priority="cmdline")
            portals, _ = choose(self.loader, PORTALS)
            crawled = crawl(self.crawler_process, [*portals, HxMirror, NfMirror], Screen(), Wanted(full=True))
        code = self.report(crawled)
        if code in (Exit.FINE, Exit.LOOK):
            with written(code):
                _show_article(self.settings["DATABASE_URL"], crawled.runs[0])
                print(f"\ndatabase: {crawled.database}")
                print(NEXT.format(scrapy=os.path.relpath(sys.argv[0])))
        return code


def _show_article(database: str, run: Run) -> None:
    """One article before and after, if there is one."""
    with closing(open_store(database)) as store, store.reading() as session:
        found = sample(session, run.notebook.lease.portal_id)
        if found:
            show_sample(Console(), found)


@contextmanager
def _replica(port: str, edition: str) -> Iterator[str]:
    """The replica in a process of its own, for as long as the block lasts.

    :returns: its address.
    :raises CommandError: if it can't serve on this port.
    """
    command = [sys.executable, "-m", "crawler.replica", "--attached", "--port", port, "--edition", edition]
    pipe = subprocess.PIPE
    # A session of its own: Ctrl-C goes to the crawl, which still needs the replica for what is in flight.
    with subprocess.Popen(  # noqa: S603 (our own program; a bad port is the replica's to refuse)
        command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True, start_new_session=True
    ) as process:
        try:
            line = cast("IO[str]", process.stdout).readline()
            if not line:
                raise CommandError(Exit.USAGE, cast("IO[str]", process.stderr).read().strip())
            yield line.split()[1]
        finally:
            process.terminate()
