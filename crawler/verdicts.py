"""What an answer, or none, means for its address: the rules alone, without a crawl."""

from typing import Literal, NamedTuple

from OpenSSL.SSL import Error as OpenSSLError
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from service_identity import VerificationError

from cleaners.blocks import read_html
from cleaners.refusal import is_challenge
from storage.cleanings import CHALLENGE
from storage.words import State


class ForeignHost(IgnoreRequest):
    """The request would leave the portal."""


class ForbiddenByRobots(IgnoreRequest):
    """The portal's robots.txt forbids the address."""


class HostLeft(IgnoreRequest):
    """The host is not asked any more in this run. The text says why."""


class PrivateAddress(IgnoreRequest):
    """The host's address is not public: it may be this machine, or one of its network."""


class BrokenEncoding(Exception):  # noqa: N818 (it says what is wrong)
    """A compressed body can't be unpacked to its end."""


#: The page is not there; some government sites say 550 for it.
MISSING = frozenset({404, 410, 550})
#: What these sites' firewalls answer instead of the page; plain servers rarely say so.
BLOCKED = frozenset({403, 412, 521})

#: The server has too much to do, or too much of us.
BUSY = frozenset({429, 503})
#: Reasons that come of a host which gives no answer.
SILENT = frozenset({"timeout", "DNS", "connection refused", "connection lost", "TLS"})

#: What an exception of the download means, the more special classes first.
_ERRORS: tuple[tuple[type[Exception], State, str], ...] = (
    (ForbiddenByRobots, "excluded", "robots.txt"),
    (ForeignHost, "excluded", "off site"),
    (PrivateAddress, "failed", "private address"),
    (IgnoreRequest, "failed", "too large"),  # what is left: a body that unpacks beyond DOWNLOAD_MAXSIZE
    (DownloadCancelledError, "failed", "too large"),
    (DownloadTimeoutError, "failed", "timeout"),
    (CannotResolveHostError, "failed", "DNS"),
    (DownloadConnectionRefusedError, "failed", "connection refused"),
    (ResponseDataLossError, "failed", "cut off"),
    (UnsupportedURLSchemeError, "failed", "unsupported scheme"),
    (NotSupported, "failed", "unsupported scheme"),
    (BrokenEncoding, "failed", "broken encoding"),
    (TunnelError, "failed", "proxy"),
    (DownloadFailedError, "failed", "connection lost"),
)


class Verdict(NamedTuple):
    """The state an address gets, and why.

    ``missing``: the store decides between failed and gone. ``left``: it was not asked, and stays as it was.
    """

    state: State | Literal["missing", "left"]
    reason: str


def of_status(status: int) -> Verdict | None:
    """What an HTTP status means; None for one that comes with the page, or says it stands (304)."""
    reason = f"HTTP {status}"
    if 200 <= status < 300 or status == 304:
        return None
    if status in MISSING:
        return Verdict("missing", reason)
    return Verdict("blocked" if status in BLOCKED else "failed", reason)


def of_empty_list(text: str) -> Verdict | None:
    """What the text of a list means that names nothing; None if there is nothing in it."""
    return Verdict("blocked", CHALLENGE) if is_challenge(text, read_html(text)) else None


def of_error(error: BaseException | None) -> Verdict:
    """What an exception of the download means; an unknown one is named by its class."""
    if isinstance(error, HostLeft):
        return Verdict("left", str(error))
    if _is_tls(error):
        return Verdict("failed", "TLS")
    for kind, state, reason in _ERRORS:
        if isinstance(error, kind):
            return Verdict(state, reason)
    return Verdict("failed", type(error).__name__)


def _is_tls(error: BaseException | None) -> bool:
    """Whether TLS is behind it: Twisted hides its reasons in a list of failures."""
    cause = getattr(error, "__cause__", None) or error
    reasons = [failure.value for failure in getattr(cause, "reasons", ())]
    return any(isinstance(reason, (OpenSSLError, VerificationError)) for reason in (error, cause, *reasons))
