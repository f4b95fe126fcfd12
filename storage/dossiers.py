"""All that is known of one article, together; and the page that a version of it was made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from cleaners.model import Field, Ledger, Page
from storage import ledgers, pages, tables
from storage.history import Told, place, tell
from storage.life import Life, Read, fields, life
from storage.tables import Address, Article, Event, Fetch, Portal, Version

#: So many steps of an article's history and fetches of its address are told, the last ones.
STEPS, FETCHES = 20, 50


class PurgedArticle(LookupError):  # noqa: N818 (a state of the article, no mistake)
    """The article was taken out of the store. The text says when."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """An article with one of its versions.

    ``fields`` and ``ledger`` are that version's; ``pages`` says for each page it was made from why that can't be shown,
    None: it can. ``life`` is its address's, with this article alone; ``read`` how its current version was
    read, ``told`` its history with differences.
    """

    article_id: int
    portal: Portal
    url: str
    version: Version
    current: int
    first_seen: datetime
    gone_since: datetime | None
    fields: dict[str, Field]
    ledger: Ledger
    pages: tuple[str | None, ...]
    life: Life
    read: Read
    told: Told


def dossier(session: Session, article_id: int, number: int | None = None) -> Dossier:
    """An article with a version of it: ``number``, or the current one.

    :raises PurgedArticle: if it was purged.
    :raises LookupError: if there is no such article or version.
    """
    article, version = _version(session, article_id, number)
    address = session.get_one(Address, article.address_id)
    told = tell(session, article, STEPS)
    lived = life(session, place(session, address, [told]), FETCHES)
    return Dossier(
        article_id=article_id,
        portal=session.get_one(Portal, address.portal_id),
        url=address.url,
        version=version,
        current=article.version,
        first_seen=article.first_seen,
        gone_since=article.gone_since,
        fields=dict(fields(version)),
        ledger=ledgers.unpack(version.ledger),
        pages=_pages(session, article, version),
        life=lived,
        read=lived.articles[0],
        told=told,
    )


def archived(session: Session, article_id: int, number: int | None = None, part: int = 1) -> Page:
    """The page that a version of an article was made from, the current one or ``number``; ``part`` of several.

    :raises PurgedArticle: if the article was purged.
    :raises Pruned: if the page's body was pruned.
    :raises LookupError: if there is no such article, version or page.
    """
    article, version = _version(session, article_id, number)
    numbers = (version.page_id, *version.further_pages)
    page_id = numbers[part - 1] if 0 < part <= len(numbers) else None
    address_id = _givers(session, article, [page_id]).get(page_id)
    if page_id is None or address_id is None:
        raise LookupError(f"article {article_id} has no page {part} in version {number} that can be shown")
    return pages.load(session, page_id, address_id)


def all_archived(session: Session, version: Version) -> list[Page | None]:
    """The pages that a version was made from, None for a further one that could not be had.

    :raises Pruned: if the body of one was pruned.
    :raises LookupError: if one can't be shown.
    """
    return [
        None if number is None else archived(session, version.article_id, version.number, part)
        for part, number in enumerate((version.page_id, *version.further_pages), 1)
    ]


def _version(session: Session, article_id: int, number: int | None) -> tuple[Article, Version]:
    article = session.get(Article, article_id)
    if article is None:
        raise _missing(session, article_id)
    wanted = article.version if number is None else number
    version = session.scalar(select(Version).filter_by(article_id=article_id, number=wanted))
    if version is None:
        raise LookupError(f"article {article_id} has no version {number}")
    return article, version


def _pages(session: Session, article: Article, version: Version) -> tuple[str | None, ...]:
    """Why each page of a version can't be shown; None: it can."""
    numbers = (version.page_id, *version.further_pages)
    rows = session.execute(select(tables.Page.id, tables.Page.pruned_at).where(tables.Page.id.in_(numbers)))
    pruned, givers = dict(rows.all()), _givers(session, article, numbers)

    def why(number: int | None) -> str | None:
        if number is None:
            return "it could not be had"
        if at := pruned.get(number):
            return f"its body was pruned on {at:%Y-%m-%d}"
        return None if number in givers else "nothing leads any more from the address that gave it"

    return tuple(map(why, numbers))


def _givers(session: Session, article: Article, page_ids: Sequence[int | None]) -> dict[int | None, int]:
    """Which address gave each of these pages first: the article's, or one that leads there, over others, too."""
    leading = select(Address.id).where(Address.id == article.address_id).cte(recursive=True)
    to_one = or_(Address.part_of == leading.c.id, Address.redirects_to == leading.c.id)
    leading = leading.union(select(Address.id).join(leading, to_one))
    query = (
        select(Fetch.page_id, Fetch.address_id)
        .where(Fetch.address_id.in_(select(leading.c.id)), Fetch.page_id.in_(page_ids))
        .order_by(Fetch.id.desc())
    )
    return dict(session.execute(query).all())


def _missing(session: Session, article_id: int) -> LookupError:
    """Why an article is not there."""
    query = select(Event.at).filter_by(article_id=article_id, op="purged").order_by(Event.number.desc())
    at = session.scalar(query.limit(1))
    if at is None:
        return LookupError(f"there is no article {article_id}")
    return PurgedArticle(f"article {article_id} was purged on {at:%Y-%m-%d}")
