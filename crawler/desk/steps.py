"""The cleaner's steps in their order, each with its reason and with what it did."""

from dataclasses import dataclass

from cleaners.steps.engine import name as name_of
from cleaners.steps.engine import reason
from cleaners.steps.guide import GROUPS
from storage.step_counts import Counted, Counts

#: The steps in their order, each with its reason.
STEPS = {name_of(step): reason(step) for _, steps in GROUPS for step in steps}
#: What stands in ledgers beside them, and can't be left out: it is what says where the article is.
STAGES = {
    "layout": "What stands outside the layout's container, or is dropped by the layout",
    "content": "What stands outside the article",
    "newsletter": "What belongs to another item of the newsletter",
    "newsletter_heading": "The item's heading is kept as its title",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A step and what it did."""

    name: str
    reason: str
    counted: Counted


def rows(counts: Counts) -> list[Row]:
    """All steps in their order, those that did nothing too; then the stages."""
    return [Row(name, why, counted_of(counts, name)) for name, why in (STEPS | STAGES).items()]


def counted_of(counts: Counts, name: str) -> Counted:
    """What a step did; nothing where none of it is counted."""
    return counts.steps.get(name, Counted(0, {}))
