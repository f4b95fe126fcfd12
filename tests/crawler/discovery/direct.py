"""Asks sites of the replica without a crawl: their answers come straight from what answers the web server."""

import asyncio
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode, urljoin, urlsplit

from scrapy.http import Headers, TextResponse
from scrapy.responsetypes import responsetypes

from cleaners.article import clean
from cleaners.model import Page
from crawler.discovery.discovered import Discovery
from crawler.discovery.exploring import Exploration
from crawler.explorer import LIMIT, Lost
from crawler.links import host_of
from crawler.replica.site import Ask, Site
from storage.drafts import Drafted, draft


class Direct:
    """An asker. ``asked`` are the pages asked, in order."""

    def __init__(self, site: Site) -> None:
        self.asked: list[str] = []
        self.sitemaps: list[str] = []
        self._site = site
        self._answers: dict[str, TextResponse | Lost] = {}

    @property
    def number(self) -> int:
        return len(self.asked)

    async def ask(self, url: str, form: Mapping[str, str] | None = None) -> TextResponse:
        key = f"{url}{form}"
        if key not in self._answers:
            self._answers[key] = self._ask(url, form)
        answer = self._answers[key]
        if isinstance(answer, Lost):
            raise answer
        return answer

    def _ask(self, url: str, form: Mapping[str, str] | None) -> TextResponse | Lost:
        if len(self.asked) >= LIMIT:
            return Lost("asked enough")
        self.asked.append(url)
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        body = urlencode(form or {}).encode()
        reply = self._site.respond(
            Ask("POST" if form else "GET", host_of(url), target or "/", parts.scheme, {}, body)
        )
        if reply.status in (301, 302):
            return self._ask(urljoin(url, reply.header("Location") or ""), None)
        headers = Headers(reply.headers)
        made = responsetypes.from_args(headers=headers, url=url, body=reply.body)(
            url, headers=headers, body=reply.body
        )
        return (
            made if reply.status == 200 and isinstance(made, TextResponse) else Lost(f"HTTP {reply.status}")
        )


def target(url: str) -> str:
    """What a request for an address asks the server for."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


async def cleaned(page: Page) -> Drafted:
    return draft(clean(page, ()))


def explore(site: Site, url: str, platforms: Sequence = (), whole: bool = False) -> tuple[Discovery, Direct]:
    asker = Direct(site)
    return asyncio.run(Exploration(asker, cleaned, platforms).explore(url, whole)), asker
