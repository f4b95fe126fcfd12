"""Layouts learned from a portal's pages, and the pages that the next one can be learned from.

They are chosen such that a crawl which is killed on its way chooses the same as one which isn't: by the crawls that
finished and by addresses, never by times or numbers of their own.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count, pairwise

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from cleaners.model import Layout, Page
from storage import pages, tables
from storage.database import now
from storage.leases import Lease, check
from storage.tables import Address, Fetch, LayoutPage, Run

#: So many pages are looked at, none of them larger in bytes, and no more finished crawls than this for them.
PAGES, LARGEST, CRAWLS = 20, 1_000_000, 30


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a portal's last finished crawl can teach: its newest pages that hold articles, the newest first."""

    run_id: int
    page_ids: tuple[int, ...]
    pages: tuple[Page, ...] = field(repr=False)


def active(session: Session, portal: str) -> list[Layout]:
    """The learned layouts of a portal, by its name, that are not retired, the newest first."""
    row = tables.Layout
    query = select(row).join(tables.Portal).where(tables.Portal.name == portal, row.retired_at.is_(None))
    return [
        Layout(each.name, each.content, each.title, each.drops, each.repeats, learned=True)
        for each in session.scalars(query.order_by(row.number.desc()))
    ]


def next_name(session: Session, portal_id: int, taken: Collection[str]) -> str:
    """The name of the portal's next learned layout.

    :param taken: the names of its declared ones: a version's layout must be known by its name.
    """
    last = session.scalar(select(func.max(tables.Layout.number)).filter_by(portal_id=portal_id)) or 0
    return next(name for n in count(last + 1) if (name := f"learned-{n}") not in taken)


def lesson(session: Session, portal_id: int) -> Lesson | None:
    """What can be learned from now; None if no page has come in a crawl that finished and wasn't learned from."""
    finished = select(Run).where(
        Run.portal_id == portal_id, Run.crawl.is_not(None), Run.outcome == "finished"
    )
    crawls = session.scalars(finished.order_by(Run.id.desc()).limit(CRAWLS)).all()
    taught = next((run.id for run in crawls if run.taught is not None), 0)
    found: dict[int, int] = {}  # addresses' pages
    for newer, older in pairwise([*(run.id for run in crawls), 0]):
        if len(found) == PAGES or (newer == taught and not found):
            break
        found |= _came(session, portal_id, older, newer, PAGES - len(found))
    if not found:
        return None
    there = tuple(pages.load(session, page_id, address_id) for address_id, page_id in found.items())
    return Lesson(crawls[0].id, tuple(found.values()), there)


def taught(session: Session, lease: Lease, lesson: Lesson, outcome: str) -> None:
    """Note what a finished crawl taught, or why it taught nothing: it is learned from once.

    :raises LeaseLost: if the run has lost its lease.
    """
    check(session, lease)
    session.get_one(Run, lesson.run_id).taught = outcome


def add(session: Session, lease: Lease, layout: Layout, page_ids: Iterable[int], cleaner: str) -> None:
    """Keep a layout that was learned from these pages; its name is what ``next_name`` gave.

    :raises LeaseLost: if the run has lost its lease.
    """
    check(session, lease)
    row = tables.Layout(
        portal_id=lease.portal_id,
        number=int(layout.name.removeprefix("learned-")),
        name=layout.name,
        content=layout.content,
        title=layout.title,
        drops=dict(layout.drop),
        repeats=dict(layout.repeats),
        learned_at=now(session),
        run_id=lease.run_id,
        cleaner=cleaner,
    )
    session.add(row)
    session.flush()
    session.execute(insert(LayoutPage), [{"layout_id": row.id, "page_id": page} for page in set(page_ids)])


def retire(session: Session, lease: Lease, reasons: Mapping[str, str]) -> None:
    """Take learned layouts out of use.

    :param reasons: why, by their names.
    :raises LeaseLost: if the run has lost its lease.
    """
    check(session, lease)
    query = select(tables.Layout).filter_by(portal_id=lease.portal_id, retired_at=None)
    for row in session.scalars(query.where(tables.Layout.name.in_(reasons))):
        row.retired_at, row.retired_for = now(session), reasons[row.name]


def forget(session: Session, page_ids: Collection[int]) -> None:
    """Say no more that layouts were learned from these pages."""
    session.execute(delete(LayoutPage).where(LayoutPage.page_id.in_(page_ids)))


def _came(session: Session, portal_id: int, older: int, newer: int, number: int) -> dict[int, int]:
    """So many addresses with articles, and their pages, that crawls gave after one finished and until another did.

    What was asked or imported for itself counts with no crawl: an archive's pages may be of an older design. The
    order is that of the digests of the addresses, which is like that of the dice.
    """
    crawls = select(Run.id).where(
        Run.portal_id == portal_id, Run.crawl.is_not(None), Run.id > older, Run.id <= newer
    )
    query = (
        select(Address.id, Address.page_id)
        .join(Fetch, (Fetch.address_id == Address.id) & (Fetch.page_id == Address.page_id))
        .join(tables.Page, tables.Page.id == Address.page_id)
        .where(Fetch.run_id.in_(crawls), Fetch.outcome == "stored", tables.Page.size <= LARGEST)
        .where(Address.state == "kept", Address.role == "article")
        .group_by(Address.id, Address.page_id, Address.url_digest)
        .order_by(Address.url_digest)
        .limit(number)
    )
    return {address_id: page_id for address_id, page_id in session.execute(query) if page_id is not None}
