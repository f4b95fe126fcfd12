"""``scrapy restore FILE``: a store of what ``scrapy backup`` wrote."""

import argparse
from pathlib import Path

from crawler.commanding import StoreCommand, shown
from crawler.exits import CommandError, Exit
from crawler.terminal import written
from storage import backup
from storage.errors import StoreError


class Command(StoreCommand):
    """Restore a backup."""

    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 (Scrapy's attribute)

    def syntax(self) -> str:
        """The command line."""
        return "[--force] <file>"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Make the store what a backup holds"

    def long_desc(self) -> str:
        """For --help."""
        return (
            "Make the store (DATABASE_URL) what a backup holds, row for row, on SQLite or PostgreSQL, in the newest"
            " schema. A store that holds something is left alone unless --force; it is then replaced as a whole or"
            " not at all. A copy of the backup is made in the folder for temporary files (TMPDIR) first. Exit codes:"
            " 0 fine; 1 there is no such file; 2 wrong use; 3 the file is no whole backup or newer than the program,"
            " there is a store already, it is being crawled, or the database can't be used; 130 stopped by Ctrl-C."
            " See docs/exit-codes.md."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Ours beside Scrapy's own."""
        super().add_options(parser)
        parser.add_argument("--force", action="store_true", help="replace a store that holds something")

    def work(self, args: list[str], opts: argparse.Namespace) -> Exit:
        """Restore."""
        if len(args) != 1:
            raise CommandError(Exit.USAGE, f"restore takes one file: {self.syntax()}")
        try:
            with shown("restore") as progress:
                backup.restore(Path(args[0]), self.settings["DATABASE_URL"], opts.force, progress)
        except StoreError as error:
            raise CommandError(Exit.DATABASE, str(error)) from error
        except OSError as error:
            raise CommandError(
                Exit.LOOK, f"{error.filename or args[0]}: {error.strerror or 'no such file'}"
            ) from error
        with written():
            print(f"restore: the store is what {args[0]} holds")
        return Exit.FINE
