"""``scrapy search WORD...``: the articles of the store that have all of these words."""

import argparse
import json
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from crawler.commanding import StoreCommand, day
from crawler.exits import CommandError, Exit
from crawler.terminal import plain, tell, written
from storage.passages import Passage
from storage.search import RANKED, Found, Hit, Query, search

#: More would be an export.
_MOST = 1_000


class Command(StoreCommand):
    """Search the articles that are there, in their current versions."""

    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 (Scrapy's attribute)

    def syntax(self) -> str:
        """The command line."""
        return "[options] <word> [<word> ...]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Find articles that have all of these words in their title or text"

    def long_desc(self) -> str:
        """For --help."""
        return (
            "Find the articles that have all of these words in their title or text, newest first. A word may be"
            " one character or many, a Latin word, a number, a mixture: it is looked for as it stands, whatever"
            " signs it has; small and capital, full-width and plain letters are the same. Exit codes: 0 fine,"
            " found or not; 1 the output can't be written; 2 wrong use; 3 the database can't be used."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Ours beside Scrapy's own."""
        super().add_options(parser)
        parser.add_argument("--portal", help="articles of this portal only")
        parser.add_argument("--since", metavar="DAY", help="published on this day (2024-05-31) or later")
        parser.add_argument("--until", metavar="DAY", help="published on this day or earlier")
        parser.add_argument(
            "--ranked", action="store_true", help=f"best first, of the newest {RANKED:,} that match"
        )
        parser.add_argument("--limit", default="20", help=f"at most so many, up to {_MOST:,} (default: 20)")
        parser.add_argument("--jsonl", action="store_true", help="one JSON object a line")

    def work(self, args: list[str], opts: argparse.Namespace) -> Exit:
        """Search and print."""
        query = Query(
            " ".join(_literal(args)),
            opts.portal,
            day("--since", opts.since),
            day("--until", opts.until),
            opts.ranked,
            _limit(opts.limit),
        )
        found = self._find(query)
        with written():
            if opts.jsonl:
                for hit in found.hits:
                    print(json.dumps(_row(hit), ensure_ascii=False))
            else:
                _show(Console(), found.hits)
        if not found.hits:
            tell("no article has all of this")
        if found.cut:
            tell(f"more than {RANKED:,} articles match: the newest {RANKED:,} of them were ranked")
        return Exit.FINE

    def _find(self, query: Query) -> Found:
        try:
            with self.store() as store, store.reading() as session:
                return search(session, query)
        except ValueError as error:
            raise CommandError(Exit.USAGE, str(error)) from error


def _literal(args: list[str]) -> list[str]:
    """The words: what begins with ``-`` and stands before ``--`` was meant to be an option."""
    behind = args.index("--") if "--" in args else len(args)
    for word in args[:behind]:
        if word.startswith("-"):
            raise CommandError(
                Exit.USAGE,
                f"there is no option {word}: see scrapy search --help, or write -- before the words",
            )
    return args[:behind] + args[behind + 1 :]


def _limit(given: str) -> int:
    if not (given.isascii() and given.isdigit() and 1 <= int(given[:9]) <= _MOST):
        raise CommandError(Exit.USAGE, f"--limit takes a number from 1 to {_MOST}, not {given!r}")
    return int(given)


def _row(hit: Hit) -> dict[str, object]:
    """A hit for programs."""
    names = ("article_id", "portal", "url", "key", "version", "published", "source")
    row = {name: getattr(hit, name) for name in names}
    row |= {"title": hit.title.text, "passage": hit.passage.text, "marks": hit.passage.marks}
    return row if hit.score is None else row | {"score": round(hit.score, 3)}


def _show(console: Console, hits: Iterable[Hit]) -> None:
    """Hits for people: when and where, the title, the passage with its words marked."""
    for hit in hits:
        head = "  ".join(filter(None, (hit.published or "no date", hit.portal, hit.source)))
        lines = (Text(plain(head), style="dim"), _marked(hit.title), Text("  ") + _marked(hit.passage))
        for line in (*lines, Text("  " + plain(hit.url), style="dim")):
            console.print(line, soft_wrap=True)
        console.print()


def _marked(shown: Passage) -> Text:
    line = Text(plain(shown.text))
    for start, end in shown.marks:
        line.stylize("bold red", start, end)
    return line
