"""One run, while it goes on and afterwards."""

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse

from crawler.desk.choosing import Number
from crawler.desk.rendering import page
from crawler.desk.sharing import Reading
from storage.reports import failures, run_summary
from storage.tables import Run

router = APIRouter(include_in_schema=False)

#: So many failed addresses are shown.
_FAILURES = 50


@router.get("/runs/{number}")
def run(request: Request, number: Number, session: Reading) -> HTMLResponse:
    """A run in numbers, as far as it has been committed."""
    found = session.get(Run, number)
    if found is None:
        raise HTTPException(404, f"there is no run {number}")
    return page(
        request,
        "run.html",
        run=found,
        summary=run_summary(session, number),
        failures=failures(session, number, _FAILURES),
        most_failures=_FAILURES,
    )
