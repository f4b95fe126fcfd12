"""Fetches and pages: what answered, and what came, kept once per content."""

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from cleaners.model import Page
from storage import tables
from storage.addresses import hints, own
from storage.columns import storable
from storage.database import now
from storage.leases import Lease
from storage.tables import Address
from storage.upsert import insert_missing
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
    """What became of a fetch. ``page_id`` is the page that came, or that stands where none came (304)."""

    fetch_id: int
    page_id: int | None
    outcome: Outcome


def record(session: Session, lease: Lease, address_id: int, fetched: Fetched) -> Recorded:
    """Write a fetch, and its page if that content is new to the store.

    The address's page and validators change only where a page came.

    :raises LeaseLost: if the run has lost its lease.
    :raises LookupError: if the portal has no such address.
    """
    address = own(session, lease, address_id)
    outcome, error = _judge(address, fetched)
    page_id = None
    if outcome == "stored":
        page_id = _keep_body(session, fetched.body or b"")
        outcome = "unchanged" if page_id == address.page_id else "stored"
        address.page_id, address.etag, address.last_modified = page_id, fetched.etag, fetched.last_modified
    elif outcome == "not modified":
        page_id = address.page_id
    if outcome != "error":
        address.missing_since = None
    if outcome in ("unchanged", "not modified"):
        address.unchanged += 1
    elif outcome == "stored" and address.part_of is not None:
        address.unchanged = 0  # of a first page, its articles tell whether it changed
    row = _row(session, fetched, address_id=address_id, run_id=lease.run_id, page_id=page_id)
    row.outcome, row.error = outcome, error
    session.add(row)
    session.flush()
    return Recorded(row.id, page_id, outcome)


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
    query = (
        select(tables.Fetch, tables.Page, Address)
        .join(tables.Page, tables.Page.id == tables.Fetch.page_id)
        .join(Address, Address.id == tables.Fetch.address_id)
        .where(tables.Fetch.page_id == page_id, tables.Fetch.address_id == address_id)
        .order_by(tables.Fetch.id)
        .limit(1)
    )
    found = session.execute(query).one_or_none()
    if found is None:
        raise LookupError(f"address {address_id} never gave page {page_id}")
    fetch, page, address = found
    if page.pruned_at is not None:
        raise Pruned(f"the body of page {page_id} was pruned on {page.pruned_at:%Y-%m-%d}")
    return Page(
        body=zlib.decompress(page.body),
        url=fetch.url,
        content_type=fetch.content_type,
        plain=(fetch.content_type or "").lower().startswith("text/plain"),
        hints=replace(hints(address), fetched=fetch.at),
    )


def _judge(address: Address, fetched: Fetched) -> tuple[Outcome, str | None]:
    """A fetch's outcome and, for an error, which; ``stored`` here means that a body came."""
    status = fetched.status
    if fetched.error is not None or status is None:
        return "error", fetched.error or "no answer"
    if status in REDIRECTS:
        return "redirected", None
    if status == 304:
        return ("not modified", None) if address.page_id else ("error", "304 without a page to stand")
    if not 200 <= status < 300:
        return "error", f"HTTP {status}"
    return ("stored", None) if fetched.body is not None else ("error", "no body")


def _row(session: Session, fetched: Fetched, **belongs: int | None) -> tables.Fetch:
    return tables.Fetch(
        at=fetched.at or now(session),
        url=fetched.url,
        status=fetched.status,
        headers=[[storable(name), storable(value)] for name, value in fetched.headers],
        content_type=fetched.content_type,
        seconds=fetched.seconds,
        **belongs,
    )


def _keep_body(session: Session, body: bytes) -> int:
    """The number of the page with this content, kept now if it wasn't.

    Its row is locked, so that nobody prunes or purges it before this transaction's end.
    """
    sha256 = hashlib.sha256(body).digest()
    there = select(tables.Page.id, tables.Page.pruned_at).filter_by(sha256=sha256).with_for_update(read=True)
    known = session.execute(there).one_or_none()
    if known is None:
        values = {"size": len(body), "body": zlib.compress(body), "kept_at": now(session)}
        insert_missing(session, tables.Page, sha256=sha256, **values)
        known = session.execute(there).one()
    if known.pruned_at is not None:
        back = {"body": zlib.compress(body), "kept_at": now(session), "pruned_at": None}
        session.execute(update(tables.Page).filter_by(id=known.id).values(back))
    return int(known.id)
