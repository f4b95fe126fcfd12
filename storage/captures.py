"""What a WARC file holds for us: pages that somebody else fetched. The file is hostile. Needs warcio.

Whatever is in it, memory is bounded: bodies by a limit, header lines by another, and what is larger is passed
over. What can't be used is counted under a reason; a file that breaks off gives what came before.
"""

import base64
import gzip
import hashlib
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BufferedIOBase, BytesIO, StringIO
from pathlib import Path
from typing import Any

from storage.errors import MissingExtra

try:
    from warcio.archiveiterator import WARCIterator
    from warcio.bufferedreaders import BufferedReader, ChunkedDataReader
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException
except ModuleNotFoundError as error:
    raise MissingExtra("WARC", "warcio", "requirements-warc.txt") from error

#: Why a file ended before its end.
BROKEN = "the file breaks off or is damaged here"
#: Lines of one record's headers together, in bytes.
_HEADERS = 256 * 1024
_OTHER = ("warcinfo", "request", "metadata", "revisit", "resource", "conversion", "continuation")
_PROTOCOLS = ["HTTP/1.0", "HTTP/1.1", "HTTP/2.0", "HTTP/2", "HTTP/3"]
_HTML = ("text/html", "application/xhtml")
_GZIP, _BLOCK = b"\x1f\x8b", 64 * 1024


@dataclass(frozen=True, slots=True)
class Capture:
    """An answer with status 200 and HTML, its body decoded. ``at`` is when it came, None if the file doesn't say."""

    url: str
    at: datetime | None
    headers: tuple[tuple[str, str], ...]
    body: bytes


class _Refused(Exception):  # noqa: N818 (a state of the record)
    """The record can't be used; the text is the reason it is counted under."""


class _Damaged(Exception):  # noqa: N818 (a state of the file)
    """Nothing can be read any more."""


class _Bytes:
    """The file's bytes, unpacked if it is packed, however many members it has."""

    def __init__(self, file: BufferedIOBase) -> None:
        packed = file.read(2) == _GZIP
        file.seek(0)
        self._file: BufferedIOBase = gzip.GzipFile(fileobj=file) if packed else file
        self._read = 0

    def read(self, size: int) -> bytes:
        try:
            data = self._file.read1(size)  # all there is before a fault
        except (EOFError, OSError, zlib.error) as error:
            raise _Damaged from error
        self._read += len(data)
        return data

    def tell(self) -> int:
        return self._read


class _Lines(BufferedReader):  # type: ignore[misc]  # it has no types
    """Reads lines of headers, but not without end: warcio's own would take them all into memory."""

    def __init__(self, stream: _Bytes) -> None:
        super().__init__(stream, block_size=_BLOCK)
        self._size, self._was_blank = 0, False

    def readline(self, length: int | None = None) -> bytes:
        """A line; counted with those before it since blank lines ended other headers."""
        line: bytes = super().readline(min(length or _HEADERS, _HEADERS))
        is_blank = not line.strip()
        self._size = len(line) + (0 if self._was_blank and not is_blank else self._size)
        self._was_blank = is_blank
        if self._size >= _HEADERS:
            raise _Damaged
        return line


def captures(file: Path, most: int, refused: Counter[str]) -> Iterator[Capture]:
    """The pages of a WARC file, packed or not, in its order.

    :param most: the longest body, in bytes; also of a record as it stands in the file.
    :param refused: counts, by reason, what is passed over.
    :raises OSError: if the file can't be opened.
    """
    with file.open("rb") as opened:
        records = _records(opened)
        while True:
            try:
                with redirect_stderr(StringIO()):  # warcio's remarks
                    record = next(records, None)
                    if record is None:
                        return
                    capture = _capture(record, most)
            except _Refused as reason:
                refused[str(reason)] += 1
            except (_Damaged, ArchiveLoadFailed):
                refused[BROKEN] += 1
                return
            else:
                yield capture


