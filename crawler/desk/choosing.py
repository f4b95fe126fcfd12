"""Which articles a request wants, by its parameters, or that they aren't there: for people and for programs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Annotated

from fastapi import HTTPException, Path, Query
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.orm import Session
from starlette.datastructures import QueryParams

from storage import browse, portals
from storage.browse import Wanted
from storage.dossiers import PurgedArticle

#: As far as the databases count.
MOST = 2**62
#: A row's number, in an address.
Number = Annotated[int, Path(ge=1, le=MOST)]
OfVersion = Annotated[int | None, Query(ge=1, le=2**31)]
Text = Annotated[str, Field(min_length=1, max_length=200)]


class Choice(BaseModel):
    """Which articles, and where to go on."""

    model_config = ConfigDict(extra="forbid")

    words: Text | None = Field(None, pattern=r"\S", description="words that all stand in its title or text")
    portal: Text | None = Field(None, description="a portal's name")
    since: date | None = Field(None, description="published on this day or later")
    until: date | None = Field(None, description="published on this day or earlier")
    source: Text | None = Field(None, description="its source, word for word")
    fault: Text | None = Field(None, description="how one of its faults begins, or any")
    group: int | None = Field(None, ge=1, le=MOST, description="its duplicate group")
    below: int | None = Field(None, ge=0, le=MOST, description="go on here: next, as an earlier page told it")
    limit: int = Field(50, ge=1, le=200, description="so many articles at most")

    @property
    def wanted(self) -> Wanted:
        """The same in the store's words."""
        return Wanted(self.words, self.portal, self.since, self.until, self.source, self.fault, self.group)


def read(query: QueryParams) -> Choice:
    """What a page's parameters choose. Fields of a form that were left empty choose nothing.

    :raises HTTPException: 422 if one is wrong.
    """
    given = {name: query[name] for name in Choice.model_fields if query.get(name, "").strip()}
    try:
        return Choice.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        raise HTTPException(422, f"{first['loc'][0]}: {first['msg']}") from error


def check_portal(session: Session, name: str) -> None:
    """See that the store knows a portal.

    :raises HTTPException: 404 if it doesn't.
    """
    if name not in (each.name for each in portals.known(session)):
        raise HTTPException(404, f"there is no portal {name}")


def find(session: Session, choice: Choice) -> browse.Page:
    """The articles.

    :raises HTTPException: 404 if there is no such portal, 422 if there is no word to look for.
    """
    if choice.portal:
        check_portal(session, choice.portal)
    try:
        return browse.browse(session, choice.wanted, choice.below, choice.limit)
    except ValueError as error:
        raise HTTPException(422, str(error)) from error


@contextmanager
def told() -> Iterator[None]:
    """Tells that an article isn't there.

    :raises HTTPException: 410 if it was purged, 404 if there is none, or no such version or page.
    """
    try:
        yield
    except PurgedArticle as error:
        raise HTTPException(410, str(error)) from error
    except LookupError as error:
        raise HTTPException(404, str(error)) from error
