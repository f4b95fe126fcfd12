"""Taking content out of the store for good. What is left is a tombstone: the address, never asked again.

A tombstone keeps its URL: that is the site's word and no content, and without it nobody could say what was
purged. Left alone are the pages of lists, which may name a headline (they are replaced by the next crawl, and
pruned in time), the same text at addresses that don't lead to this one, the texts that repeat on a portal's pages
(they are its layout's), and backups and exports made before.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, exists, func, select, text, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage import bands, copies, documents, feed, layouts, leases, search_index
from storage.columns import digest
from storage.database import Store
from storage.leases import Lease
from storage.portals import PortalRecord, world
from storage.tables import Address, Article, DuplicateGroup, Fetch, Mark, Page, Portal, Version

_AT_ONCE = 500  # numbers in one statement: far below both databases' limits
#: What a list or a tombstone no longer has.
_EMPTIED = dict.fromkeys(("page_id", "etag", "last_modified", "reason", "missing_since", "redirects_to"))
_BURIED = _EMPTIED | dict.fromkeys(
    ("part_of", "part", "next_ask", "hint_title", "hint_published", "hint_source", "hint_column")
)


class SharedPage(Exception):  # noqa: N818 (a state of the article, no mistake)
    """Other articles are made of the same page, so each of them holds the text in its ledger."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be taken out of a portal.

    ``addresses`` become tombstones, ``lists`` are read anew by the next crawl; ``articles`` tells how many
    articles the addresses hold.
    """

    portal_id: int
    addresses: Sequence[int]
    lists: Sequence[int]
    articles: int


@dataclass(frozen=True, slots=True)
class Purged:
    """How much was taken out."""

    articles: int
    versions: int
    pages: int
    addresses: int


def of_article(session: Session, article_id: int) -> Plan:
    """An article, with all addresses that lead to it, all pages it was made of, and documents that only it names.

    :raises LookupError: if there is none.
    :raises SharedPage: if it isn't the only article of its page.
    """
    article = session.get(Article, article_id)
    if article is None:
        raise LookupError(f"the store has no article {article_id}")
    address = session.get_one(Address, article.address_id)
    shared = session.scalar(select(func.count()).where(Article.address_id == address.id))
    if shared != 1:
        raise SharedPage(
            f"article {article_id} is one of {shared} of its page, and each of them holds its text in its"
            f" ledger: purge all of them with: scrapy purge address '{address.url}'"
        )
    return _plan(session, address)


def of_address(session: Session, url: str) -> list[Plan]:
    """An address with its articles, at each portal that has it; a list's page, where it is a list's.

    :param url: the canonical URL.
    :raises LookupError: if no portal has it.
    """
    rows = session.scalars(select(Address).filter_by(url_digest=digest(url))).all()
    if not rows:
        raise LookupError(f"the store has no address {url}")
    return [_plan(session, row) for row in rows]


def of_portal(session: Session, name: str) -> Plan:
    """All articles of a portal, and all pages it gave.

    :raises LookupError: if the store has no such portal.
    """
    portal_id = session.scalar(select(Portal.id).filter_by(name=name))
    if portal_id is None:
        known = ", ".join(session.scalars(select(Portal.name).order_by(Portal.name))) or "none"
        raise LookupError(f"the store has no portal {name!r}; it has: {known}")
    here = select(Address.id).filter_by(portal_id=portal_id).order_by(Address.id)
    addresses = session.scalars(here.where(Address.role != "list")).all()
    lists = session.scalars(here.filter_by(role="list")).all()
    return Plan(portal_id, addresses, lists, len(_held(session, addresses)))


def purge(store: Store, plan: Plan, holder: str) -> Purged:
    """Take out what is planned, in one transaction and under the portal's lease.

    On SQLite what was deleted is overwritten in the file; on PostgreSQL its next vacuum does that.

    :param holder: who asks: host and process, for people to read.
    :raises LeaseHeld: if the portal is being crawled.
    """
    is_sqlite = store.engine.dialect.name == "sqlite"
    with store.transaction() as session:
        if is_sqlite:
            session.execute(text("PRAGMA secure_delete = ON"))
        lease = _take(session, plan.portal_id, holder)
        purged = _purge(session, lease, plan)
        leases.release(session, lease, "purged", {"articles/purged": purged.articles})
    if is_sqlite:
        connection = store.engine.raw_connection()
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")  # the log has the old pages, too
        connection.close()
    return purged


def _plan(session: Session, address: Address) -> Plan:
    if address.role == "list":
        return Plan(address.portal_id, (), (address.id,), 0)
    family = _family(session, address)
    addresses = sorted(family | documents.only_of(session, family))
    return Plan(address.portal_id, addresses, (), len(_held(session, addresses)))


def _held(session: Session, addresses: Collection[int]) -> list[int]:
    """The articles that these addresses hold, those that are gone as well."""
    parts = (select(Article.id).where(Article.address_id.in_(some)) for some in _some(addresses))
    return [number for query in parts for number in session.scalars(query)]


def _family(session: Session, address: Address) -> set[int]:
    """An article's pages, and what leads to them and holds no article that is there: duplicates, redirects."""
    found = new = {address.part_of or address.id}
    holds = exists().where(Article.address_id == Address.id, Article.gone_since.is_(None))
    while new:
        leading = Address.redirects_to.in_(new) & ~holds
        query = select(Address.id).where(Address.role == "article", Address.part_of.in_(new) | leading)
        new = set(session.scalars(query)) - found
        found = found | new
    return found


