"""From an address to a portal, with the reactor's help: to be written to a file, or crawled at once."""

from collections.abc import AsyncIterator
from contextlib import closing
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from scrapy.crawler import AsyncCrawlerProcess
from w3lib.url import canonicalize_url

from cleaners.model import Layout, Page
from crawler.crawling import Crawling
from crawler.declarations import is_web_address
from crawler.discovery.discovered import Discovery
from crawler.discovery.exploring import Exploration
from crawler.discovery.naming import portal_name
from crawler.exits import CommandError, Exit
from crawler.explorer import exploring
from crawler.limits import CleanerCrashed
from crawler.links import host_of
from crawler.platforms import PLATFORMS
from crawler.portal import PortalSpider
from crawler.progress import Watch
from crawler.registry import PortalLoader
from crawler.runner import Wanted, crawl_found, home_for
from crawler.runs import Crawled
from crawler.workers import Workers
from storage.drafts import Drafted


def address(given: str) -> str:
    """The canonical address that was given.

    :raises CommandError: if it is none that can be asked.
    """
    if not is_web_address(given):
        raise CommandError(
            Exit.USAGE,
            f"{given!r} is no web address: write it as a browser shows it, with http:// or https://",
        )
    if "@" in urlsplit(given).netloc:
        raise CommandError(
            Exit.USAGE, "an address with a name or a password can't be crawled: leave them out"
        )
    try:
        return str(canonicalize_url(given))
    except ValueError as error:
        raise CommandError(Exit.USAGE, f"{given!r} is no web address: {error}") from error


def check_free(loader: PortalLoader, name: str) -> None:
    """Make sure that no portal has this name.

    :raises CommandError: if one has.
    """
    if name in loader.list() or name in loader.broken:
        raise CommandError(Exit.USAGE, f"there is a portal {name!r} already: scrapy crawl {name}")


def check_new(loader: PortalLoader, url: str) -> None:
    """Make sure that no portal crawls the site of an address: two would ask it twice, and keep its articles twice.

    :raises CommandError: if one does.
    """
    host = host_of(url).removeprefix("www.")
    for name in sorted(loader.list()):
        portal = loader.load(name)
        if host in {each.removeprefix("www.") for each in (host_of(portal.home), *portal.hosts)}:
            raise CommandError(
                Exit.USAGE, f"the portal {name!r} crawls that site already: scrapy crawl {name}"
            )


def onboard(
    process: AsyncCrawlerProcess, url: str, watch: Watch, whole: bool
) -> tuple[Discovery, Layout | None]:
    """Explore the site of an address.

    :returns: what was found, and the layout that its articles taught.
    :raises CommandError: if nothing can be found, or Ctrl-C stops it.
    """
    found: list[tuple[Discovery, Layout | None]] = []

    async def explored() -> AsyncIterator[type[PortalSpider]]:
        found.append(await _explore(process, url, watch, whole))
        nothing: tuple[type[PortalSpider], ...] = ()
        for portal in nothing:
            yield portal

    crew: Any = None  # nothing is crawled
    Crawling(process, crew, watch).run(explored())
    if not found:
        raise CommandError(Exit.STOPPED, "stopped")
    return found[0]


def crawl_auto(process: AsyncCrawlerProcess, url: str, watch: Watch, wanted: Wanted) -> Crawled:
    """Explore the site of an address, and crawl it at once as a portal without a file.

    :raises CommandError: if nothing can be found, or the store can't be used.
    """
    homes: dict[type[PortalSpider], str] = {}

    async def found() -> AsyncIterator[type[PortalSpider]]:
        discovery, layout = await _explore(process, url, watch, whole=False)
        for line in discovery.unsure:
            watch.say(f"unsure: {line}")
        portal = discovery.portal(name=portal_name(url), **({"layouts": (layout,)} if layout else {}))
        homes[portal] = home_for(portal, process.settings)
        yield portal

    return crawl_found(process, found(), homes, watch, wanted)


async def _explore(
    process: AsyncCrawlerProcess, url: str, watch: Watch, whole: bool
) -> tuple[Discovery, Layout | None]:
    platforms = PLATFORMS if process.settings.getbool("PLATFORMS") else ()
    watch.say(f"exploring {url}")
    with closing(Workers(size=1)) as workers:
        async with exploring(process, url) as explorer:
            exploration = Exploration(explorer, partial(_clean, workers), platforms)
            discovery = await exploration.explore(url, whole)
        return discovery, await _learned(workers, discovery)


async def _learned(workers: Workers, discovery: Discovery) -> Layout | None:
    """The layout that the articles teach; pages that end the learner teach nothing."""
    try:
        return await workers.learn([sample.page for sample in discovery.samples])
    except CleanerCrashed:
        return None


async def _clean(workers: Workers, page: Page) -> Drafted:
    """A page that ends the cleaner holds nothing."""
    try:
        return await workers.clean(page, ())
    except CleanerCrashed:
        return Drafted("empty", ())
