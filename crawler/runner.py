"""Crawls portals, several at once in one process, each under a lease of its own."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import NotConfigured
from scrapy.settings import BaseSettings
from sqlalchemy.orm import Session

from crawler import documents
from crawler.commanding import opened
from crawler.crawling import Crawling
from crawler.declarations import is_web_address, plan
from crawler.exits import CommandError, Exit
from crawler.notebook import Notebook
from crawler.portal import PortalSpider
from crawler.problems import judge
from crawler.progress import Watch
from crawler.refetching import Refetch
from crawler.registry import PortalLoader
from crawler.replica.handler import loopback
from crawler.runs import Crawled, Problem, Run
from crawler.tenure import close
from storage import leases, schedules, standing
from storage.database import Store, StoreError, now
from storage.leases import LeaseHeld
from storage.portals import PortalRecord
from storage.refusals import left_alone_until
from storage.reports import RunSummary, run_summary
from storage.schedules import NotDue
from storage.selection import Selection
from storage.words import World


def choose(loader: PortalLoader, names: Sequence[str]) -> tuple[list[type[PortalSpider]], list[str]]:
    """The portals of these names, each once, and a line for each one whose file is broken.

    :raises CommandError: if there is no name, or one is no portal's.
    """
    if not names:
        raise CommandError(Exit.USAGE, f"which portal? There are: {', '.join(sorted(loader.list()))}")
    for name in names:
        if name.startswith("-"):
            raise CommandError(Exit.USAGE, f"there is no option {name}: see scrapy crawl --help")
        if name not in loader.broken and name not in loader.list():
            raise CommandError(
                Exit.USAGE, f"there is no portal {name!r}; nearest: {', '.join(loader.nearest(name))}"
            )
    distinct = list(dict.fromkeys(names))
    broken = [loader.broken[name] for name in distinct if name in loader.broken]
    return [loader.load(name) for name in distinct if name not in loader.broken], broken


@dataclass(frozen=True)
class Wanted:
    """What runs ask: what is due.

    Or every address (``full``); leaving out articles that are older by their list rows (``since``); or the chosen
    addresses alone, and unconditionally.
    """

    full: bool = False
    since: date | None = None
    chosen: Selection | None = None


@dataclass
class Crew:
    """Begins and ends runs of portals in one store.

    :param homes: the portals' addresses.
    :param report: is given each run that has ended, ``refused`` why one couldn't begin.
    :param wanted: what its runs ask.
    :param ahead: only portals that are due, or will be within this part of their ``every``; None: any.
    :param keeps_away: don't crawl portals that have sent the last crawl away, for as long as they are left alone.
    """

    store: Store
    homes: Mapping[type[PortalSpider], str]
    world: World
    watch: Watch
    report: Callable[[Run], None]
    refused: Callable[[Problem], None]
    wanted: Wanted = Wanted()
    ahead: float | None = None
    keeps_away: bool = True

    def begin(self, portal: type[PortalSpider]) -> Notebook | None:
        """Take the portal's lease and begin a run; None if that can't be, or isn't due any more."""
        try:
            notebook = self._take(portal)
        except StoreError as error:
            self.refused((Exit.DATABASE, str(error)))
        except (LeaseHeld, CommandError) as error:
            if self.ahead is None:
                self.refused((Exit.HELD, str(error)))
            else:
                self.watch.say(str(error))
        except NotDue:
            self.watch.say(f"{portal.name}: no more due")
        else:
            self.watch.began(notebook, self.homes[portal])
            if portal.attachments and (line := documents.lacking()):
                self.watch.say(f"{portal.name}: {line}")
            return notebook
        return None

    def end(self, portal: type[PortalSpider], notebook: Notebook) -> None:
        """End a run, if a forced stop kept it from ending itself, and sum it up."""
        close(notebook, "stopped")
        run = _sum_up(portal, self.homes[portal], notebook)
        self.watch.ended(run)
        self.report(run)

    def _take(self, portal: type[PortalSpider]) -> Notebook:
        record = PortalRecord(portal.name, portal.title, portal.region, self.homes[portal])
        with self.store.transaction() as session:
            if self.keeps_away:
                _check_left_alone(session, portal.name)
            lease = leases.take(session, record, leases.this_process(), self.world)
            if self.wanted.chosen is not None:
                return Refetch(self.store, lease, self.wanted.chosen)
            turn = schedules.begin(session, lease, plan(portal), self.wanted.full, self.ahead)
        return Notebook(self.store, lease, self.wanted.full, self.wanted.since, turn)


