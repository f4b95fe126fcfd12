"""Shards: some of a portal's addresses whose stored pages are cleaned again together."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import cleanings, pages, parts
from storage.addresses import known
from storage.cleanings import Stored
from storage.drafts import Drafted
from storage.pages import Pruned
from storage.portions import among
from storage.tables import Address, Article, Version
from storage.words import State


@dataclass(frozen=True, slots=True)
class Part:
    """One address of a shard, with its pages; ``missing`` says why there are none.

    ``contents`` are the content hashes, by part key, of the articles it has: what is cleaned to the same need not
    be drafted.
    """

    number: int
    stored: Stored | None
    contents: Mapping[str, bytes] = field(default_factory=dict)
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Again:
    """What the pages of one address of a shard were cleaned to.

    ``page_ids`` and ``present`` are those of ``Stored``. Without ``drafted`` they came to nothing: ``state`` and
    ``reason`` say what the address is then (None: it is skipped), ``error`` is a traceback for the log.
    """

    number: int
    page_ids: Sequence[int | None] = ()
    present: bool = True
    drafted: Drafted | None = field(repr=False, default=None)
    state: State | None = None
    reason: str = ""
    error: str = field(repr=False, default="")


def load(session: Session, numbers: Sequence[int]) -> list[Part]:
    """The pages of these addresses, in order: those of the usual ones in few statements, odd ones each by itself."""
    held = _contents(session, numbers)
    usual = _usual(session, numbers, held)
    there = pages.load_all(session, {row.id: row.page_id for row in usual if row.page_id})
    found = {
        row.id: Stored(known(row), (row.page_id,), page, (), present=True)
        for row in usual
        if not isinstance(page := there[row.id], Pruned)
    }
    followed = _followed(session, numbers)
    return [
        Part(number, found[number], {} if number in followed else held.get(number, {}))
        if number in found
        else _alone(session, number)
        for number in numbers
    ]


def _alone(session: Session, number: int) -> Part:
    """An address with several pages, or with other ones than it gave last, or without any."""
    try:
        stored = cleanings.stored(session, number)
    except Pruned:
        return Part(number, None, missing="its page was pruned")
    return Part(number, stored, missing="" if stored else "its page is another address's")


def _usual(
    session: Session, numbers: Collection[int], held: Mapping[int, Mapping[str, bytes]]
) -> list[Address]:
    """Those of one page, which is the one that their articles were made of."""
    rows = [row for (row,) in among(session, select(Address), Address.id, numbers)]
    others = parts.with_others(session, numbers)
    return [
        row
        for row in rows
        if row.id not in others and row.page_id and (row.state == "kept" or row.id not in held)
    ]


def _contents(session: Session, numbers: Collection[int]) -> dict[int, dict[str, bytes]]:
    """The content hashes of the articles that are not gone, by address and part key."""
    current = (
        select(Article.address_id, Article.key, Version.content_hash)
        .join(Version, (Version.article_id == Article.id) & (Version.number == Article.version))
        .where(Article.gone_since.is_(None))
    )
    found: dict[int, dict[str, bytes]] = {}
    for number, key, content in among(session, current, Article.address_id, numbers):
        found.setdefault(number, {})[key] = content
    return found


def _followed(session: Session, numbers: Collection[int]) -> set[int]:
    """Those that an address with articles leads to: to find out whether they move here takes the whole text."""
    leading = (
        select(Address.redirects_to)
        .join(Article, Article.address_id == Address.id)
        .where(Address.state == "redirected", Article.gone_since.is_(None))
    )
    return {number for (number,) in among(session, leading, Address.redirects_to, numbers) if number}
