"""Lists of articles, for programs."""

from typing import Annotated

from fastapi import APIRouter, Query

from crawler.desk.api.answers import Answer, errors
from crawler.desk.choosing import Choice, find
from crawler.desk.sharing import Reading
from storage.browse import Listed

router = APIRouter(prefix="/api/articles", tags=["articles"])


class ListedAnswer(Answer):
    """An article of a list. ``marks`` are the places in ``passage``, from and to, of the words looked for."""

    article_id: int
    portal: str
    url: str
    key: str
    version: int
    title: str
    published: str | None
    source: str | None
    faults: list[str]
    group: int | None
    passage: str
    marks: list[tuple[int, int]]


class ArticlesAnswer(Answer):
    """Articles, newest first. ``next`` is where to go on, as ``below``; null at the end.

    ``is_short`` says that there may be more, though fewer than ``limit`` are here: so many were looked at.
    """

    articles: list[ListedAnswer]
    next: int | None
    is_short: bool


@router.get("", responses=errors(404))
def all_articles(session: Reading, choice: Annotated[Choice, Query()]) -> ArticlesAnswer:
    """The articles that are wanted, a page at a time."""
    found = find(session, choice)
    return ArticlesAnswer(
        articles=[_listed(each) for each in found.articles], next=found.below, is_short=found.is_short
    )


def _listed(each: Listed) -> ListedAnswer:
    return ListedAnswer(
        article_id=each.article_id,
        portal=each.portal,
        url=each.url,
        key=each.key,
        version=each.version,
        title=each.title.text,
        published=each.published,
        source=each.source,
        faults=list(each.faults),
        group=each.group,
        passage=each.passage.text,
        marks=list(each.passage.marks),
    )
