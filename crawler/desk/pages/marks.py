"""Readers' marks: the next article to check, the figures they give, and the forms that make and withdraw them."""

import re
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import HTMLResponse, RedirectResponse

from crawler.desk.choosing import Number, check_portal
from crawler.desk.readers import reader_of, remember
from crawler.desk.rendering import page
from crawler.desk.security import Form
from crawler.desk.sharing import Reading, Shared
from storage import judged, marks, portals
from storage.draws import draw
from storage.marks import Given, Unfit
from storage.step_counts import current
from storage.tables import Version
from storage.words import Verdict

router = APIRouter(include_in_schema=False)

#: What a mark's button says: ``right``; ``kept 1 23`` or ``removed 1 23``, a block's part and number; ``field title``.
_MARK = re.compile(r"(right)|(kept|removed) (\d{1,4}) (\d{1,9})|(field) (\w{1,40})", re.ASCII)
_PATH = re.compile(r"/(?:[\w-]+/)*[\w-]*", re.ASCII)


@router.get("/marks/next")
def following(
    request: Request, session: Reading, portal: Annotated[str, Query(max_length=60)] = ""
) -> HTMLResponse:
    """The next article to check, at random."""
    if portal:
        check_portal(session, portal)
    number = draw(session, portal or None)
    drawn = None if number is None else _current(session, number)
    return page(
        request,
        "draw.html",
        drawn=drawn,
        portal=portal,
        portals=portals.known(session),
        reader=reader_of(request),
    )


@router.get("/marks")
def figures(request: Request, session: Reading) -> HTMLResponse:
    """What the marks say so far: the whole store is counted."""
    return page(request, "marks.html", figures=judged.figures(session))


@router.post("/marks/name")
def name(sent: Form) -> RedirectResponse:
    """Keep the reader's name."""
    back = sent.get("back", "")
    response = RedirectResponse(back if _PATH.fullmatch(back) else "/marks/next", 303)
    try:
        remember(response, marks.name_of(sent.get("reader", "")))
    except Unfit as error:
        raise HTTPException(422, str(error)) from error
    return response


@router.post("/articles/{number}/marks")
def mark(request: Request, desk: Shared, number: Number, sent: Form) -> RedirectResponse:
    """Keep a mark, and show the article again where it was marked."""
    version = sent.get("version", "")
    given = _given(sent.get("mark", ""), sent.get("value", ""))
    if given is None or not re.fullmatch(r"\d{1,9}", version, re.ASCII):
        raise HTTPException(422, "this is no mark")
    try:
        with desk.writing() as session:
            marks.mark(session, number, int(version), given, reader_of(request))
    except Unfit as error:
        raise HTTPException(422, str(error)) from error
    except LookupError as error:
        raise HTTPException(404, str(error)) from error
    place = f"block-{given.block[0]}-{given.block[1]}" if given.block else "judgement"
    return RedirectResponse(f"/articles/{number}?version={version}#{place}", 303)


@router.post("/marks/{number}/withdraw")
def withdraw(desk: Shared, number: Number, sent: Form) -> RedirectResponse:
    """Take a mark back."""
    try:
        with desk.writing() as session:
            row = marks.withdraw(session, number)
    except LookupError as error:
        raise HTTPException(404, str(error)) from error
    return RedirectResponse(f"/articles/{row.article_id}?version={row.version}#judgement", 303)


def _current(session: Session, number: int) -> tuple[Version, str]:
    ((version, portal, _),) = current(session, [number])
    return version, portal


def _given(said: str, value: str) -> Given | None:
    """What a button says; None if it says nothing."""
    found = _MARK.fullmatch(said)
    if found is None:
        return None
    if found[1]:
        return Given("right")
    if found[5]:
        return Given("field", field=found[6], value=value)
    kind: Verdict = "kept" if found[2] == "kept" else "removed"
    return Given(kind, (int(found[3]), int(found[4])))
