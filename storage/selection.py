"""Which articles' addresses are fetched again on demand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from storage.addresses import Known, known, not_final
from storage.columns import digest
from storage.content import named_day
from storage.listings import row_day
from storage.tables import Address, Article, Portal, Version
from storage.words import State

#: The states that can be asked for. What is excluded must not be asked, what was purged never is.
STATES: tuple[State, ...] = (
    "pending",
    "kept",
    "part",
    "redirected",
    "rejected",
    "failed",
    "gone",
    "blocked",
)


@dataclass(frozen=True, slots=True)
class Selection:
    """Addresses of articles: those with these numbers, in these states, not known to be older than ``since``.

    What is empty or None chooses nothing. Without numbers and states it is all that may still change. ``urls`` are
    canonical addresses that the run first makes known, if they aren't.
    """

    numbers: tuple[int, ...] = ()
    states: tuple[State, ...] = ()
    since: date | None = None
    urls: tuple[str, ...] = ()


def find(session: Session, portal: str, spellings: Iterable[str]) -> int | None:
    """The number of the first of these canonical URLs that is the address of an article of the portal, to be asked."""
    own = select(Address.id).join(Portal, Portal.id == Address.portal_id).where(Portal.name == portal)
    articles = own.where(Address.role == "article", Address.state.in_(STATES))
    numbers = (session.scalar(articles.where(Address.url_digest == digest(url))) for url in spellings)
    return next((number for number in numbers if number is not None), None)


def select_addresses(session: Session, portal_id: int, selection: Selection) -> list[Known]:
    """The addresses that a selection chooses, an article's further pages with its first one."""
    query = select(Address).where(Address.portal_id == portal_id, Address.role == "article")
    if selection.numbers:
        chosen = or_(Address.id.in_(selection.numbers), Address.part_of.in_(selection.numbers))
        query = query.where(chosen, Address.state.in_(STATES))
    if selection.states:
        query = query.where(Address.state.in_(selection.states))
    if not (selection.numbers or selection.states):
        query = query.where(not_final())
    found = [known(row) for row in session.scalars(query.order_by(Address.id))]
    return _from(session, portal_id, found, selection.since) if selection.since else found


def _from(session: Session, portal_id: int, found: Sequence[Known], since: date) -> list[Known]:
    """Those that are not older, by their articles, else by their list rows. What has no date is not."""
    current = (
        select(Article.address_id, func.max(Version.published))
        .join(Version, (Version.article_id == Article.id) & (Version.number == Article.version))
        .join(Address, Address.id == Article.address_id)
        .where(Address.portal_id == portal_id, Version.published.is_not(None))
        .group_by(Article.address_id)
    )
    days = {number: named_day(published) for number, published in session.execute(current)}
    return [each for each in found if (days.get(each.id) or row_day(each) or since) >= since]
