"""The columns (栏目) of a portal: how far their lists were read, and what is known from a whole listing.

What a list names becomes known page by page. So that an address is known says nothing of what stands behind it on
the list: the run may have ended right there. Only ``listed_at`` says that a reading came through.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cleaners.fields.published import hinted
from storage.addresses import Found, Known, discover, known, own, settle
from storage.content import named_day
from storage.database import now
from storage.leases import Lease
from storage.revisit import is_sweep_due
from storage.tables import Address


@dataclass(frozen=True, slots=True)
class Column:
    """A column, known by its first list page.

    ``listed_at`` is when a reading of it, begun at the first page, last came to what was known, or to its end;
    ``sweep`` says that it is time to read it to its very end, whatever is known.
    """

    first: Known
    listed_at: datetime | None
    sweep: bool


def declare(session: Session, lease: Lease, lists: Iterable[Found]) -> list[Column]:
    """Make first pages known. What one of them answered before doesn't keep it from being asked, if it was no list.

    :returns: the portal's columns, also those that were declared once.
    :raises LeaseLost: if the run has lost its lease.
    """
    for declared in discover(session, lease, lists, None):
        address = own(session, lease, declared.id)
        if address.role == "list":
            address.found_on = None  # it may have been found as the page of another list before
            if address.state not in ("pending", "list") or address.news_at is None:
                settle(session, lease, address.id, "pending")
    at = now(session)
    first = select(Address).filter_by(portal_id=lease.portal_id, role="list", found_on=None)
    return [
        Column(known(row), row.listed_at, is_sweep_due(row.swept_at, at))
        for row in session.scalars(first.order_by(Address.id))
    ]


def follow(
    session: Session, lease: Lease, pages: Iterable[Found], found_on: int, asked: Iterable[int]
) -> list[Known]:
    """Make a list's next pages known and, but for those that this run has asked already, pending.

    :returns: those that are pending now.
    :raises LeaseLost: if the run has lost its lease.
    """
    there, met = discover(session, lease, pages, found_on), set(asked)
    further = [page for page in there if page.role == "list" and page.id not in met]
    for page in further:
        settle(session, lease, page.id, "pending")
    return further


def read(session: Session, lease: Lease, address_id: int, is_news: bool) -> None:
    """A list page is read.

    :param is_news: it named something that wasn't known from a whole listing.
    :raises LeaseLost: if the run has lost its lease.
    """
    address = own(session, lease, address_id)
    if is_news and address.found_on is None:
        address.news_at = now(session)
    settle(session, lease, address_id, "list")


def complete(session: Session, lease: Lease, first_id: int, to_end: bool) -> None:
    """A column is read: what has been found by now is known from a whole listing.

    :param first_id: its first page's address.
    :param to_end: it was read to its very end.
    :raises LeaseLost: if the run has lost its lease.
    """
    address = own(session, lease, first_id)
    address.listed_at = now(session)
    if to_end:
        address.swept_at = address.listed_at


def row_day(known: Known) -> date | None:
    """The day of publication that an article's list row shows; None if it shows none."""
    row = next(hinted(replace(known.hints, fetched=known.found_at)), None)
    return None if row is None else named_day(row.value)


def is_older(known: Known, since: date | None) -> bool:
    """Whether an article's list row says that it is older; one without a date is not."""
    day = since and row_day(known)
    return bool(since and day and day < since)
