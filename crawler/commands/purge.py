"""``scrapy purge article|address|portal WHAT``: takes content out of the store for good."""

import argparse
import sys

from sqlalchemy.orm import Session
from w3lib.url import canonicalize_url

from crawler.commanding import StoreCommand
from crawler.exits import CommandError, Exit
from crawler.terminal import written
from storage import purge
from storage.leases import this_process
from storage.purge import Plan, Purged


class Command(StoreCommand):
    """Purge an article, an address or a portal."""

    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 (Scrapy's attribute)

    def syntax(self) -> str:
        """The command line."""
        return "article <number> | address <URL> | portal <name> [--yes]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Take an article, an address or a portal's articles out of the store for good"

    def long_desc(self) -> str:
        """For --help."""
        return (
            "Delete articles with all their versions and ledgers, and the pages they were made of, unless"
            " another address or article has them as well. What is left is a tombstone, the address, which is"
            " never asked again, and an event that takes the article out of the databases that follow the feed."
            " Backups and exports made before still have it. Asks first, unless --yes. Exit codes: 0 fine; 2"
            " wrong use, nothing of that name; 3 the database can't be used; 4 the portal is being crawled;"
            " 130 stopped by Ctrl-C. See docs/exit-codes.md."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Ours beside Scrapy's own."""
        super().add_options(parser)
        parser.add_argument("--yes", action="store_true", help="don't ask")

    def work(self, args: list[str], opts: argparse.Namespace) -> Exit:
        """Ask, and purge."""
        if len(args) != 2 or args[0] not in ("article", "address", "portal"):
            raise CommandError(Exit.USAGE, f"purge takes {self.syntax()}")
        if not opts.yes and not sys.stdin.isatty():
            raise CommandError(Exit.USAGE, "purge asks first, and there is nobody to ask: add --yes")
        kind, what = args
        with self.store() as store:
            with store.reading() as session:
                plans = _plans(session, kind, what)
            if not opts.yes and not _agreed(plans, f"{kind} {what}"):
                return Exit.FINE
            done = [purge.purge(store, plan, this_process()) for plan in plans]
        with written():
            print(f"purged: {_sum(done)}")
        return Exit.FINE


def _plans(session: Session, kind: str, what: str) -> list[Plan]:
    """What is to be taken out.

    :raises CommandError: if there is nothing of that name, or it can't be taken out alone.
    """
    try:
        if kind == "article":
            if not (what.isascii() and what.isdigit() and len(what) < 19):
                raise LookupError(f"an article is named by its number, not {what!r}")
            return [purge.of_article(session, int(what))]
        if kind == "address":
            return purge.of_address(session, canonicalize_url(what))
        return [purge.of_portal(session, what)]
    except (LookupError, ValueError, purge.SharedPage) as error:
        raise CommandError(Exit.USAGE, str(error)) from error


def _agreed(plans: list[Plan], what: str) -> bool:
    """Whether the user wants it."""
    articles = sum(plan.articles for plan in plans)
    addresses = sum(len(plan.addresses) + len(plan.lists) for plan in plans)
    with written():
        print(
            f"{what}: {articles} articles at {addresses} addresses go for good, with all their versions and pages."
        )
    sys.stdout.write("Go on? [y/N] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _sum(done: list[Purged]) -> str:
    return ", ".join(
        f"{sum(getattr(each, name) for each in done)} {name}"
        for name in ("articles", "versions", "pages", "addresses")
    )
