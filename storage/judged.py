"""What marks say of the cleaning: precision and recall of texts and how often fields are right, by portal.

- An article is *judged* when a mark says that a version of it is right but for what else is marked. Of several
  such versions the newest counts. What was wrong by any reader is wrong.
- *Wanted* are the paragraphs of the judged version, less those marked as wrongly kept, with those marked as wrongly
  removed; and its fields, with those that were marked put right.
- It is compared with the article's *current* version, so that a better rule shows after ``scrapy reclean``. An article
  whose source has changed since it was judged is *outdated* and doesn't count.
- A paragraph is *right* where it stands in both, word for word, as often as in the one where it stands less often.
- *Precision* is the share of the characters the store has that stand in right paragraphs, *recall* the share of the
  characters wanted: over all judged articles of a portal. A field is right where both have the same value; fields
  that neither has don't count.
- The interval is Wilson's of 95 %. Paragraphs of one article are right or wrong together, so the trials are articles:
  as many as weigh the same (Kish: the square of the lengths' sum over the sum of their squares). One long article
  among short ones is hardly more than one trial.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from sqlalchemy import Row, exists, func, select
from sqlalchemy.orm import Session, aliased

from cleaners.model import FIELDS
from storage.marks import expected_fields
from storage.portions import among
from storage.tables import Address, Article, Mark, Portal, Version

_Z = 1.959964  # 95 % of a normal distribution lie so near its middle


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole with its interval; ``trials`` is how many observations of the same weight it comes from."""

    right: int
    of: int
    trials: float

    @property
    def value(self) -> float:
        """From 0 to 1."""
        return self.right / self.of

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval.

        >>> [round(bound, 3) for bound in Share(9, 10, 10).interval]
        [0.596, 0.982]
        """
        n, p = self.trials, self.value
        middle = p + _Z * _Z / (2 * n)
        spread = _Z * sqrt(p * (1 - p) / n + _Z * _Z / (4 * n * n))
        scale = 1 + _Z * _Z / n
        return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


@dataclass(frozen=True, slots=True)
class Figures:
    """A portal's figures; None where nothing was judged. ``right`` counts articles whose text is right as a whole.

    ``outdated`` counts articles that were judged before their source changed. They are no part of ``judged``.
    """

    portal: str
    articles: int
    judged: int
    outdated: int
    precision: Share | None
    recall: Share | None
    right: Share | None
    fields: Mapping[str, Share]

    @property
    def all_fields(self) -> Share | None:
        """All fields together. Those of one article count as one trial."""
        right, of = (sum(getattr(each, name) for each in self.fields.values()) for name in ("right", "of"))
        return Share(right, of, self.judged) if of else None


@dataclass(frozen=True, slots=True)
class _Judged:
    """One judged article: characters that are right, that the store has, and that are wanted; its fields."""

    right: int
    has: int
    wanted: int
    fields: Mapping[str, bool]


def figures(session: Session, portals: Collection[str] = ()) -> list[Figures]:
    """The figures of these portals, or of all, in the order of their names."""
    articles = _articles(session)
    names = sorted(name for name in articles if not portals or name in portals)
    judged: defaultdict[str, list[_Judged]] = defaultdict(list)
    outdated = Counter[str]()
    marks = _marks(session)
    for row in among(session, _rows(), Version.id, _newest(session)):
        if row.outdated:
            outdated[row.name] += 1
        else:
            judged[row.name].append(_judge(row, marks[row.article_id, row.number]))
    return [_figures(name, articles[name], judged[name], outdated[name]) for name in names]


def judged_versions(session: Session, portals: Collection[str] = ()) -> list[Version]:
    """The version of each judged article of these portals, or of all, that counts."""
    query = select(Version).join(Article).join(Address).join(Portal)
    if portals:
        query = query.where(Portal.name.in_(portals))
    return [row for (row,) in among(session, query.order_by(Version.id), Version.id, _newest(session))]


def _newest(session: Session) -> list[int]:
    """The numbers of the newest judged version of each article."""
    said = (
        select(Mark.article_id, func.max(Mark.version).label("number"))
        .where(Mark.kind == "right", Mark.withdrawn.is_(None))
        .group_by(Mark.article_id)
        .subquery()
    )
    query = select(Version.id).join(
        said, (said.c.article_id == Version.article_id) & (said.c.number == Version.number)
    )
    return list(session.scalars(query.order_by(Version.id)))


def _rows() -> Any:
    """Judged versions beside the current ones of their articles."""
    current, later = aliased(Version), aliased(Version)
    changed = exists().where(
        later.article_id == Version.article_id, later.number > Version.number, later.cause == "source"
    )
    judged = [getattr(Version, name).label(f"judged_{name}") for name in FIELDS]
    now = [getattr(current, name).label(f"now_{name}") for name in FIELDS]
    texts = Version.text.label("judged_text"), current.text.label("now_text")
    return (
        select(
            Portal.name, Version.article_id, Version.number, changed.label("outdated"), *texts, *judged, *now
        )
        .join(Article, Article.id == Version.article_id)
        .join(current, (current.article_id == Article.id) & (current.number == Article.version))
        .join(Address, Address.id == Article.address_id)
        .join(Portal, Portal.id == Address.portal_id)
    )


def _marks(session: Session) -> Mapping[tuple[int, int], list[Mark]]:
    """The marks that stand, by article and version."""
    found: defaultdict[tuple[int, int], list[Mark]] = defaultdict(list)
    for each in session.scalars(select(Mark).where(Mark.withdrawn.is_(None)).order_by(Mark.id)):
        found[each.article_id, each.version].append(each)
    return found


def _judge(row: Row[Any], marks: Sequence[Mark]) -> _Judged:
    has = Counter(row.now_text.split("\n"))
    blocks = {(each.kind, each.part, each.block): each.text or "" for each in marks}
    wanted = Counter(row.judged_text.split("\n"))
    wanted -= Counter(text for (kind, *_), text in blocks.items() if kind == "kept")
    wanted += Counter(text for (kind, *_), text in blocks.items() if kind == "removed")
    there, values = _fields(row, "now"), expected_fields(_fields(row, "judged"), marks)
    fields = {name: there.get(name) == values.get(name) for name in FIELDS if name in {*there, *values}}
    return _Judged(_size(has & wanted), _size(has), _size(wanted), fields)


def _fields(row: Row[Any], which: str) -> dict[str, str]:
    values = {name: getattr(row, f"{which}_{name}") for name in FIELDS}
    return {name: value for name, value in values.items() if value is not None}


def _size(paragraphs: Mapping[str, int]) -> int:
    """The characters of paragraphs."""
    return sum(len(text) * number for text, number in paragraphs.items())


def _articles(session: Session) -> dict[str, int]:
    """How many articles of each portal are there."""
    query = (
        select(Portal.name, func.count(Article.id))
        .outerjoin(Address, Address.portal_id == Portal.id)
        .outerjoin(Article, (Article.address_id == Address.id) & Article.gone_since.is_(None))
        .group_by(Portal.name)
    )
    return dict(session.execute(query).all())


def _figures(name: str, articles: int, judged: Sequence[_Judged], outdated: int) -> Figures:
    right = sum(each.right for each in judged)
    whole = [each.right == each.has == each.wanted for each in judged]
    told: defaultdict[str, list[bool]] = defaultdict(list)
    for each in judged:
        for field, is_right in each.fields.items():
            told[field].append(is_right)
    return Figures(
        portal=name,
        articles=articles,
        judged=len(judged),
        outdated=outdated,
        precision=_share(right, [each.has for each in judged]),
        recall=_share(right, [each.wanted for each in judged]),
        right=_share(sum(whole), [1] * len(whole)),
        fields={
            field: Share(sum(told[field]), len(told[field]), len(told[field]))
            for field in FIELDS
            if field in told
        },
    )


def _share(right: int, weights: Iterable[int]) -> Share | None:
    """A share of things that weigh so much; None of nothing."""
    weighed = [weight for weight in weights if weight]
    whole = sum(weighed)
    return Share(right, whole, whole**2 / sum(weight**2 for weight in weighed)) if weighed else None