def crawl(
    process: AsyncCrawlerProcess,
    portals: Iterable[type[PortalSpider]],
    watch: Watch,
    wanted: Wanted = Wanted(),
    ahead: float | None = None,
) -> Crawled:
    """Crawl these portals until all have ended or Ctrl-C stops them. See ``Crew`` for the parameters.

    :raises CommandError: if an address or the store can't be used.
    """
    homes = {portal: home_for(portal, process.settings) for portal in portals}
    return crawl_found(process, _each(list(homes)), homes, watch, wanted, ahead)


def crawl_found(
    process: AsyncCrawlerProcess,
    portals: AsyncIterator[type[PortalSpider]],
    homes: Mapping[type[PortalSpider], str],
    watch: Watch,
    wanted: Wanted = Wanted(),
    ahead: float | None = None,
) -> Crawled:
    """Crawl portals as they come. See ``crawl``.

    :param homes: the portals' addresses; each must be there when its portal comes.
    :raises CommandError: if the store can't be used, or what finds the portals says so.
    """
    runs: list[Run] = []
    refused: list[Problem] = []
    with opened(process.settings) as store, watch.showing():
        world = world_of(process.settings)
        crew = Crew(store, homes, world, watch, runs.append, refused.append, wanted, ahead)
        crew.keeps_away = process.settings.getbool("LEFT_ALONE")
        Crawling(process, crew, watch).run(portals)
    order = list(homes)
    runs.sort(key=lambda run: order.index(run.portal))
    return Crawled(tuple(runs), tuple(refused), store.name)


async def _each(portals: Iterable[type[PortalSpider]]) -> AsyncIterator[type[PortalSpider]]:
    for portal in portals:
        yield portal


def world_of(settings: BaseSettings) -> World:
    """What is crawled: real portals, or the replica."""
    return "replica" if settings.get("REPLICA") else "web"


def home_for(portal: type[PortalSpider], settings: BaseSettings) -> str:
    """The portal's address for this crawl.

    :raises CommandError: if it is reserved, or can't be used.
    """
    home = home_of(portal, settings)
    if home is None:
        raise CommandError(
            Exit.USAGE,
            f"{portal.name}: its real address is not known; give it with -s PORTAL_HOMES="
            f'\'{{"{portal.name}": "https://…"}}\', or see it in the replica with: scrapy demo',
        )
    return home


def home_of(portal: type[PortalSpider], settings: BaseSettings) -> str | None:
    """The portal's address; None for a reserved one, which nobody can crawl.

    :raises CommandError: if the one that was set is none.
    """
    if settings.get("REPLICA"):
        _check_replica(settings["REPLICA"])
        return portal.home
    home = homes_of(settings).get(portal.name, portal.home)
    if not is_web_address(home):
        raise CommandError(Exit.USAGE, f"PORTAL_HOMES: {home!r} of {portal.name} is no http or https address")
    return None if (urlsplit(str(home)).hostname or "").endswith(".example") else str(home)


def homes_of(settings: BaseSettings) -> dict[str, object]:
    """The portals' real addresses that the settings give.

    :raises CommandError: if they can't be read.
    """
    try:
        return settings.getdict("PORTAL_HOMES")
    except (ValueError, TypeError) as error:
        raise CommandError(
            Exit.USAGE, 'PORTAL_HOMES must be a JSON object such as {"puyang": "https://…"}'
        ) from error


def _check_replica(address: str) -> None:
    try:
        loopback(address)
    except NotConfigured as error:
        raise CommandError(Exit.USAGE, str(error)) from error


def _sum_up(portal: type[PortalSpider], home: str, notebook: Notebook) -> Run:
    summary: RunSummary | None = None
    unread: list[standing.Unread] = []
    try:
        with notebook.store.reading() as session:
            summary = run_summary(session, notebook.lease.run_id)
            if not notebook.on_demand:
                unread = standing.unread(session, notebook.lease.portal_id, portal.list_urls(home))
    except StoreError as error:
        notebook.fault = notebook.fault or error
    return Run(portal, home, notebook, summary, tuple(judge(portal, notebook, unread)))


def _check_left_alone(session: Session, portal: str) -> None:
    """Keep away from a portal that has sent us away.

    :raises CommandError: if it is to be left alone now.
    """
    until = left_alone_until(session, portal)
    if until and until > now(session):
        raise CommandError(
            Exit.HELD,
            f"{portal} sent the last crawl away and is left alone until {until:%Y-%m-%d %H:%M} UTC"
            " (-s LEFT_ALONE=0 crawls it all the same)",
        )
