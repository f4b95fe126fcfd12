"""Conditional requests: 304 for a page the asker has already (RFC 9110, section 13)."""

from datetime import datetime
from email.utils import parsedate_to_datetime

from crawler.replica.site import Ask, Reply

#: The headers a 304 repeats.
KEPT = ("ETag", "Last-Modified", "Cache-Control")


def answer(ask: Ask, reply: Reply) -> Reply:
    """The reply, or 304 in its place where the asker's validators still hold."""
    if ask.method not in ("GET", "HEAD") or reply.status != 200 or not _still_holds(ask, reply):
        return reply
    return Reply(304, tuple(header for header in reply.headers if header[0] in KEPT))


def _still_holds(ask: Ask, reply: Reply) -> bool:
    """Whether what the asker has is current; If-Modified-Since counts only without If-None-Match."""
    tags = ask.headers.get("if-none-match")
    if tags is not None:
        etag = reply.header("ETag")
        return etag is not None and (tags.strip() == "*" or _opaque(etag) in map(_opaque, tags.split(",")))
    since, modified = _date(ask.headers.get("if-modified-since")), _date(reply.header("Last-Modified"))
    return since is not None and modified is not None and modified <= since


def _opaque(tag: str) -> str:
    """A tag for the weak comparison: without its mark of weakness."""
    return tag.strip().removeprefix("W/")


def _date(value: str | None) -> datetime | None:
    """An HTTP date, or None where there is none that can be read."""
    try:
        found = parsedate_to_datetime(value) if value else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None
