"""The change feed as server-sent events: who is cut off goes on by Last-Event-ID, and misses nothing."""

from asyncio import sleep
from collections.abc import AsyncIterator
from threading import Semaphore
from time import monotonic
from typing import Annotated

from fastapi import APIRouter, Header, HTTPException, Query
from pydantic import TypeAdapter
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from crawler.desk.api.answers import errors
from crawler.desk.choosing import MOST
from crawler.desk.sharing import Desk, Shared
from storage import feed
from storage.feed import Event

router = APIRouter(prefix="/api/events", tags=["events"])

#: Streams at once; each may ask the store once a second.
STREAMS = 16
#: Events read at once, and those of one stream: who wants more comes back.
_AT_ONCE, _MOST = 200, 10_000
#: Seconds between two looks for news.
_PAUSE = 1.0

_open = Semaphore(STREAMS)
_JSON = TypeAdapter(Event)


@router.get(
    "",
    response_class=StreamingResponse,
    responses={
        **errors(429),
        200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}, "description": "the events"},
    },
)
async def events(
    desk: Shared,
    after: Annotated[int, Query(ge=0, le=MOST, description="the last event's number that was seen")] = 0,
    last_event_id: Annotated[
        int | None, Header(ge=0, le=MOST, description="the same, from a browser")
    ] = None,
) -> StreamingResponse:
    """The events behind a number, in order without a gap, and those to come for some minutes.

    Each has its number as ``id``, what happened as ``event``, and as ``data`` one JSON object: number, at, op,
    article_id, version, and portal, url and key, null where the store has the article no more.
    """
    if not _open.acquire(blocking=False):
        raise HTTPException(
            429, f"{STREAMS} streams are open already: try again later", {"Retry-After": "10"}
        )
    return StreamingResponse(
        _stream(desk, after if last_event_id is None else last_event_id), media_type="text/event-stream"
    )


async def _stream(desk: Desk, after: int) -> AsyncIterator[bytes]:
    try:
        until, last = monotonic() + desk.stream_seconds, after + _MOST
        while after < last:
            some = await run_in_threadpool(_read, desk, after)
            for event in some:
                yield _message(event)
                after = event.number
            if not some:
                if monotonic() >= until:
                    return
                yield b": nothing new\n\n"  # keeps the connection, and shows when it is gone
                await sleep(_PAUSE)
    finally:
        _open.release()


def _read(desk: Desk, after: int) -> list[Event]:
    with desk.store.reading() as session:
        return feed.read(session, after, _AT_ONCE)


def _message(event: Event) -> bytes:
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (event.number, event.op.encode(), _JSON.dump_json(event))
