"""An article: what it is, what was removed, where it comes from, and the page itself."""

import re
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse, Response

from cleaners.charset import decode
from cleaners.model import FIELDS, SITE
from crawler.desk.blocks import MOST, legend, shown
from crawler.desk.choosing import Number, OfVersion, told
from crawler.desk.readers import reader_of
from crawler.desk.rendering import page
from crawler.desk.sharing import Reading
from storage import marks
from storage.columns import storable
from storage.dossiers import FETCHES, STEPS, Dossier, archived, dossier

router = APIRouter(include_in_schema=False)

#: What the archived page may do: it loads nothing and runs nothing, whoever shows it. Only opened by itself its links
#: lead on.
HOSTILE = {
    "Content-Security-Policy": (
        "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox"
    ),
    "X-DNS-Prefetch-Control": "off",
}
#: Elements for which Chromium opens a connection (preconnect, frames), or might, before it heeds the policy.
_CONNECTS = re.compile(
    r"(?<=<)(?:link|meta|base|i?frame|object|embed|portal|fencedframe)(?=[\s/>])", re.IGNORECASE
)


@router.get("/articles/{number}")
def article(request: Request, session: Reading, number: Number, version: OfVersion = None) -> HTMLResponse:
    """An article, as its current version or another one has it."""
    with told():
        found = dossier(session, number, version)
    said = marks.of_article(session, number, found.version.number)
    raws = {name: field.raw for name, field in found.fields.items()}
    return page(
        request,
        "article.html",
        a=found,
        title=found.version.title or found.url,
        blocks=shown(found.ledger, raws),
        more_blocks=max(0, len(found.ledger.blocks) - MOST),
        legend=legend(found.ledger.changes),
        parts=list(enumerate(found.pages, 1)),
        hints=_hints(found),
        most_steps=STEPS,
        most_fetches=FETCHES,
        marks=said,
        marked={(each.part, each.block): each.kind for each in said},
        lacking=[name for name in FIELDS if name not in found.fields],
        site=SITE,
        reader=reader_of(request),
    )


@router.get("/articles/{number}/page")
def archived_page(
    session: Reading,
    number: Number,
    version: OfVersion = None,
    part: Annotated[int, Query(ge=1, le=1000)] = 1,
) -> Response:
    """The page that a version was made from, as the cleaner reads it, for a frame in which it can do nothing."""
    with told():
        found = archived(session, number, version, part)
    kind = "text/plain" if found.plain else "text/html"
    text = decode(found).text
    if not found.plain:
        text = _CONNECTS.sub("zhengwen-off", text)
    return Response(storable(text).encode(), headers=HOSTILE, media_type=f"{kind}; charset=utf-8")


def _hints(found: Dossier) -> list[tuple[str, str]]:
    """What its list row told."""
    hints = found.life.hints
    told = [(name, getattr(hints, name)) for name in ("title", "published", "source", "column")]
    return [(name, value) for name, value in told if value]
