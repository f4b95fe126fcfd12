"""The same article more than once: under another address of its portal, or on another portal."""

import struct
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from cleaners.duplicates import BINS, SIMILAR, bands, similarity, sketch
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


def compare(session: Session, article: Article, text: str) -> None:
    """Look for an article's copies, and put them into one group. Call it whenever the text is another."""
    article.sketch = pack(text)
    sketched = _SKETCH.unpack(article.sketch)
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
        choose(session, group)


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


def choose(session: Session, group: int | None) -> None:
    """Name the likely original of a group, among the articles that are not gone; a group of one is none."""
    if group is None:
        return
    members = session.execute(
        select(
            Article.id, Version.mirror_of, Version.source, Version.published, Article.first_seen, Portal.title
        )
        .join(Version, (Version.article_id == Article.id) & (Version.number == Article.version))
        .join(Address, Address.id == Article.address_id)
        .join(Portal, Portal.id == Address.portal_id)
        .where(Article.duplicate_group == group, Article.gone_since.is_(None))
    ).all()
    if not members:
        return
    if (
        session.execute(
            select(func.count()).select_from(Article).filter_by(duplicate_group=group)
        ).scalar_one()
        < 2
    ):
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
