"""The words of the replica: a site, what it is asked, what it replies, what it knows to be true."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Truth:
    """What a perfect crawl would keep of one article of the replica.

    ``url`` is the canonical address; ``key`` tells the articles of one page apart (empty for a page's
    only article); ``published`` is ISO 8601 to the precision the portal shows; names in ``author`` and
    ``editor`` are separated by one space; ``text`` has one paragraph a line. None: the portal doesn't say.
    ``pictures`` are addresses and captions, ``attachments`` addresses and names: captions and names stand in the
    text too.
    ``missing`` are the numbers of the article's pages that can't be had, ``also`` its other addresses.
    A copy names its original's address in ``copy_of``; on a mirror site it has the original's fields and
    text, names the original's portal in ``mirror_of``, is ``damaged`` where bytes of it were broken, and
    ``lossy`` where a character was lost with them.
    """

    portal: str
    url: str
    key: str
    title: str
    published: str
    source: str | None
    author: str | None
    editor: str | None
    issue: str | None
    text: str
    summary: str | None = None
    published_on: str | None = None
    pictures: tuple[tuple[str, str | None], ...] = ()
    attachments: tuple[tuple[str, str], ...] = ()
    missing: tuple[int, ...] = ()
    also: tuple[str, ...] = ()
    copy_of: str | None = None
    mirror_of: str | None = None
    damaged: bool = False
    lossy: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """A request as a site sees it.

    ``target`` is the path with its query, as sent; ``headers`` have names in lower case.
    """

    method: str
    host: str
    target: str
    scheme: str = "https"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Reply:
    """A response: status, headers as name and value, body bytes."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """The value of the first header ``name``, given in the case it was made with."""
        return dict(self.headers).get(name)


@dataclass(frozen=True, slots=True)
class Site:
    """One site of the replica in one edition: its name, its hosts, its answers, its articles.

    A host ``*.farm.example`` stands for all below ``farm.example``. ``lost`` are the addresses of articles
    that answer with a page, status 200, that says there is none.
    """

    name: str
    hosts: tuple[str, ...]
    respond: Callable[[Ask], Reply]
    truths: Callable[[], list[Truth]]
    lost: tuple[str, ...] = ()


def html(text: str, encoding: str = "utf-8", modified: datetime | None = None) -> Reply:
    """A page whose header names no charset, as the portals send them.

    :param modified: when it was last changed, in UTC; None makes a page without ETag and Last-Modified.
    :raises UnicodeEncodeError: if ``encoding`` lacks a character of ``text``.
    """
    body = text.encode(encoding)
    headers = [("Content-Type", "text/html")]
    if modified:
        headers.append(("ETag", f'"{sha256(body).hexdigest()[:16]}"'))
        headers.append(("Last-Modified", format_datetime(modified, usegmt=True)))
    return Reply(200, tuple(headers), body)


def file(content_type: str, body: bytes) -> Reply:
    """What is no page: a script, a sheet, a text."""
    return Reply(200, (("Content-Type", content_type),), body)


def redirect(status: int, location: str) -> Reply:
    """A redirect to an absolute or relative address."""
    return Reply(status, (("Content-Type", "text/html"), ("Location", location)))


MISSING = Reply(
    404,
    (("Content-Type", "text/html"),),
    b"<html><head><title>404</title></head><body>404 Not Found</body></html>",
)
