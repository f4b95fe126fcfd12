"""Fetches as a WARC file: what was asked, what answered, redirects as well. Needs warcio."""

import io
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from http import HTTPStatus
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from storage.errors import MissingExtra
from storage.export import Selection, check
from storage.tables import Address, Fetch, Page, Portal

try:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter
except ModuleNotFoundError as error:
    raise MissingExtra("WARC", "warcio", "requirements-warc.txt") from error

_FETCHED = 20  # pages in memory at once
# What is no more true of a body after decoding; kept under another name.
_OF_THE_WIRE = ("content-encoding", "transfer-encoding", "content-length")


@dataclass(frozen=True, slots=True)
class Written:
    """How many answers were written, and how many were not, by reason."""

    answers: int
    left_out: Mapping[str, int]


class _Archive:
    """A WARC file that is being written. A page that came again is a revisit of the first record that has it."""

    def __init__(self, file: BinaryIO) -> None:
        self._writer: Any = WARCWriter(file, gzip=True, warc_version="1.1")
        self._first: dict[int, tuple[str, str, str]] = {}

    def info(self, software: str) -> None:
        about = {"software": software, "format": "WARC File Format 1.1"}
        self._writer.write_record(self._writer.create_warcinfo_record(None, about))

    def answer(self, fetch: Fetch, page: Page | None) -> None:
        """Write an answer and the request for it, whose headers were not kept."""
        body = zlib.decompress(page.body) if page else b""
        at = _date(fetch.at)
        http = StatusAndHeaders(_status(fetch.status), _headers(fetch, body), protocol="HTTP/1.1")
        if page and page.id in self._first:
            digest, url, first = self._first[page.id]
            response = self._writer.create_revisit_record(
                fetch.url, digest, url, first, http, {"WARC-Date": at}
            )
        else:
            response = self._writer.create_warc_record(
                fetch.url, "response", io.BytesIO(body), len(body), "", {"WARC-Date": at}, None, http
            )
            if page:
                digest = response.rec_headers.get_header("WARC-Payload-Digest")
                self._first[page.id] = (digest, fetch.url, at)
        self._writer.write_request_response_pair(self._request(fetch.url), response)

    def _request(self, url: str) -> Any:
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        http = StatusAndHeaders(f"GET {path} HTTP/1.1", [("Host", parts.netloc)], is_http_request=True)
        return self._writer.create_warc_record(url, "request", http_headers=http)


def write_warc(file: BinaryIO, session: Session, selection: Selection, software: str) -> Written:
    """Write what answered, in the order it came: the answers that have a kept page, and redirects.

    Left out is what has no body to be shown: errors, whose bodies are not kept, "not modified", and pages
    whose bodies were pruned or purged.

    :param selection: ``since`` and ``until`` are days of fetching, in UTC.
    :param software: what wrote it, for the file's first record.
    :raises LookupError: if the store has no such portal.
    """
    check(session, selection)
    archive, answers, left_out = _Archive(file), 0, Counter[str]()
    archive.info(software)
    query = (
        select(Fetch, Page)
        .join(Address, Address.id == Fetch.address_id)
        .join(Portal, Portal.id == Address.portal_id)
        .outerjoin(Page, Page.id == Fetch.page_id)
        .where(*_conditions(selection))
        .order_by(Fetch.id)
    )
    for fetch, page in session.execute(query.execution_options(yield_per=_FETCHED)):
        if reason := _why_not(fetch, page):
            left_out[reason] += 1
        else:
            archive.answer(fetch, page)
            answers += 1
    return Written(answers, left_out)


def _conditions(selection: Selection) -> Iterator[ColumnElement[bool]]:
    if selection.portal is not None:
        yield Portal.name == selection.portal
    if selection.since is not None:
        yield Fetch.at >= _midnight(selection.since)
    if selection.until is not None:
        yield Fetch.at < _midnight(selection.until) + timedelta(days=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _why_not(fetch: Fetch, page: Page | None) -> str | None:
    """Why an answer is left out, if it is."""
    if fetch.outcome in ("error", "not modified"):
        return fetch.outcome
    if fetch.outcome == "redirected":
        return None
    if page is None:
        return "purged"
    return "pruned" if page.pruned_at else None


def _status(status: int | None) -> str:
    try:
        return f"{status} {HTTPStatus(status or 0).phrase}"
    except ValueError:
        return str(status)


def _headers(fetch: Fetch, body: bytes) -> list[tuple[str, str]]:
    headers = [
        (f"X-Archive-Orig-{name}" if name.lower() in _OF_THE_WIRE else name, " ".join(value.split()))
        for name, value in fetch.headers
    ]
    return [*headers, ("Content-Length", str(len(body)))]


def _date(at: datetime) -> str:
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")
