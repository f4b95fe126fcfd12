"""The way of a page: bytes in, articles out.

decode -> blocks -> repairs (link spam, bytes, annotations, script) -> fields -> drops -> content -> articles.
Pure: the same pages, layouts and packages give the same articles, today and years later from the archive.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import inf

from cleaners.charset import decode
from cleaners.checks import faults, lack
from cleaners.extent import extent
from cleaners.fields.title import split_part
from cleaners.kind import is_binary, kind_of
from cleaners.links import attachments, every_document, links
from cleaners.model import Article, Block, Change, Cleaned, Field, Layout, Ledger, Page
from cleaners.newsletter import Item, first_heading, split
from cleaners.pictures import pictures
from cleaners.refusal import is_challenge, says_missing
from cleaners.stages import Staged, stage
from cleaners.steps.engine import compare
from cleaners.stitch import stitch

#: Entries that the ledgers of a newsletter's items may have in all: each has the whole page. An issue of 20 counties
#: has some 10,000; a page with more than this is made to hang us, and is kept as one article.
_MOST_ENTRIES = 200_000
_SENTENCE = re.compile(r"[。！？!?；…]|[，,].*[，,]")


def clean(page: Page, layouts: Sequence[Layout] = (), further: Sequence[Page | None] = ()) -> Cleaned:
    """The articles of a page.

    The first of ``layouts`` that fits is used; without one the general way is as good on most pages, only
    slower. ``further`` are the later pages of the same article, in order, None for one that can't be had:
    then there is one article, joined from all, and what is missing is a fault. A page that holds no
    article gives none, and ``kind`` says what it is instead. Never fails on any bytes.
    """
    if not page.body.strip():
        return Cleaned("empty", (), "utf-8", "no bytes")
    text = decode(page)
    if is_binary(page.body, text):
        return Cleaned("not text", (), text.charset, text.reason)
    first = stage(page, text, layouts)
    articles, kind = _issue(first), "newsletter"
    if not articles:
        parts = [_further(each, layouts, n) if each else None for n, each in enumerate(further, 2)]
        articles = _joined([first, *parts])
        kind = kind_of(text.text, first, "\n".join(each.text for each in articles))
    kept = articles if kind in ("article", "newsletter") else ()
    alone = tuple(every_document(first.reading, first.base)) if kind == "attachment only" else ()
    return Cleaned(kind, kept, text.charset, text.reason, first.reading.layout, first.site, alone)


def _further(page: Page, layouts: Sequence[Layout], number: int) -> Staged | None:
    """A further page of an article; None for one that says nothing, or that it isn't there."""
    text = decode(page)
    if not page.body.strip() or is_binary(page.body, text):
        return None
    staged = stage(page, text, layouts, number)
    body = "\n".join(block.text for block in staged.body()[0])
    refused = says_missing(body) or is_challenge(text.text, staged.reading)
    return None if not body or refused else staged


def _joined(parts: Sequence[Staged | None]) -> tuple[Article, ...]:
    """The one article of these pages; none if there is no sentence on them."""
    there = [part for part in parts if part]
    bodies = [part.body() for part in there]
    body, seams = stitch([blocks for blocks, _ in bodies])
    if not any(_SENTENCE.search(block.text) for block in body):
        return ()
    changes = [
        change for part, (_, ends) in zip(there, bodies, strict=True) for change in (*part.changes, *ends)
    ]
    fields = {name: field for part in reversed(there) for name, field in part.fields.items()}
    number = split_part(fields["title"].raw)[1] if "title" in fields and len(parts) == 1 else None
    article = _article("", fields, number, body, there, [*changes, *seams])
    missing = [lack(n) for n, part in enumerate(parts, 1) if part is None]
    return (replace(article, faults=(*missing, *article.faults)),)


def _issue(page: Staged) -> tuple[Article, ...]:
    """The articles of a newsletter, from the first item's heading on; none if the page is no issue of one."""
    start = first_heading(page.left) if "issue" in page.fields else None
    if start is None:
        return ()
    area = [page.left[start], *page.content(page.left[start + 1 :])]
    outside = compare(page.left, area, "content", "outside the newsletter's items")
    items = split(area)  # none where what follows the heading is no content
    if len(items) * len(page.reading.blocks) > _MOST_ENTRIES:
        return ()
    stops = [*(item.heading.number for item in items[1:]), inf][: len(items)]
    return tuple(_item(page, each, area, outside, stop) for each, stop in zip(items, stops, strict=True))


def _item(page: Staged, item: Item, area: list[Block], outside: list[Change], stop: float) -> Article:
    heading = item.heading.text
    fields = {
        **{name: field for name, field in page.fields.items() if name not in ("kicker", "subtitle")},
        "title": Field(item.title, heading, "heading"),
        "source": Field(item.place, heading, "heading"),
    }
    own = [item.heading, *item.blocks]
    others = compare(area, own, "newsletter", "belongs to another item of the newsletter")
    headline = compare(own, item.blocks, "newsletter_heading", "the item's heading is kept as its title")
    changes = [*page.changes, *outside, *others, *headline]
    return _article(item.key, fields, None, item.blocks, [page], changes, stop)


def _article(
    key: str,
    fields: Mapping[str, Field],
    part: int | None,
    body: Sequence[Block],
    pages: Sequence[Staged],
    changes: Sequence[Change],
    stop: float = inf,
) -> Article:
    """An article; ``stop`` is the number of the block where the page's next one begins."""
    ledger = Ledger(tuple(block for page in pages for block in page.reading.blocks), tuple(changes))
    article = Article(key, fields, part, tuple(body), ledger)
    title = article.value("title") or ""
    read = [each for each in pages if each.reading.blocks]
    extents = [extent(each.reading, each.base, each.mirror, body, changes, stop) for each in read]
    there = [each for each in extents if each.kept]
    return replace(
        article,
        faults=faults(article, any(page.impossible for page in pages)),
        links=tuple(link for each in there for link in links(each)),
        pictures=tuple(picture for each in there for picture in pictures(each, title)),
        attachments=tuple(dict.fromkeys(each for page in there for each in attachments(page))),
    )
