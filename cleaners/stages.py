"""One page through the stages that come before articles are made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cleaners import repeats
from cleaners.blocks import Reading, read_html, read_plain
from cleaners.charset import Decoded
from cleaners.content import by_features, by_layout, reads_well
from cleaners.fields.lines import labelled_lines
from cleaners.fields.nearby import complete
from cleaners.fields.read import read_fields
from cleaners.fields.site import identity
from cleaners.fields.title import head_titles
from cleaners.media import absolute
from cleaners.mirror import look, repair
from cleaners.model import Block, Change, Field, Layout, Page
from cleaners.steps.engine import PageView, compare, run
from cleaners.steps.order import DROPS, ENDS
from cleaners.steps.repairs import REPAIRS


@dataclass(frozen=True, slots=True)
class Staged:
    """A page that was decoded, read, repaired, and freed of what is known not to be its article.

    ``repaired`` are all its blocks after repair, ``left`` are the blocks that are left, ``area`` those of
    them that are the article, ``changes`` what led to ``left``; ``site`` is what the footer says,
    ``impossible`` that no date can be but such as can't; ``base`` is what the page's addresses are relative
    to, ``mirror`` says that it is a mirror's copy.
    """

    decoded: Decoded
    reading: Reading
    fields: dict[str, Field]
    repaired: list[Block]
    left: list[Block]
    area: list[Block]
    changes: list[Change]
    base: str
    mirror: bool
    site: dict[str, Field]
    impossible: bool

    def content(self, blocks: Sequence[Block]) -> list[Block]:
        """Those of ``blocks`` that are the article: all of them where a layout has said so already."""
        return _content(self.reading, self.decoded, self.fields, blocks)

    def body(self) -> tuple[list[Block], list[Change]]:
        """The article's blocks without what clings to its ends, and what led to them from ``left``."""
        changes = compare(self.left, self.area, "content", "outside the article")
        body, ends = run(ENDS, self.area, PageView(self.reading.blocks, fields=tuple(self.fields.items())))
        return body, changes + ends


def stage(page: Page, text: Decoded, layouts: Sequence[Layout], part: int = 1) -> Staged:
    """Take a page through its stages; ``part`` is its number among the article's pages.

    A page that a learned layout fits and that reads badly by it takes the general way instead.
    """
    reading = read_plain(text.text) if page.plain else read_html(text.utf8, layouts)
    if part > 1:
        reading = replace(reading, blocks=tuple(replace(block, part=part) for block in reading.blocks))
    layout = next((each for each in layouts if each.name == reading.layout), None)
    staged = _staged(page, text, reading, layout)
    if (
        layout
        and layout.learned
        and not ("title" in staged.fields and reads_well(staged.left, reading.blocks))
    ):
        blocks = tuple(replace(block, marks=()) for block in reading.blocks)
        return _staged(page, text, replace(reading, layout=None, blocks=blocks))
    return staged


def _staged(page: Page, text: Decoded, reading: Reading, layout: Layout | None = None) -> Staged:
    seen = look(reading.blocks)
    view = PageView(reading.blocks, seen.mirror, traditional=seen.traditional)
    blocks, changes = run(REPAIRS, reading.blocks, view)
    head = [repair(title, seen.mirror, seen.traditional) for title in head_titles(reading)]
    lines = labelled_lines(reading, blocks)
    fields = read_fields(reading, blocks, head, lines, seen.signs)
    inside = blocks
    if reading.layout:
        inside, outside = by_layout(blocks)
        changes += outside
    left, dropped = run(DROPS, inside, replace(view, fields=tuple(fields.items())))
    if layout and layout.repeats:
        others = repeats.without(left, reading.blocks, layout.repeats)
        dropped += compare(left, others, repeats.STEP, repeats.REASON)
        left = others
    area = _content(reading, text, fields, left)
    found, impossible = complete(fields, reading, blocks, lines, area, page)
    changes += dropped
    base = absolute(page.url, reading.base) or page.url
    return Staged(
        decoded=text,
        reading=reading,
        fields=found,
        repaired=blocks,
        left=left,
        area=area,
        changes=changes,
        base=base,
        mirror=seen.mirror,
        site=identity(blocks),
        impossible=impossible,
    )


def _content(
    reading: Reading, text: Decoded, fields: Mapping[str, Field], blocks: Sequence[Block]
) -> list[Block]:
    if reading.layout:
        return list(blocks)
    if reading.plain:
        return by_features(blocks)
    title = fields.get("title")
    sure = title.raw if title and title.origin == "head" else None
    headline = next((block.number for block in reading.blocks if block.text == sure), -1)
    return by_features(blocks, text.text, headline)
