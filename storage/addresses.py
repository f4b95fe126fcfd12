"""The addresses of a portal: what was found, in which state it is, when it is asked again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import Session

from cleaners.model import Hints
from storage import tables
from storage.columns import digest
from storage.database import now
from storage.leases import Lease, check
from storage.portions import among
from storage.revisit import REDIRECTED_WAIT, next_ask
from storage.tables import Address
from storage.words import Role, State

_HINTS = ("title", "published", "source", "column")
#: States that are final unless a time is set to ask again.
_FINAL: tuple[State, ...] = ("redirected", "excluded", "gone", "purged")
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

    ``new`` says that this very call made it known, ``page_id`` is the page it gave last, ``found_at`` when it was
    first found.
    """

    id: int
    url: str
    role: Role
    state: State
    etag: str | None
    last_modified: str | None
    hints: Hints
    new: bool = False
    page_id: int | None = None
    found_at: datetime | None = None


def discover(
    session: Session, lease: Lease, found: Iterable[Found], found_on: int | None, most: int | None = None
) -> list[Known]:
    """Make addresses known. What is known already keeps its role and state; hints it lacks are filled in.

    But what was gone and held articles is pending again: a page that names it says that it may be back.

    :param found_on: the address they were found on, None for start addresses.
    :param most: how many new ones are taken; None: all of them. The others stay unknown.
    :returns: all of them that are known now, in the order given, each once.
    :raises LeaseLost: if the run has lost its lease.
    """
    check(session, lease)
    given = [(digest(each.url), each) for each in found]
    there = _by_digest(session, lease.portal_id, [key for key, _ in given])
    first = dict(reversed(given))
    at = now(session)
    origin = {"portal_id": lease.portal_id, "run_id": lease.run_id, "found_on": found_on, "found_at": at}
    unknown = [key for key in dict.fromkeys(key for key, _ in given) if key not in there]
    new = {key: _row(first[key], key, origin) for key in unknown[:most]}
    rows = there | new
    for key, each in given:
        if key in rows:
            _fill(rows[key], each.hints)
    _revive(session, [row for row in there.values() if row.state == "gone"])
    session.add_all(new.values())
    session.flush()
    return [known(rows[key], new=key in new) for key in dict.fromkeys(key for key, _ in given) if key in rows]


def due(session: Session, lease: Lease, full: bool) -> list[Known]:
    """The pages a run must ask: pending ones first, then lists, then the others, longest due first.

    :param full: every address, due or not, but for what is final: redirected, excluded, gone, purged,
        a duplicate.
    """
    is_due = or_(Address.state == "pending", Address.next_ask <= now(session))
    wanted = or_(is_due, not_final()) if full else is_due
    rank = case((Address.state == "pending", 0), (Address.role == "list", 1), else_=2)
    query = select(Address).filter_by(portal_id=lease.portal_id).where(wanted, Address.role != "attachment")
    return [known(row) for row in session.scalars(query.order_by(rank, Address.next_ask, Address.id))]


@dataclass(frozen=True, slots=True)
class End:
    """What an address has come to.

    ``redirects_to`` is the address it leads to, where the state is ``redirected``, or that has the same article,
    where it is ``rejected`` as a duplicate. ``again`` says that a redirect may be for a while only: ask again.
    """

    state: State
    reason: str | None = None
    redirects_to: int | None = None
    again: bool = False


def not_final() -> ColumnElement[bool]:
    """What may still change: all but redirected, excluded, gone, purged addresses and duplicates."""
    return and_(Address.state.not_in(_FINAL), Address.redirects_to.is_(None))


def settle(
    session: Session,
    lease: Lease,
    address_id: int,
    state: State,
    reason: str | None = None,
    redirects_to: int | None = None,
    again: bool = False,
) -> None:
    """Set an address's state: ``settle_all`` with one ``End``."""
    settle_all(session, lease, {address_id: End(state, reason, redirects_to, again)})


def settle_all(session: Session, lease: Lease, ends: Mapping[int, End]) -> None:
    """Set addresses' states, and by them when they are asked again. Articles they hold stay as they are.

    What was purged stays so.

    :raises LeaseLost: if the run has lost its lease.
    :raises LookupError: if the portal has no such address.
    """
    at = now(session)
    for number, address in own_all(session, lease, ends).items():
        _settle(address, lease.run_id, ends[number], at)
    session.flush()


def _settle(address: Address, run_id: int, end: End, at: datetime) -> None:
    if address.state == "purged":
        return
    address.state, address.reason, address.redirects_to = end.state, end.reason, end.redirects_to
    address.run_id = run_id
    address.tries = address.tries + 1 if end.state == "failed" else 0
    address.next_ask = next_ask(
        address.role, end.state, at, address.unchanged, address.tries, address.news_at
    )
    if end.state == "redirected" and end.again:
        address.next_ask = at + REDIRECTED_WAIT
    if end.state == "rejected" and end.redirects_to is not None:
        address.next_ask = None  # a duplicate is asked no more: its article is read from elsewhere


def own(session: Session, lease: Lease, address_id: int) -> Address:
    """An address of the run's portal, for writing: ``own_all`` with one number."""
    return own_all(session, lease, [address_id])[address_id]


def own_all(session: Session, lease: Lease, numbers: Collection[int]) -> dict[int, Address]:
    """Addresses of the run's portal by their numbers, for writing: the lease is checked.

    :raises LeaseLost: if the run has lost its lease.
    :raises LookupError: if the portal has no such address.
    """
    check(session, lease)
    there: dict[int, Address] = session.info.setdefault(
        "addresses", {}
    )  # a session forgets what nobody holds
    if unread := set(numbers) - there.keys():
        # + 0: else SQLite, which takes a portal for small, goes through all its addresses for a few numbers.
        query = select(Address).where(Address.portal_id + 0 == lease.portal_id)
        there |= {row.id: row for (row,) in among(session, query, Address.id, unread)}
    if missing := set(numbers) - there.keys():
        raise LookupError(f"{lease.portal} has no address {min(missing)}")
    return {number: there[number] for number in numbers}


def hints(address: Address) -> Hints:
    """The hints the way to this address told."""
    return Hints(**{name: getattr(address, f"hint_{name}") for name in _HINTS})


def _revive(session: Session, gone: Sequence[Address]) -> None:
    """Ask again what was gone, if it held articles."""
    numbers = select(tables.Article.address_id).where(tables.Article.address_id.in_([row.id for row in gone]))
    held = set(session.scalars(numbers)) if gone else set()
    for row in gone:
        if row.id in held:
            row.state, row.reason, row.missing_since = "pending", None, None


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
        row.id,
        row.url,
        row.role,
        row.state,
        row.etag,
        row.last_modified,
        hints(row),
        new,
        row.page_id,
        row.found_at,
    )
