"""The same article more than once: under another address of its portal, or on another portal."""

import struct
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, update
from sqlalchemy.orm import Session

from cleaners.duplicates import BINS, SIMILAR, bands, similarity, sketch
from storage import feed
from storage.tables import Address, Article, Band, DuplicateGroup, Portal, Version

_SKETCH = struct.Struct(f"<{BINS}i")


def pack(text: str) -> bytes:
    """A text's sketch as it is stored."""
    return _SKETCH.pack(*sketch(text))


def twin(session: Session, portal_id: int, address_id: int, contents: Mapping[str, bytes]) -> int | None:
    """The other address of the portal that has these very articles, if there is one.

    :param contents: the articles' content hashes, by part key.
    :returns: None also where the address has articles of its own: what is there stays.
    """
    if session.scalar(select(Article.id).filter_by(address_id=address_id).limit(1)) is not None:
        return None
    current = (
        select(Article.address_id, Article.key, Version.content_hash)
        .join(Version, (Version.article_id == Article.id) & (Version.number == Article.version))
        .join(Address, Address.id == Article.address_id)
        .where(Address.portal_id == portal_id, Article.gone_since.is_(None))
        .where(Address.state != "redirected")  # its articles are about to move
    )
    there: defaultdict[int, dict[str, bytes]] = defaultdict(dict)
    candidates = current.where(Version.content_hash.in_(contents.values())).order_by(Article.id)
    for row in session.execute(candidates):
        there[row.address_id][row.key] = row.content_hash
    return next((number for number, found in there.items() if found == contents), None)


def alike(one: bytes, other: bytes | None) -> bool:
    """Whether two stored sketches are those of the same text or nearly so."""
    return other is not None and similarity(_SKETCH.unpack(one), _SKETCH.unpack(other)) >= SIMILAR


def compare(session: Session, run_id: int, article: Article, sketched: bytes) -> None:
    """Look for an article's copies, and put them into one group. Call it whenever the text is another.

    :param run_id: the run that gave the text.
    :param sketched: the text's sketch, as ``pack`` gives it.
    """
    article.sketch = sketched
    session.execute(delete(Band).filter_by(article_id=article.id))
    numbers = set(bands(_SKETCH.unpack(sketched)))
    similar = [each for each in _sharing(session, numbers) if alike(sketched, each.sketch)]
    if numbers:
        session.execute(insert(Band), [{"number": each, "article_id": article.id} for each in numbers])
    left, article.duplicate_group = article.duplicate_group, None
    session.flush()
    groups = {left, *(each.duplicate_group for each in similar)}
    with telling(session, run_id, groups, [each.id for each in similar]):
        if similar:
            article.duplicate_group = _merged(session, similar, article)
            session.flush()
        for group in {left, article.duplicate_group}:
            choose(session, group)


@contextmanager
def telling(
    session: Session, run_id: int, groups: Collection[int | None], articles: Collection[int] = ()
) -> Iterator[None]:
    """Tell the feed which articles have another group or another original after the block.

    :param groups: the groups the block may change; None is passed over.
    :param articles: the articles it may put into one.
    """
    before = _standing(session, Article.duplicate_group.in_(groups) | Article.id.in_(articles))
    yield
    after = _standing(session, Article.id.in_(before))
    for number, (version, *stood) in before.items():
        if stood != after[number][1:]:
            feed.append(session, run_id, "grouped", number, version)


def _sharing(session: Session, numbers: Iterable[int]) -> Sequence[Article]:
    """The articles that have one of these bands."""
    candidates = select(Band.article_id).where(Band.number.in_(numbers))
    return session.scalars(select(Article).where(Article.id.in_(candidates)).order_by(Article.id)).all()


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


def choose(session: Session, group: int | None) -> None:
    """Name the likely original of a group, among the articles that are not gone; a group of one is none."""
    if group is None:
        return
    members = _members(session, group)
    there = [member for member in members if member.gone_since is None]
    if not there:
        return
    if len(members) < 2:
        session.execute(update(Article).filter_by(duplicate_group=group).values(duplicate_group=None))
        session.execute(delete(DuplicateGroup).filter_by(id=group))
        return
    portals = {member.title for member in there}
    original = min(
        there,
        key=lambda member: (
            member.mirror_of is not None,
            member.source in portals - {member.title},  # it names another member as its source
            member.published or "9",
            member.first_seen,
            member.id,
        ),
    )
    session.execute(update(DuplicateGroup).filter_by(id=group).values(original_id=original.id))


def _standing(session: Session, which: ColumnElement[bool]) -> dict[int, list[Any]]:
    """Version, group and original of those of these articles that are not gone."""
    query = (
        select(Article.id, Article.version, Article.duplicate_group, DuplicateGroup.original_id)
        .outerjoin(DuplicateGroup, DuplicateGroup.id == Article.duplicate_group)
        .where(which, Article.gone_since.is_(None))
        .order_by(Article.id)
    )
    return {number: list(standing) for number, *standing in session.execute(query)}


def _members(session: Session, group: int) -> Sequence[Row[Any]]:
    """A group's articles with what speaks for or against their being the original."""
    version = (Version.article_id == Article.id) & (Version.number == Article.version)
    return session.execute(
        select(Article.id, Article.first_seen, Article.gone_since, Portal.title)
        .add_columns(Version.mirror_of, Version.source, Version.published)
        .join(Version, version)
        .join(Address, Address.id == Article.address_id)
        .join(Portal, Portal.id == Address.portal_id)
        .where(Article.duplicate_group == group)
    ).all()
