"""The same article more than once: under another address of its portal, or on another portal."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import combinations
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage import bands, feed
from storage.portions import among, portions
from storage.sketches import Sketch, alike
from storage.tables import Address, Article, DuplicateGroup, Portal, Version
from storage.words import Op

#: What tells articles: their content hashes by part key.
_Contents = Mapping[str, bytes]


def twins(session: Session, portal_id: int, made: Mapping[int, _Contents]) -> dict[int, int]:
    """The other addresses of the portal that have the very articles of these, where there are some.

    :param made: the articles' content hashes by part key, for each address.
    :returns: by address; none for those that have articles of their own: what is there stays.
    """
    current = (
        select(Article.id, Article.address_id, Article.key, Version.content_hash)
        .join(Version, (Version.article_id == Article.id) & (Version.number == Article.version))
        .join(Address, Address.id == Article.address_id)
        # + 0: else SQLite, which takes a portal for small, goes through all its articles for a few hashes.
        .where(Address.portal_id + 0 == portal_id, Article.gone_since.is_(None))
        .where(Address.state != "redirected")  # its articles are about to move
    )
    hashes = {each for contents in made.values() for each in contents.values()}
    there = sorted(among(session, current, Version.content_hash, hashes))
    if not there:
        return {}
    holding = {number for (number,) in among(session, select(Article.address_id), Article.address_id, made)}
    found = {number: _same(contents, there) for number, contents in made.items() if number not in holding}
    return {number: twin for number, twin in found.items() if twin is not None}


def _same(contents: _Contents, there: Iterable[Row[int, int, str, bytes]]) -> int | None:
    """The first address that has these articles, and no other with the content of one of them."""
    found: defaultdict[int, dict[str, bytes]] = defaultdict(dict)
    for row in there:
        if row.content_hash in contents.values():
            found[row.address_id][row.key] = row.content_hash
    return next((number for number, held in found.items() if held == contents), None)


def compare(session: Session, run_id: int, texts: Mapping[int, Sketch], anew: Collection[int]) -> None:
    """Look for the copies of articles whose text is another now, and put them into one group with each.

    :param run_id: the run that gave the texts.
    :param texts: the texts' sketches, by article.
    :param anew: those of the articles that had another text before.
    """
    left = _leave(session, anew) if anew else set()
    pairs = _alike(session, texts)
    bands.add(session, {number: each.bands for number, each in texts.items()})
    if not pairs and not left:
        return
    others = {number for pair in pairs for number in pair} - texts.keys()
    groups = left | groups_of(session, others)
    with telling(session, run_id, groups, others):
        choose(session, left | _merge(session, pairs))


def groups_of(session: Session, articles: Collection[int]) -> set[int]:
    """The groups these articles are in."""
    found = among(session, select(Article.duplicate_group), Article.id, articles)
    return {group for (group,) in found if group is not None}


@contextmanager
def telling(
    session: Session, run_id: int, groups: Collection[int], articles: Collection[int] = ()
) -> Iterator[None]:
    """Tell the feed which articles have another group or another original after the block.

    :param groups: the groups the block may change.
    :param articles: the articles it may put into one.
    """
    before = _standing(session, Article.duplicate_group, groups) | _standing(session, Article.id, articles)
    yield
    after = _standing(session, Article.id, before)
    told: list[tuple[Op, int, int]] = [
        ("grouped", number, version)
        for number, (version, *stood) in sorted(before.items())
        if stood != after[number][1:]
    ]
    feed.append(session, run_id, told)


def choose(session: Session, groups: Collection[int]) -> None:
    """Name the likely original of each group, among the articles that are not gone; a group of one is none."""
    members: defaultdict[int, list[Row[Any]]] = defaultdict(list)
    for row in _members(session, groups):
        members[row.duplicate_group].append(row)
    alone = [group for group, rows in members.items() if len(rows) == 1 and rows[0].gone_since is None]
    chosen = {group: _original(rows) for group, rows in members.items() if group not in alone}
    values = [{"id": group, "original_id": number} for group, number in chosen.items() if number is not None]
    if values:
        session.execute(update(DuplicateGroup), values)
    for some in portions(alone):
        grouped = update(Article).where(Article.duplicate_group.in_(some))
        session.execute(grouped.values(duplicate_group=None))
        session.execute(delete(DuplicateGroup).where(DuplicateGroup.id.in_(some)))


def _original(members: Sequence[Row[Any]]) -> int | None:
    """The likely original of a group; None if all of them are gone."""
    there = [member for member in members if member.gone_since is None]
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
        default=None,
    )
    return original.id if original else None


def _leave(session: Session, articles: Collection[int]) -> set[int]:
    """Take articles out of their groups, and their bands away.

    :returns: the groups they were in.
    """
    groups = groups_of(session, articles)
    bands.remove(session, articles)
    for some in portions(articles):
        session.execute(update(Article).where(Article.id.in_(some)).values(duplicate_group=None))
    return groups


def _alike(session: Session, texts: Mapping[int, Sketch]) -> list[tuple[int, int]]:
    """The pairs of articles with the same text or nearly so, one of them at least from these."""
    here: defaultdict[int, list[int]] = defaultdict(list)
    for number, each in texts.items():
        for band in each.bands:
            here[band].append(number)
    pairs = {pair for sharing in here.values() for pair in combinations(sharing, 2)}
    for band, other in bands.sharing(session, here):
        pairs.update((number, other) for number in here[band])
    others = {number for pair in pairs for number in pair} - texts.keys()
    packed = {number: each.packed for number, each in texts.items()}
    packed |= dict(among(session, select(Article.id, Article.sketch), Article.id, others))
    return sorted(pair for pair in pairs if alike(packed[pair[0]], packed[pair[1]]))


def _merge(session: Session, pairs: Collection[tuple[int, int]]) -> set[int]:
    """One group for all that are alike, and for the members of the groups they were in.

    :returns: these groups.
    """
    numbers = {number for pair in pairs for number in pair}
    there = among(session, select(Article.id, Article.duplicate_group), Article.id, numbers)
    groups = [
        (number, -group) for number, group in there if group is not None
    ]  # a group is a member, below 0
    return {_join(session, members) for members in _connected([*pairs, *groups])}


def _join(session: Session, members: Collection[int]) -> int:
    """Put articles and groups (below 0) into the first of the groups, or into a new one."""
    articles = [number for number in members if number > 0]
    groups = sorted(-number for number in members if number < 0)
    keep = groups[0] if groups else _new_group(session, articles[0])
    for column, numbers in ((Article.id, articles), (Article.duplicate_group, groups[1:])):
        for some in portions(numbers):
            session.execute(update(Article).where(column.in_(some)).values(duplicate_group=keep))
    for some in portions(groups[1:]):
        session.execute(delete(DuplicateGroup).where(DuplicateGroup.id.in_(some)))
    return keep


def _new_group(session: Session, original_id: int) -> int:
    group = DuplicateGroup(original_id=original_id)
    session.add(group)
    session.flush()
    return group.id


def _connected(links: Iterable[tuple[int, int]]) -> list[list[int]]:
    """What hangs together by these links, each in order.

    >>> _connected([(1, 2), (5, 6), (2, 3)])
    [[1, 2, 3], [5, 6]]
    """
    of: dict[int, set[int]] = {}
    for one, other in links:
        joined = of.get(one, {one}) | of.get(other, {other})
        of.update(dict.fromkeys(joined, joined))
    return [sorted(each) for each in {id(each): each for each in of.values()}.values()]


def _standing(
    session: Session, column: InstrumentedAttribute[Any], values: Collection[int]
) -> dict[int, list[Any]]:
    """Version, group and original of those of these articles that are not gone."""
    query = (
        select(Article.id, Article.version, Article.duplicate_group, DuplicateGroup.original_id)
        .outerjoin(DuplicateGroup, DuplicateGroup.id == Article.duplicate_group)
        .where(Article.gone_since.is_(None))
    )
    return {number: list(standing) for number, *standing in among(session, query, column, values)}


def _members(session: Session, groups: Collection[int]) -> Sequence[Row[Any]]:
    """The articles of groups with what speaks for or against their being the original."""
    version = (Version.article_id == Article.id) & (Version.number == Article.version)
    query = (
        select(Article.duplicate_group, Article.id, Article.first_seen, Article.gone_since, Portal.title)
        .add_columns(Version.mirror_of, Version.source, Version.published)
        .join(Version, version)
        .join(Address, Address.id == Article.address_id)
        .join(Portal, Portal.id == Address.portal_id)
    )
    return among(session, query, Article.duplicate_group, groups)