def _take(session: Session, portal_id: int, holder: str) -> Lease:
    row = session.get_one(Portal, portal_id)
    record = PortalRecord(row.name, row.title, row.region, row.home)
    return leases.take(session, record, holder, world(session))


def _purge(session: Session, lease: Lease, plan: Plan) -> Purged:
    feed.lock(session)
    places, articles = [*plan.addresses, *plan.lists], _held(session, plan.addresses)
    pages = _pages(session, places, articles)
    versions = _remove_articles(session, lease, articles)
    for some in _some(places):
        session.execute(update(Fetch).where(Fetch.address_id.in_(some)).values(page_id=None))
        documents.forget(session, some)
    for some in _some(plan.lists):
        read_anew = _EMPTIED | {"state": "pending", "run_id": lease.run_id}
        session.execute(update(Address).where(Address.id.in_(some)).values(read_anew))
    for some in _some(plan.addresses):
        buried = _BURIED | {"state": "purged", "run_id": lease.run_id}
        session.execute(update(Address).where(Address.id.in_(some)).values(buried))
    return Purged(len(articles), versions, _remove_unused(session, pages), len(plan.addresses))


def _pages(session: Session, places: Collection[int], articles: Collection[int]) -> set[int]:
    """The pages that these addresses gave, and that these articles' versions were made of."""
    numbers: set[int | None] = set()
    for some in _some(places):
        numbers.update(session.scalars(select(Fetch.page_id).where(Fetch.address_id.in_(some))))
    for some in _some(articles):
        made_of = select(Version.page_id, Version.further_pages).where(Version.article_id.in_(some))
        for page_id, further in session.execute(made_of):
            numbers.update((page_id, *further))
    return {number for number in numbers if number is not None}


def _remove_articles(session: Session, lease: Lease, numbers: Sequence[int]) -> int:
    """Delete articles, tell the feed, and let their groups choose anew.

    :returns: how many versions they had.
    """
    versions, groups = 0, set[int]()
    for some in _some(numbers):
        rows = session.execute(
            select(Article.id, Article.version, Article.duplicate_group).where(Article.id.in_(some))
        )
        there = rows.all()
        feed.append(session, lease.run_id, [("purged", number, version) for number, version, _ in there])
        groups |= {group for *_, group in there if group is not None}
        bands.remove(session, some)
        search_index.forget(session, some)
        versions += _count(session, Version.article_id, some)
        for table in (Mark, Version):
            session.execute(delete(table).where(table.article_id.in_(some)))
        session.execute(delete(Article).where(Article.id.in_(some)))
    search_index.compact(session)
    with copies.telling(session, lease.run_id, groups):
        copies.choose(session, groups)
    left = select(Article.duplicate_group).where(Article.duplicate_group == DuplicateGroup.id)
    session.execute(delete(DuplicateGroup).where(DuplicateGroup.id.in_(groups), ~left.exists()))
    return versions


def _remove_unused(session: Session, numbers: Collection[int]) -> int:
    """Delete those of these pages that no address or article has any more.

    They are locked before it is looked who has them: a crawl that meets one's content just now waits, and
    then keeps it anew.

    :returns: how many.
    """
    users = (Address.page_id, Fetch.page_id, Article.page_id, Version.page_id)
    removed = 0
    for some in _some(numbers):
        session.execute(select(Page.id).where(Page.id.in_(some)).order_by(Page.id).with_for_update()).all()
        used = {number for user in users for number in session.scalars(select(user).where(user.in_(some)))}
        unused = set(some) - used
        documents.remove_unused(session, unused)
        layouts.forget(session, unused)
        session.execute(delete(Page).where(Page.id.in_(unused)))
        removed += len(unused)
    return removed


def _count(session: Session, column: InstrumentedAttribute[int], numbers: Collection[int]) -> int:
    return session.execute(select(func.count()).where(column.in_(numbers))).scalar_one()


def _some(numbers: Collection[int]) -> Iterator[list[int]]:
    """Numbers in parts that a statement can hold."""
    ordered = sorted(numbers)
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))
