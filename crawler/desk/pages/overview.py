"""How all portals fare, on one page."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from crawler.desk.rendering import page

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/")
def overview(request: Request) -> HTMLResponse:
    """Every portal, those with alerts first."""
    return page(request, "overview.html")
