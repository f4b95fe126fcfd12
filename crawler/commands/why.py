"""``scrapy why URL``: an address's life: how it was found, asked and read, and what became of it."""

import argparse
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime

from crawler.commanding import StoreCommand
from crawler.exits import CommandError, Exit
from crawler.spellings import spellings
from crawler.terminal import plain, written
from storage.documents import Attachment
from storage.history import Step
from storage.life import Life, Read, Tried, lives

#: So many characters of a document's text are shown.
BEGINNING = 60


class Command(StoreCommand):
    """Show an address's life."""

    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012 (Scrapy's attribute)

    def syntax(self) -> str:
        """The command line."""
        return "<URL> [--jsonl]"

    def short_desc(self) -> str:
        """One line for the list of commands."""
        return "Show how an address was found, asked and read, and what became of it"

    def long_desc(self) -> str:
        """For --help."""
        return (
            "Show all that the database knows of an address: where it was found and with which hints, every fetch, its"
            " state with the reason and when it is asked next; and for each of its articles how the page was read, the"
            " steps that changed it, its fields with the words they were read from, its faults, copies and versions;"
            " and the documents attached to them, where they are fetched."
            " scrapy history shows what differs between versions. The URL may be written in any way that leads to the"
            " same address. Exit codes: 0 fine; 1 the output can't be written; 2 wrong use, or no such address in the"
            " database; 3 the database can't be used."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Ours beside Scrapy's own."""
        super().add_options(parser)
        parser.add_argument("--jsonl", action="store_true", help="print an address a line, as JSON")

    def work(self, args: list[str], opts: argparse.Namespace) -> Exit:
        """Look it up and print."""
        if len(args) != 1:
            raise CommandError(Exit.USAGE, "why takes one address: scrapy why https://…")
        with self.store() as store, store.reading() as session:
            found = next(filter(None, (lives(session, url) for url in spellings(args[0]))), [])
        if not found:
            raise CommandError(Exit.USAGE, f"the store knows no address {plain(args[0])}")
        with written():
            for life in found:
                for line in [_json(life)] if opts.jsonl else _lines(life):
                    print(line if opts.jsonl else plain(line))
        return Exit.FINE


def _json(life: Life) -> str:
    return json.dumps(asdict(life), ensure_ascii=False, default=datetime.isoformat)


def _lines(life: Life) -> Iterator[str]:
    """An address for people."""
    yield f"{life.url}  {life.portal}: {life.role}"
    yield f"  found     {_time(life.found_at)} {f'on {life.found_on}' if life.found_on else 'as a start address'}"
    told = {name: value for name, value in asdict(life.hints).items() if value}
    yield from (f"    {name}: {value}" for name, value in told.items())
    yield f"  state     {life.state}{f', {life.reason}' if life.reason else ''}; asked {_next(life)}"
    if life.leads_to:
        yield f"  leads to  {life.leads_to}"
    if life.news_at:
        read, swept = _time(life.listed_at), _time(life.swept_at)
        yield f"  column    last news {_time(life.news_at)}; read {read}, to its end {swept}"
    yield from (f"  fetch     {_fetch(each)}" for each in life.fetches)
    if not life.fetches:
        yield "  fetch     none"
    for article in life.articles:
        yield from _article(article)
    for document in life.attachments:
        yield from _document(document)


def _next(life: Life) -> str:
    """When it is asked again."""
    if life.is_due:
        return "in the next run"
    if life.next_ask:
        return _time(life.next_ask)
    return "when a page before it has news" if life.state == "list" else "no more by time"


def _fetch(tried: Tried) -> str:
    size = "" if tried.size is None else f", {tried.size} bytes"
    error = f": {tried.error}" if tried.error else ""
    return f"{_time(tried.at)} {tried.status or '---'} {tried.outcome}{error}{size}, {tried.seconds:.2f} s"


def _article(read: Read) -> Iterator[str]:
    yield f"  article {read.article_id}{f', {read.key}' if read.key else ''}{', gone' if read.gone else ''}"
    yield f"    charset   {read.charset} ({read.charset_reason})"
    yield f"    layout    {read.layout or 'none fitted: the general way'}"
    yield f"    steps     {_listed(f'{step} {number}' for step, number in read.changes.items())}"
    yield f"    faults    {_listed(read.faults)}"
    for name, field in read.fields.items():
        yield f"    {name}: {field.value}  <- {field.origin}: {field.raw}"
    yield from _copies(read)
    yield from (f"    {_time(step.at)} {_step(step)}" for step in read.steps)


def _document(document: Attachment) -> Iterator[str]:
    """A document, and how its text begins."""
    reason = f", {document.reason}" if document.reason else ""
    size = "" if document.size is None else f", {document.size} bytes"
    kind = f", {document.kind}" if document.kind else ""
    yield f"  document  {document.url}: {document.state}{reason}{kind}{size}"
    if document.text:
        beginning = document.text[:BEGINNING].replace("\n", " ")
        yield f"    text      {len(document.text)} characters: {beginning}"
    elif document.note:
        yield f"    no text   {document.note}"


def _copies(read: Read) -> Iterator[str]:
    """The group of its copies, the likely original marked."""
    if read.copies:
        yield f"    copies    {len(read.copies)} elsewhere{'; this is the likely original' if read.is_original else ''}"
    for copy in read.copies:
        key = f", {copy.key}" if copy.key else ""
        yield f"      {copy.portal} {copy.url}{key}{'  (likely original)' if copy.is_original else ''}"


def _step(step: Step) -> str:
    if step.cause is None:
        return step.op
    by = (
        ""
        if step.op == "new"
        else f" by the {step.cause}: {', '.join(step.changed) or 'nothing that is shown'}"
    )
    return f"version {step.version}: {step.op}{by}; cleaner {step.cleaner}"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words) or "none"


def _time(at: datetime | None) -> str:
    return "never" if at is None else f"{at:%Y-%m-%d %H:%M:%S} UTC"
