"""``scrapy refetch PORTAL``: known articles fetched again, and what has changed."""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, cast

from rich.console import Console
from rich.text import Text
from scrapy.commands import ScrapyCommand

from crawler.commanding import day, opened
from crawler.commands.crawl import Command as CrawlCommand
from crawler.differences import shown
from crawler.exits import CommandError, Exit
from crawler.progress import Screen
from crawler.runner import Wanted, choose, crawl
from crawler.runs import Run
from crawler.spellings import spellings
from crawler.terminal import plain, tell, written
from storage.history import Happened, of_run
from storage.portals import known
from storage.reports import failures
from storage.selection import STATES, Selection, find
from storage.words import State


class Command(CrawlCommand):
    """Fetch articles again."""

    def syntax(self) -> str:
        """The command line."""
        return "<portal> [--since DAY] [--url URL ...] [--state STATE] [--jsonl]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Fetch known articles again, and show what has changed"

    def long_desc(self) -> str:
        """For --help."""
        return (
            "Ask for articles of a portal again, due or not and unconditionally, and keep what differs as new"
            " versions; no list is asked. Without a choice: all its addresses but redirects, duplicates, excluded and"
            " gone ones. Prints what is new, edited (with the difference), gone and failed, and how many stayed the"
            " same. A bad answer never replaces a good version. Exit codes as for crawl; 2 also for an address or a"
            " state that isn't there. See docs/exit-codes.md."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Scrapy's own, and which addresses."""
        ScrapyCommand.add_options(self, parser)
        parser.add_argument("--since", metavar="DAY", help="only articles that are not older than DAY")
        parser.add_argument(
            "--url", action="append", default=[], metavar="URL", help="only this address; may be repeated"
        )
        parser.add_argument(
            "--state", action="append", default=[], help=f"only addresses in this state: {', '.join(STATES)}"
        )
        parser.add_argument("--jsonl", action="store_true", help="print JSON lines")

    def work(self, args: list[str], opts: argparse.Namespace) -> Exit:
        """Fetch and report."""
        if len(args) != 1:
            raise CommandError(Exit.USAGE, f"refetch takes {self.syntax()}")
        portals, broken = choose(self.loader, args)
        if broken:
            raise CommandError(Exit.BROKEN, broken[0])
        selection = self._select(args[0], opts)
        crawled = crawl(self.crawler_process, portals, Screen(), Wanted(chosen=selection))
        for problem in [*crawled.refused, *(each for run in crawled.runs for each in run.problems)]:
            tell(problem[1])
        with written(crawled.exit_code):
            for run in crawled.runs:
                self._report(run, opts.jsonl)
        return crawled.exit_code

    def _select(self, portal: str, opts: argparse.Namespace) -> Selection:
        """What was chosen on the command line.

        :raises CommandError: if there is no such portal, address or state.
        """
        since = day("--since", opts.since)
        for state in opts.state:
            if state not in STATES:
                raise CommandError(
                    Exit.USAGE, f"there is no state {plain(state)} to ask for; there are: {', '.join(STATES)}"
                )
        with opened(self.settings, must_exist=True) as store, store.reading() as session:
            if portal not in {each.name for each in known(session)}:
                raise CommandError(Exit.USAGE, f"the store has no portal {portal!r}: crawl it first")
            numbers = [find(session, portal, spellings(url)) for url in opts.url]
        for url, number in zip(opts.url, numbers, strict=True):
            if number is None:
                raise CommandError(
                    Exit.USAGE, f"the store knows no address {plain(url)} of an article of {portal}"
                )
        return Selection(tuple(filter(None, numbers)), cast("tuple[State, ...]", tuple(opts.state)), since)

    def _report(self, run: Run, as_json: bool) -> None:
        """What has changed in the store by a run."""
        with opened(self.settings) as store, store.reading() as session:
            happened = of_run(session, run.notebook.lease.run_id)
            gone = {each.url for each in happened if each.step.op == "gone"}
            ends = failures(session, run.notebook.lease.run_id)
            failed = [each for each in ends if each[0] not in gone]
        counts = run.notebook.counts
        moved = sum(each.step.op == "moved" for each in happened)
        same = counts["articles/same"] + counts["articles/unchanged"] - moved
        if as_json:
            for each in _objects(happened, failed, same):
                print(json.dumps(each, ensure_ascii=False))
        else:
            console = Console(highlight=False)
            for line in _lines(happened, failed, same):
                console.print(line, soft_wrap=True)


def _objects(
    happened: Sequence[Happened], failed: Sequence[tuple[str, str, str]], same: int
) -> Iterator[dict[str, Any]]:
    """The same as JSON objects; the last one counts."""
    for each in happened:
        step = asdict(each.step) | {"at": each.step.at.isoformat()}
        step["lines"] = [line._asdict() for line in each.step.lines]
        yield {"url": each.url, "key": each.key, "article_id": each.article_id, **step}
    yield from ({"url": url, "op": state, "reason": reason} for url, state, reason in failed)
    yield {"op": "same", "articles": same}


def _lines(happened: Sequence[Happened], failed: Sequence[tuple[str, str, str]], same: int) -> Iterator[Text]:
    """For people."""
    words = {"changed": "edited"}
    for each in happened:
        head = f"{words.get(each.step.op, each.step.op):9}{each.url}  {each.key or each.step.title or ''}"
        yield Text(plain(head), style="bold")
        yield from map(shown, each.step.lines)
    yield from (Text(plain(f"{state:9}{url}  {reason}")) for url, state, reason in failed)
    number = {
        op: sum(each.step.op == op for each in happened) for op in ("new", "changed", "gone", "moved", "back")
    }
    told = ", ".join(f"{count} {words.get(op, op)}" for op, count in number.items() if count or op != "moved")
    yield Text(f"refetch: {told}, {len(failed)} failed, {same} same")
