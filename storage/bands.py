"""Bands: where articles' copies are looked for. Many are written and looked for at once, so a list is one value."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import delete, text
from sqlalchemy.orm import Session

from storage.portions import number_list, portions
from storage.tables import Band

_ADD: Mapping[str, str] = {
    "sqlite": "INSERT INTO bands (number, article_id) SELECT value, :article FROM json_each(:numbers)",
    "postgresql": """INSERT INTO bands (number, article_id)
        SELECT unnest(CAST(:numbers AS bigint[])), CAST(:article AS bigint)""",
}
_FIND: Mapping[str, str] = {
    "sqlite": "SELECT number, article_id FROM bands WHERE number IN (SELECT value FROM json_each(:numbers))",
    "postgresql": "SELECT number, article_id FROM bands WHERE number = ANY(CAST(:numbers AS bigint[]))",
}


def add(session: Session, bands: Mapping[int, Collection[int]]) -> None:
    """Write the bands of articles that have none."""
    dialect = session.get_bind().dialect.name
    rows = [
        {"article": article, "numbers": number_list(session, numbers)}
        for article, numbers in bands.items()
        if numbers
    ]
    if rows:
        session.execute(text(_ADD[dialect]), rows)


def remove(session: Session, articles: Iterable[int]) -> None:
    """Delete the bands of these articles."""
    for some in portions(articles):
        session.execute(delete(Band).where(Band.article_id.in_(some)))


def sharing(session: Session, numbers: Collection[int]) -> list[tuple[int, int]]:
    """Who has these bands: each band with an article."""
    if not numbers:
        return []
    dialect = session.get_bind().dialect.name
    rows = session.execute(text(_FIND[dialect]), {"numbers": number_list(session, numbers)})
    return [(number, article) for number, article in rows]
