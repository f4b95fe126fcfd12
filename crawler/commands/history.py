"""``scrapy history URL``: an article's versions, what differs between them, and when it went or moved."""

import argparse
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from crawler.commanding import StoreCommand
from crawler.differences import shown
from crawler.exits import CommandError, Exit
from crawler.spellings import spellings
from crawler.terminal import plain, written
from storage.history import Place, Step, history


class Command(StoreCommand):
    """Show what became of an address's articles."""

    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 (Scrapy's attribute)

    def syntax(self) -> str:
        """The command line."""
        return "<URL>"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Show the versions of an address's articles, and what differs between them"

    def long_desc(self) -> str:
        """For --help."""
        return (
            "Show all articles of an address, each with its versions: number, time, cause (the source changed, or"
            " the cleaner), cleaner, and the paragraphs and fields that differ; and when it was gone, back or moved."
            " The URL may be written in any way that leads to the same address. Exit codes: 0 fine; 1 the output"
            " can't be written; 2 wrong use, or no such address in the database; 3 the database can't be used."
        )

    def work(self, args: list[str], opts: argparse.Namespace) -> Exit:
        """Look it up and print."""
        if len(args) != 1:
            raise CommandError(Exit.USAGE, "history takes one address: scrapy history https://…")
        places = self._find(args[0])
        if not places:
            raise CommandError(Exit.USAGE, f"the store knows no address {plain(args[0])}")
        with written():
            for place in places:
                for line in _lines(place):
                    Console(highlight=False).print(line, soft_wrap=True)
        return Exit.FINE

    def _find(self, given: str) -> list[Place]:
        """What the store knows of the first spelling that it knows."""
        with self.store() as store, store.reading() as session:
            return next(filter(None, (history(session, url) for url in spellings(given))), [])


def _lines(place: Place) -> Iterator[Text]:
    """An address for people: its state, its articles, where it leads."""
    state = f"{place.state}, {place.reason}" if place.reason else place.state
    yield Text(f"{plain(place.url)}  ", style="bold") + Text(f"{place.portal}: {plain(state)}", style="dim")
    if place.leads_to:
        yield Text(f"  leads to {plain(place.leads_to)}")
    if not place.articles and not place.leads_to:
        yield Text("  it holds no article, and never did")
    for told in place.articles:
        head = (
            f"article {told.article_id}"
            + (f", {told.key}" if told.key else "")
            + (", gone" if told.gone else "")
        )
        yield Text(f"  {plain(head)}", style="bold")
        for step in told.steps:
            yield from _step(step)


def _step(step: Step) -> Iterator[Text]:
    when = f"    {step.at:%Y-%m-%d %H:%M:%S} UTC  "
    if step.cause is None:
        yield Text(when + step.op)
        return
    by = "" if step.op == "new" else f"by the {step.cause}; "
    yield Text(when + f"version {step.version}: {step.op}, {by}cleaner {step.cleaner}")
    if step.op == "new":
        yield Text(f"      {plain(step.title or '(no title)')}")
    elif step.changed:
        yield Text(f"      changed: {', '.join(step.changed)}")
    yield from map(shown, step.lines)
