"""The desk as an ASGI application."""

from asyncio import timeout
from pathlib import Path

from anyio import BrokenResourceError
from fastapi import FastAPI
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from crawler.desk import problems
from crawler.desk.api import article as article_api
from crawler.desk.api import articles as articles_api
from crawler.desk.api import events as events_api
from crawler.desk.api import portals as portals_api
from crawler.desk.api import runs as runs_api
from crawler.desk.pages import article, articles, marks, overview, portal, run, steps
from crawler.desk.security import LOOPBACK, guarded
from crawler.desk.sharing import Desk

#: So many seconds an answer may take beside the time that a stream of events waits.
PATIENCE = 60.0
_STATIC = Path(__file__).parent / "static"
#: The modules of pages, and those for programs: each has a router.
PAGES = (overview, portal, run, articles, article, steps, marks)
API = (portals_api, runs_api, articles_api, article_api, events_api)


def application(desk: Desk, names: tuple[str, ...] = LOOPBACK) -> ASGIApp:
    """The desk, behind its checks.

    :param names: the hosts a request may name; ``*`` any.
    """
    app = FastAPI(
        title="Zhengwen",
        summary="Articles of Chinese portals, with the proof of every removal",
        openapi_url="/api/openapi.json",
        docs_url=None,  # both load a script from another host
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.desk = desk
    problems.install(app)
    for each in (*PAGES, *API):
        app.include_router(each.router)
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    return guarded(_ended(app, desk.stream_seconds + PATIENCE), desk.token, names)


def _ended(app: ASGIApp, seconds: float) -> ASGIApp:
    """The app, whose answers end after so many seconds: else who doesn't read them holds a place for ever."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with timeout(seconds):
                await app(scope, receive, send)
        except* (TimeoutError, BrokenResourceError):  # the latter: nobody reads a stream of events any more
            pass

    return answer
