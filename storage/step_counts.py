"""How often each step of the cleaner acted, where, and on what.

It is counted on articles that stand evenly over the store, a thousand at most: to read what was done to all of
100,000 would take minutes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from cleaners.model import Change
from storage import ledgers
from storage.draws import span
from storage.portions import among
from storage.tables import Address, Article, Portal, Version

#: So many articles are looked at.
LOOKED = 1_000
#: So many changes of one article are shown as samples.
_EACH = 3


@dataclass(frozen=True, slots=True)
class Counted:
    """What a step did: its changes in all, and the articles it changed, by portal, each as a list of their numbers."""

    changes: int
    articles: dict[str, list[int]]

    @property
    def total(self) -> int:
        """The articles it changed."""
        return sum(map(len, self.articles.values()))

    def spread(self, limit: int) -> list[int]:
        """Some of the articles it changed, of every portal in turn."""
        turns = chain.from_iterable(zip_longest(*self.articles.values()))
        return list(islice((number for number in turns if number is not None), limit))


@dataclass(frozen=True, slots=True)
class Counts:
    """What all steps did, by name; ``articles`` says how many of each portal were looked at."""

    articles: dict[str, int]
    steps: dict[str, Counted]

    @property
    def total(self) -> int:
        """All articles that were looked at."""
        return sum(self.articles.values())


@dataclass(frozen=True, slots=True)
class Sample:
    """A change that a step made, and the article of which."""

    article_id: int
    portal: str
    title: str | None
    change: Change


def count(session: Session, looked: int = LOOKED) -> Counts:
    """What the steps did to articles that are there, as they are now."""
    query = (
        select(Article.id, Portal.name, Version.changes)
        .join(Version, (Version.article_id == Article.id) & (Version.number == Article.version))
        .join(Address, Address.id == Article.address_id)
        .join(Portal, Portal.id == Address.portal_id)
        .where(Article.gone_since.is_(None))
        .order_by(Article.id)
    )
    articles, changes = Counter[str](), Counter[str]()
    where: defaultdict[str, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, portal, made in among(session, query, Article.id, _evenly(session, looked)):
        articles[portal] += 1
        changes.update(made)
        for step in made:
            where[step][portal].append(number)
    return Counts(dict(articles), {step: Counted(changes[step], dict(where[step])) for step in where})


def samples(session: Session, step: str, articles: Iterable[int]) -> Iterator[Sample]:
    """Some of the changes that a step made to each of these articles."""
    for version, portal, _ in current(session, articles):
        made = (change for change in ledgers.unpack(version.ledger).changes if change.step == step)
        for change in islice(made, _EACH):
            yield Sample(version.article_id, portal, version.title, change)


def current(session: Session, articles: Iterable[int]) -> list[Row[Version, str, str]]:
    """The current versions of these articles, each with its portal's name and the article's part key."""
    query = (
        select(Version, Portal.name, Article.key)
        .join(Article, (Article.id == Version.article_id) & (Article.version == Version.number))
        .join(Address, Address.id == Article.address_id)
        .join(Portal, Portal.id == Address.portal_id)
    )
    return among(session, query, Article.id, articles)


def _evenly(session: Session, looked: int) -> Sequence[int]:
    """Numbers of articles, evenly over all there are."""
    low, high = span(session)
    return range(low, high + 1, max(1, -(-(high + 1 - low) // looked)))
