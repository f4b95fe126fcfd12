"""What went wrong, told as a page to people and as JSON to programs."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from crawler.desk.rendering import page
from storage.errors import StoreError

#: The kinds of errors a program may meet, by status.
KINDS = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    410: "purged",
    413: "too_long",
    415: "wrong_type",
    422: "wrong_parameter",
    429: "too_many",
    503: "store_unusable",
}


class Details(BaseModel):
    """What is wrong: its kind for programs, and one line for people."""

    kind: str
    message: str


class Problem(BaseModel):
    """An error."""

    error: Details


def install(app: FastAPI) -> None:
    """Let the application tell errors so."""
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _wrong)
    app.add_exception_handler(StoreError, _unusable)
    app.add_exception_handler(Exception, _failed)


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 (for the types: Starlette gives no other)
    return _told(request, error.status_code, str(error.detail), dict(error.headers or {}))


def _wrong(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 (as above)
    first = error.errors()[0]
    return _told(request, 422, f"{first['loc'][-1]}: {first['msg']}")


def _unusable(request: Request, error: Exception) -> Response:
    return _told(request, 503, str(error))


def _failed(request: Request, _error: Exception) -> Response:
    return _told(request, 500, "the desk failed at this; where it was started it says how")


def told(status: int, text: str, headers: dict[str, str] | None = None) -> Response:
    """An error as programs read it."""
    problem = Problem(error=Details(kind=_kind(status), message=text))
    return JSONResponse(problem.model_dump(), status, headers)


def _told(request: Request, status: int, text: str, headers: dict[str, str] | None = None) -> Response:
    if request.url.path.startswith("/api/"):
        return told(status, text, headers)
    response = page(request, "problem.html", status, kind=_kind(status), text=text)
    response.headers.update(headers or {})
    return response


def _kind(status: int) -> str:
    return KINDS.get(status, "error")
