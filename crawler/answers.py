"""Answers in the store's words: what is text, what is fetched, what may be asked conditionally."""

from scrapy import Spider
from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes

from cleaners.model import Page
from storage.addresses import Known
from storage.pages import Fetched
from storage.words import Role

_TEXT = (b"text/", b"application/xhtml", b"application/xml")
_LISTS = (b"json", b"javascript", b"+xml")


def says_text(response: Response, role: Role) -> bool:
    """Whether the Content-Type, if the answer has one, is a text's; a list may be JSON, a script or a feed, too."""
    kind = (response.headers.get("Content-Type") or b"").lower().strip()
    return not kind or kind.startswith(_TEXT) or (role == "list" and any(each in kind for each in _LISTS))


def conditions(known: Known) -> dict[str, str]:
    """The headers by which a server may answer "not modified": only where what we made of the page stands.

    A list that stands is read again from the store.
    """
    if known.role != "list" and known.state not in ("kept", "part"):
        return {}
    conditions = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in conditions.items() if value}


def room(known: Known, spider: Spider) -> dict[str, int]:
    """What a request says of the largest answer it takes: a document may be longer than a page."""
    if known.role != "attachment":
        return {}
    return {"download_maxsize": spider.settings.getint("ATTACHMENT_MAXSIZE")}


def fetched(response: Response) -> Fetched:
    """An answer in the store's words."""
    headers = [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
    ]
    first = {name.lower(): value for name, value in reversed(headers)}
    return Fetched(
        status=response.status,
        url=response.url,
        headers=headers,
        body=response.body,
        content_type=first.get("content-type"),
        etag=first.get("etag"),
        last_modified=first.get("last-modified"),
        seconds=response.meta.get("download_latency", 0.0),
        at=response.meta.get("captured"),
    )


def stored_answer(page: Page, request: Request | None) -> Response:
    """A page from the store as the answer that it was."""
    headers = Headers({"Content-Type": page.content_type or ""})
    kind = responsetypes.from_args(headers=headers, url=page.url, body=page.body)
    return kind(page.url, headers=headers, body=page.body, request=request)
