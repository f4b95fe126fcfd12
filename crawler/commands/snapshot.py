"""``scrapy snapshot PORTAL URL``: a page as a test case of its portal."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from scrapy.commands import ScrapyCommand

from cleaners.model import Page
from crawler import snapshots
from crawler.commanding import opened
from crawler.commands.crawl import Command as CrawlCommand
from crawler.exits import CommandError, Exit
from crawler.portal import PortalSpider
from crawler.progress import Screen
from crawler.runner import Wanted, choose, crawl, home_of
from crawler.snapshots import CaseError, CaseExistsError
from crawler.spellings import spellings
from crawler.terminal import plain, tell, written
from storage.parts import last_pages
from storage.portals import world
from storage.selection import Selection
from storage.words import World


class Command(CrawlCommand):
    """Save a page as a test case."""

    def syntax(self) -> str:
        """The command line."""
        return "<portal> <URL> [--name NAME] | <portal> [URL] --update"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Save a page of a portal, and the articles expected of it, as a test case"

    def long_desc(self) -> str:
        """For --help."""
        return (
            "Save a page as a test case: its bytes, what is known of it, and what the cleaner makes of it now, which a"
            " person should read. A page that the database has is taken from there; another one is asked, with all"
            " manners of a crawl, and kept as in one. The tests then clean each case and compare. --update expects"
            " of the portal's cases, or of the one with this address, what the cleaner makes of them now, and shows"
            " the difference. The cases are in tests/crawler/cases (-s CASES=folder). Others' pages are theirs: don't"
            " publish them. Exit codes as for crawl; 1 also if the page can't be had or the case not be"
            " written; 2 also for an address that is not the portal's, and a case that is there already."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, and ours."""
        ScrapyCommand.add_options(self, parser)
        parser.add_argument("--name", help="the case's name; otherwise made from the address")
        parser.add_argument("--update", action="store_true", help="renew what is expected of saved cases")

    def work(self, args: list[str], opts: argparse.Namespace) -> Exit:
        """Save or renew."""
        if not 2 - opts.update <= len(args) <= 2:
            raise CommandError(Exit.USAGE, f"snapshot takes {self.syntax()}")
        if opts.name and not snapshots.NAME.fullmatch(opts.name):
            raise CommandError(Exit.USAGE, f"--name takes a-z, 0-9 and hyphens, not {plain(opts.name)!r}")
        portals, broken = choose(self.loader, args[:1])
        if broken:
            raise CommandError(Exit.BROKEN, broken[0])
        try:
            if opts.update:
                return self._renew(portals[0], args[1:])
            return self._save(portals[0], args[1], opts.name)
        except CaseExistsError as error:
            advice = "--update renews it, --name gives another name"
            raise CommandError(Exit.USAGE, f"{error}: {advice}") from error
        except CaseError as error:
            raise CommandError(Exit.USAGE, str(error)) from error
        except OSError as error:
            raise CommandError(Exit.LOOK, f"the case can't be written: {error.strerror or error}") from error

    @property
    def _folder(self) -> Path:
        return Path(self.settings["CASES"])

    def _renew(self, portal: type[PortalSpider], urls: Sequence[str]) -> Exit:
        wanted = {each for url in urls for each in spellings(url)}
        found = [(case, snapshots.read(case)) for case in snapshots.find(self._folder, portal.name)]
        cases = [case for case, (first, *_) in found if not urls or (first and first.url in wanted)]
        if not cases:
            raise CommandError(Exit.USAGE, f"there is no such case of {portal.name} in {self._folder}")
        for case in cases:
            changed = snapshots.renew(case, portal.layouts)
            with written():
                print(f"{case}: {'renewed' if changed else 'as before'}")
                for line in changed:
                    print(plain(line))
        return Exit.FINE

    def _save(self, portal: type[PortalSpider], given: str, name: str | None) -> Exit:
        urls = self._own(portal, given)
        code, pages = Exit.FINE, self._stored(portal, urls)
        if not pages:
            code = self._ask(portal, urls[0])
            pages = self._stored(portal, urls)
        if not pages:
            raise CommandError(
                max(code, Exit.LOOK), f"{urls[0]} gave no page: scrapy why {urls[0]} shows what came"
            )
        case = snapshots.save(self._folder, portal.name, pages, portal.layouts, name, self._world())
        with written(code):
            print(case)
            print(plain((case / "expected.json").read_text("utf-8")), end="")
        return code

    def _own(self, portal: type[PortalSpider], given: str) -> list[str]:
        """The addresses of the portal that may be meant.

        :raises CommandError: if there is none.
        """
        home = home_of(portal, self.settings)
        spider = portal(home=home)
        urls = [url for url in spellings(given) if spider.owns(url)]
        if not urls:
            raise CommandError(
                Exit.USAGE, f"{plain(given)} is no address of {portal.name}, {home or portal.home}"
            )
        return urls

    def _stored(self, portal: type[PortalSpider], urls: Sequence[str]) -> list[Page | None]:
        """The article's pages from the database; none if it doesn't have the first one."""
        with opened(self.settings) as store, store.reading() as session:
            return last_pages(session, portal.name, urls)

    def _world(self) -> World:
        with opened(self.settings) as store, store.reading() as session:
            return world(session)

    def _ask(self, portal: type[PortalSpider], url: str) -> Exit:
        crawled = crawl(self.crawler_process, [portal], Screen(), Wanted(chosen=Selection(urls=(url,))))
        for problem in [*crawled.refused, *(each for run in crawled.runs for each in run.problems)]:
            tell(problem[1])
        return crawled.exit_code