def _records(file: BufferedIOBase) -> Iterator[Any]:
    iterator = WARCIterator(
        file, no_record_parse=True
    )  # HTTP's headers are parsed below: one bad answer is one
    iterator.reader = _Lines(_Bytes(file))
    return iter(iterator)


def _capture(record: Any, most: int) -> Capture:
    """What a record holds.

    :raises _Refused: if that is nothing for us.
    """
    if record.rec_type != "response":
        raise _Refused(f"{record.rec_type} record" if record.rec_type in _OTHER else "other record")
    url, http = record.rec_headers.get_header("WARC-Target-URI"), _http(record)
    if not url or http.get_statuscode() != "200":
        raise _Refused(_status(http.get_statuscode()) if url else "no address")
    if not (http.get_header("Content-Type") or "").lower().lstrip().startswith(_HTML):
        raise _Refused("not HTML")
    body = _body(record, http, most)
    headers = tuple((name, value) for name, value in http.headers if name.lower() not in _OF_THE_WIRE)
    return Capture(url, _date(record.rec_headers.get_header("WARC-Date")), headers, body)


def _http(record: Any) -> Any:
    """The status and the headers of an answer."""
    try:
        return StatusAndHeadersParser(_PROTOCOLS).parse(record.raw_stream)
    except (StatusAndHeadersParserException, EOFError) as error:
        raise _Refused("no HTTP answer") from error


#: Headers that are no more true of a decoded body.
_OF_THE_WIRE = ("content-encoding", "transfer-encoding", "content-length")


def _status(status: str) -> str:
    return (
        f"HTTP {status}" if len(status) == 3 and status.isascii() and status.isdigit() else "no HTTP answer"
    )


def _body(record: Any, http: Any, most: int) -> bytes:
    """A record's body, checked against its digest, and decoded."""
    if record.length is None or record.length > most + _HEADERS:
        raise _Refused("too large" if record.length else "no length")
    raw: bytes = record.raw_stream.read()
    if record.raw_stream.limit > 0:
        raise _Refused("cut off")
    is_chunked = (http.get_header("Transfer-Encoding") or "").lower() == "chunked"
    body: bytes = ChunkedDataReader(BytesIO(raw)).read() if is_chunked else raw
    if not any(_fits(each, record.rec_headers.get_header("WARC-Payload-Digest")) for each in (raw, body)):
        raise _Refused("wrong digest")
    return _decoded(body, (http.get_header("Content-Encoding") or "").lower().strip(), most)


def _fits(body: bytes, digest: str | None) -> bool:
    """Whether a digest is the body's; one of a kind that we don't know, or none, fits all."""
    kind, _, value = (digest or "").strip().lower().partition(":")
    if kind not in ("md5", "sha1", "sha256", "sha512"):
        return True
    true = hashlib.new(kind, body, usedforsecurity=False).digest()
    return value.rstrip("=") in (true.hex(), base64.b32encode(true).decode().lower().rstrip("="))


def _decoded(body: bytes, encoding: str, most: int) -> bytes:
    """A body without its content encoding. Some archives name one of a body they have decoded already."""
    if encoding in ("gzip", "x-gzip") and body.startswith(_GZIP):
        unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    elif encoding == "deflate":
        unpacker = zlib.decompressobj(zlib.MAX_WBITS if body[:1] == b"\x78" else -zlib.MAX_WBITS)
    elif encoding in ("", "identity", "gzip", "x-gzip"):
        unpacker = None
    else:
        raise _Refused("unknown content encoding")
    try:
        decoded = unpacker.decompress(body, most + 1) if unpacker else body
    except zlib.error as error:
        raise _Refused("broken content encoding") from error
    if len(decoded) > most:
        raise _Refused("too large")
    return decoded


def _date(given: str | None) -> datetime | None:
    """A record's date; None where it is none, or lies ahead."""
    try:
        at = datetime.fromisoformat(given or "")
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return at if at <= datetime.now(UTC) else None
