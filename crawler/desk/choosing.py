"""Which articles a request wants, by its parameters: the same for people's pages and for programs."""

from datetime import date
from typing import Annotated

from fastapi import HTTPException, Path
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.orm import Session
from starlette.datastructures import QueryParams

from storage import browse, portals
from storage.browse import Wanted

#: As far as the databases count.
MOST = 2**62
#: A row's number, in an address.
Number = Annotated[int, Path(ge=1, le=MOST)]
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
