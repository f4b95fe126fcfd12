"""``scrapy import FILE.warc.gz --portal NAME``: pages that somebody else fetched, cleaned and kept."""
# ruff: noqa: N999 (Scrapy names a command after its module)

import argparse
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.exceptions import CloseSpider

from crawler import layouts, stopping
from crawler.commanding import StoreCommand
from crawler.exits import CommandError, Exit
from crawler.importing import Importing
from crawler.notebook import Notebook
from crawler.portal import PortalSpider
from crawler.registry import PortalLoader
from crawler.runner import choose, homes_of
from crawler.tenure import close
from crawler.terminal import tell, written
from crawler.workers import Workers
from storage.database import Store
from storage.errors import MissingExtra
from storage.leases import LeaseLost, this_process
from storage.portals import PortalRecord, world

if TYPE_CHECKING:  # it needs an extra
    from storage.captures import Capture


class Command(StoreCommand):
    """Import pages."""

    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 (Scrapy's attribute)

    def syntax(self) -> str:
        """The command line."""
        return "<file>.warc.gz --portal <name> [--any-host]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Clean and keep the pages of a WARC file that somebody else fetched"

    def long_desc(self) -> str:
        """For --help."""
        return (
            "Keep the HTML pages of a WARC file (packed or not) as if the portal had been crawled then: answers with"
            " status 200 at addresses of the portal's articles, newer than what the store has. All else is passed"
            " over and counted by reason. Exit codes: 0 fine; 1 the file can't be read, breaks off, or pages met an"
            " error of our own; 2 wrong use, an unknown portal, a package that must be installed first; 3 the"
            " database can't be used; 4 the portal is being crawled; 5 the portal's file is broken; 130 stopped by"
            " Ctrl-C. See docs/exit-codes.md."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Ours beside Scrapy's own."""
        super().add_options(parser)
        parser.add_argument("--portal", help="the portal whose pages they are")
        parser.add_argument(
            "--any-host", action="store_true", help="take pages of other hosts as the portal's, too"
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> Exit:
        """Import."""
        if len(args) != 1 or not opts.portal:
            raise CommandError(Exit.USAGE, f"import takes {self.syntax()}")
        (portals, broken) = choose(PortalLoader.from_settings(self.settings), [opts.portal])
        if broken:
            raise CommandError(Exit.BROKEN, broken[0])
        file, refused = Path(args[0]), Counter[str]()
        try:
            from storage.captures import BROKEN, captures  # an extra

            file.open("rb").close()
            found = captures(file, self.settings.getint("DOWNLOAD_MAXSIZE"), refused)
            with self.store(must_exist=False) as store:
                notebook = self._run(store, portals[0], found, opts.any_host, refused)
        except MissingExtra as error:
            raise CommandError(Exit.USAGE, str(error)) from error
        except OSError as error:
            raise CommandError(Exit.LOOK, f"{file} can't be read: {error.strerror or error}") from error
        _report(notebook, refused)
        return Exit.LOOK if refused[BROKEN] or notebook.counts["errors/crawler"] else Exit.FINE

    def _run(
        self,
        store: Store,
        portal: type[PortalSpider],
        found: Iterable["Capture"],
        any_host: bool,
        refused: Counter[str],
    ) -> Notebook:
        """Import under the portal's lease, as a run of its own."""
        home = str(homes_of(self.settings).get(portal.name, portal.home))
        with store.reading() as session:
            about = world(session)
        record = PortalRecord(portal.name, portal.title, portal.region, home)
        notebook = Notebook.start(store, record, this_process(), about, full=False)
        outcome = "stopped"
        try:
            with closing(Workers()) as workers:
                spider = portal(notebook=notebook, workers=workers, home=home)
                with notebook.transaction() as session:
                    there = layouts.in_use(session, portal, self.settings)
                stopping.run(Importing(spider, there, workers, any_host, refused).run(found))
            outcome = "imported"
        except CloseSpider as error:
            code = Exit.HELD if isinstance(notebook.fault, LeaseLost) else Exit.DATABASE
            raise CommandError(code, str(notebook.fault)) from error
        finally:
            notebook.counts.update({f"passed over/{reason}": number for reason, number in refused.items()})
            close(notebook, outcome)
        return notebook


def _report(notebook: Notebook, refused: Counter[str]) -> None:
    """What came of it, and what was passed over."""
    counts = notebook.counts
    numbers = ", ".join(f"{counts[f'articles/{op}']} {op}" for op in ("new", "changed", "same"))
    with written():
        print(f"import: {counts['addresses/handed_out']} pages; articles: {numbers}")
        if refused:
            print(
                "passed over: "
                + ", ".join(f"{number} {reason}" for reason, number in sorted(refused.items()))
            )
    if counts["errors/crawler"]:
        tell(
            f"errors of our own: {counts['errors/crawler']}; their addresses are failed, with the error's name"
        )
