"""What would change if a step were off: a few pages, cleaned with it and without."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from time import monotonic

from sqlalchemy.orm import Session

from cleaners.article import clean
from cleaners.model import Layout, Page
from cleaners.steps.engine import without
from storage.dossiers import all_archived
from storage.history import Line, paragraphs
from storage.layouts import active
from storage.step_counts import current
from storage.tables import Version

#: So many articles are tried, and none is begun after so many seconds; a longer page than so many bytes is passed over.
ARTICLES, SECONDS, BYTES = 20, 8.0, 500_000
#: So many lines of a difference are shown.
LINES = 40


@dataclass(frozen=True, slots=True)
class Tried:
    """An article's difference without the step; ``more`` lines of it are left out. No line: it is the same."""

    article_id: int
    title: str | None
    lines: tuple[Line, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a trial. ``passed`` counts articles that were not tried: no page, too long, or no time left."""

    tried: tuple[Tried, ...]
    passed: int

    @property
    def changed(self) -> tuple[Tried, ...]:
        """The articles that would be others."""
        return tuple(each for each in self.tried if each.lines)


def trial(
    session: Session,
    step: str,
    articles: Iterable[int],
    layouts: Callable[[str], Sequence[Layout]],
    seconds: float = SECONDS,
) -> Trial:
    """Clean the pages of these articles with a step and without it, as long as there is time to begin with one.

    :param layouts: gives the layouts that a portal declares, by its name; those that are learned come behind them.
    """
    end = monotonic() + seconds
    chosen = current(session, articles)
    tried: list[Tried] = []
    for version, portal, key in chosen:
        if monotonic() < end and (pages := _pages(session, version)):
            lines = _difference(pages, (*layouts(portal), *active(session, portal)), key, step)
            more = max(0, len(lines) - LINES)
            tried.append(Tried(version.article_id, version.title, tuple(lines[:LINES]), more))
    return Trial(tuple(tried), len(chosen) - len(tried))


def _pages(session: Session, version: Version) -> list[Page | None]:
    """The pages that a version was made from; none where they are too long, or one is not there."""
    try:
        found = all_archived(session, version)
    except LookupError:
        return []
    return found if sum(len(page.body) for page in found if page) <= BYTES else []


def _difference(pages: Sequence[Page | None], layouts: Sequence[Layout], key: str, step: str) -> list[Line]:
    now = _paragraphs(pages, layouts, key)
    with without(step):
        then = _paragraphs(pages, layouts, key)
    return list(paragraphs(now, then))


def _paragraphs(pages: Sequence[Page | None], layouts: Sequence[Layout], key: str) -> list[str]:
    """The title and the text of an article as it is made of its pages; nothing where none is made."""
    first, *further = pages
    assert first is not None  # noqa: S101 (for the types)
    made = clean(first, layouts, further).articles
    article = next((each for each in made if each.key == key), None)
    return [] if article is None else [article.value("title") or "", *article.text.split("\n")]
