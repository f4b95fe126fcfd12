"""A portal's layouts: those its file declares, then those learned from its own pages between two crawls."""

import asyncio
import logging
from collections.abc import Awaitable
from contextlib import suppress
from typing import TypeVar

from scrapy.exceptions import CloseSpider
from scrapy.settings import BaseSettings
from sqlalchemy.orm import Session

from cleaners.lesson import Taught
from cleaners.model import Layout
from cleaners.version import cleaner_version
from crawler.limits import CleanerCrashed
from crawler.notebook import Notebook
from crawler.portal import PortalSpider
from crawler.tenure import Tenure
from crawler.workers import Workers
from storage import layouts
from storage.layouts import Lesson
from storage.leases import TIME_TO_LIVE

Portal = PortalSpider | type[PortalSpider]
T = TypeVar("T")


def in_use(session: Session, portal: Portal, settings: BaseSettings) -> tuple[Layout, ...]:
    """The layouts a portal's pages are cleaned with, in their order: what is declared always wins."""
    if not settings.getbool("LAYOUTS"):
        return ()
    is_learning = settings.getbool("LEARN_LAYOUTS")
    return (*portal.layouts, *(layouts.active(session, portal.name) if is_learning else ()))


async def learn(notebook: Notebook, portal: Portal, settings: BaseSettings, workers: Workers) -> None:
    """Learn from what the last finished crawl left, once, before this one fetches anything.

    So a crawl that is killed on its way learns the same as one that isn't. Pages that end the learner teach nothing:
    the reason is kept, the run goes on. If the store fails, the notebook's ``fault`` says why.
    """
    if notebook.on_demand or not (settings.getbool("LAYOUTS") and settings.getbool("LEARN_LAYOUTS")):
        return
    with suppress(CloseSpider):
        with notebook.transaction() as session:
            lesson = layouts.lesson(session, notebook.lease.portal_id)
            there = in_use(session, portal, settings)
            names = {each.name for each in portal.layouts}
            name = layouts.next_name(session, notebook.lease.portal_id, names)
        if lesson:
            taught = await _alive(notebook, _taught(notebook, workers.teach(lesson.pages, there, name)))
            _keep(notebook, lesson, taught)


async def _taught(notebook: Notebook, told: Awaitable[Taught]) -> Taught:
    """What was learned; why nothing was, where the pages ended the learner."""
    try:
        return await told
    except CleanerCrashed as error:
        return Taught(str(error))
    except Exception as error:  # the learner is code: it can raise anything
        logging.getLogger(__name__).exception("learning a layout of %s failed", notebook.lease.portal)
        notebook.counts["errors/crawler"] += 1
        return Taught(f"crawler error: {type(error).__name__}")


async def _alive(run: Tenure, work: Awaitable[T]) -> T:
    """Say that the run is alive until something is done."""
    task = asyncio.ensure_future(work)
    while not (await asyncio.wait([task], timeout=TIME_TO_LIVE.total_seconds() / 4))[0]:
        run.renew()
    return task.result()


def _keep(notebook: Notebook, lesson: Lesson, taught: Taught) -> None:
    with notebook.transaction() as session:
        layouts.taught(session, notebook.lease, lesson, taught.outcome)
        layouts.retire(session, notebook.lease, taught.retired)
        if taught.layout:
            page_ids = [lesson.page_ids[n] for n in taught.pages]
            layouts.add(session, notebook.lease, taught.layout, page_ids, cleaner_version())
    notebook.counts["layouts/learned" if taught.layout else f"layouts/not learned: {taught.outcome}"] += 1
    if taught.retired:
        notebook.counts["layouts/retired"] += len(taught.retired)
