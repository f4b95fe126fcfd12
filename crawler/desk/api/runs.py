"""The runs, for programs."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query

from crawler.desk.api.answers import Answer, errors
from crawler.desk.choosing import MOST, Number
from crawler.desk.sharing import Reading
from storage.reports import run_summary, runs
from storage.tables import Run

router = APIRouter(prefix="/api/runs", tags=["runs"])


class RunAnswer(Answer):
    """A run. ``crawl`` is due or full, null where it is no crawl; ``outcome`` and ``ended`` are null while it runs."""

    id: int
    portal: str
    crawl: str | None
    started: datetime
    ended: datetime | None
    outcome: str | None


class RunsAnswer(Answer):
    """Runs, newest first. ``next`` is where to go on; null at the end."""

    runs: list[RunAnswer]
    next: int | None


class RunDetails(RunAnswer):
    """A run in numbers, as far as it has been committed."""

    articles: dict[str, int]
    fetches: dict[str, int]
    addresses: dict[str, dict[str, int]]
    seconds: float
    rate: float


@router.get("", responses=errors())
def all_runs(
    session: Reading,
    portal: Annotated[str | None, Query(min_length=1, max_length=200, description="a portal's name")] = None,
    below: Annotated[int | None, Query(ge=1, le=MOST, description="go on here")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="so many at most")] = 50,
) -> RunsAnswer:
    """The runs of all portals, or of one."""
    found = [_run(run, name) for run, name in runs(session, portal, below, limit)]
    return RunsAnswer(runs=found, next=found[-1].id if len(found) == limit else None)


@router.get("/{number}", responses=errors(404))
def one_run(number: Number, session: Reading) -> RunDetails:
    """A run in numbers."""
    run = session.get(Run, number)
    if run is None:
        raise HTTPException(404, f"there is no run {number}")
    summary = run_summary(session, number)
    return RunDetails(
        **dict(_run(run, summary.portal)),
        articles=summary.articles,
        fetches=summary.fetches,
        addresses=summary.addresses,
        seconds=summary.seconds,
        rate=summary.rate,
    )


def _run(run: Run, portal: str) -> RunAnswer:
    return RunAnswer(
        id=run.id, portal=portal, crawl=run.crawl, started=run.started, ended=run.ended, outcome=run.outcome
    )
