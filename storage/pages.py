"""Fetches and pages: what answered, and what came, kept once per content."""

import hashlib
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Row, func, select, update
from sqlalchemy.orm import Session

from cleaners.model import Page
from storage import tables
from storage.addresses import hints, own_all
from storage.columns import packed, storable
from storage.database import now
from storage.leases import Lease
from storage.portions import among
from storage.tables import Address
from storage.upsert import insert_all_missing
from storage.words import Outcome

#: Statuses that lead to another address.
REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Fetched:
    """One try at an address.

    ``url`` is the URL that answered, ``body`` the bytes after content decoding, ``seconds`` the time
    it took, ``error`` what went wrong (then nothing else counts). ``at`` is when it was, if not now.
    """

    status: int | None
    url: str
    headers: Sequence[tuple[str, str]] = ()
    body: bytes | None = None
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    seconds: float = 0.0
    error: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a fetch. ``page_id`` is the page that came, or that stands where none came (304).

    ``is_first`` says that nobody had given this page before.
    """

    fetch_id: int
    page_id: int | None
    outcome: Outcome
    at: datetime
    is_first: bool


def record(session: Session, lease: Lease, address_id: int, fetched: Fetched) -> Recorded:
    """Write one fetch: ``record_all`` with one."""
    return record_all(session, lease, [(address_id, fetched)])[0]


def record_all(session: Session, lease: Lease, came: Sequence[tuple[int, Fetched]]) -> list[Recorded]:
    """Write fetches of addresses, in their order, and their pages as far as the content is new to the store.

    The address's page and validators change only where a page came.

    :raises LeaseLost: if the run has lost its lease.
    :raises LookupError: if the portal has no such address.
    """
    addresses = own_all(session, lease, {number for number, _ in came})
    at = now(session)
    judged = [_judge(each) for _, each in came]
    good = [
        each.body if told == "stored" else None for (_, each), (told, _) in zip(came, judged, strict=True)
    ]
    kept = _keep_bodies(session, good, at)
    rows, recorded = [], []
    for (number, fetched), told, body in zip(came, judged, kept, strict=True):
        outcome, page, error = _came(addresses[number], fetched, told, body)
        row = _row(fetched, at, address_id=number, run_id=lease.run_id, page_id=page.id if page else None)
        row.outcome, row.error = outcome, error
        rows.append(row)
        recorded.append((row, outcome, page))
    session.add_all(rows)
    session.flush()
    return [
        Recorded(row.id, row.page_id, outcome, row.at, page is not None and page.is_new)
        for row, outcome, page in recorded
    ]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A page; ``is_new`` says that nobody had given it before."""

    id: int
    is_new: bool = False


def _came(
    address: Address, fetched: Fetched, judged: tuple[Outcome, str | None], page: _Kept | None
) -> tuple[Outcome, _Kept | None, str | None]:
    """What a fetch is to its address, which is brought up to date: the outcome, the page, the error."""
    outcome, error = judged
    if page is not None:
        outcome = "unchanged" if page.id == address.page_id else "stored"
        address.page_id, address.etag, address.last_modified = page.id, fetched.etag, fetched.last_modified
    elif outcome == "not modified" and address.page_id is None:
        outcome, error = "error", "304 without a page to stand"
    elif outcome == "not modified":
        page = _Kept(address.page_id or 0)
    if outcome != "error":
        address.missing_since = None
    if outcome in ("unchanged", "not modified"):
        address.unchanged += 1
    elif outcome == "stored" and address.part_of is not None:
        address.unchanged = 0  # of a first page, its articles tell whether it changed
    return outcome, page, error


def last_given(session: Session, address_id: int) -> datetime | None:
    """When an address gave a page last; None if it never did."""
    return session.scalar(
        select(func.max(tables.Fetch.at)).where(
            tables.Fetch.address_id == address_id, tables.Fetch.page_id.is_not(None)
        )
    )


class Pruned(LookupError):  # noqa: N818 (a state of the page, no mistake)
    """The page is known, but its body was pruned. The text says when."""


def load(session: Session, page_id: int, address_id: int) -> Page:
    """A kept page as this address first gave it, ready to be cleaned.

    :returns: the page with its hints, the time of the fetch among them.
    :raises LookupError: if this address never gave this page.
    :raises Pruned: if its body is there no more.
    """
    page = load_all(session, {address_id: page_id}).get(address_id)
    if page is None:
        raise LookupError(f"address {address_id} never gave page {page_id}")
    if isinstance(page, Pruned):
        raise page
    return page


