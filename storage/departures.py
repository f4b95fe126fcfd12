"""What leaves its place: addresses that are missing, articles that are gone, articles that move."""

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage import copies, feed, search_index, sketches
from storage.addresses import own, settle
from storage.database import now
from storage.leases import Lease
from storage.portions import among
from storage.revisit import MISSING_APART
from storage.tables import Address, Article
from storage.words import State


def missing(
    session: Session, lease: Lease, address_id: int, reason: str, apart: timedelta = MISSING_APART
) -> State:
    """Settle an address that says it is not there (404, 410, 550).

    The first time it failed, and is due when a second time can settle it; again, at least ``apart`` later and with
    no good answer in between, it is gone, and so are its articles. What led to it, or had the same articles, is asked
    once more: they may live on.

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
    if first and address.next_ask:
        address.next_ask = min(address.next_ask, at + apart)
    if state == "gone":
        withdraw(session, lease, articles_of(session, address_id))
        leading = update(Address).where(Address.redirects_to == address_id)
        session.execute(leading.values(state="pending", reason=None, redirects_to=None))
    return state


def articles_of(session: Session, address_id: int) -> Sequence[Article]:
    """The articles of an address that are not gone."""
    return session.scalars(select(Article).filter_by(address_id=address_id, gone_since=None)).all()


def withdraw(session: Session, lease: Lease, articles: Collection[Article]) -> None:
    """Mark articles gone, and tell the feed. Their groups choose an original among those that are left."""
    if not articles:
        return
    at, numbers = now(session), [article.id for article in articles]
    for article in articles:
        article.gone_since = at
    session.flush()
    search_index.forget(session, numbers)
    feed.append(session, lease.run_id, [("gone", article.id, article.version) for article in articles])
    groups = copies.groups_of(session, numbers)
    with copies.telling(session, lease.run_id, groups):
        copies.choose(session, groups)


def adopt(session: Session, lease: Lease, texts: Mapping[int, Mapping[str, bytes]]) -> int:
    """Articles whose addresses lead to one of these move there, if it holds the same text, and keep their history.

    Where the address has the article already, the old one is gone instead. What is another text stays
    where it was: a redirect to a notice is no move.

    The caller owns the addresses and has locked the feed.

    :param texts: for each address the packed sketches of the texts it holds, by part key.
    :returns: how many articles moved.
    """
    leading = (
        select(Article, Address.redirects_to)
        .join(Address, Address.id == Article.address_id)
        .where(Address.state == "redirected", Article.gone_since.is_(None))
        .order_by(Article.id)
    )
    alike = [
        (article, to_id)
        for article, to_id in among(session, leading, Address.redirects_to, texts)
        if to_id is not None and _is_there(article, texts[to_id])
    ]
    return _move(session, lease, alike) if alike else 0


def _is_there(article: Article, texts: Mapping[str, bytes]) -> bool:
    """Whether an article's text is among these."""
    there = texts.get(article.key)
    return there is not None and sketches.alike(article.sketch, there)


def _move(session: Session, lease: Lease, alike: Sequence[tuple[Article, int]]) -> int:
    """Move articles to these addresses, or let them be gone where these have them already."""
    places = select(Article.address_id, Article.key)
    there = {tuple(row) for row in among(session, places, Article.address_id, {to_id for _, to_id in alike})}
    moved = []
    for article, to_id in alike:
        if (to_id, article.key) in there:
            withdraw(session, lease, [article])
            continue
        article.address_id = to_id
        there.add((to_id, article.key))
        moved.append(article)
    session.flush()
    feed.append(session, lease.run_id, [("moved", article.id, article.version) for article in moved])
    return len(moved)


def move(session: Session, lease: Lease, from_id: int, to_id: int) -> int:
    """An address leads to another one for good: its articles move there, if they are known to be there.

    :returns: how many articles moved; the others move when the other address is kept, if they do.
    :raises LeaseLost: if the run has lost its lease.
    """
    there = own(session, lease, to_id)
    feed.lock(session)
    known = articles_of(session, to_id)
    if there.redirects_to == from_id:  # it was met first, as a duplicate of what moves there now
        settle(session, lease, to_id, "kept")
        known = articles_of(session, from_id)
    texts = {article.key: article.sketch for article in known}
    return adopt(session, lease, {to_id: texts}) if texts else 0
