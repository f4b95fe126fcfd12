"""One article before and after cleaning, to see what the cleaner does."""

from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.markup import escape

from cleaners.model import Ledger
from storage.reports import Sample

#: Characters shown of a paragraph that stays.
SHOWN = 30


def show_sample(console: Console, sample: Sample) -> None:
    """Print the page's blocks, those dropped or rewritten with the reason, and the article as kept."""
    console.rule("before: the page as read")
    console.print(escape(sample.url), soft_wrap=True)
    for line in _blocks(sample):
        console.print(line)
    console.rule("after: the article")
    for name in ("title", "published", "source"):
        console.print(f"[bold]{name}[/]: {escape(getattr(sample, name) or '(none)')}")
    console.print()
    console.print(escape(sample.text))


def _blocks(sample: Sample) -> Iterator[str]:
    """The blocks as read: what stays, became a field, was rewritten, or was dropped and why."""
    last = {change.key: change for change in sample.ledger.changes}
    fields = fields_read(sample.ledger, sample.raw)
    for block in sample.ledger.blocks:
        change = last.get(block.key)
        if change is None:
            yield f"  {escape(_short(block.text))}"
        elif block.key in fields:
            yield f"[green]> {escape(block.text)}[/]  [dim]-> kept as a field: {', '.join(fields[block.key])}[/]"
        elif change.after is None:
            yield f"[red]- {escape(block.text)}[/]  [dim]<- {escape(change.reason)}[/]"
        else:
            yield f"[yellow]~ {escape(block.text)}[/]  [dim]<- {escape(change.reason)}[/]"


def fields_read(ledger: Ledger, raws: Mapping[str, str]) -> dict[tuple[int, int], list[str]]:
    """The dropped blocks that fields were read from, with the fields: for each the shortest that has its words.

    Longer ones only repeat them, as a link to the article does.

    :param raws: by field, the words it was read from.
    """
    dropped = {change.key for change in ledger.changes if change.after is None}
    found: dict[tuple[int, int], list[str]] = {}
    for name, raw in raws.items():
        having = [block for block in ledger.blocks if block.key in dropped and raw in block.text]
        if having:
            found.setdefault(min(having, key=lambda block: len(block.text)).key, []).append(name)
    return found


def _short(text: str) -> str:
    """The beginning of a paragraph that stays: it stands in full in the article."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
