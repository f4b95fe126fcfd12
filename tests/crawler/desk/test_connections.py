"""What a request holds of the store, and for how long."""

from contextlib import closing

import pytest
from fastapi import APIRouter
from sqlalchemy import text
from starlette.responses import StreamingResponse

from crawler.desk import app as desk_app
from crawler.desk.sharing import Reading, Shared
from storage.database import open_store, open_to_read
from tests.crawler.desk.serving import ask, desk_on, serving

router = APIRouter()


@router.get("/held")
def held(desk: Shared, session: Reading) -> StreamingResponse:
    """Says, while it is sent, how many connections to the store are in use."""
    session.execute(text("SELECT 1"))
    return StreamingResponse(str(desk.store.engine.pool.checkedout()) for _ in range(2))


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setattr(desk_app, "PAGES", (*desk_app.PAGES, type("Page", (), {"router": router})))
    address = f"sqlite:///{tmp_path}/articles.db"
    open_store(address).close()
    with closing(open_to_read(address)) as store, serving(desk_on(store)) as served:
        yield served


def test_who_is_slow_to_read_an_answer_holds_no_connection(desk):
    assert ask(desk, "/held").text == "00"
