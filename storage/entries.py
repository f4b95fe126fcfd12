"""Writing articles and their versions, many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import insert
from sqlalchemy.orm import Session

from storage import copies, feed, search_index, tables
from storage.columns import Base
from storage.drafts import Cleaning, Draft
from storage.leases import Lease
from storage.words import Op

#: What becomes of an article of a page.
Novelty = Literal["new", "changed", "same"]

_ARTICLES, _VERSIONS = (Base.metadata.tables[name] for name in ("articles", "versions"))


@dataclass(slots=True)
class Entry:
    """An article on its way into the store. ``row`` is what it is there, None where it is new."""

    cleaning: Cleaning
    draft: Draft
    row: tables.Article | None
    op: Novelty = "same"
    is_back: bool = False
    is_other_page: bool = True
    article_id: int = 0
    version: int = 1

    @property
    def pages(self) -> dict[str, Any]:
        """Its pages, as articles and versions name them."""
        first, *further = self.cleaning.page_ids
        return {"page_id": first, "further_pages": further}

    @property
    def told(self) -> list[tuple[Op, int, int]]:
        """Its events."""
        told: list[tuple[Op, int, int]] = []
        if self.is_back:
            told.append(("back", self.article_id, self.version))
        if self.op != "same":
            told.append((self.op, self.article_id, self.version))
        return told


@dataclass(frozen=True, slots=True)
class Batch:
    """What all articles of one ``keep`` share."""

    session: Session
    lease: Lease
    cleaner: str
    at: datetime


def write(batch: Batch, entries: Sequence[Entry]) -> None:
    """Write articles, versions, copies, the search index and events."""
    session, run_id = batch.session, batch.lease.run_id
    for entry in entries:
        if entry.row is not None:
            _refresh(batch, entry, entry.row)
    session.flush()
    _insert(batch, [entry for entry in entries if entry.row is None])
    other = [entry for entry in entries if entry.op != "same"]
    if other:
        session.execute(insert(_VERSIONS), [_version(batch, entry) for entry in other])
        anew = [entry.article_id for entry in other if entry.op == "changed"]
        copies.compare(session, run_id, {entry.article_id: entry.draft.sketch for entry in other}, anew)
    search_index.index(
        session, [_found_by(batch, entry) for entry in entries if entry.is_back or entry.op != "same"]
    )
    feed.append(session, run_id, [event for entry in entries for event in entry.told])


def _refresh(batch: Batch, entry: Entry, row: tables.Article) -> None:
    """What is there becomes what it is now."""
    for name, value in entry.pages.items():
        setattr(row, name, value)
    row.cleaned_at, row.cleaned_with = batch.at, batch.cleaner
    row.version, row.gone_since = entry.version, None
    if entry.op == "changed":
        row.sketch = entry.draft.sketch.packed


def _insert(batch: Batch, entries: Sequence[Entry]) -> None:
    """Insert new articles; their entries get their numbers."""
    if not entries:
        return
    shared = {"version": 1, "first_seen": batch.at, "cleaned_at": batch.at, "cleaned_with": batch.cleaner}
    rows = [
        {
            "address_id": entry.cleaning.address_id,
            "key": entry.draft.key,
            "key_digest": entry.draft.key_digest,
            "sketch": entry.draft.sketch.packed,
            **entry.pages,
            **shared,
        }
        for entry in entries
    ]
    columns = _ARTICLES.c
    statement = insert(_ARTICLES).returning(columns.address_id, columns.key_digest, columns.id)
    numbers = {(address, key): number for address, key, number in batch.session.execute(statement, rows)}
    for entry in entries:
        entry.article_id = numbers[entry.cleaning.address_id, entry.draft.key_digest]


def _version(batch: Batch, entry: Entry) -> dict[str, Any]:
    return {
        "article_id": entry.article_id,
        "number": entry.version,
        "made_at": batch.at,
        "cause": "source" if entry.is_other_page else "cleaner",
        "cleaner": batch.cleaner,
        **entry.pages,
        **entry.draft.columns,
    }


def _found_by(batch: Batch, entry: Entry) -> search_index.Entry:
    return search_index.Entry(
        entry.article_id,
        entry.version,
        batch.lease.portal_id,
        entry.draft.columns["published"],
        entry.draft.terms,
    )
