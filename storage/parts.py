"""The pages of one article that has several."""

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from cleaners.model import Page
from storage import feed, pages
from storage.addresses import Found, Known, discover, known, own
from storage.columns import digest
from storage.departures import articles_of, withdraw
from storage.leases import Lease
from storage.portions import among
from storage.tables import Address, Portal

#: So many redirects are followed from an address.
_HOPS = 5


def first_of(session: Session, address_id: int) -> int:
    """The number of the first page of the article that an address belongs to: its own, or another's."""
    return session.get_one(Address, address_id).part_of or address_id


def family(session: Session, first_id: int) -> list[Known]:
    """An article's first page and its further ones, in order; the first alone where it is the only one."""
    first = session.get_one(Address, first_id)
    further = select(Address).filter_by(part_of=first_id).order_by(Address.part, Address.id)
    return [known(first), *map(known, session.scalars(further))]


def with_others(session: Session, addresses: Collection[int]) -> set[int]:
    """Those of these addresses that are known as pages of an article that has several."""
    belonging = select(Address.id).where(Address.part_of.is_not(None))
    having = select(Address.part_of).where(Address.part_of.is_not(None))
    found = [
        *among(session, belonging, Address.id, addresses),
        *among(session, having, Address.part_of, addresses),
    ]
    return {number for (number,) in found if number is not None}


def page_of(session: Session, address: Known) -> Page | None:
    """A further page as it came last; None if it never came, or is gone."""
    if address.page_id is None or address.state == "gone":
        return None
    return pages.load(session, address.page_id, address.id)


def last_pages(session: Session, portal: str, urls: Iterable[str]) -> list[Page | None]:
    """The pages, as they came last, of the article that the first known of a portal's addresses leads to.

    :param urls: canonical; ways to write one address.
    :returns: the first page and its further ones, None for one that isn't there; empty where the first isn't.
    """
    own = select(Address).join(Portal, Portal.id == Address.portal_id).where(Portal.name == portal)
    found = (session.scalar(own.where(Address.url_digest == digest(url))) for url in urls)
    address = next(filter(None, found), None)
    for _ in range(_HOPS):
        if address and address.state == "redirected" and address.redirects_to:
            address = session.get_one(Address, address.redirects_to)
    if address is None or address.role != "article":
        return []
    first, *further = [_last(session, each) for each in family(session, first_of(session, address.id))]
    return [first, *further] if first else []


def _last(session: Session, address: Known) -> Page | None:
    try:
        return page_of(session, address)
    except pages.Pruned:
        return None


def claim(
    session: Session, lease: Lease, address_id: int, first: Found | None, further: Iterable[tuple[int, Found]]
) -> int:
    """Make the pages of an article known as such, as one of them tells.

    :param first: the article's first page, where this one says that it is a further one.
    :param further: the article's further pages that this one names, with their numbers.
    :returns: the number of the first page's address.
    :raises LeaseLost: if the run has lost its lease.
    """
    named = list(further)
    first_id = first_of(session, address_id)
    if first is not None:
        (there,) = discover(session, lease, [first], address_id)
        first_id = there.id
    join(session, lease, first_id, named)
    if first_id == address_id:
        detach(session, first_id, [found.url for _, found in named])
    return first_id


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
            withdraw(session, lease, articles_of(session, page.id))
        address.part_of, address.part = first_id, number
    session.flush()


def detach(session: Session, first_id: int, named: Iterable[str]) -> None:
    """Part with further pages that are gone and that no page names any more: the article has become shorter.

    :param named: the addresses the first page names.
    """
    gone = select(Address).filter_by(part_of=first_id, state="gone").where(Address.url.not_in(list(named)))
    for address in session.scalars(gone):
        address.part_of = address.part = None
    session.flush()
