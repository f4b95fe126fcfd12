"""The fields that only the article's neighbourhood can tell: lines without labels, above and below it."""

from collections.abc import Mapping, Sequence

from cleaners.blocks import MOMENT, Reading
from cleaners.fields.credits import find_author, outlet_of
from cleaners.fields.dates import date_in_url, find_date, stamp
from cleaners.fields.headline import is_confirmed, is_sites, line_above
from cleaners.fields.infoline import find_line, find_source
from cleaners.fields.issue import find_issue
from cleaners.fields.labels import label_line
from cleaners.fields.names import outlet
from cleaners.fields.read import present
from cleaners.fields.title import squash
from cleaners.model import Block, Field, Page

_PUBLISHED_METAS = (
    *"pubdate publishdate article:published_time firstpublishedtime".split(),
    *"og:release_date apub:time datepublished dateupdate".split(),
    MOMENT,
)

#: The headline stands so many blocks above the body at most.
FAR = 40
#: What may tell a date stands so many blocks above the headline or below the body at most.
NEAR = 8
#: A source in the head has at most so many characters.
LONGEST_SOURCE = 20


def complete(
    fields: Mapping[str, Field], reading: Reading, blocks: Sequence[Block], body: Sequence[Block], page: Page
) -> dict[str, Field]:
    """The labelled ``fields`` with what stands around the article's ``body`` among the page's ``blocks``.

    A labelled value is never replaced, a headline only where nothing on the page confirms it.
    """
    found: dict[str, Field | None] = dict(fields)
    title = fields.get("title")
    if body and not reading.plain and not is_confirmed(title, blocks, body):
        kept = None if title and is_sites(title, blocks, body) else title
        found["title"] = line_above(blocks, body) or kept
    above, near = _around(blocks, body, found.get("title"))
    found["published"] = fields.get("published") or _date([*near, *_below(blocks, body)], reading, page)
    found["issue"] = _issue(found.get("title"), found["published"])
    if not reading.plain and not found["issue"] and "author" not in fields:  # an issue has many authors
        found["author"] = find_author(above, body, reading.metas.get("author", ""))
    if "source" not in fields:
        found["source"] = _source([*near, *body[:2]], reading, found)
    return present(found)


def _around(
    blocks: Sequence[Block], body: Sequence[Block], title: Field | None
) -> tuple[list[Block], list[Block]]:
    """The blocks between headline and body, and the same with some more, those first that are likeliest to tell.

    Below the headline lines stand in order, then come those above it; without one the nearest comes first.
    """
    if not body:
        return [], []
    above = [b for b in blocks if body[0].number - FAR <= b.number < body[0].number and not b.hidden]
    heads = [n for n, block in enumerate(above) if title and squash(block.text) == squash(title.raw)]
    if not heads:
        return above[-NEAR:], above[-NEAR:][::-1]
    start = heads[0] + 1
    return above[start:], [*above[start:], *above[max(0, start - NEAR) : start][::-1]]


def _below(blocks: Sequence[Block], body: Sequence[Block]) -> list[Block]:
    """The body's first and last lines and those behind it: a date line may stand among them."""
    last = body[-1].number if body else 0
    return [*body[:2], *(b for b in blocks if body and last - 2 <= b.number <= last + NEAR and not b.hidden)]


def _date(near: Sequence[Block], reading: Reading, page: Page) -> Field | None:
    """The date of a line near the body, else the head's, the address's, the list row's."""
    if line := find_line(near):
        return Field(line[1].iso, line[0].text, "line")
    for name in _PUBLISHED_METAS:
        if date := stamp(reading.metas.get(name, "")):
            return Field(date.iso, reading.metas[name], "meta")
    if date := date_in_url(page.url):
        return Field(date.iso, date.raw, "url")
    date = find_date(page.hints.published or "")
    return Field(date.iso, date.raw, "list") if date else None


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
    fits = 1 < len(raw) <= LONGEST_SOURCE and raw not in title
    return Field(outlet(raw), raw, "meta") if fits else None
