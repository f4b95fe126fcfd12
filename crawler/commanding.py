"""What the commands that work on the store without a crawl have in common."""

import argparse
from abc import abstractmethod
from collections.abc import Iterator
from contextlib import closing, contextmanager

from scrapy.commands import ScrapyCommand
from scrapy.settings import Settings

from crawler.exits import CommandError, Exit
from crawler.terminal import guarded
from storage.database import Store, StoreError, open_store


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
    def store(self) -> Iterator[Store]:
        """The store that ``DATABASE_URL`` names.

        :raises CommandError: if it, or another database in the block, can't be used.
        """
        try:
            with closing(open_store(self.settings["DATABASE_URL"])) as store:
                yield store
        except StoreError as error:
            raise CommandError(Exit.DATABASE, str(error)) from error
