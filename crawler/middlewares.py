"""What may be asked at all: a portal's own hosts, and what its robots.txt allows."""

import logging
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.robotstxt import RobotParser

from crawler.portal import PortalSpider
from crawler.verdicts import ForbiddenByRobots, ForeignHost


class OwnHosts:
    """Refuses every request that would leave the portal, Scrapy's own included.

    Stands before all other middlewares, so that not even a robots.txt of another host is asked for.
    """

    def __init__(self, portal: PortalSpider) -> None:
        self._portal = portal

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make one; no use without a portal, as in `scrapy fetch`."""
        if not isinstance(crawler.spider, PortalSpider):
            raise NotConfigured
        return cls(crawler.spider)

    def process_request(self, request: Request) -> None:
        """Raise ForeignHost unless the portal owns the request's address."""
        if not self._portal.owns(request.url):
            raise ForeignHost(f"not on {self._portal.name}: {request.url}")


class Robots(RobotsTxtMiddleware):
    """Scrapy's robots.txt middleware with an exception of its own for what is forbidden."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        logging.getLogger(RobotsTxtMiddleware.__module__).addFilter(_without_traceback)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raise ForbiddenByRobots where Scrapy raises a bare IgnoreRequest."""
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            raise ForbiddenByRobots(request.url) from error


def _without_traceback(record: logging.LogRecord) -> bool:
    """A robots.txt that can't be had is worth a line, not forty: a site that is down is no error of ours."""
    record.exc_info = None
    return True
