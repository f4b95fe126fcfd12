"""The change feed as server-sent events: who is cut off goes on by Last-Event-ID, and misses nothing."""

from asyncio import sleep
from collections.abc import AsyncIterable, Iterator
from dataclasses import asdict
from threading import Semaphore
from time import monotonic
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, HTTPException, Query
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from crawler.desk.api.answers import errors
from crawler.desk.choosing import MOST
from crawler.desk.problems import Problem
from crawler.desk.sharing import Desk, Shared
from storage import feed

router = APIRouter(prefix="/api/events", tags=["events"])

#: Streams at once: each looks for news once a second.
STREAMS = 16
#: Events read at once, and those of one stream: who wants more comes back.
_AT_ONCE, _MOST = 200, 10_000
#: Seconds between two looks for news.
_PAUSE = 1.0

_free = Semaphore(STREAMS)
#: FastAPI would say that errors are streams, too.
_PROBLEM = {"application/json": {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}}
_ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"description": each["description"], "content": _PROBLEM} for status, each in errors(429).items()
}


def _place() -> Iterator[None]:
    """One of the streams, as long as it lasts."""
    if not _free.acquire(blocking=False):
        raise HTTPException(
            429, f"{STREAMS} streams are open already: try again later", {"Retry-After": "10"}
        )
    try:
        yield
    finally:
        _free.release()


@router.get("", response_class=EventSourceResponse, responses=_ERRORS, dependencies=[Depends(_place)])
async def events(
    desk: Shared,
    after: Annotated[int, Query(ge=0, le=MOST, description="the last event's number that was seen")] = 0,
    last_event_id: Annotated[int, Header(ge=0, le=MOST, description="the same, as browsers tell it")] = 0,
) -> AsyncIterable[ServerSentEvent]:
    """The events behind a number, in order without a gap, and those to come for some minutes.

    Each has its number as ``id``, what happened as ``event``, and as ``data`` a JSON object: number, at, op,
    article_id, version, and portal, url and key, null where the store has the article no more.
    """
    seen = max(after, last_event_id)
    until, last = monotonic() + desk.stream_seconds, seen + _MOST
    while seen < last:
        some = await run_in_threadpool(_read, desk, seen)
        for event in some:
            yield ServerSentEvent(id=str(event.number), event=event.op, data=asdict(event))
            seen = event.number
        if monotonic() >= until or desk.is_stopping():
            return
        if not some:
            await sleep(_PAUSE)


def _read(desk: Desk, after: int) -> list[feed.Event]:
    with desk.store.reading() as session:
        return feed.read(session, after, _AT_ONCE)
