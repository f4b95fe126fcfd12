"""One article before and after cleaning, to see what the cleaner does."""

from collections.abc import Iterator

from rich.console import Console
from rich.markup import escape
from sqlalchemy import text
from sqlalchemy.orm import Session

from cleaners.model import Ledger
from storage.reports import Sample

#: Characters shown of a paragraph that stays.
SHOWN = 30

_FIELDS = text(
    "SELECT title, published, source FROM corpus WHERE portal = :portal AND url = :url AND part_key = :key"
)


def show_sample(console: Console, session: Session, sample: Sample) -> None:
    """Print the page's blocks, those dropped or rewritten with the reason, and the article as kept."""
    console.rule("before: the page as read")
    console.print(escape(sample.url), soft_wrap=True)
    for line in _blocks(sample.ledger):
        console.print(line)
    console.rule("after: the article")
    found = (
        session.execute(_FIELDS, {"portal": sample.portal, "url": sample.url, "key": sample.key})
        .mappings()
        .one()
    )
    for name, value in found.items():
        console.print(f"[bold]{name}[/]: {escape(value or '(none)')}")
    console.print()
    console.print(escape(sample.text))


def _blocks(ledger: Ledger) -> Iterator[str]:
    """The blocks as read: what stays, what was rewritten, what was dropped and why."""
    last = {change.key: change for change in ledger.changes}
    for block in ledger.blocks:
        change = last.get(block.key)
        if change is None:
            yield f"  {escape(_short(block.text))}"
        elif change.after is None:
            yield f"[red]- {escape(block.text)}[/]  [dim]<- {escape(change.reason)}[/]"
        else:
            yield f"[yellow]~ {escape(block.text)}[/]  [dim]<- {escape(change.reason)}[/]"


def _short(text: str) -> str:
    """The beginning of a paragraph that stays: it stands in full in the article."""
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
