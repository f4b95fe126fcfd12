"""Which portals are crawled when nobody names them: those that are due."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import BaseSettings

from crawler.commanding import opened
from crawler.crawling import Crawling
from crawler.declarations import plan
from crawler.portal import PortalSpider
from crawler.progress import Watch
from crawler.registry import PortalLoader
from crawler.runner import Crew, home_of, world_of
from crawler.runs import Problem, Run
from storage import schedules
from storage.database import Store, StoreError, now
from storage.schedules import Outlook
from storage.timetable import Plan

#: Seconds after which a schedule looks again, whatever it expects: other processes crawl, too, and clocks jump.
LOOK = 60.0


@dataclass(frozen=True)
class Attended:
    """The portals that can be crawled, with their addresses and plans.

    ``left_out``: the names of those whose address isn't known.
    """

    homes: dict[type[PortalSpider], str]
    plans: dict[str, Plan]
    left_out: tuple[str, ...]

    def named(self, name: str) -> type[PortalSpider]:
        """The portal of this name."""
        return next(portal for portal in self.homes if portal.name == name)

    def only(self, name: str) -> "Attended":
        """The same with this portal alone, or none if it isn't among them."""
        homes = {portal: home for portal, home in self.homes.items() if portal.name == name}
        plans = {each: plan for each, plan in self.plans.items() if each == name}
        return Attended(homes, plans, tuple(each for each in self.left_out if each == name))


def attend(loader: PortalLoader, settings: BaseSettings, only: Collection[str] = ()) -> Attended:
    """All portals whose files can be used.

    :param only: the names of those that are wanted; all where there is none.
    :raises CommandError: if ``PORTAL_HOMES`` or ``REPLICA`` can't be used.
    """
    portals = [loader.load(name) for name in sorted(loader.list()) if not only or name in only]
    found = {portal: home_of(portal, settings) for portal in portals}
    homes = {portal: home for portal, home in found.items() if home is not None}
    left_out = tuple(portal.name for portal, home in found.items() if home is None)
    return Attended(homes, {portal.name: plan(portal) for portal in homes}, left_out)


def look(store: Store, attended: Attended, ahead: float = 0) -> tuple[list[Outlook], datetime]:
    """When each portal is due, and the time it is now. See ``schedules.look``."""
    with store.transaction() as session:
        return schedules.look(session, attended.plans, ahead), now(session)


def stay(
    process: AsyncCrawlerProcess,
    attended: Attended,
    watch: Watch,
    report: Callable[[Run], None],
    refused: Callable[[Problem], None],
) -> None:
    """Crawl each portal when it is due, until Ctrl-C or SIGTERM. Nothing is kept of runs that have ended.

    :param report: is given each run that has ended, ``refused`` why one couldn't begin.
    :raises CommandError: if the store can't be used at the beginning; later it is waited for.
    """
    with opened(process.settings) as store, watch.showing():
        world = world_of(process.settings)
        crew = Crew(store, attended.homes, world, watch, report, refused, ahead=0)
        crew.keeps_away = process.settings.getbool("LEFT_ALONE")
        crawling = Crawling(process, crew, watch)
        crawling.run(_due(store, attended, crawling.stopping, watch))


async def _due(
    store: Store, attended: Attended, stopping: asyncio.Event, watch: Watch
) -> AsyncIterator[type[PortalSpider]]:
    """The portals as they come to be due, until it is told to stop."""
    while not stopping.is_set():
        seconds = LOOK
        try:
            outlooks, at = look(store, attended)
        except StoreError as error:
            watch.say(f"{error}; trying again in {LOOK:.0f} s")
        else:
            for each in outlooks:
                if each.is_ready:
                    yield attended.named(each.portal)
            if wait := schedules.wait(outlooks, at):
                seconds = min(wait.total_seconds(), LOOK)
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), seconds)
