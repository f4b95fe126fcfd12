"""The articles: searched and chosen, a page at a time."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from crawler.desk.choosing import find, read
from crawler.desk.rendering import page
from crawler.desk.sharing import Reading
from storage import browse, portals

router = APIRouter(include_in_schema=False)


@router.get("/articles")
def articles(request: Request, session: Reading) -> HTMLResponse:
    """A page of the articles that are wanted."""
    choice = read(request.query_params)
    return page(
        request,
        "articles.html",
        choice=choice,
        found=find(session, choice),
        looked_at=browse.LOOKED_AT,
        portals=portals.known(session),
    )
