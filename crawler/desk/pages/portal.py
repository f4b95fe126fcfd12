"""One portal: its runs, its addresses, what its articles are like."""

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse

from crawler.desk.plots import by_day
from crawler.desk.portals import portals
from crawler.desk.rendering import page
from crawler.desk.sharing import Reading, Shared
from storage.overview import likeness
from storage.reports import states
from storage.tables import Address

router = APIRouter(include_in_schema=False)


@router.get("/portals/{name}")
def portal(request: Request, name: str, desk: Shared, session: Reading) -> HTMLResponse:
    """Everything about a portal."""
    found = portals(session, desk, name)
    if not found.shown:
        raise HTTPException(404, f"there is no portal {name}")
    (shown,) = found.shown
    number, days = shown.number or 0, found.daily
    return page(
        request,
        "portal.html",
        portal=shown,
        plot=by_day(days.first, days.portals[number]) if days and number in days.portals else None,
        states=states(session, Address.portal_id == number),
        likeness=likeness(session, number),
    )
