"""Which article a reader checks next: each one that nobody has marked is as likely as any other."""

from secrets import SystemRandom

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from storage.tables import Address, Article, Mark, Portal

#: Numbers that are tried before all articles are looked at.
_TRIED = 200


def draw(session: Session, portal: str | None = None) -> int | None:
    """An article that is there and has no mark that stands, at random; None if there is none.

    Numbers are drawn until one is such an article's: that is even, and as quick with a million articles as with
    ten. Where few numbers are, all of them are looked at: a portal with few articles has them soon together.
    """
    low, high = span(session)
    chance, wanted = SystemRandom(), _unmarked(portal)
    tried = chance.sample(range(low, high + 1), min(_TRIED, high + 1 - low))
    found = set(session.scalars(wanted.where(Article.id.in_(tried))))
    if first := next((number for number in tried if number in found), None):
        return first
    left = session.scalars(wanted).all()
    return chance.choice(left) if left else None


def span(session: Session) -> tuple[int, int]:
    """The lowest and the highest number of an article; (1, 0) where there is none."""
    low, high = (
        select(end(Article.id)).scalar_subquery() for end in (func.min, func.max)
    )  # SQLite scans for both at once
    first, last = session.execute(select(low, high)).one()
    return (first, last) if first is not None else (1, 0)


def _unmarked(portal: str | None) -> Select[int]:
    is_marked = exists().where(Mark.article_id == Article.id, Mark.withdrawn.is_(None))
    query = select(Article.id).where(Article.gone_since.is_(None), ~is_marked)
    if portal is None:
        return query
    here = select(Address.id).join(Portal).where(Portal.name == portal)
    return query.where(Article.address_id.in_(here))
