"""``scrapy onboard URL``: a portal's file from an address."""

import argparse
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from scrapy.commands import ScrapyCommand

from cleaners.model import Layout
from crawler import portal_file, snapshots
from crawler.commands.crawl import Command as CrawlCommand
from crawler.discovery.discovered import Discovery
from crawler.discovery.naming import is_name, portal_name
from crawler.exits import CommandError, Exit
from crawler.onboarding import address, check_free, check_new, onboard
from crawler.progress import Screen
from crawler.runner import world_of
from crawler.snapshots import CaseError
from crawler.terminal import plain, tell, written

#: So many characters of a sample's text are shown.
SHOWN = 60


class Command(CrawlCommand):
    """Make a portal of a site."""

    def syntax(self) -> str:
        """The command line."""
        return "<URL> [--home] [--name NAME] [--yes]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Find out how a site is built, and write its portal's file"

    def long_desc(self) -> str:
        """For --help."""
        return (
            "Look at the page of this address, a site's front page, a list or an article, and at up to 37 further ones"
            " of the site, with all manners of a crawl: find its platform, columns, lists and how they go on, what"
            " articles' addresses look like, and a layout. Show it with some articles, ask, and write"
            " crawler/spiders/NAME.py and a test case. Nothing goes to the database. Exit codes: 0 written, or"
            " not wanted; 1 the site can't be had, or no list was found, or a file can't be written; 2 wrong use, no"
            " web address, a name that is none or exists, nobody to ask without --yes; 130 stopped."
            " See docs/portals.md."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, and ours."""
        ScrapyCommand.add_options(self, parser)
        parser.add_argument(
            "--name",
            help="the portal's name; otherwise made from the host. With it a second portal of a site may be written",
        )
        parser.add_argument(
            "--home",
            action="store_true",
            help="where URL is a list: also the columns its front page leads to",
        )
        parser.add_argument("--yes", action="store_true", help="don't ask")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Scrapy's, and no log unless it is asked for: what goes wrong with a page is told in our own line."""
        super().process_options(args, opts)
        if not opts.loglevel and not any(given.startswith("LOG_LEVEL=") for given in opts.set):
            self.settings.set("LOG_LEVEL", "CRITICAL", priority="cmdline")

    def work(self, args: list[str], opts: argparse.Namespace) -> Exit:
        """Explore, show, ask, write."""
        if len(args) != 1:
            raise CommandError(Exit.USAGE, f"onboard takes {self.syntax()}")
        if not opts.yes and not sys.stdin.isatty():
            raise CommandError(
                Exit.USAGE, "onboard asks before it writes, and there is nobody to ask: add --yes"
            )
        url = address(args[0])
        name = portal_name(url) if opts.name is None else opts.name
        if not is_name(name):
            raise CommandError(
                Exit.USAGE,
                f"--name takes a letter, then a-z, 0-9 and _, and no word of Python's, not {plain(name)!r}",
            )
        if opts.name is None:
            check_new(self.loader, url)
        check_free(self.loader, name)
        discovery, layout = onboard(self.crawler_process, url, Screen(), opts.home)
        with written():
            for line in _lines(discovery, layout):
                print(shown(line))
        if not opts.yes and not _agreed(name):
            return Exit.FINE
        return self._write(discovery, name, layout)

    def _write(self, discovery: Discovery, name: str, layout: Layout | None) -> Exit:
        folder = Path(next(iter(import_module(self.settings["NEWSPIDER_MODULE"]).__path__)))
        try:
            file = portal_file.write(folder, name, portal_file.source(discovery, name, layout))
            case = snapshots.save(
                Path(self.settings["CASES"]),
                name,
                [discovery.samples[0].page],
                (layout,) if layout else (),
                world=world_of(self.settings),
            )
        except OSError as error:
            text = f"{error.filename or folder} can't be written: {error.strerror or error}"
            raise CommandError(Exit.LOOK, text) from error
        except CaseError as error:
            tell(str(error))
        else:
            with written():
                print(f"test case: {case}")
        with written():
            print(f"written: {file}\nnext: scrapy crawl {name}")
        return Exit.FINE


def _lines(discovery: Discovery, layout: Layout | None) -> Iterator[str]:
    """What was found, for people."""
    portal = discovery.portal()
    cms = getattr(portal, "cms", None)
    yield f"{portal.title}  {portal.home}  ({discovery.asked} pages asked)"
    yield (
        f"platform: {cms}: {'; '.join(discovery.signs)}"
        if cms
        else "platform: none that is known; the general way"
    )
    yield "columns:"
    yield from (f"  {column}  {first}" for column, first in portal.lists.items())
    yield f"articles: {portal.article_url}"
    yield f"layout: {layout.content}" if layout else "layout: none learned; the general way"
    for sample in discovery.samples[:3]:
        yield f"  {sample.published or '(no date)'}  {sample.title or '(no title)'}"
        yield f"      {sample.text.partition(chr(10))[0][:SHOWN]}"
    yield from (f"! unsure: {line}" for line in discovery.unsure)


def shown(line: str) -> str:
    """A line with words of pages in it: what can't be seen, or turns the direction of writing, is made visible."""
    return "".join(each if each.isprintable() else "\ufffd" for each in line)


def _agreed(name: str) -> bool:
    sys.stdout.write(f"Write the portal {name}? [y/N] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")
