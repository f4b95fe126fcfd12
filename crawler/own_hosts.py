"""What may be asked at all: a portal's own hosts."""

from typing import Protocol, Self, runtime_checkable

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.verdicts import ForeignHost


@runtime_checkable
class Owner(Protocol):
    """A portal, or who explores one."""

    name: str

    def owns(self, url: str) -> bool: ...  # noqa: D102


class OwnHosts:
    """Refuses every request that would leave the portal, Scrapy's own included.

    Stands before all other middlewares, so that not even a robots.txt of another host is asked for.
    """

    def __init__(self, portal: Owner) -> None:
        self._portal = portal

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make one; no use without a portal, as in `scrapy fetch`."""
        if not isinstance(crawler.spider, Owner):
            raise NotConfigured
        return cls(crawler.spider)

    def process_request(self, request: Request) -> None:
        """Raise ForeignHost unless the portal owns the request's address."""
        if not self._portal.owns(request.url):
            raise ForeignHost(f"not on {self._portal.name}: {request.url}")
