"""``scrapy feed``: keeps an analysis database in step with the store, or prints the change feed."""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from datetime import datetime
from typing import Any

from crawler.commanding import StoreCommand, shown
from crawler.exits import CommandError, Exit
from crawler.stopping import Stop
from crawler.terminal import written
from storage import corpus, feed
from storage.database import Store
from storage.follow import Applied, apply
from storage.targets import Target, open_target

#: Seconds between two looks at a store without news.
POLL = 0.5
#: Events read at once to be printed, with their articles' texts.
_AT_ONCE = 100


class Command(StoreCommand):
    """Feed an analysis database, or print the change feed."""

    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 (Scrapy's attribute)

    def syntax(self) -> str:
        """The command line."""
        return "--to URL [--follow] | --jsonl [--after N] [--limit N]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Keep an analysis database in step with the store, or print the change feed"

    def long_desc(self) -> str:
        """For --help."""
        return (
            "With --to: apply the store's changes to the tables zhengwen_articles and zhengwen_cursor of another"
            " database (postgresql://, sqlite:///, mysql:// or mariadb://), each exactly once; stop it in any"
            " way and run it again. With --jsonl: print the changes, one JSON object a line. The store is"
            " DATABASE_URL, as for crawl. Exit codes: 0 fine; 1 the output can't be written; 2 wrong use;"
            " 3 one of the databases can't be used, or the target is not the store's; 130 stopped by Ctrl-C."
            " See docs/exit-codes.md."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Ours beside Scrapy's own. Numbers are read by us: a wrong one is told in one line."""
        super().add_options(parser)
        parser.add_argument("--to", metavar="URL", help="the database to keep in step")
        parser.add_argument("--follow", action="store_true", help="with --to: stay, and apply what comes")
        parser.add_argument("--jsonl", action="store_true", help="print the events as JSON lines")
        parser.add_argument(
            "--after", metavar="N", help="with --jsonl: only events after number N (default: 0)"
        )
        parser.add_argument("--limit", metavar="N", help="with --jsonl: at most N events (default: all)")

    def work(self, args: list[str], opts: argparse.Namespace) -> Exit:
        """Feed or print."""
        if args:
            raise CommandError(Exit.USAGE, f"feed takes no {args[0]!r}: see scrapy feed --help")
        if opts.jsonl == (opts.to is not None):
            raise CommandError(Exit.USAGE, "feed takes --to URL or --jsonl")
        if opts.jsonl and opts.follow:
            raise CommandError(Exit.USAGE, "--follow goes with --to")
        if opts.to is not None and (opts.after or opts.limit):
            raise CommandError(
                Exit.USAGE, "--after and --limit go with --jsonl: a database has its own cursor"
            )
        after, limit = _number("--after", opts.after), _number("--limit", opts.limit)
        with self.store() as store:
            if opts.jsonl:
                return _print(store, after or 0, limit)
            return _follow(store, opts.to, opts.follow)


def _number(name: str, given: str | None) -> int | None:
    if given is None:
        return None
    if not (given.isascii() and given.isdigit()) or len(given) > 18:
        raise CommandError(Exit.USAGE, f"{name} takes a number, not {given!r}")
    return int(given)


# --- into a database ------------------------------------------------------------------------------


def _follow(store: Store, address: str, stay: bool) -> Exit:
    """Apply what there is, and with ``stay`` what comes, until it is stopped."""
    with store.reading() as session:
        name, view = feed.head(session).store, corpus.table(session.connection())
    stop = Stop()
    events = written_rows = removed = number = 0
    with stop.heard(), closing(open_target(address, name, view)) as target, shown("events") as told:
        for done in _applied(store, target, stop, stay):
            events, number = events + done.events, done.number
            written_rows, removed = written_rows + done.written, removed + done.removed
            told(done.number, done.head)
    with written():
        print(f"feed: {events} events, {written_rows} rows written, {removed} removed; cursor {number}")
    return Exit.STOPPED if stop.asked else Exit.FINE


def _applied(store: Store, target: Target, stop: Stop, stay: bool) -> Iterator[Applied]:
    while True:
        yield (done := apply(store, target))
        if stop.asked or (not done.events and not stay):
            return
        if not done.events:
            time.sleep(POLL)


# --- onto the screen ------------------------------------------------------------------------------


def _print(store: Store, after: int, limit: int | None) -> Exit:
    """Print events, one a line; what is printed is what the store has when the command looks."""
    left = sys.maxsize if limit is None else limit
    with written():
        while told := _told(store, after, min(_AT_ONCE, left)):
            for line in told:
                print(json.dumps(line, ensure_ascii=False, default=datetime.isoformat))
            after, left = int(told[-1]["number"]), left - len(told)
    return Exit.FINE


def _told(store: Store, after: int, limit: int) -> list[dict[str, Any]]:
    """Events with their articles as they are now; None for an article that is not there."""
    with store.reading() as session:
        view = corpus.table(session.connection())
        events = feed.read(session, after, limit)
        parts = corpus.rows(session, view, {each.article_id for each in events})
        there = {row[corpus.KEY]: dict(row) for rows in parts for row in rows}
    return [asdict(each) | {"article": there.get(each.article_id)} for each in events]
