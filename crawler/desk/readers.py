"""Who marks: a name that somebody gives once, kept in a cookie. It is no proof of anything."""

from urllib.parse import quote, unquote

from fastapi import Request
from starlette.responses import Response

from storage.marks import Unfit, name_of

_COOKIE = "zhengwen_reader"
_YEAR = 365 * 24 * 3600


def reader_of(request: Request) -> str:
    """The reader's name; empty where none was given."""
    try:
        return name_of(unquote(request.cookies.get(_COOKIE, "")))
    except Unfit:
        return ""


def remember(response: Response, name: str) -> None:
    """Keep a reader's name."""
    response.set_cookie(_COOKIE, quote(name), max_age=_YEAR, httponly=True, samesite="strict")
