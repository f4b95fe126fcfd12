"""What the commands that work on the store without a crawl have in common."""

import argparse
from abc import abstractmethod
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date

from rich.console import Console
from rich.progress import Progress
from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings, Settings

from crawler.exits import CommandError, Exit
from crawler.terminal import guarded
from storage.database import Store, StoreError, open_store
from storage.leases import LeaseHeld


@contextmanager
def opened(settings: BaseSettings, must_exist: bool = False) -> Iterator[Store]:
    """The store of the settings.

    :param must_exist: no store is made new.
    :raises CommandError: if it can't be used.
    """
    try:
        store = open_store(settings["DATABASE_URL"], must_exist)
    except StoreError as error:
        raise CommandError(Exit.DATABASE, str(error)) from error
    with closing(store):
        yield store


class StoreCommand(ScrapyCommand):
    """A command on the store: what ends it early is one line and an exit code."""

    settings: Settings
    requires_project = True
    requires_crawler_process = False

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do it, and keep the exit code."""
        self.exitcode = guarded(lambda: self.work(args, opts))

    @abstractmethod
    def work(self, args: list[str], opts: argparse.Namespace) -> Exit:
        """What the command does.

        :raises CommandError: if it must end early.
        """

    @contextmanager
    def store(self, must_exist: bool = True) -> Iterator[Store]:
        """The store that ``DATABASE_URL`` names.

        :param must_exist: no store is made new.
        :raises CommandError: if it isn't there, if it or another database in the block can't be used, or if a
            portal is being crawled that the block needs for itself.
        """
        try:
            with opened(self.settings, must_exist) as store:
                yield store
        except StoreError as error:
            raise CommandError(Exit.DATABASE, str(error)) from error
        except LeaseHeld as error:
            raise CommandError(Exit.HELD, str(error)) from error


@contextmanager
def shown(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show on a terminal how far it is.

    :returns: to be told how many are done, and how many there are.
    """
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task(what)
        yield lambda done, total: progress.update(bar, completed=done, total=total)


def add_cluster(parser: argparse.ArgumentParser) -> None:
    """The option of all commands whose work can be spread."""
    parser.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="spread the work over a Dask cluster: tls://HOST:PORT, or local:N for N processes on this machine",
    )


def day(option: str, given: str | None) -> date | None:
    """A day given on the command line.

    :raises CommandError: if it is none.
    """
    try:
        return None if given is None else date.fromisoformat(given)
    except ValueError as error:
        raise CommandError(Exit.USAGE, f"{option} takes a day such as 2024-05-31, not {given!r}") from error
