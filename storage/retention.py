"""Old page bodies: which of them may go, so that a store doesn't grow for ever.

A body stays while its page is what an address gave last or what a current version was made of: all that is shown
can be proved and cleaned again. What goes is the body alone: the page's row says when, and versions stay.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Text, cast, func, select, update
from sqlalchemy.orm import Session

from storage.database import Store, now
from storage.tables import Address, Article, Page, Version

_AT_ONCE = 200  # pages of one transaction: a crawl waits no longer than these take


@dataclass(frozen=True, slots=True)
class Policy:
    """Which bodies to keep beside those that are needed.

    ``older_than``: all that were first met later than so long ago. ``keep_versions``: those that the newest
    so many versions of an article were made of.
    """

    older_than: timedelta | None = None
    keep_versions: int = 1


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many bodies went, and how many bytes they took in the store."""

    pages: int
    size: int


def prune(store: Store, policy: Policy) -> Pruned:
    """Take away the bodies that the policy doesn't keep, some in each transaction: a crawl may go on meanwhile."""
    with store.reading() as session:
        candidates = sorted(_candidates(session, policy))
    pages = size = 0
    for start in range(0, len(candidates), _AT_ONCE):
        with store.transaction() as session:
            for number, length in _still_unused(session, candidates[start : start + _AT_ONCE]):
                emptied = update(Page).filter_by(id=number).values(body=b"", pruned_at=now(session))
                session.execute(emptied)
                pages, size = pages + 1, size + length
    return Pruned(pages, size)


def _candidates(session: Session, policy: Policy) -> set[int]:
    query = select(Page.id).where(Page.pruned_at.is_(None))
    if policy.older_than is not None:
        query = query.where(Page.kept_at < now(session) - policy.older_than)
    return set(session.scalars(query)) - set(_needed(session, policy.keep_versions))


def _needed(session: Session, versions: int) -> Iterator[int | None]:
    """The pages that addresses gave last, and that articles and their newest versions were made of."""
    yield from session.scalars(select(Address.page_id).where(Address.page_id.is_not(None)))
    yield from session.scalars(select(Article.page_id))
    newest = Version.number > Article.version - versions
    yield from session.scalars(select(Version.page_id).join(Article).where(newest))
    for row in (Article, Version):
        further = select(row.further_pages).where(cast(row.further_pages, Text) != "[]")
        if row is Version:
            further = further.join(Article).where(newest)
        for numbers in session.scalars(further):
            yield from numbers


def _still_unused(session: Session, numbers: list[int]) -> list[tuple[int, int]]:
    """Those of these pages that no address has meanwhile been given, locked; with the size of their bodies.

    A crawl that meets the same content while they are locked waits, and then keeps the body anew.
    """
    rows = select(Page.id, func.length(Page.body)).where(Page.id.in_(numbers), Page.pruned_at.is_(None))
    locked = session.execute(rows.order_by(Page.id).with_for_update()).all()
    given = set(
        session.scalars(select(Address.page_id).where(Address.page_id.in_([row[0] for row in locked])))
    )
    return [(number, length) for number, length in locked if number not in given]
