"""Articles and their versions: what a page's cleaning is kept as."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from cleaners.checks import is_lack
from cleaners.model import Article, Cleaned
from storage import copies, departures, feed, search_index, tables, versions
from storage.addresses import own
from storage.columns import digest
from storage.database import now
from storage.leases import Lease
from storage.words import Cause, Op


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of one article of a page."""

    article_id: int
    op: Literal["new", "changed", "same"]


@dataclass(frozen=True, slots=True)
class _Cleaning:
    """What all articles of one ``keep`` share."""

    session: Session
    lease: Lease
    address_id: int
    page_id: int
    further: list[int | None]
    cleaned: Cleaned
    cleaner: str
    at: datetime
    sketches: Mapping[str, bytes]


def keep(
    session: Session,
    lease: Lease,
    address_id: int,
    pages: Sequence[int | None],
    cleaned: Cleaned,
    cleaner: str,
) -> list[Kept]:
    """Keep what the cleaner made of an address's page.

    Articles whose addresses lead here move here first, if it is the same text. Equal content adds nothing.
    Articles the page no longer has are gone. A cleaning without any article changes nothing: a bad answer
    never replaces a good version.

    :param pages: the pages they were made of, in order; None for a further one that could not be had.
    :param cleaner: the cleaner version.
    :returns: one entry for each of the page's articles, in their order.
    :raises LeaseLost: if the run has lost its lease.
    :raises LookupError: if the portal has no such address.
    :raises ValueError: if two of the articles have the same key, or the first page is None.
    """
    if not cleaned.articles:
        return []
    address = own(session, lease, address_id)
    feed.lock(session)
    page_id, *further = pages
    if page_id is None:
        raise ValueError("an article's first page is never missing")
    sketches = {article.key: copies.pack(article.text) for article in cleaned.articles}
    departures.adopt(session, lease, address_id, sketches)
    keys = [digest(article.key) for article in cleaned.articles]
    if len(set(keys)) < len(keys):
        raise ValueError(f"the cleaning of {address.url} has two articles with the same key")
    known = {row.key_digest: row for row in _known(session, address_id)}
    is_new_page = any([row.page_id, *row.further_pages] != list(pages) for row in known.values())
    cleaning = _Cleaning(
        session, lease, address_id, page_id, further, cleaned, cleaner, now(session), sketches
    )
    kept = [
        _keep(cleaning, article, known.pop(key, None))
        for key, article in zip(keys, cleaned.articles, strict=True)
    ]
    leaving = [row for row in known.values() if row.gone_since is None]
    departures.withdraw(session, lease, leaving)
    if is_new_page:
        same = not leaving and all(each.op == "same" for each in kept)
        address.unchanged = address.unchanged + 1 if same else 0
    session.flush()
    return kept


def twin(session: Session, lease: Lease, address_id: int, cleaned: Cleaned) -> int | None:
    """The other address of the portal that has these very articles, if this one has none yet."""
    contents = {article.key: versions.content_hash(article) for article in cleaned.articles}
    return copies.twin(session, lease.portal_id, address_id, contents)


def would_lose_a_page(session: Session, address_id: int, cleaned: Cleaned) -> bool:
    """Whether an article that is whole would be replaced by one that lacks a page."""
    if not any(is_lack(fault) for article in cleaned.articles for fault in article.faults):
        return False
    current = (
        select(tables.Version.faults)
        .join(tables.Article, tables.Article.id == tables.Version.article_id)
        .where(tables.Article.version == tables.Version.number, tables.Article.address_id == address_id)
    )
    known = list(session.scalars(current))
    return bool(known) and not any(is_lack(fault) for faults in known for fault in faults)


def _known(session: Session, address_id: int) -> Iterable[tables.Article]:
    return session.scalars(select(tables.Article).filter_by(address_id=address_id))


def _keep(cleaning: _Cleaning, article: Article, row: tables.Article | None) -> Kept:
    """Write one article, as new or as what it has become."""
    if row is None:
        row = _new(cleaning, article)
        return Kept(row.id, "new")
    same_pages = (row.page_id, row.further_pages) == (cleaning.page_id, cleaning.further)
    cause: Cause = "cleaner" if same_pages else "source"
    row.page_id, row.further_pages = cleaning.page_id, cleaning.further
    row.cleaned_at, row.cleaned_with = cleaning.at, cleaning.cleaner
    changed = versions.content_hash(article) != _current_hash(cleaning.session, row)
    if changed:
        row.version += 1
        cleaning.session.add(_version(cleaning, article, row, cause))
        copies.compare(cleaning.session, cleaning.lease.run_id, row, cleaning.sketches[article.key])
    back, row.gone_since = row.gone_since is not None, None
    if back or changed:
        cleaning.session.flush()
        search_index.index(cleaning.session, row.id)
    if back:
        _tell(cleaning, "back", row)
    if changed:
        _tell(cleaning, "changed", row)
    return Kept(row.id, "changed" if changed else "same")


def _new(cleaning: _Cleaning, article: Article) -> tables.Article:
    row = tables.Article(
        address_id=cleaning.address_id,
        key=article.key,
        key_digest=digest(article.key),
        version=1,
        page_id=cleaning.page_id,
        further_pages=cleaning.further,
        sketch=cleaning.sketches[article.key],
        first_seen=cleaning.at,
        cleaned_at=cleaning.at,
        cleaned_with=cleaning.cleaner,
    )
    cleaning.session.add(row)
    cleaning.session.flush()
    cleaning.session.add(_version(cleaning, article, row, "source"))
    copies.compare(cleaning.session, cleaning.lease.run_id, row, cleaning.sketches[article.key])
    search_index.index(cleaning.session, row.id)
    _tell(cleaning, "new", row)
    return row


def _tell(cleaning: _Cleaning, op: Op, row: tables.Article) -> None:
    feed.append(cleaning.session, cleaning.lease.run_id, op, row.id, row.version)


def _version(cleaning: _Cleaning, article: Article, row: tables.Article, cause: Cause) -> tables.Version:
    return tables.Version(
        article_id=row.id,
        number=row.version,
        made_at=cleaning.at,
        cause=cause,
        page_id=cleaning.page_id,
        further_pages=cleaning.further,
        cleaner=cleaning.cleaner,
        **versions.columns(article, cleaning.cleaned),
    )


def _current_hash(session: Session, row: tables.Article) -> bytes:
    query = select(tables.Version.content_hash).filter_by(article_id=row.id, number=row.version)
    return session.execute(query).scalar_one()
