"""Asks a site for a few pages, with all the manners and guards of a crawl, and keeps nothing of them."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, ClassVar

import scrapy
from scrapy import FormRequest, Request, signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response, TextResponse
from scrapy.robotstxt import RobotParser
from scrapy.settings import BaseSettings

from crawler import answers, portal_settings
from crawler.exits import CommandError, Exit
from crawler.links import host_of
from crawler.redirects import location
from crawler.throttle import Throttle
from crawler.verdicts import BLOCKED, BUSY, HostLeft, of_empty_list, of_error, of_status
from storage.pages import REDIRECTS

#: So many pages of a site are asked at most, redirects among them; its robots.txt comes beside.
LIMIT = 38
#: So many redirects are followed, and so many refusals end it.
HOPS, REFUSALS = 5, 2


class Lost(Exception):  # noqa: N818 (it says what happened)
    """A page could not be had. The text says why, in the words of an address's reasons."""


class Explorer(scrapy.Spider):
    """Asks pages of one site, one after the other, for somebody who reads them. No page is asked twice."""

    name = "explorer"
    #: All answers are kept until the end, with their trees: together they must have room in memory.
    custom_settings = {"RETRY_TIMES": 0, "DOWNLOAD_MAXSIZE": 4 * 1024 * 1024}  # noqa: RUF012 (Scrapy's attribute)
    delay: ClassVar[float | None] = None
    concurrency: ClassVar[int | None] = 1
    tls: ClassVar[Mapping[str, str]] = {}

    def __init__(self, start_url: str, opened: "asyncio.Future[Explorer]", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.start_url = start_url
        self.sitemaps: list[str] = []
        self.number = 0
        self.ended = asyncio.Event()
        self._opened = opened
        self._refusals = 0
        self._answers: dict[str, TextResponse | str | Lost] = {}

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Manners as of a portal that declares none."""
        super().update_settings(settings)
        portal_settings.declare(cls, settings)

    def owns(self, url: str) -> bool:
        """Whether an address is the site's: of the host it was given by, with or without ``www.``."""
        return _bare(host_of(url)) == _bare(host_of(self.start_url))

    async def start(self) -> AsyncIterator[Request]:
        """Stay open until the reader has enough."""
        self.crawler.signals.connect(self._robots_parsed, signal=signals.robots_parsed)
        self._opened.set_result(self)
        await self.ended.wait()
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    async def ask(self, url: str, form: Mapping[str, str] | None = None) -> TextResponse:
        """A page, where redirects lead within the site.

        :param form: what is posted; None: it is asked by GET.
        :raises Lost: if it can't be had.
        :raises CommandError: if the site sends us away, or Ctrl-C stops it.
        """
        for _ in range(HOPS):
            answer = await self._once(url, form)
            if isinstance(answer, TextResponse):
                return answer
            url, form = answer, None
        raise Lost("too many redirects")

    async def _once(self, url: str, form: Mapping[str, str] | None) -> TextResponse | str:
        """A page, or where its address leads."""
        key = f"{url} {sorted(form.items()) if form else ''}"
        if key not in self._answers:
            try:
                self._answers[key] = self._read(await self._download(url, form))
            except Lost as lost:
                self._answers[key] = lost
        answer = self._answers[key]
        if isinstance(answer, Lost):
            raise answer
        return answer

    async def _download(self, url: str, form: Mapping[str, str] | None) -> Response:
        if self.number >= LIMIT:
            raise Lost("asked enough")
        if self.ended.is_set() or not self.crawler.crawling:
            raise CommandError(Exit.STOPPED, "stopped")
        self.number += 1
        meta = {"dont_redirect": True}
        request = (
            Request(url, meta=meta) if form is None else FormRequest(url, formdata=dict(form), meta=meta)
        )
        engine: Any = self.crawler.engine
        # Whatever goes wrong with a page is a reason, as in a crawl: see ``of_error``.
        answer = (await asyncio.gather(engine.download_async(request), return_exceptions=True))[0]
        if isinstance(answer, HostLeft) and not self.crawler.crawling:
            raise CommandError(Exit.STOPPED, "stopped")
        if isinstance(answer, BaseException):
            raise Lost(of_error(answer).reason)
        return answer

    def _read(self, response: Response) -> TextResponse | str:
        if response.status in REDIRECTS:
            return self._target(response)
        verdict = of_status(response.status)
        if response.status in BUSY | BLOCKED:
            self._refused(response.url, f"HTTP {response.status}")
        if verdict:
            raise Lost(verdict.reason)
        if not isinstance(response, TextResponse) or not answers.says_text(response, "list"):
            raise Lost("not text")
        if challenge := of_empty_list(response.text):
            self._refused(response.url, challenge.reason)
            raise Lost(challenge.reason)
        return response

    def _target(self, response: Response) -> str:
        url = location(response)
        if url is None:
            raise Lost("redirected nowhere")
        if url == response.url or not response.headers.get("Location"):
            raise Lost("redirect to itself")
        if not self.owns(url):
            raise Lost(f"redirected to {url}")
        return url

    def _refused(self, url: str, reason: str) -> None:
        """The site sends us away: once is a pause, twice the end."""
        self._refusals += 1
        if self._refusals >= REFUSALS:
            raise CommandError(Exit.LOOK, f"{host_of(url)} refuses to answer ({reason}): try again tomorrow")
        if throttle := self.crawler.get_extension(Throttle):
            throttle.pause(host_of(url).partition(":")[0], self.settings.getfloat("BACKOFF_START"))

    def _robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Note the sitemaps that robots.txt names."""
        named = getattr(getattr(robotparser, "rp", None), "sitemaps", ())
        self.sitemaps += [url for url in named if self.owns(url)]


@asynccontextmanager
async def exploring(process: AsyncCrawlerProcess, url: str) -> AsyncIterator[Explorer]:
    """One who asks pages of the site of this address, for as long as the block lasts. The reactor must run.

    :raises CommandError: if it can't begin, or ends before the block does.
    """
    opened: asyncio.Future[Explorer] = asyncio.get_running_loop().create_future()
    task = process.crawl(Explorer, start_url=url, opened=opened)
    waiting: set[asyncio.Future[Any]] = {task, opened}
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    if not opened.done():
        raise CommandError(Exit.LOOK, f"the exploring could not start: {task.exception()}")
    explorer = opened.result()
    try:
        yield explorer
    finally:
        explorer.ended.set()
        await asyncio.wait([task])


def _bare(host: str) -> str:
    return host.removeprefix("www.")
