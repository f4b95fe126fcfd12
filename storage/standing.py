"""How portals fare: their last crawls, and what the articles those found are like."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, Text, cast, func, select
from sqlalchemy.orm import Session

from cleaners.model import FIELDS
from storage.reports import articles_there, end_of
from storage.tables import Article, Event, Fetch, Run, Version
from storage.words import Crawl

#: So many crawls, and so many of the articles they found, are looked at.
CRAWLS, ARTICLES = 60, 500


#: Under what a run counts the pages with articles that a layout of their portal fitted, and the others.
FITTED, UNFITTED = "layouts/fitted", "layouts/none fitted"


@dataclass(frozen=True, slots=True)
class Crawled:
    """A crawl in numbers. ``met``: articles it came across, new or not; ``outcome`` is None while it runs.

    ``fitted`` and ``unfitted`` are its new or changed pages with articles: those that a layout fitted, and the others.
    """

    run_id: int
    kind: Crawl
    started: datetime
    ended: datetime | None
    outcome: str | None
    new: int
    changed: int
    met: int
    fitted: int = 0
    unfitted: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """An article that a crawl found, as it is now: the fields it has, the length of its text, whether it has faults."""

    run_id: int
    fields: frozenset[str]
    length: int
    faulty: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A portal's articles that are there, its last crawls and what they found, newest first."""

    articles: int
    crawls: tuple[Crawled, ...]
    found: tuple[Found, ...]

    @property
    def faulty(self) -> float | None:
        """The share of the articles found that have faults; None without any."""
        return sum(each.faulty for each in self.found) / len(self.found) if self.found else None


@dataclass(frozen=True, slots=True)
class Unread:
    """A list of the portal's file that can't be read. ``since``: its first bad answer since the last good one."""

    column: str
    url: str
    state: str
    reason: str | None
    since: datetime | None

    @property
    def line(self) -> str:
        """For people."""
        reason = f"{self.state}, {self.reason}" if self.reason else self.state
        return f"the list {self.column} ({self.url}) can't be read: {reason}"


def standing(session: Session, portal_id: int) -> Standing:
    """How a portal fares."""
    crawls = tuple(_crawls(session, portal_id))
    return Standing(articles_there(session, portal_id), crawls, tuple(_found(session, crawls)))


def unread(session: Session, portal_id: int, lists: Mapping[str, str]) -> list[Unread]:
    """The portal's own lists that can't be read: without them it finds nothing new, now and in later runs.

    :param lists: their addresses, by column.
    """
    ends = {column: (url, end_of(session, portal_id, url)) for column, url in lists.items()}
    return [
        Unread(column, url, end.state, end.reason, _bad_since(session, end.id))
        for column, (url, end) in ends.items()
        if end and end.state != "list"
    ]


def _crawls(session: Session, portal_id: int) -> list[Crawled]:
    last = select(Run).where(Run.portal_id == portal_id, Run.crawl.is_not(None)).order_by(Run.id.desc())
    runs = session.scalars(last.limit(CRAWLS)).all()
    counted = (
        select(Event.run_id, Event.op, func.count())
        .where(Event.run_id.in_([run.id for run in runs]), Event.op.in_(("new", "changed")))
        .group_by(Event.run_id, Event.op)
    )
    events = defaultdict[tuple[int, str], int](int)
    events |= {(run_id, op): number for run_id, op, number in session.execute(counted)}
    return [
        Crawled(
            run.id,
            run.crawl or "due",
            run.started,
            run.ended,
            run.outcome,
            events[run.id, "new"],
            events[run.id, "changed"],
            sum(
                (run.counts or {}).get(f"articles/{op}", 0) for op in ("new", "changed", "same", "unchanged")
            ),
            (run.counts or {}).get(FITTED, 0),
            (run.counts or {}).get(UNFITTED, 0),
        )
        for run in runs
    ]


def _found(session: Session, crawls: tuple[Crawled, ...]) -> list[Found]:
    """The articles that these crawls found, as they are now: what was cleaned again since counts as it is."""
    fields = [getattr(Version, name).is_not(None) for name in FIELDS]
    faulty = cast(Version.faults, Text) != "[]"
    newest = (
        select(Event.run_id, faulty, func.length(Version.text), *fields)
        .join(Article, Article.id == Event.article_id)
        .join(Version, (Version.article_id == Article.id) & (Version.number == Article.version))
        .where(Event.number.in_(_newest(crawls)))
        .order_by(Event.number.desc())
    )
    return [
        Found(
            run_id,
            frozenset(name for name, has in zip(FIELDS, there, strict=True) if has),
            length,
            bool(faults),
        )
        for run_id, faults, length, *there in session.execute(newest)
    ]


def _newest(crawls: tuple[Crawled, ...]) -> Select[int]:
    """The events of the newest articles that these crawls found.

    Crawls of one portal follow each other: so the newest are those of the last ones, and the others aren't read.
    """
    last, found = list[int](), 0
    for each in crawls:
        if found < ARTICLES:
            last.append(each.run_id)
            found += each.new
    new = select(Event.number).where(Event.run_id.in_(last), Event.op == "new")
    return new.order_by(Event.number.desc()).limit(ARTICLES)


def _bad_since(session: Session, address_id: int) -> datetime | None:
    """When an address first answered badly since it last answered well."""
    well = select(func.max(Fetch.id)).where(Fetch.address_id == address_id, Fetch.outcome != "error")
    bad = select(func.min(Fetch.at)).where(
        Fetch.address_id == address_id, Fetch.id > func.coalesce(well.scalar_subquery(), 0)
    )
    return session.scalar(bad)
