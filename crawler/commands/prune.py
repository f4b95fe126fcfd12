"""``scrapy prune``: takes old page bodies out of the store."""

import argparse
import re
from datetime import timedelta

from crawler.commanding import StoreCommand
from crawler.exits import CommandError, Exit
from crawler.terminal import written
from storage.retention import Policy, prune

_DAYS = re.compile("([0-9]{1,5})d")
_NUMBER = re.compile("[1-9][0-9]{0,8}")


class Command(StoreCommand):
    """Prune page bodies."""

    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 (Scrapy's attribute)

    def syntax(self) -> str:
        """The command line."""
        return "--older-than <days>d | --keep-versions <number> | both"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Take old page bodies out of the store; articles and their versions stay"

    def long_desc(self) -> str:
        """For --help."""
        return (
            "Take away the bodies of pages that no current version was made of and that no address gave last."
            " Versions, ledgers and what is known of the pages stay; a page says when its body was pruned. With both"
            " options a body goes only if neither keeps it. A crawl may go on meanwhile. Exit codes: 0 fine; 2 wrong"
            " use; 3 the database can't be used; 130 stopped by Ctrl-C. See docs/exit-codes.md."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Ours beside Scrapy's own. Values are read by us: a wrong one is told in one line."""
        super().add_options(parser)
        parser.add_argument(
            "--older-than", metavar="365d", help="keep bodies that were first met in so many days"
        )
        parser.add_argument(
            "--keep-versions", metavar="N", help="keep the bodies of each article's newest N versions"
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> Exit:
        """Prune."""
        if args or (opts.older_than is None and opts.keep_versions is None):
            raise CommandError(Exit.USAGE, f"prune takes {self.syntax()}")
        policy = Policy(_days(opts.older_than), _number(opts.keep_versions))
        with self.store() as store:
            pruned = prune(store, policy)
        with written():
            print(f"pruned: {pruned.pages} page bodies, {pruned.size:,} bytes")
        return Exit.FINE


def _days(given: str | None) -> timedelta | None:
    if given is None:
        return None
    found = _DAYS.fullmatch(given)
    if found is None:
        raise CommandError(Exit.USAGE, f"--older-than takes days such as 365d, not {given!r}")
    return timedelta(days=int(found[1]))


def _number(given: str | None) -> int:
    if given is None:
        return 1
    if not _NUMBER.fullmatch(given):
        raise CommandError(Exit.USAGE, f"--keep-versions takes a number from 1, not {given!r}")
    return int(given)
