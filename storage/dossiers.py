"""All that is known of one article, together; and the page that a version of it was made from."""

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
        pages=_pages(session, version),
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
    here = article.address_id
    giver = (
        select(Fetch.address_id)
        .join(Address, Address.id == Fetch.address_id)
        .where(or_(Address.id == here, Address.part_of == here, Address.redirects_to == here))
        .where(Fetch.page_id == page_id)
    )
    address_id = session.scalar(giver.order_by(Fetch.id).limit(1)) if page_id else None
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


def _pages(session: Session, version: Version) -> tuple[str | None, ...]:
    """Why each page of a version can't be shown; None: it can."""
    numbers = (version.page_id, *version.further_pages)
    rows = session.execute(select(tables.Page.id, tables.Page.pruned_at).where(tables.Page.id.in_(numbers)))
    pruned = dict(rows.all())
    return tuple(
        "it could not be had"
        if number is None
        else f"its body was pruned on {at:%Y-%m-%d}"
        if (at := pruned.get(number))
        else None
        for number in numbers
    )


def _missing(session: Session, article_id: int) -> LookupError:
    """Why an article is not there."""
    query = select(Event.at).filter_by(article_id=article_id, op="purged").order_by(Event.number.desc())
    at = session.scalar(query.limit(1))
    if at is None:
        return LookupError(f"there is no article {article_id}")
    return PurgedArticle(f"article {article_id} was purged on {at:%Y-%m-%d}")
