"""Attached documents (附件): which pages' articles name them, what they are, and their text.

A document has an address of its own, with the role ``attachment``, so all that holds for addresses, fetches and
pages holds for it. Only what is read from its bytes is kept apart, once per content.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from cleaners.documents import Document
from storage import pages, tables
from storage.addresses import Found, Known, discover, known, not_final, own
from storage.database import now
from storage.leases import Lease, check
from storage.pages import Fetched
from storage.tables import Address, Attached

#: Why an address is excluded that a list names: nobody knew that it is an article's document.
ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document as the store knows it. ``size`` is in bytes; what is None is not known: it was not fetched."""

    url: str
    state: str
    reason: str | None
    kind: str | None
    size: int | None
    text: str | None
    note: str | None


def attach(session: Session, lease: Lease, address_id: int, named: Iterable[Found]) -> None:
    """Make known which documents an address's articles name now. What is new is pending.

    Left alone: what the portal has as an article's or list's address.

    :raises LeaseLost: if the run has lost its lease.
    """
    there = discover(session, lease, named, address_id)
    for each in there:
        if (each.role, each.state) == ("article", "excluded"):
            _adopt(own(session, lease, each.id))
    session.flush()
    numbers = [each.id for each in there]
    ours = select(Address.id).where(Address.id.in_(numbers), Address.role == "attachment")
    session.execute(delete(Attached).filter_by(address_id=address_id))
    session.add_all(Attached(address_id=address_id, document_id=number) for number in session.scalars(ours))
    session.flush()


def _adopt(address: Address) -> None:
    """A document that only a list had named is an article's."""
    if address.reason == ATTACHMENT:
        address.role, address.state, address.reason, address.next_ask = "attachment", "pending", None, None


def due(session: Session, lease: Lease, full: bool) -> list[Known]:
    """The documents a run must ask: those that never came, and what failed and is due.

    :param full: what came before is asked again, too.
    """
    is_due = or_(Address.state == "pending", Address.next_ask <= now(session))
    query = select(Address).filter_by(portal_id=lease.portal_id, role="attachment")
    wanted = or_(is_due, not_final()) if full else is_due
    return [known(row) for row in session.scalars(query.where(wanted).order_by(Address.id))]


def reopen(session: Session, lease: Lease, kinds: Collection[str]) -> None:
    """Let documents be asked again that were not read: a run died, or nothing was installed then for their kind.

    :param kinds: what can be read now.
    :raises LeaseLost: if the run has lost its lease.
    """
    check(session, lease)
    read = select(tables.Document.page_id).where(
        or_(tables.Document.reader.is_not(None), tables.Document.kind.not_in(kinds))
    )
    here = update(Address).filter_by(portal_id=lease.portal_id, role="attachment", state="kept")
    session.execute(here.where(Address.page_id.not_in(read)).values(state="pending"))


def arrived(
    session: Session, lease: Lease, address_id: int, fetched: Fetched, kinds: Collection[str]
) -> int | None:
    """A document came: keep it before anything is made of it.

    :param kinds: what can be read now.
    :returns: the number of its page, if that is to be read; None where that was done.
    :raises LeaseLost: if the run has lost its lease.
    """
    page_id = pages.record(session, lease, address_id, fetched).page_id
    before = session.get(tables.Document, page_id)
    is_read = before is not None and (before.reader is not None or before.kind not in kinds)
    return None if is_read else page_id


def keep(session: Session, page_id: int, document: Document) -> None:
    """Keep what was read of a document."""
    row = tables.Document(page_id=page_id, kind=document.kind, text=document.text)
    row.reason, row.reader = document.reason, document.reader
    session.merge(row)


def attached(session: Session, address_id: int) -> Iterator[Attachment]:
    """The documents that an address's articles name; of a document's own address, that one."""
    named = select(Attached.document_id).where(Attached.address_id == address_id)
    ahead = select(Address.redirects_to).where(Address.id.in_(named))
    query = (
        select(Address, tables.Document, tables.Page.size)
        .outerjoin(tables.Page, tables.Page.id == Address.page_id)
        .outerjoin(tables.Document, tables.Document.page_id == Address.page_id)
        .where(
            or_(Address.id.in_(named), Address.id.in_(ahead), Address.id == address_id),
            Address.role == "attachment",
        )
        .order_by(Address.id)
    )
    for address, document, size in session.execute(query):
        kind, text, note = (document.kind, document.text, document.reason) if document else (None,) * 3
        yield Attachment(address.url, address.state, address.reason, kind, size, text, note)


def only_of(session: Session, addresses: Collection[int]) -> set[int]:
    """The documents that these addresses' articles name, and no other's, with those they lead to."""
    other = select(Attached.document_id).where(Attached.address_id.not_in(addresses))
    named = select(Attached.document_id).where(Attached.address_id.in_(addresses))
    found, new = set[int](), set(session.scalars(named.where(Attached.document_id.not_in(other))))
    while new:
        found |= new
        ahead = select(Address.redirects_to).where(Address.id.in_(new), Address.redirects_to.not_in(other))
        new = set(filter(None, session.scalars(ahead))) - found
    return found


def forget(session: Session, addresses: Collection[int]) -> None:
    """These addresses name no documents any more, and are none."""
    for column in (Attached.address_id, Attached.document_id):
        session.execute(delete(Attached).where(column.in_(addresses)))


def remove_unused(session: Session, page_ids: Collection[int]) -> None:
    """Take out what was read of these pages."""
    session.execute(delete(tables.Document).where(tables.Document.page_id.in_(page_ids)))
