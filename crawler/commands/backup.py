"""``scrapy backup FILE``: the store as one file, while crawls go on."""

import argparse
from pathlib import Path

from crawler.commanding import StoreCommand, shown
from crawler.exits import CommandError, Exit
from crawler.terminal import written
from storage import backup


class Command(StoreCommand):
    """Back the store up."""

    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 (Scrapy's attribute)

    def syntax(self) -> str:
        """The command line."""
        return "[--force] <file>"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Write the whole store to one file, while crawls go on"

    def long_desc(self) -> str:
        """For --help."""
        return (
            "Write the store's state of one moment to a file that is itself a store on SQLite, whatever database it"
            " comes from: scrapy restore makes a store of it again, on SQLite or PostgreSQL. The file appears when it"
            " is whole. Exit codes: 0 fine; 1 the file can't be written, or is there already; 2 wrong use; 3 the"
            " database can't be used; 130 stopped by Ctrl-C. See docs/exit-codes.md."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Ours beside Scrapy's own."""
        super().add_options(parser)
        parser.add_argument("--force", action="store_true", help="replace a file that is there")

    def work(self, args: list[str], opts: argparse.Namespace) -> Exit:
        """Back up."""
        if len(args) != 1:
            raise CommandError(Exit.USAGE, f"backup takes one file: {self.syntax()}")
        file = Path(args[0])
        try:
            with self.store() as store, shown("backup") as progress:
                backup.backup(store, file, opts.force, progress)
        except OSError as error:
            raise CommandError(Exit.LOOK, f"{file} can't be written: {error.strerror or error}") from error
        with written():
            print(f"backup: {file}, {file.stat().st_size:,} bytes")
        return Exit.FINE
