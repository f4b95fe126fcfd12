"""How all portals fare, on one page."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from crawler.desk.plots import Plot, by_day
from crawler.desk.portals import Portals, portals
from crawler.desk.rendering import page
from crawler.desk.sharing import Reading, Shared
from storage import feed

router = APIRouter(include_in_schema=False)


@router.get("/")
def overview(request: Request, desk: Shared, session: Reading) -> HTMLResponse:
    """Every portal, those with alerts first."""
    found = portals(session, desk)
    return page(
        request,
        "overview.html",
        portals=found.shown,
        plots=_plots(found),
        daily=found.daily,
        left_out=sorted(set(desk.attended.left_out) - {each.name for each in found.shown}),
        broken=sorted(desk.broken),
        total=sum(each.standing.articles for each in found.shown if each.standing),
        events=feed.head(session).number,
    )


def _plots(found: Portals) -> dict[int, Plot]:
    if found.daily is None:
        return {}
    return {number: by_day(found.daily.first, days) for number, days in found.daily.portals.items()}
