"""What statuses and errors mean for an address."""

import pytest
from OpenSSL.SSL import Error as OpenSSLError
from scrapy import exceptions
from scrapy.core.downloader.handlers.http11 import TunnelError
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawler.verdicts import (
    BrokenEncoding,
    ForbiddenByRobots,
    ForeignHost,
    HostLeft,
    PrivateAddress,
    of_error,
    of_status,
)


@pytest.mark.parametrize("status", [200, 203, 204, 206, 304])
def test_statuses_with_a_page_are_no_end_by_themselves(status):
    assert of_status(status) is None


@pytest.mark.parametrize(
    ("statuses", "state"),
    [((404, 410, 550), "missing"), ((403, 412, 521), "blocked"), ((400, 401, 418, 429, 500, 503), "failed")],
)
def test_other_statuses_are(statuses, state):
    assert [of_status(status) for status in statuses] == [(state, f"HTTP {status}") for status in statuses]


def failed_by(reason: Exception) -> exceptions.DownloadFailedError:
    """Scrapy's wrapping of Twisted's wrapping."""
    error = exceptions.DownloadFailedError("x")
    error.__cause__ = ResponseFailed([Failure(reason)])
    return error


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (ForbiddenByRobots(), ("excluded", "robots.txt")),
        (ForeignHost(), ("excluded", "off site")),
        (HostLeft("why"), ("left", "why")),
        (PrivateAddress(), ("failed", "private address")),
        (BrokenEncoding(), ("failed", "broken encoding")),
        (TunnelError(), ("failed", "proxy")),
        (exceptions.IgnoreRequest(), ("failed", "too large")),
        (exceptions.CannotResolveHostError(), ("failed", "DNS")),
        (exceptions.DownloadTimeoutError(), ("failed", "timeout")),
        (failed_by(OpenSSLError([])), ("failed", "TLS")),
        (failed_by(ConnectionResetError()), ("failed", "connection lost")),
        (ZeroDivisionError(), ("failed", "ZeroDivisionError")),
    ],
)
def test_errors(error, verdict):
    assert of_error(error) == verdict
