"""The same article more than once: under another address of its portal, or on another portal."""

import struct
from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from cleaners.duplicates import BINS, SIMILAR, bands, similarity, sketch
from storage import feed
from storage.addresses import own, settle, withdraw
from storage.leases import Lease
from storage.tables import Address, Article, Band, DuplicateGroup, Portal, Version

_SKETCH = struct.Struct(f"<{BINS}i")


def pack(text: str) -> bytes:
    """A text's sketch as it is stored."""
    return _SKETCH.pack(*sketch(text))


def twin(session: Session, portal_id: int, address_id: int, content_hash: bytes) -> int | None:
    """The other address of the portal that has an article with this very content, if there is one.

    :returns: None also where the address has articles of its own: what is there stays.
    """
    own_articles = select(Article.id).filter_by(address_id=address_id)
    if session.scalar(own_articles.limit(1)) is not None:
        return None
    same = (
        select(Article.address_id)
        .join(Version, (Version.article_id == Article.id) & (Version.number == Article.version))
        .join(Address, Address.id == Article.address_id)
        .where(Version.content_hash == content_hash, Address.portal_id == portal_id)
        .where(Article.gone_since.is_(None), Article.key == "")
        .order_by(Article.id)
    )
    return session.scalar(same.limit(1))


def move(session: Session, lease: Lease, from_id: int, to_id: int) -> int:
    """An address leads to another one now: its articles move there, and keep their history.

    Where the other address has articles already, the old ones are gone instead.

    :returns: how many articles moved.
    :raises LeaseLost: if the run has lost its lease.
    """
    there = own(session, lease, to_id)
    feed.lock(session)
    if session.scalar(select(Article.id).filter_by(address_id=to_id).limit(1)) is not None:
        withdraw(session, lease, from_id)
        return 0
    moving = list(session.scalars(select(Article).filter_by(address_id=from_id)))
    for article in moving:
        article.address_id = to_id
        feed.append(session, lease.run_id, "moved", article.id, article.version)
    if there.redirects_to == from_id:  # it was met first, as a duplicate of what moves there now
        settle(session, lease, to_id, "kept")
    session.flush()
    return len(moving)


def compare(session: Session, article: Article, text: str) -> None:
    """Look for an article's copies, and put them into one group. Call it whenever the text is another."""
    sketched = sketch(text)
    article.sketch = _SKETCH.pack(*sketched)
    session.execute(delete(Band).filter_by(article_id=article.id))
    numbers = set(bands(sketched))
    similar = [each for each in _sharing(session, numbers) if _similar(sketched, each.sketch)]
    session.add_all(Band(number=number, article_id=article.id) for number in numbers)
    left, article.duplicate_group = article.duplicate_group, None
    session.flush()
    if similar:
        article.duplicate_group = _merged(session, similar, article)
        session.flush()
    for group in {left, article.duplicate_group} - {None}:
        _choose(session, group)


def _sharing(session: Session, numbers: Iterable[int]) -> Sequence[Article]:
    """The articles that have one of these bands."""
    candidates = select(Band.article_id).where(Band.number.in_(numbers))
    return session.scalars(select(Article).where(Article.id.in_(candidates)).order_by(Article.id)).all()


def _similar(sketched: Sequence[int], other: bytes) -> bool:
    return similarity(sketched, _SKETCH.unpack(other)) >= SIMILAR


def _merged(session: Session, similar: Sequence[Article], article: Article) -> int:
    """One group for all of them, and for the members of the groups they were in."""
    groups = sorted({each.duplicate_group for each in similar if each.duplicate_group is not None})
    if groups:
        keep = groups[0]
    else:
        group = DuplicateGroup(original_id=article.id)
        session.add(group)
        session.flush()
        keep = group.id
    members = Article.id.in_([each.id for each in similar]) | Article.duplicate_group.in_(groups)
    session.execute(update(Article).where(members).values(duplicate_group=keep))
    session.execute(delete(DuplicateGroup).where(DuplicateGroup.id.in_(groups[1:])))
    return keep


def _choose(session: Session, group: int | None) -> None:
    """Name the likely original of a group; a group of one is none."""
    members = session.execute(
        select(
            Article.id, Version.mirror_of, Version.source, Version.published, Article.first_seen, Portal.title
        )
        .join(Version, (Version.article_id == Article.id) & (Version.number == Article.version))
        .join(Address, Address.id == Article.address_id)
        .join(Portal, Portal.id == Address.portal_id)
        .where(Article.duplicate_group == group)
    ).all()
    if len(members) < 2:
        session.execute(update(Article).filter_by(duplicate_group=group).values(duplicate_group=None))
        session.execute(delete(DuplicateGroup).filter_by(id=group))
        return
    portals = {row.title for row in members}
    original = min(
        members,
        key=lambda row: (
            row.mirror_of is not None,
            row.source in portals - {row.title},  # it names another member as its source
            row.published or "9",
            row.first_seen,
            row.id,
        ),
    )
    session.execute(update(DuplicateGroup).filter_by(id=group).values(original_id=original.id))
