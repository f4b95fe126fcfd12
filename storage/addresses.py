"""The addresses of a portal: what was found, in which state it is, when it is asked again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select, update
from sqlalchemy.orm import Session

from cleaners.model import Hints
from storage import feed, tables
from storage.columns import digest
from storage.database import now
from storage.leases import Lease, check
from storage.revisit import MISSING_APART, next_ask
from storage.tables import Address
from storage.words import Role, State

_HINTS = ("title", "published", "source", "column")
_NEVER_ASKED: tuple[State, ...] = ("redirected", "excluded", "gone")
_AT_ONCE = 500  # digests in one query: far below both databases' limits


@dataclass(frozen=True, slots=True)
class Found:
    """An address as a page or a spider names it.

    ``url`` is canonical; ``state`` and ``reason`` count only if the address is new.
    """

    url: str
    role: Role
    hints: Hints = field(default_factory=Hints)
    state: State = "pending"
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """An address as the store knows it.

    ``new`` says that this very call made it known, ``part_of`` is the article's first page where the
    address is a further one.
    """

    id: int
    url: str
    role: Role
    state: State
    etag: str | None
    last_modified: str | None
    hints: Hints
    new: bool = False
    part_of: int | None = None


def discover(session: Session, lease: Lease, found: Iterable[Found], found_on: int | None) -> list[Known]:
    """Make addresses known. What is known already keeps its role and state; hints it lacks are filled in.

    :param found_on: the address they were found on, None for start addresses.
    :returns: all of them in the order given, each once.
    :raises LeaseLost: if the run has lost its lease.
    """
    check(session, lease)
    given = [(digest(each.url), each) for each in found]
    there = _by_digest(session, lease.portal_id, [key for key, _ in given])
    first = dict(reversed(given))
    at = now(session)
    origin = {"portal_id": lease.portal_id, "run_id": lease.run_id, "found_on": found_on, "found_at": at}
    new = {key: _row(first[key], key, origin) for key, _ in given if key not in there}
    rows = there | new
    for key, each in given:
        _fill(rows[key], each.hints)
    session.add_all(new.values())
    session.flush()
    return [known(rows[key], new=key in new) for key in dict.fromkeys(key for key, _ in given)]


def due(session: Session, lease: Lease, full: bool) -> list[Known]:
    """The addresses a run must ask: pending ones first, then lists, then the others, longest due first.

    :param full: every address that isn't redirected, excluded, gone or a duplicate, due or not.
    """
    if full:
        wanted: ColumnElement[bool] = and_(Address.state.not_in(_NEVER_ASKED), Address.redirects_to.is_(None))
    else:
        wanted = or_(Address.state == "pending", Address.next_ask <= now(session))
    rank = case((Address.state == "pending", 0), (Address.role == "list", 1), else_=2)
    query = select(Address).filter_by(portal_id=lease.portal_id).where(wanted)
    return [known(row) for row in session.scalars(query.order_by(rank, Address.next_ask, Address.id))]


def settle(
    session: Session,
    lease: Lease,
    address_id: int,
    state: State,
    reason: str | None = None,
    redirects_to: int | None = None,
) -> None:
    """Set an address's state, and by it when it is asked again. Articles it holds stay as they are.

    :param redirects_to: the address it leads to, where the state is ``redirected``, or that has the same
        article, where it is ``rejected`` as a duplicate.
    :raises LeaseLost: if the run has lost its lease.
    :raises LookupError: if the portal has no such address.
    """
    address = own(session, lease, address_id)
    address.state, address.reason, address.redirects_to = state, reason, redirects_to
    address.run_id = lease.run_id
    address.tries = address.tries + 1 if state == "failed" else 0
    address.next_ask = next_ask(address.role, state, now(session), address.unchanged, address.tries)
    if state == "rejected" and redirects_to is not None:
        address.next_ask = None  # a duplicate is asked no more: its article is read from elsewhere
    session.flush()


def missing(
    session: Session, lease: Lease, address_id: int, reason: str, apart: timedelta = MISSING_APART
) -> State:
    """Settle an address that answered 404 or 410.

    The first time it failed; again, at least ``apart`` later and with no good answer in between, it is
    gone, and so are its articles. Duplicates of them are asked once more: they may live on.

    :returns: the state it has now: ``failed`` or ``gone``.
    :raises LeaseLost: if the run has lost its lease.
    """
    address = own(session, lease, address_id)
    feed.lock(session)
    at = now(session)
    first = address.missing_since is None
    address.missing_since = address.missing_since or at
    state: State = "failed" if first or at - address.missing_since < apart else "gone"
    settle(session, lease, address_id, state, reason)
    if state == "gone":
        withdraw(session, lease, address_id)
        duplicates = update(Address).where(Address.redirects_to == address_id, Address.state == "rejected")
        session.execute(duplicates.values(state="pending", reason=None, redirects_to=None))
    return state


def withdraw(session: Session, lease: Lease, address_id: int) -> None:
    """Mark the articles of an address gone, and tell the feed."""
    here = select(tables.Article).filter_by(address_id=address_id, gone_since=None)
    for article in session.scalars(here):
        article.gone_since = now(session)
        feed.append(session, lease.run_id, "gone", article.id, article.version)


def own(session: Session, lease: Lease, address_id: int) -> Address:
    """An address of the run's portal, for writing: the lease is checked.

    :raises LeaseLost: if the run has lost its lease.
    :raises LookupError: if the portal has no such address.
    """
    check(session, lease)
    address = session.get(Address, address_id)
    if address is None or address.portal_id != lease.portal_id:
        raise LookupError(f"{lease.portal} has no address {address_id}")
    return address


def hints(address: Address) -> Hints:
    """The hints the way to this address told."""
    return Hints(**{name: getattr(address, f"hint_{name}") for name in _HINTS})


def _by_digest(session: Session, portal_id: int, digests: Sequence[bytes]) -> dict[bytes, Address]:
    """The portal's known addresses among these."""
    rows: dict[bytes, Address] = {}
    for start in range(0, len(digests), _AT_ONCE):
        some = Address.url_digest.in_(digests[start : start + _AT_ONCE])
        query = select(Address).filter_by(portal_id=portal_id).where(some)
        rows |= {row.url_digest: row for row in session.scalars(query)}
    return rows


def _row(found: Found, key: bytes, origin: dict[str, Any]) -> Address:
    return Address(
        url=found.url,
        url_digest=key,
        role=found.role,
        state=found.state,
        reason=found.reason,
        unchanged=0,
        tries=0,
        **origin,
    )


def _fill(address: Address, told: Hints) -> None:
    """Fill in the hints the address lacks."""
    for name in _HINTS:
        if getattr(address, f"hint_{name}") is None:
            setattr(address, f"hint_{name}", getattr(told, name))


def known(row: Address, new: bool = False) -> Known:
    """An address's row as callers see it."""
    return Known(
        row.id, row.url, row.role, row.state, row.etag, row.last_modified, hints(row), new, row.part_of
    )
