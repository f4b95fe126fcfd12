"""Search: which articles have all of these words, newest first or best first, and where."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from storage.passages import Passage, passage, whole
from storage.search_index import DAY_BITS, FIRST_DAY, Range, day_of, find, portal_term, slots_of
from storage.tables import Address, Article, Portal, Searchable, Version
from storage.terms import Word, fold, words

#: Matches that are ranked: the newest. To read them takes about half a second.
RANKED = 5_000
#: Articles that are read at once, at first and at most: most searches need a few only.
_FIRST_READ, _MOST_READ = 32, 2_000
#: How much a word in the title counts, against at most 1 for all its places in the text.
_IN_TITLE = 2.0
#: At how many places in a text of ``_USUAL`` characters a word counts half of what it can.
_HALF, _USUAL = 2.0, 1_000


@dataclass(frozen=True, slots=True)
class Query:
    """What to search for. ``words`` is what somebody typed; ``first`` and ``last`` are days of publication."""

    words: str
    portal: str | None = None
    first: date | None = None
    last: date | None = None
    ranked: bool = False
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found. ``score`` is None where newest first was asked for."""

    article_id: int
    portal: str
    url: str
    key: str
    version: int
    published: str | None
    source: str | None
    title: Passage
    passage: Passage
    score: float | None


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to. ``cut`` says that it had more matches than were ranked."""

    hits: list[Hit]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class _Match:
    """An article that has the words."""

    slot: int
    published: str
    title: str
    text: str

    def score(self, wanted: Sequence[Word]) -> float:
        """How much it is about the words.

        Every match has all of them, so how rare a word is doesn't matter; a place in a long text counts less.
        """
        half = _HALF * (0.25 + 0.75 * len(self.text) / _USUAL)
        places = (len(word.pattern.findall(self.text)) for word in wanted)
        titled = sum(bool(word.pattern.search(self.title)) for word in wanted)
        return sum(number / (number + half) for number in places) + _IN_TITLE * titled


def search(session: Session, query: Query) -> Found:
    """The articles that are there and whose current title or text has every word of the query.

    :raises ValueError: if it has no word or no such portal.
    """
    wanted = words(query.words)
    if not wanted:
        raise ValueError("which words? For example: scrapy search 党建 引领")
    matches = _matches(session, wanted, query)
    if not query.ranked:
        return Found(_hits(session, wanted, [(match, None) for match in _newest(matches, query.limit)]))
    newest = list(islice(matches, RANKED + 1))
    scored = [(match.score(wanted), match.published, match.slot, match) for match in newest[:RANKED]]
    best = heapq.nlargest(query.limit, scored)
    return Found(_hits(session, wanted, [(match, score) for score, *_, match in best]), len(newest) > RANKED)


def named(session: Session, sought: Iterable[Word], portal: str | None, among: Range) -> Iterator[list[int]]:
    """The places in the index, the highest first, of a portal's articles that seem to have these words.

    :param sought: the words; none: all of the portal's articles.
    :raises ValueError: if there is no such portal.
    """
    terms = {term for word in sought for term in word.terms}
    if portal is not None:
        terms.add(portal_term(portal_id(session, portal)))
    size = _FIRST_READ
    while some := find(session, terms, among, size):
        yield some
        among, size = Range(among.floor, some[-1]), min(2 * size, _MOST_READ)


def confirmed(session: Session, sought: Sequence[Word], slots: Sequence[int]) -> Iterator[int]:
    """Those of these places whose articles have all of the words."""
    return (match.slot for match in _confirmed(session, sought, slots))


def _newest(matches: Iterator[_Match], limit: int) -> list[_Match]:
    """The newest of these, which come by slots, the highest first.

    No article stands in a slot before its day, though it may stand in a later one: behind a slot there are
    none newer than its day. Those without a date come last, as they were kept.
    """
    found: list[_Match] = []
    before = None
    for match in matches:
        day = match.slot >> DAY_BITS
        if len(found) >= limit and day != before:
            ahead = sum(day_of(each.published) > day for each in found)
            if day < FIRST_DAY or ahead >= limit:
                break
        found.append(match)
        before = day
    return heapq.nlargest(limit, found, key=lambda match: (match.published, match.slot))


def _matches(session: Session, wanted: Sequence[Word], query: Query) -> Iterator[_Match]:
    """The articles that match, by slots, the highest first: what the index names, and the text confirms."""
    for some in named(session, wanted, query.portal, slots_of(session, query.first, query.last)):
        for match in _confirmed(session, wanted, some):
            if _is_between(match.published, query):
                yield match


def _confirmed(session: Session, wanted: Sequence[Word], slots: Sequence[int]) -> Iterator[_Match]:
    """The articles at these slots that have the words, the highest first."""
    for slot, published, title, text in _read(session, slots):
        match = _Match(slot, published or "", fold(title or ""), fold(text))
        if all(word.pattern.search(match.text) or word.pattern.search(match.title) for word in wanted):
            yield match


def _is_between(published: str, query: Query) -> bool:
    day = day_of(published)
    after = query.first is None or day >= query.first.toordinal()
    return after and (query.last is None or 0 < day <= query.last.toordinal())


def portal_id(session: Session, name: str) -> int:
    """A portal's number.

    :raises ValueError: if there is none of this name.
    """
    number = session.scalar(select(Portal.id).filter_by(name=name))
    if number is None:
        known = ", ".join(session.scalars(select(Portal.name).order_by(Portal.name)))
        raise ValueError(f"the store has no portal {name!r}; it has: {known or 'none'}")
    return number


def _read(session: Session, slots: Sequence[int]) -> Sequence[Row[int, str | None, str | None, str]]:
    """What stands at these slots, the highest first."""
    query = (
        select(Searchable.slot, Version.published, Version.title, Version.text)
        .join(Version, (Version.article_id == Searchable.article_id) & (Version.number == Searchable.version))
        .where(Searchable.slot.in_(slots))
        .order_by(Searchable.slot.desc())
    )
    return session.execute(query).all()


def _hits(
    session: Session, wanted: Sequence[Word], found: Sequence[tuple[_Match, float | None]]
) -> list[Hit]:
    """The matches as they are shown, in their order."""
    scores = {match.slot: score for match, score in found}
    query = (
        select(Searchable.slot, Article.id, Portal.name, Address.url, Article.key, Version)
        .join(Article, Article.id == Searchable.article_id)
        .join(Version, (Version.article_id == Article.id) & (Version.number == Searchable.version))
        .join(Address, Address.id == Article.address_id)
        .join(Portal, Portal.id == Address.portal_id)
        .where(Searchable.slot.in_(scores))
    )
    rows = {row[0]: row for row in session.execute(query)}
    return [_hit(wanted, *rows[slot][1:], score) for slot, score in scores.items()]


def _hit(
    wanted: Sequence[Word],
    article_id: int,
    portal: str,
    url: str,
    key: str,
    version: Version,
    score: float | None,
) -> Hit:
    return Hit(
        article_id=article_id,
        portal=portal,
        url=url,
        key=key,
        version=version.number,
        published=version.published,
        source=version.source,
        title=whole(version.title or "", wanted),
        passage=passage(version.text, wanted),
        score=score,
    )
