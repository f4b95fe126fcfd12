"""Crawls portals, several at once in one process, each under a lease of its own."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import CloseSpider, NotConfigured
from scrapy.settings import BaseSettings
from sqlalchemy.orm import Session

from crawler.declarations import is_web_address
from crawler.exits import CommandError, Exit
from crawler.notebook import Notebook
from crawler.portal import PortalSpider
from crawler.progress import showing
from crawler.refetching import Refetch
from crawler.registry import PortalLoader
from crawler.replica.handler import loopback
from crawler.stopping import answer_stop
from crawler.workers import Workers
from storage import leases
from storage.database import Store, StoreError, open_store
from storage.leases import Lease, LeaseHeld, LeaseLost
from storage.portals import PortalRecord
from storage.reports import RunSummary, end_of, run_summary
from storage.selection import Selection
from storage.words import World

#: What must be told of a crawl, with the exit code it means.
Problem = tuple[Exit, str]


@dataclass(frozen=True)
class Run:
    """One portal's part of a crawl, ended. ``summary`` is None where the store failed."""

    portal: type[PortalSpider]
    home: str
    notebook: Notebook
    summary: RunSummary | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Crawled:
    """What a crawl came to.

    ``refused`` are the problems of portals whose run never began. ``database`` is the store's address,
    without a password.
    """

    runs: tuple[Run, ...]
    refused: tuple[Problem, ...]
    database: str

    @property
    def exit_code(self) -> Exit:
        """The gravest problem's."""
        problems = [*self.refused, *(problem for run in self.runs for problem in run.problems)]
        return max((code for code, _ in problems), default=Exit.FINE)


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


def crawl(
    process: AsyncCrawlerProcess,
    portals: Iterable[type[PortalSpider]],
    full: bool,
    since: date | None = None,
    refetch: Selection | None = None,
) -> Crawled:
    """Crawl these portals, showing progress, until all have ended or Ctrl-C stops them.

    :param full: ask every address, due or not.
    :param since: leave out articles that are older by their list rows.
    :param refetch: ask only these addresses, and unconditionally.
    :raises CommandError: if an address or the store can't be used.
    """
    homes = {portal: _home(portal, process.settings) for portal in portals}
    world: World = "replica" if process.settings.get("REPLICA") else "web"
    notebooks: dict[type[PortalSpider], Notebook] = {}
    refused: list[Problem] = []
    with opened(process.settings) as store:
        try:
            for portal, home in homes.items():
                try:
                    lease = _lease(store, portal, home, world)
                    notebooks[portal] = (
                        Refetch(store, lease, refetch) if refetch else Notebook(store, lease, full, since)
                    )
                except LeaseHeld as error:
                    refused.append((Exit.HELD, str(error)))
                except StoreError as error:
                    refused.append((Exit.DATABASE, str(error)))
            _crawl_all(process, notebooks, homes)
        finally:
            runs = tuple(_end(portal, homes[portal], notebook) for portal, notebook in notebooks.items())
    return Crawled(runs, tuple(refused), store.name)


def _home(portal: type[PortalSpider], settings: BaseSettings) -> str:
    """The portal's address for this crawl.

    :raises CommandError: if it is reserved, or the one that was set is none.
    """
    if settings.get("REPLICA"):
        _check_replica(settings["REPLICA"])
        return portal.home
    home = homes_of(settings).get(portal.name, portal.home)
    if not is_web_address(home):
        raise CommandError(Exit.USAGE, f"PORTAL_HOMES: {home!r} of {portal.name} is no http or https address")
    if (urlsplit(str(home)).hostname or "").endswith(".example"):
        raise CommandError(
            Exit.USAGE,
            f"{portal.name}: its real address is not known; give it with -s PORTAL_HOMES="
            f'\'{{"{portal.name}": "https://…"}}\', or see it in the replica with: scrapy demo',
        )
    return str(home)


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


