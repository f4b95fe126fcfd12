"""The pages of one article that has several."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage import feed
from storage.addresses import Found, Known, discover, known, own, withdraw
from storage.leases import Lease
from storage.tables import Address


def family(session: Session, first_id: int) -> list[Known]:
    """An article's first page and its further ones, in order; the first alone where it is the only one."""
    first = session.get_one(Address, first_id)
    further = select(Address).filter_by(part_of=first_id).order_by(Address.part, Address.id)
    return [known(first), *map(known, session.scalars(further))]


def page_ids(session: Session, first_id: int) -> list[int | None]:
    """The pages an article is made of now, in order; None for one that never came."""
    number = select(Address.page_id).filter_by(id=first_id)
    further = select(Address.page_id).filter_by(part_of=first_id).order_by(Address.part, Address.id)
    return [session.execute(number).scalar_one(), *session.scalars(further)]


def join(session: Session, lease: Lease, first_id: int, further: Iterable[tuple[int, Found]]) -> None:
    """Make the further pages of an article known: their numbers, and where they are.

    What such a page was kept as before, an article of its own, is gone.

    :raises LeaseLost: if the run has lost its lease.
    """
    for number, found in further:
        (page,) = discover(session, lease, [found], first_id)
        if page.id == first_id:
            continue
        address = own(session, lease, page.id)
        if address.part_of is None:
            feed.lock(session)
            withdraw(session, lease, page.id)
        address.part_of, address.part = first_id, number
    session.flush()


def unsettle(session: Session, lease: Lease, first_id: int) -> None:
    """A page of this article is new: its articles are to be made again, by the next run if not by this one.

    :raises LeaseLost: if the run has lost its lease.
    """
    address = own(session, lease, first_id)
    address.state, address.reason, address.next_ask = "pending", None, None
    session.flush()
