"""How fast a host is asked: AutoThrottle, the host's own Crawl-delay, and pauses."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.asyncio import call_later
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure

from crawler.verdicts import HostLeft

#: Any delay makes Scrapy look when a host may be asked next; without one it doesn't.
_LEAST = 0.001


@dataclass
class _Host:
    """``crawl_delay`` is what its robots.txt asks for, in seconds; before ``until`` it is not asked."""

    crawl_delay: float = 0.0
    until: float = 0.0


class Throttle(AutoThrottle):
    """Scrapy's AutoThrottle, which begins at the portal's own delay, and keeps two more things in mind.

    A Crawl-delay is the least delay of its host, up to ``CRAWL_DELAY_MAX``. A paused host is asked nothing,
    also not what was waiting for its turn. A portal's delay of 0 leaves AutoThrottle out.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._longest = crawler.settings.getfloat("CRAWL_DELAY_MAX")
        self._agent = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)
        self._ending = False
        crawler.signals.connect(self._robots_parsed, signal=signals.robots_parsed)
        crawler.signals.connect(self._reached, signal=signals.request_reached_downloader)

    def pause(self, host: str, seconds: float) -> None:
        """Ask the host nothing for so long; a longer pause that it has stands."""
        known = self._hosts[host]
        known.until = max(known.until, monotonic() + seconds)
        self._apply(host)

    def is_paused(self, host: str) -> bool:
        """Whether the host is asked nothing now."""
        return self._hosts[host].until > monotonic()

    def let_go(self) -> None:
        """The run ends: what waits for its turn is not asked any more."""
        self._ending = True
        for slot in self.crawler.engine.downloader.slots.values():
            for waiting in _drained(slot):
                waiting.errback(Failure(HostLeft("the run ended")))

    def _start_delay(self) -> float:
        return self._min_delay()

    def _robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        asked = robotparser.crawl_delay(self._agent)
        if asked:
            host = host_of(request.url)
            self._hosts[host].crawl_delay = min(asked, self._longest)
            self._apply(host)

    def _reached(self, request: Request) -> None:
        """Scrapy forgets a host that wasn't asked for a minute."""
        self._apply(host_of(request.url))
        if self._ending:
            call_later(0, self.let_go)  # it is in the queue by then

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        if self.mindelay:
            super()._adjust_delay(slot, latency, response)

    def _response_downloaded(self, response: Response, request: Request, spider: Spider) -> None:
        super()._response_downloaded(response, request, spider)
        self._apply(host_of(request.url))

    def _apply(self, host: str) -> None:
        slot = self.crawler.engine.downloader.slots.get(host)
        known = self._hosts[host]
        if slot is None:
            return
        if known.crawl_delay and known.crawl_delay >= slot.delay:
            slot.delay, slot.jitter = known.crawl_delay, 0.0  # half of it would be less than was asked for
        if known.until > monotonic():
            slot.delay = max(slot.delay, _LEAST)
            slot.lastseen = max(slot.lastseen, known.until)


def _drained(slot: Slot) -> Iterator[Deferred[Response]]:
    while slot.queue:
        yield slot.queue.popleft()[1]


def host_of(url: str) -> str:
    """The host of an address as Scrapy's downloader names it: without a port."""
    return urlsplit(url).hostname or ""