def load_all(session: Session, wanted: Mapping[int, int]) -> dict[int, Page | Pruned]:
    """The page of each of these addresses as it first gave it, in three statements; see ``load``.

    :param wanted: the pages' numbers, by address. What an address never gave is left out.
    """
    first = select(tables.Fetch.address_id, tables.Fetch.page_id, func.min(tables.Fetch.id))
    first = first.group_by(tables.Fetch.address_id, tables.Fetch.page_id)
    first = first.where(tables.Fetch.page_id.in_(set(wanted.values())))
    given = [
        fetch_id
        for address_id, page_id, fetch_id in among(session, first, tables.Fetch.address_id, wanted)
        if wanted[address_id] == page_id
    ]
    fetches = select(tables.Fetch, Address).join(Address, Address.id == tables.Fetch.address_id)
    bodies = select(tables.Page.id, tables.Page)
    there = dict(among(session, bodies, tables.Page.id, set(wanted.values())))
    return {
        address.id: _loaded(there[wanted[address.id]], fetch, address)
        for fetch, address in among(session, fetches, tables.Fetch.id, given)
    }


def _loaded(page: tables.Page, fetch: tables.Fetch, address: Address) -> Page | Pruned:
    if page.pruned_at is not None:
        return Pruned(f"the body of page {page.id} was pruned on {page.pruned_at:%Y-%m-%d}")
    return _page(address, zlib.decompress(page.body), fetch.url, fetch.content_type, fetch.at)


def given(address: Address, fetched: Fetched, at: datetime) -> Page:
    """The page that an address has just given, as ``load`` would load it if it never gave it before.

    :param at: when the fetch was recorded.
    """
    return _page(address, fetched.body or b"", fetched.url, fetched.content_type, at)


def _page(address: Address, body: bytes, url: str, content_type: str | None, at: datetime) -> Page:
    plain = (content_type or "").lower().startswith("text/plain")
    return Page(body, url, content_type, plain, replace(hints(address), fetched=at))


def _judge(fetched: Fetched) -> tuple[Outcome, str | None]:
    """A fetch's outcome and, for an error, which; ``stored`` here means that a body came."""
    status = fetched.status
    if fetched.error is not None or status is None:
        return "error", fetched.error or "no answer"
    if status in REDIRECTS:
        return "redirected", None
    if status == 304:
        return "not modified", None
    if not 200 <= status < 300:
        return "error", f"HTTP {status}"
    return ("stored", None) if fetched.body is not None else ("error", "no body")


def _row(fetched: Fetched, at: datetime, **belongs: int | None) -> tables.Fetch:
    return tables.Fetch(
        at=fetched.at or at,
        url=fetched.url,
        status=fetched.status,
        headers=[[storable(name), storable(value)] for name, value in fetched.headers],
        content_type=fetched.content_type,
        seconds=fetched.seconds,
        **belongs,
    )


def _keep_bodies(session: Session, bodies: Sequence[bytes | None], at: datetime) -> list[_Kept | None]:
    """The pages with these contents, kept now as far as they weren't; None for none.

    Their rows are locked, so that nobody prunes or purges them before this transaction's end.
    """
    keys = [None if body is None else hashlib.sha256(body).digest() for body in bodies]
    given = {key: body for key, body in zip(keys, bodies, strict=True) if key and body is not None}
    there = _pages(session, given)
    new = given.keys() - there.keys()
    if new:
        rows = [
            {"sha256": key, "size": len(body), "body": packed(body), "kept_at": at}
            for key, body in given.items()
            if key in new
        ]
        insert_all_missing(session, tables.Page, rows)
        there |= _pages(session, new)
    for key, page in there.items():
        if page.pruned_at is not None:
            back = {"body": packed(given[key]), "kept_at": at, "pruned_at": None}
            session.execute(update(tables.Page).filter_by(id=page.id).values(back))
    return [_Kept(there[key].id, key in new) if key else None for key in keys]


def _pages(session: Session, contents: Iterable[bytes]) -> dict[bytes, Row[bytes, int, datetime | None]]:
    query = select(tables.Page.sha256, tables.Page.id, tables.Page.pruned_at).with_for_update(read=True)
    return {row.sha256: row for row in among(session, query, tables.Page.sha256, contents)}