@contextmanager
def opened(settings: BaseSettings, must_exist: bool = False) -> Iterator[Store]:
    """The store of the settings.

    :param must_exist: no store is made new.
    :raises CommandError: if it can't be used.
    """
    try:
        store = open_store(settings["DATABASE_URL"], must_exist)
    except StoreError as error:
        raise CommandError(Exit.DATABASE, str(error)) from error
    with closing(store):
        yield store


def _lease(store: Store, portal: type[PortalSpider], home: str, world: World) -> Lease:
    record = PortalRecord(portal.name, portal.title, portal.region, home)
    with store.transaction() as session:
        return leases.take(session, record, leases.this_process(), world)


def _crawl_all(
    process: AsyncCrawlerProcess,
    notebooks: dict[type[PortalSpider], Notebook],
    homes: dict[type[PortalSpider], str],
) -> None:
    if not notebooks:
        return  # the reactor would wait for ever
    shown = {notebook: homes[portal] for portal, notebook in notebooks.items()}
    with closing(Workers()) as workers, showing(shown) as console:
        tasks = {
            portal: process.crawl(portal, notebook=notebook, workers=workers, home=homes[portal])
            for portal, notebook in notebooks.items()
        }
        answer_stop(
            lambda: console.print(
                f"stopping: {_in_flight(process)} pages in flight come to their end; Ctrl-C again ends at once",
                soft_wrap=True,
            )
        )
        process.start()
    for portal, task in tasks.items():
        # A setting or a component that refuses keeps a crawl from starting.
        if task.done() and not task.cancelled() and (error := task.exception()):
            _close(notebooks[portal], f"failed: {type(error).__name__}: {error}")


def _in_flight(process: AsyncCrawlerProcess) -> int:
    return sum(len(each.engine.downloader.active) for each in process.crawlers if each.crawling)


def _close(notebook: Notebook, outcome: str) -> None:
    with suppress(CloseSpider):  # the notebook's fault says why
        notebook.close(outcome)


def _end(portal: type[PortalSpider], home: str, notebook: Notebook) -> Run:
    """End a run, if a forced stop kept it from ending itself, and sum it up."""
    summary, unread = None, []
    _close(notebook, "stopped")
    try:
        with notebook.store.reading() as session:
            summary = run_summary(session, notebook.lease.run_id)
            if not notebook.on_demand:
                unread = list(_unread(session, portal, home, notebook.lease.portal_id))
    except StoreError as error:
        notebook.fault = notebook.fault or error
    return Run(portal, home, notebook, summary, tuple(_judge(portal, notebook, unread)))


def _unread(session: Session, portal: type[PortalSpider], home: str, portal_id: int) -> Iterator[str]:
    """The portal's own lists that can't be read: without them it finds nothing new, now and in later runs."""
    for column, url in portal.list_urls(home).items():
        end = end_of(session, portal_id, url)
        if end and end.state != "list":
            reason = f"{end.state}, {end.reason}" if end.reason else end.state
            yield f"the list {column} ({url}) can't be read: {reason}"


def _judge(portal: type[PortalSpider], notebook: Notebook, unread: Sequence[str]) -> Iterator[Problem]:
    """What must be told about a run that has ended."""
    outcome, counts = str(notebook.outcome), notebook.counts
    if notebook.fault:
        code = Exit.HELD if isinstance(notebook.fault, LeaseLost) else Exit.DATABASE
        yield code, str(notebook.fault)
    elif outcome == "stopped":
        yield Exit.STOPPED, "stopped; what is left is asked by the next run"
    elif outcome != "finished":
        yield Exit.LOOK, f"the crawl {outcome}"
    if counts["errors/crawler"]:
        yield Exit.LOOK, f"errors of our own: {counts['errors/crawler']}; the log has them"
    if outcome == "finished":
        yield from ((Exit.LOOK, line) for line in unread)
    is_all = notebook.full and not notebook.since
    if outcome == "finished" and is_all and notebook.articles < portal.expect:
        yield Exit.LOOK, f"only {notebook.articles} articles; a full run has at least {portal.expect}"
