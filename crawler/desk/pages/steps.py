"""The cleaner's steps: how often each one acted, on what, and what would change without it."""

from collections.abc import Sequence
from threading import Lock

from fastapi import APIRouter, HTTPException, Request
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse

from cleaners.model import Layout
from crawler.desk import trials
from crawler.desk.blocks import pieces
from crawler.desk.rendering import page
from crawler.desk.sharing import Desk, Reading, Shared
from crawler.desk.steps import STAGES, STEPS, counted_of, rows
from crawler.desk.trials import ARTICLES, Trial
from storage.step_counts import Counted, count, samples

router = APIRouter(include_in_schema=False)

#: So many articles give samples.
_SAMPLED = 10
#: Held while a step is tried.
TRYING = Lock()


@router.get("/steps")
def steps(request: Request, session: Reading) -> HTMLResponse:
    """All steps in their order."""
    counts = count(session)
    return page(request, "steps.html", counts=counts, steps=rows(counts))


@router.get("/steps/{name}")
def step(request: Request, desk: Shared, session: Reading, name: str, trial: bool = False) -> HTMLResponse:
    """A step with samples of what it did, and what would change without it."""
    why = (STEPS | STAGES).get(name)
    if why is None:
        raise HTTPException(404, "there is no such step")
    counts = count(session)
    counted = counted_of(counts, name)
    return page(
        request,
        "step.html",
        name=name,
        reason=why,
        is_step=name in STEPS,
        counts=counts,
        counted=counted,
        trial=_try(desk, session, name, counted) if trial and name in STEPS else None,
        samples=list(samples(session, name, counted.spread(_SAMPLED))),
        pieces=pieces,
    )


def _try(desk: Desk, session: Session, name: str, counted: Counted) -> Trial:
    """A trial. It takes a processor for some seconds, so there is one at a time.

    :raises HTTPException: 429 if there is one now.
    """
    if not TRYING.acquire(blocking=False):
        raise HTTPException(
            429, "another step is being tried: try again in some seconds", {"Retry-After": "10"}
        )
    try:
        return trials.trial(session, name, counted.spread(ARTICLES), lambda portal: _layouts(desk, portal))
    finally:
        TRYING.release()


def _layouts(desk: Desk, portal: str) -> Sequence[Layout]:
    """The layouts a portal declares; none where its file is broken or not there any more."""
    return next((each.layouts for each in desk.attended.homes if each.name == portal), ())
