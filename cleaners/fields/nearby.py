"""The fields that only the article's neighbourhood can tell: lines without labels, above and below it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from cleaners.blocks import Reading
from cleaners.content import is_prose
from cleaners.fields.column import find_column
from cleaners.fields.credits import find_credits, outlet_of
from cleaners.fields.deck import INFO, find_kicker, find_subtitle, headline_at
from cleaners.fields.document import UNDER_HEADLINE, number_below
from cleaners.fields.headline import FAR, is_confirmed, is_sites, line_above
from cleaners.fields.infoline import find_source
from cleaners.fields.issue import find_issue
from cleaners.fields.labels import label_line
from cleaners.fields.lines import Line
from cleaners.fields.names import outlet
from cleaners.fields.published import find_published
from cleaners.fields.read import people_of, present
from cleaners.fields.title import places
from cleaners.model import Block, Field, Page


class Completed(NamedTuple):
    """The fields of a page, and whether it has no date but such as can't be."""

    fields: dict[str, Field]
    impossible: bool


#: The text's first sentence is among so many blocks of the body.
LEAD = 8
#: A byline may stand behind so many paragraphs less one: behind an editor's note (核心提示).
EARLY = 3
#: What may tell a date stands so many blocks above the headline or below the body at most.
NEAR = 8
#: A source in the head has at most so many characters.
LONGEST_SOURCE = 20


def complete(
    fields: Mapping[str, Field],
    reading: Reading,
    blocks: Sequence[Block],
    lines: Sequence[Line],
    body: Sequence[Block],
    page: Page,
) -> Completed:
    """The labelled ``fields`` with what stands around the article's ``body`` among the page's ``blocks``.

    ``lines`` are the page's labelled lines. A labelled value is never replaced, a headline only where
    nothing on the page confirms it.
    """
    found: dict[str, Field | None] = dict(fields)
    title = fields.get("title")
    if body and not reading.plain and not is_confirmed(title, blocks, body):
        kept = None if title and is_sites(title, blocks, body) else title
        found["title"] = line_above(blocks, body) or kept
    above, near = _around(blocks, body, found.get("title"))
    published = find_published(lines, above, [*near, *_below(blocks, body)], reading, page)
    found |= _around_headline(found, reading, [b for b in blocks if not b.hidden], body, page.hints.column)
    found["document_number"] = fields.get("document_number") or number_below([*above, *body[:UNDER_HEADLINE]])
    found["published"] = published.field
    found["issue"] = _issue(found.get("title"), found["published"])
    outside = [line for line in lines if not body or not body[0].number < line.number < body[-1].number]
    for kind in ("photographer", "correspondent"):  # within the body a caption names a picture's
        found[kind] = people_of(outside, kind)
    if not reading.plain and not found["issue"]:  # an issue has many authors
        found = {**find_credits(above, body, reading.metas.get("author", "")), **present(found)}
    if "source" not in fields:
        found["source"] = _source([*near, *body[:2]], reading, found)
    return Completed(present(found), published.impossible)


def _around_headline(
    found: Mapping[str, Field | None],
    reading: Reading,
    blocks: Sequence[Block],
    body: Sequence[Block],
    listed: str | None,
) -> dict[str, Field | None]:
    """Column, kicker and subtitle: what stands above and right below the headline."""
    title, start = found.get("title"), body[0].number if body else len(blocks)
    near = [block for block in blocks if start - FAR <= block.number <= start + INFO]
    at = headline_at([block for block in near if block.number <= start], title)
    top = near[at].number if at is not None else start
    name = title.value if title else ""
    column = find_column(reading, [block for block in blocks if block.number < top], name, listed)
    if at is None or reading.plain:
        return {"column": column}
    others = [reading.title, name, reading.metas.get("sitename", ""), column.raw if column else ""]
    return {
        "column": column,
        "kicker": found.get("kicker") or find_kicker(near, at, others),
        "subtitle": found.get("subtitle") or find_subtitle(near, at, others, reading),
    }


def _around(
    blocks: Sequence[Block], body: Sequence[Block], title: Field | None
) -> tuple[list[Block], list[Block]]:
    """The blocks between headline and text, and the same with some more, those first that are likeliest to tell.

    The text begins with its first sentence: a date line may stand between lines that are the body's.

    Below the headline lines stand in order, then come those above it; without one the nearest comes first.
    """
    if not body:
        return [], []
    first = next((b.number for b in body[:LEAD] if is_prose(b)), body[0].number)
    above = [b for b in blocks if body[0].number - FAR <= b.number < first and not b.hidden]
    heads = places(above, title)
    if not heads:
        return above[-NEAR:], above[-NEAR:][::-1]
    start = heads[0] + 1
    return above[start:], [*above[start:], *above[max(0, start - NEAR) : start][::-1]]


def _below(blocks: Sequence[Block], body: Sequence[Block]) -> list[Block]:
    """Bylines between the body's first paragraphs, its first and last lines, and those behind it."""
    if not body:
        return []
    start, last = body[0].number, body[-1].number
    early = body[min(len(body), EARLY) - 1].number
    shown = [block for block in blocks if not block.hidden]
    bylines = [b for b in shown if start < b.number < early and label_line(b.text)]
    return [*bylines, *body[:2], *(b for b in shown if last - 2 <= b.number <= last + NEAR)]


def _issue(title: Field | None, published: Field | None) -> Field | None:
    return find_issue(title.raw if title else "", published.value if published else "")


def _source(near: Sequence[Block], reading: Reading, found: Mapping[str, Field | None]) -> Field | None:
    """The source of a line above the body, else the head's; none where a label says that there is none."""
    if any(each.kind == "source" for block in near for each in label_line(block.text)):
        return None
    author, title = (field.value if (field := found.get(name)) else "" for name in ("author", "title"))
    return outlet_of(near) or find_source(reading, near, author) or _in_head(reading, title)


def _in_head(reading: Reading, title: str) -> Field | None:
    """The source as the national standard has it in the head (ContentSource); never the headline."""
    raw = reading.metas.get("contentsource", "")
    name = outlet(raw)
    fits = name and 1 < len(raw) <= LONGEST_SOURCE and raw not in title
    return Field(name, raw, "meta") if fits else None
