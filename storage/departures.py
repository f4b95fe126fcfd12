"""What leaves its place: addresses that are missing, articles that are gone, articles that move."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage import copies, feed, search_index
from storage.addresses import own, settle
from storage.database import now
from storage.leases import Lease
from storage.revisit import MISSING_APART
from storage.tables import Address, Article
from storage.words import State


def missing(
    session: Session, lease: Lease, address_id: int, reason: str, apart: timedelta = MISSING_APART
) -> State:
    """Settle an address that says it is not there (404, 410, 550).

    The first time it failed; again, at least ``apart`` later and with no good answer in between, it is
    gone, and so are its articles. What led to it, or had the same articles, is asked once more: they may live on.

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
        withdraw(session, lease, articles_of(session, address_id))
        leading = update(Address).where(Address.redirects_to == address_id)
        session.execute(leading.values(state="pending", reason=None, redirects_to=None))
    return state


def articles_of(session: Session, address_id: int) -> Sequence[Article]:
    """The articles of an address that are not gone."""
    return session.scalars(select(Article).filter_by(address_id=address_id, gone_since=None)).all()


def withdraw(session: Session, lease: Lease, articles: Iterable[Article]) -> None:
    """Mark articles gone, and tell the feed. Their groups choose an original among those that are left."""
    for article in articles:
        article.gone_since = now(session)
        search_index.forget(session, article.id)
        feed.append(session, lease.run_id, "gone", article.id, article.version)
        with copies.telling(session, lease.run_id, {article.duplicate_group}):
            copies.choose(session, article.duplicate_group)


def adopt(session: Session, lease: Lease, to_id: int, sketches: Mapping[str, bytes]) -> int:
    """Articles whose addresses lead to this one move here, if it holds the same text, and keep their history.

    Where this address has the article already, the old one is gone instead. What is another text stays
    where it was: a redirect to a notice is no move.

    :param sketches: the texts this address holds, by part key.
    :returns: how many articles moved.
    :raises LeaseLost: if the run has lost its lease.
    """
    own(session, lease, to_id)
    feed.lock(session)
    here = set(session.scalars(select(Article.key).filter_by(address_id=to_id)))
    leading = select(Address.id).filter_by(redirects_to=to_id, state="redirected")
    moved = 0
    for article in session.scalars(
        select(Article).where(Article.address_id.in_(leading)).order_by(Article.id)
    ).all():
        if article.gone_since or not copies.alike(article.sketch, sketches.get(article.key)):
            continue
        if article.key in here:
            withdraw(session, lease, [article])
            continue
        article.address_id = to_id
        here.add(article.key)
        feed.append(session, lease.run_id, "moved", article.id, article.version)
        moved += 1
    session.flush()
    return moved


def move(session: Session, lease: Lease, from_id: int, to_id: int) -> int:
    """An address leads to another one for good: its articles move there, if they are known to be there.

    :returns: how many articles moved; the others move when the other address is kept, if they do.
    :raises LeaseLost: if the run has lost its lease.
    """
    there = own(session, lease, to_id)
    sketches = {article.key: article.sketch for article in articles_of(session, to_id)}
    if there.redirects_to == from_id:  # it was met first, as a duplicate of what moves there now
        settle(session, lease, to_id, "kept")
        sketches = {article.key: article.sketch for article in articles_of(session, from_id)}
    return adopt(session, lease, to_id, sketches) if sketches else 0
