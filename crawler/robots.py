"""robots.txt, obeyed as RFC 9309 says: also when it can't be had."""

import logging
from http import HTTPStatus
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from crawler.verdicts import ForbiddenByRobots, HostLeft, of_error

#: What is read of a robots.txt, in bytes; the RFC asks for 500 KiB at least.
_LONGEST = 512 * 1024
_EVERYTHING_ALLOWED = b""


class Robots(RobotsTxtMiddleware):
    """Scrapy's robots.txt middleware, which would allow everything where the server fails.

    Without an answer, with 5xx or 429, nothing is asked of the host in this run. With any other status that isn't
    2xx, and where it leads to another site, everything is allowed.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unreachable: dict[str, str] = {}
        logging.getLogger(RobotsTxtMiddleware.__module__).addFilter(_without_traceback)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise an exception of our own where Scrapy raises a bare IgnoreRequest, or none.

        :raises HostLeft: if the host's robots.txt can't be had.
        :raises ForbiddenByRobots: if it forbids the address.
        """
        host = urlsplit(request.url).netloc
        if reason := self._unreachable.get(host):
            raise HostLeft(f"the robots.txt of {host} can't be had ({reason})")
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            raise ForbiddenByRobots(request.url) from error

    def process_response(self, request: Request, response: Response) -> Response:
        """Note a server that fails on its robots.txt, and let no error page pass for one."""
        if not _is_for_robots(request) or 200 <= response.status < 300:
            return response.replace(body=response.body[:_LONGEST]) if _is_for_robots(request) else response
        if response.status >= 500 or response.status == HTTPStatus.TOO_MANY_REQUESTS:
            self._unreachable[_asked(request)] = f"HTTP {response.status}"
        return response.replace(body=_EVERYTHING_ALLOWED)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Note a server that doesn't answer. What we ourselves refuse to ask says nothing of it."""
        if _is_for_robots(request) and not isinstance(exception, IgnoreRequest):
            self._unreachable[_asked(request)] = of_error(exception).reason


def _is_for_robots(request: Request) -> bool:
    return bool(request.meta.get("dont_obey_robotstxt"))


def _asked(request: Request) -> str:
    """The host whose robots.txt was asked for, before any redirect."""
    first, *_ = request.meta.get("redirect_urls", [request.url])
    return urlsplit(first).netloc


def _without_traceback(record: logging.LogRecord) -> bool:
    """A robots.txt that can't be had is told in the report: a site that is down is no error of ours."""
    record.exc_info = None
    return True
