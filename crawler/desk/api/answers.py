"""What all answers to programs have in common."""

from typing import Any

from pydantic import BaseModel, ConfigDict

from crawler.desk.problems import Problem


class Answer(BaseModel):
    """Made from the store's own words. Times are aware, in UTC."""

    model_config = ConfigDict(from_attributes=True)


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What FastAPI is to say of the errors an answer may be."""
    meanings = {
        400: "the host is not this desk's, or the request can't be read",
        401: "the desk needs its token",
        404: "there is no such thing",
        410: "it was purged",
        422: "a parameter is wrong",
        429: "too many at once",
        503: "the database can't be used",
    }
    return {
        status: {"model": Problem, "description": meanings[status]} for status in (*statuses, 401, 422, 503)
    }
