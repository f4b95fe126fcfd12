"""Articles and their versions: what pages' cleanings are kept as."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cleaners.checks import is_lack
from storage import copies, departures, feed, tables
from storage.addresses import own_all
from storage.database import now
from storage.drafts import Cleaning, Draft, Undrafted
from storage.entries import Batch, Entry, Novelty, write
from storage.leases import Lease
from storage.portions import among


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one article of a page."""

    article_id: int
    op: Novelty


def keep(session: Session, lease: Lease, cleanings: Sequence[Cleaning], cleaner: str) -> list[list[Kept]]:
    """Keep what the cleaner made of addresses' pages, all of it or, where this raises, nothing.

    Articles whose addresses lead to one of these move there first, if it is the same text. Equal content adds
    nothing. Articles a page no longer has are gone. A cleaning without any article changes nothing: a bad
    answer never replaces a good version.

    :param cleanings: at most one for each address.
    :param cleaner: the cleaner version.
    :returns: for each cleaning one entry for each of its articles, in their order.
    :raises LeaseLost: if the run has lost its lease.
    :raises LookupError: if the portal has no such address.
    :raises ValueError: if an address has two cleanings, or the first page of one is None.
    :raises Undrafted: if an article that was drafted as known is not.
    """
    given = {each.address_id: each for each in cleanings if each.drafted.articles}
    _check(cleanings)
    if not given:
        return [[] for _ in cleanings]
    addresses = own_all(session, lease, given)
    feed.lock(session)
    departures.adopt(session, lease, {number: each.drafted.texts for number, each in given.items()})
    known = _known(session, given)
    renewed = _renewed(given, known.values())
    entries = _entries(session, given.values(), known)
    write(Batch(session, lease, cleaner, now(session)), entries)
    made = {entry.row.id for entry in entries if entry.row}
    leaving = [row for row in known.values() if row.id not in made and row.gone_since is None]
    departures.withdraw(session, lease, leaving)
    other = {entry.cleaning.address_id for entry in entries if entry.op != "same"}
    other |= {row.address_id for row in leaving}
    for number in renewed:
        addresses[number].unchanged = 0 if number in other else addresses[number].unchanged + 1
    session.flush()
    kept: dict[int, list[Kept]] = {each.address_id: [] for each in cleanings}
    for entry in entries:
        kept[entry.cleaning.address_id].append(Kept(entry.article_id, entry.op))
    return list(kept.values())


def twins(session: Session, lease: Lease, cleanings: Iterable[Cleaning]) -> dict[int, int]:
    """The other addresses of the portal that have the very articles of these, of those that have none yet."""
    made = {each.address_id: each.drafted.contents for each in cleanings}
    return copies.twins(session, lease.portal_id, made)


def contents(session: Session, addresses: Collection[int]) -> dict[int, set[bytes]]:
    """The content hashes of the articles that these addresses have."""
    current = (
        select(tables.Article.address_id, tables.Version.content_hash)
        .join(tables.Version, tables.Version.article_id == tables.Article.id)
        .where(tables.Article.version == tables.Version.number)
    )
    found: dict[int, set[bytes]] = {}
    for number, content in among(session, current, tables.Article.address_id, addresses):
        found.setdefault(number, set()).add(content)
    return found


def would_lose_a_page(session: Session, cleaning: Cleaning) -> bool:
    """Whether an article that is whole would be replaced by one that lacks a page."""
    if not any(draft.lacks_a_page for draft in cleaning.drafted.articles):
        return False
    current = (
        select(tables.Version.faults)
        .join(tables.Article, tables.Article.id == tables.Version.article_id)
        .where(tables.Article.version == tables.Version.number)
        .where(tables.Article.address_id == cleaning.address_id)
    )
    known = list(session.scalars(current))
    return bool(known) and not any(is_lack(fault) for faults in known for fault in faults)


def _check(cleanings: Sequence[Cleaning]) -> None:
    if len({each.address_id for each in cleanings}) < len(cleanings):
        raise ValueError("an address has two cleanings: keep one after the other")
    if any(each.page_ids[0] is None for each in cleanings):
        raise ValueError("an article's first page is never missing")


def _known(session: Session, addresses: Collection[int]) -> dict[tuple[int, bytes], tables.Article]:
    """The articles of these addresses, by address and key."""
    query = select(tables.Article).order_by(tables.Article.id)
    rows = among(session, query, tables.Article.address_id, addresses)
    return {(row.address_id, row.key_digest): row for (row,) in rows}


def _entries(
    session: Session, cleanings: Iterable[Cleaning], known: Mapping[tuple[int, bytes], tables.Article]
) -> list[Entry]:
    """What is to be done with each article."""
    current = (
        select(tables.Version.article_id, tables.Version.content_hash)
        .join(tables.Article, tables.Article.id == tables.Version.article_id)
        .where(tables.Article.version == tables.Version.number)
    )
    numbers = [row.id for row in known.values()]
    hashes = dict(among(session, current, tables.Version.article_id, numbers))
    return [
        _entry(each, draft, known.get((each.address_id, draft.key_digest)), hashes)
        for each in cleanings
        for draft in each.drafted.articles
    ]


def _entry(
    cleaning: Cleaning, draft: Draft, row: tables.Article | None, hashes: Mapping[int, bytes]
) -> Entry:
    is_changed = row is None or draft.content_hash != hashes[row.id]
    if is_changed and draft.is_known:
        raise Undrafted(draft.key)
    if row is None:
        return Entry(cleaning, draft, None, "new")
    return Entry(
        cleaning,
        draft,
        row,
        op="changed" if is_changed else "same",
        is_back=row.gone_since is not None,
        is_other_page=[row.page_id, *row.further_pages] != list(cleaning.page_ids),
        article_id=row.id,
        version=row.version + is_changed,
    )


def _renewed(given: Mapping[int, Cleaning], known: Iterable[tables.Article]) -> set[int]:
    """The addresses that held articles and gave another page."""
    return {
        row.address_id
        for row in known
        if [row.page_id, *row.further_pages] != list(given[row.address_id].page_ids)
    }
