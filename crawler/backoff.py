"""What happens when a site sends us away: its host is left alone for a while, and the run may end."""

from collections import Counter
from datetime import UTC, datetime
from typing import Self, cast

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler import retry_after
from crawler.extensions import RunKeeper, notebook_of
from crawler.notebook import Notebook
from crawler.throttle import Throttle, host_of
from crawler.verdicts import BUSY, SILENT
from storage.addresses import Known
from storage.refusals import LEFT_ALONE
from storage.words import State


class Backoff:
    """Counts by host what it refuses, and when it gives no answer at all. A good answer sets both to nothing.

    Each refusal makes a pause of the whole host, twice as long as the one before. ``BUSY_LIMIT`` answers 429 or 503,
    ``CHALLENGE_LIMIT`` challenges or ``SILENCE_LIMIT`` tries without an answer end the run, and so does a host that
    asks for a longer pause than ``BACKOFF_MAX``. What was not asked stays as it was, and due.
    """

    def __init__(self, crawler: Crawler, notebook: Notebook) -> None:
        self._crawler = crawler
        self._settings = crawler.settings
        self._notebook = notebook
        self._longest = crawler.settings.getfloat("BACKOFF_MAX")
        self._refusals: Counter[str] = Counter()
        self._silences: Counter[str] = Counter()
        notebook.on_end = self._ended
        crawler.signals.connect(self._opened, signal=signals.spider_opened)
        crawler.signals.connect(self._answered, signal=signals.response_downloaded)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Scrapy's way to make one; no use without a run."""
        return cls(crawler, notebook_of(crawler))

    def _opened(self, spider: Spider) -> None:
        self._throttle = cast("Throttle", self._crawler.get_extension(Throttle))
        self._keeper = cast("RunKeeper", self._crawler.get_extension(RunKeeper))

    def _answered(self, response: Response, request: Request, spider: Spider) -> None:
        """Any answer came, of robots.txt too, before Scrapy asks again."""
        if response.status not in BUSY:
            return
        host, reason = host_of(request.url), f"HTTP {response.status}"
        wanted = retry_after.seconds(response.headers.get("Retry-After"), datetime.now(UTC)) or 0.0
        if wanted > self._longest:
            self._end(f"{host} answered {reason} and asks for {wanted:.0f} seconds without us", wanted)
        else:
            self._refused(host, reason, self._settings.getint("BUSY_LIMIT"), self._longest, wanted)

    def _ended(self, known: Known, state: State, reason: str) -> None:
        """An address came back: refused, without an answer, or well."""
        host = host_of(known.url)
        if state == "blocked":
            alone = self._settings.getfloat("LEFT_ALONE")
            self._refused(host, reason, self._settings.getint("CHALLENGE_LIMIT"), alone)
        elif state == "failed" and reason in SILENT:
            self._silences[host] += 1
            if self._silences[host] >= self._settings.getint("SILENCE_LIMIT"):
                self._end(f"{host} gave no answer {self._silences[host]} times in a row: {reason}", 0)
        elif state != "failed":
            del self._refusals[host], self._silences[host]

    def _refused(self, host: str, reason: str, limit: int, alone: float, wanted: float = 0.0) -> None:
        """Pause the host, or end the run. ``alone``: for how long later runs leave the portal alone, in seconds."""
        if not self._throttle.is_paused(host):  # else this answers what was asked before the pause
            self._refusals[host] += 1
        number = self._refusals[host]
        if number >= limit:
            self._end(f"{host} refused {number} times in a row: {reason}", alone)
        else:
            first = self._settings.getfloat("BACKOFF_START")
            self._throttle.pause(host, max(wanted, growing(number, first, self._longest)))

    def _end(self, refusal: str, alone: float) -> None:
        if self._notebook.refusal is None:
            self._notebook.refusal = refusal
            self._notebook.counts[LEFT_ALONE] = int(min(alone, self._settings.getfloat("LEFT_ALONE")))
            self._keeper.stop("refused")
            self._throttle.let_go()


def growing(number: int, first: float, longest: float) -> float:
    """The pause after so many refusals in a row, in seconds: twice the one before, up to the longest."""
    return min(first * 2.0 ** min(number - 1, 30), longest)
