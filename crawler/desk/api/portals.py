"""How the portals fare, for programs."""

from datetime import date, datetime

from fastapi import APIRouter, HTTPException

from crawler.desk.api.answers import Answer, errors
from crawler.desk.portals import Portals, Shown, portals
from crawler.desk.sharing import Reading, Shared
from storage.overview import likeness
from storage.reports import states
from storage.tables import Address

router = APIRouter(prefix="/api/portals", tags=["portals"])


class AlertAnswer(Answer):
    """Something somebody should look at."""

    kind: str
    text: str
    since: datetime


class CrawlAnswer(Answer):
    """A crawl in numbers; ``outcome`` is null while it runs, ``met`` are the articles it came across."""

    run_id: int
    kind: str
    started: datetime
    ended: datetime | None
    outcome: str | None
    new: int
    changed: int
    met: int


class DailyAnswer(Answer):
    """What was published from day to day, from ``first`` on."""

    first: date
    numbers: list[int]


class PortalAnswer(Answer):
    """How a portal fares.

    ``faulty`` is the share of its newest articles with faults; ``next`` is null where nobody looks after it.
    """

    name: str
    title: str
    region: str
    home: str
    articles: int
    faulty: float | None
    next: datetime | None
    is_due: bool
    is_running: bool
    blocked_since: datetime | None
    alerts: list[AlertAnswer]
    last: CrawlAnswer | None
    daily: DailyAnswer | None


class PortalsAnswer(Answer):
    """All portals, those with alerts first."""

    portals: list[PortalAnswer]


class StepAnswer(Answer):
    """How many blocks a cleaning step removed or changed, on the pages of how many articles."""

    blocks: int
    articles: int


class LikenessAnswer(Answer):
    """What the newest ``number`` articles are like: how many have each field and each fault, and the steps."""

    number: int
    fields: dict[str, int]
    faults: dict[str, int]
    steps: dict[str, StepAnswer]


class PortalDetails(PortalAnswer):
    """A portal: its crawls, its addresses by state and reason, and what its articles are like."""

    crawls: list[CrawlAnswer]
    addresses: dict[str, dict[str, int]]
    likeness: LikenessAnswer


@router.get("", responses=errors())
def all_portals(desk: Shared, session: Reading) -> PortalsAnswer:
    """How all portals fare."""
    found = portals(session, desk)
    return PortalsAnswer(portals=[_portal(each, found) for each in found.shown])


@router.get("/{name}", responses=errors(404))
def one_portal(name: str, desk: Shared, session: Reading) -> PortalDetails:
    """Everything about a portal."""
    found = portals(session, desk, name)
    if not found.shown:
        raise HTTPException(404, f"there is no portal {name}")
    (shown,) = found.shown
    number = shown.number or 0
    like = likeness(session, number)
    steps = {step: StepAnswer(blocks=blocks, articles=pages) for step, (blocks, pages) in like.steps.items()}
    return PortalDetails(
        **dict(_portal(shown, found)),
        crawls=[
            CrawlAnswer.model_validate(each) for each in (shown.standing.crawls if shown.standing else ())
        ],
        addresses=states(session, Address.portal_id == number),
        likeness=LikenessAnswer(number=like.number, fields=like.fields, faults=like.faults, steps=steps),
    )


def _portal(shown: Shown, found: Portals) -> PortalAnswer:
    standing, outlook = shown.standing, shown.outlook
    days = found.daily and found.daily.portals.get(shown.number or 0)
    return PortalAnswer(
        name=shown.name,
        title=shown.title,
        region=shown.region,
        home=shown.home,
        articles=standing.articles if standing else 0,
        faulty=standing.faulty if standing else None,
        next=outlook.start if outlook else None,
        is_due=bool(outlook and outlook.is_ready),
        is_running=bool(outlook and outlook.held),
        blocked_since=shown.blocked_since,
        alerts=[AlertAnswer.model_validate(each) for each in shown.alerts],
        last=CrawlAnswer.model_validate(shown.last) if shown.last else None,
        daily=DailyAnswer(first=found.daily.first, numbers=list(days)) if found.daily and days else None,
    )
