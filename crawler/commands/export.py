"""``scrapy export FILE``: the articles as Parquet, CSV or JSON lines, the pages as WARC."""

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

from crawler.commanding import StoreCommand, day, shown
from crawler.exits import CommandError, Exit
from crawler.terminal import written
from storage import export
from storage.errors import MissingExtra
from storage.export import Column, Selection, Values
from storage.tabular import write_csv, write_jsonl
from storage.whole_file import replaced

_Write = Callable[[BinaryIO, Sequence[Column], Iterable[Sequence[Values]]], int]
_ENDINGS = (".parquet", ".csv", ".jsonl", ".warc.gz")


class Command(StoreCommand):
    """Export articles or pages."""

    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 (Scrapy's attribute)

    def syntax(self) -> str:
        """The command line."""
        return "[options] <file>.parquet | <file>.csv | <file>.jsonl | <file>.warc.gz"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Write the articles to a Parquet, CSV or JSONL file, or the pages to a WARC file"

    def long_desc(self) -> str:
        """For --help."""
        return (
            "Write the current versions of the articles (.parquet, .csv, .jsonl), or what answered to every request"
            " (.warc.gz); the file's ending says which. The file appears when it is whole. Exit codes: 0 fine; 1 the"
            " file can't be written; 2 wrong use, an unknown portal, a package that must be installed first; 3 the"
            " database can't be used; 130 stopped by Ctrl-C. See docs/exit-codes.md."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Ours beside Scrapy's own."""
        super().add_options(parser)
        parser.add_argument("--portal", help="of this portal only")
        parser.add_argument(
            "--since", metavar="DAY", help="published on this day (2024-05-31) or later; pages: fetched"
        )
        parser.add_argument("--until", metavar="DAY", help="published on this day or earlier; pages: fetched")
        parser.add_argument(
            "--gone", action="store_true", help="with the articles that are gone from their sites"
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> Exit:
        """Export."""
        if len(args) != 1 or not args[0].endswith(_ENDINGS):
            raise CommandError(Exit.USAGE, f"export takes one file, which ends in {', '.join(_ENDINGS)}")
        file = Path(args[0])
        selection = Selection(
            opts.portal, day("--since", opts.since), day("--until", opts.until), bool(opts.gone)
        )
        if file.name.endswith(".warc.gz") and selection.gone:
            raise CommandError(Exit.USAGE, "--gone is for articles: a WARC file has the pages of all of them")
        try:
            with self.store() as store, store.reading() as session:
                said = _write(file, session, selection)
        except (LookupError, MissingExtra) as error:
            raise CommandError(Exit.USAGE, str(error)) from error
        except OSError as error:
            raise CommandError(Exit.LOOK, f"{file} can't be written: {error.strerror or error}") from error
        with written():
            print(f"export: {said} in {file}")
        return Exit.FINE


def _write(file: Path, session: Session, selection: Selection) -> str:
    """Write the file, and say what is in it."""
    if file.name.endswith(".warc.gz"):
        return _write_pages(file, session, selection)
    export.check(session, selection)
    write = _writer(file)
    total, done = export.count(session, selection), 0
    with replaced(file) as out, shown("articles") as told:

        def batches() -> Iterator[list[Values]]:
            nonlocal done
            for batch in export.batches(session, selection):
                yield batch
                told(done := done + len(batch), total)

        rows = write(out, export.columns(session), batches())
    return f"{rows} articles"


def _writer(file: Path) -> _Write:
    if file.suffix == ".parquet":
        from storage.parquet import write_parquet  # an extra

        return write_parquet
    return write_csv if file.suffix == ".csv" else write_jsonl


def _write_pages(file: Path, session: Session, selection: Selection) -> str:
    from storage.warc import write_warc  # an extra

    with replaced(file) as out:
        done = write_warc(out, session, selection, "Zhengwen")
    left_out = ", ".join(f"{number} {reason}" for reason, number in sorted(done.left_out.items()))
    return f"{done.answers} answers" + (f" (left out: {left_out})" if left_out else "")
