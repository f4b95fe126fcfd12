"""What a request holds of the store, and for how long; and one at which the desk fails."""

import asyncio
import shutil
from contextlib import closing

import pytest
from fastapi import APIRouter
from sqlalchemy import insert, text
from starlette.responses import StreamingResponse

from crawler.desk import app as desk_app
from crawler.desk.sharing import Reading, Shared
from storage.database import open_store, open_to_read
from storage.tables import Portal
from tests.crawler.desk.serving import ask, desk_on, serving

router = APIRouter()


@router.get("/held")
def held(desk: Shared, session: Reading) -> StreamingResponse:
    """Says, while it is sent, how many connections to the store are in use."""
    session.execute(text("SELECT 1"))
    return StreamingResponse(str(desk.store.engine.pool.checkedout()) for _ in range(2))


@router.get("/broken")
@router.get("/api/broken")
def broken() -> None:
    """A mistake of ours."""
    raise ZeroDivisionError("secret")


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setattr(desk_app, "PAGES", (*desk_app.PAGES, type("Page", (), {"router": router})))
    address = f"sqlite:///{tmp_path}/articles.db"
    open_store(address).close()
    with closing(open_to_read(address)) as store, serving(desk_on(store)) as served:
        yield served


def test_an_answer_that_nobody_reads_ends(tmp_path, monkeypatch):
    monkeypatch.setattr(desk_app, "PATIENCE", 0.2)
    with closing(open_store(f"sqlite:///{tmp_path}/articles.db")) as store:
        app = desk_app.application(desk_on(store))

        async def never(_message: object = None) -> None:
            await asyncio.Event().wait()

        path = {"path": "/api/events", "raw_path": b"/api/events", "query_string": b"", "root_path": ""}
        scope = {"type": "http", "method": "GET", "headers": [(b"host", b"localhost")], **path}
        asyncio.run(asyncio.wait_for(app(scope, never, never), 60))


def test_a_mistake_of_ours_is_told_as_every_error(desk):
    page, told = ask(desk, "/broken"), ask(desk, "/api/broken")
    assert (page.status, page.headers["Content-Type"]) == (500, "text/html; charset=utf-8")
    assert (told.status, told.json["error"]["kind"]) == (500, "error")
    assert "secret" not in page.text + told.text


def test_who_is_slow_to_read_an_answer_holds_no_connection(desk):
    assert ask(desk, "/held").text == "00"


def test_a_damaged_file_is_told_and_what_is_put_in_its_place_is_found(tmp_path):
    file, whole = tmp_path / "articles.db", tmp_path / "whole.db"
    with closing(open_store(f"sqlite:///{file}")) as store, store.transaction() as session:
        for number in range(3000):
            row = {"name": f"p{number}", "title": "x" * 200, "region": "", "home": ""}
            session.execute(insert(Portal).values(row))
    shutil.copy(file, whole)
    with closing(open_to_read(f"sqlite:///{file}")) as store, serving(desk_on(store)) as served:
        with file.open("r+b") as opened:
            opened.seek(4096)
            opened.write(b"\xff" * (file.stat().st_size - 4096))
        told = ask(served, "/api/portals/p2999")
        assert (told.status, told.json["error"]["kind"]) == (503, "store_unusable")
        whole.replace(file)
        assert ask(served, "/api/portals/p2999").status == 200
