"""The way of a page: bytes in, articles out.

decode -> blocks -> repairs (link spam, bytes, annotations, script) -> fields -> drops -> content -> articles.
Pure: the same page, layouts and packages give the same articles, today and years later from the archive.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cleaners.blocks import Reading, read_html, read_plain
from cleaners.charset import Decoded, decode
from cleaners.checks import faults
from cleaners.content import by_features, by_layout
from cleaners.fields.read import read_fields
from cleaners.fields.title import head_titles, split_part
from cleaners.kind import is_binary, kind_without_article
from cleaners.mirror import is_mirror, repair
from cleaners.model import Article, Block, Change, Cleaned, Field, Layout, Ledger, Page
from cleaners.newsletter import Item, first_heading, split
from cleaners.steps.engine import PageView, compare, run
from cleaners.steps.order import DROPS
from cleaners.steps.repairs import REPAIRS

_SENTENCE = re.compile(r"[。！？!?；…]|[，,].*[，,]")


def clean(page: Page, layouts: Sequence[Layout] = ()) -> Cleaned:
    """The articles of a page.

    The first of ``layouts`` that fits is used; without one the general way is as good on most pages, only
    slower. A page that holds no article gives none, and ``kind`` says what it is instead. Never fails on
    any bytes.
    """
    if not page.body.strip():
        return Cleaned("empty", (), "utf-8", "no bytes")
    decoded = decode(page)
    if is_binary(page.body, decoded.text):
        return Cleaned("not text", (), decoded.charset, decoded.reason)
    reading = read_plain(decoded.text) if page.plain else read_html(decoded.text, layouts)
    return _Cleaning(page, decoded, reading).result()


class _Cleaning:
    """One page on its way; holds what the later stages need of the earlier ones."""

    def __init__(self, page: Page, decoded: Decoded, reading: Reading) -> None:
        self.decoded, self.reading = decoded, reading
        mirror = is_mirror(reading.blocks)
        repaired, self.changes = run(REPAIRS, reading.blocks, PageView(reading.blocks, mirror))
        head = [repair(title, mirror) for title in head_titles(reading)]
        self.fields = read_fields(reading, repaired, head, page, mirror)
        self.view = PageView(reading.blocks, mirror, tuple(self.fields.items()))
        self.left = self._drop(repaired)

    def _drop(self, blocks: list[Block]) -> list[Block]:
        """What a layout and the steps leave of the page."""
        if self.reading.layout:
            blocks, changes = by_layout(blocks)
            self.changes += changes
        blocks, changes = run(DROPS, blocks, self.view)
        self.changes += changes
        return blocks

    def result(self) -> Cleaned:
        start = first_heading(self.left) if "issue" in self.fields else None
        articles = self._single() if start is None else self._issue(start)
        kind = "article" if start is None else "newsletter"
        if not articles:
            kind = kind_without_article(self.reading, self.left)
        return Cleaned(kind, articles, self.decoded.charset, self.decoded.reason, self.reading.layout)

    def _single(self) -> tuple[Article, ...]:
        body = self._content(self.left)
        if not any(_SENTENCE.search(block.text) for block in body):
            return ()
        changes = compare(self.left, body, "content", "outside the article")
        raw = self.fields["title"].raw if "title" in self.fields else ""
        return (self._article("", self.fields, split_part(raw)[1], body, changes),)

    def _issue(self, start: int) -> tuple[Article, ...]:
        """The articles of a newsletter, from the first item's heading on."""
        area = [self.left[start], *self._content(self.left[start + 1 :])]
        outside = compare(self.left, area, "content", "outside the newsletter's items")
        return tuple(self._item(each, area, outside) for each in split(area))

    def _item(self, item: Item, area: list[Block], outside: list[Change]) -> Article:
        heading = item.heading.text
        fields = {
            **self.fields,
            "title": Field(item.title, heading, "heading"),
            "source": Field(item.place, heading, "heading"),
        }
        own = [item.heading, *item.blocks]
        others = compare(area, own, "newsletter", "belongs to another item of the newsletter")
        headline = compare(own, item.blocks, "newsletter_heading", "the item's heading is kept as its title")
        return self._article(heading, fields, None, item.blocks, [*outside, *others, *headline])

    def _content(self, blocks: list[Block]) -> list[Block]:
        if self.reading.layout:
            return blocks
        return by_features(blocks, "" if self.reading.plain else self.decoded.text)

    def _article(
        self,
        key: str,
        fields: Mapping[str, Field],
        part: int | None,
        body: Sequence[Block],
        more: list[Change],
    ) -> Article:
        changes = (*self.changes, *more)
        ledger = Ledger(self.reading.blocks, changes)
        article = Article(key, fields, part, tuple(body), ledger)
        return replace(article, faults=faults(fields, article.text, changes))
