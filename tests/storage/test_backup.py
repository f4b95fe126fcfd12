"""A backup is the store of one moment, whole; what is restored is equal, row for row."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from cleaners.model import Layout
from storage import layouts, leases, marks, search
from storage.backup import backup, restore
from storage.columns import Base
from storage.database import StoreError, open_store
from storage.marks import Given
from storage.search import Query
from storage.tables import Address, Event, Page


def nothing(done: int, total: int) -> None:
    """No progress to be shown."""


def rows(store) -> dict[str, list[tuple]]:
    with store.reading() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }


@pytest.fixture
def filled(crawl, make):
    """A crawl that has ended, with articles, copies and addresses that name others found later."""
    first, second, third = (crawl.address(f"https://www.example.cn/{n}.html") for n in (1, 2, 3))
    long = "群众的事情要一件一件办好，不能停在纸面上。" * 8
    crawl.keep(first, make(long, faults=("short",)), body=b"<p>1")
    crawl.keep(second, make(long + "完"), body=b"<p>2")
    crawl.settle(first, "redirected", None, redirects_to=third)
    crawl.set(Address, second, part_of=third, part=2)
    with crawl.store.transaction() as session:
        marks.mark(session, 1, 1, Given("right"), "甲")
        layouts.add(session, crawl.lease, Layout("learned-1", "div.text", learned=True), [1, 2], "c1")
        leases.release(session, crawl.lease, "finished", {"a": 1})
    return crawl


@pytest.fixture(params=["to sqlite", "to postgresql"])
def elsewhere(request, tmp_path) -> str:
    """The address of a store that isn't there yet, on each database."""
    return (
        request.getfixturevalue("postgresql") if "post" in request.param else f"sqlite:///{tmp_path}/else.db"
    )


def test_what_is_restored_is_equal_row_for_row_on_either_database(filled, elsewhere, tmp_path):
    backup(filled.store, tmp_path / "backup.db", False, nothing)
    restore(tmp_path / "backup.db", elsewhere, False, nothing)
    with closing(open_store(elsewhere)) as restored:
        assert rows(restored) == rows(filled.store)
        assert len(rows(restored)["bands"]) > 2
        assert len(rows(restored)["layout_pages"]) == 2


def test_what_is_restored_is_found(filled, elsewhere, tmp_path):
    backup(filled.store, tmp_path / "backup.db", False, nothing)
    for force in (False, True):
        restore(tmp_path / "backup.db", elsewhere, force, nothing)
    with closing(open_store(elsewhere)) as restored, restored.reading() as session:
        assert len(search.search(session, Query("群众")).hits) == 2


def test_a_restored_store_goes_on_numbering(filled, elsewhere, tmp_path, make):
    backup(filled.store, tmp_path / "backup.db", False, nothing)
    restore(tmp_path / "backup.db", elsewhere, False, nothing)
    with closing(open_store(elsewhere)) as restored:
        filled.store = restored
        with restored.transaction() as session:
            filled.lease = leases.take(session, filled.portal, "me:2", "web")
        before = {name: len(there) for name, there in rows(restored).items()}
        filled.keep(filled.address("https://www.example.cn/9.html"), make("新的文章。"), body=b"<p>9")
        after = {name: len(there) for name, there in rows(restored).items()}
    assert {name for name in after if after[name] == before[name] + 1} >= {
        "articles",
        "versions",
        "pages",
        "events",
    }


def test_a_backup_is_one_file_that_can_be_queried(filled, tmp_path):
    file = tmp_path / "one" / "backup.db"
    file.parent.mkdir()
    told = []
    backup(filled.store, file, False, lambda done, total: told.append((done, total)))
    assert [each.name for each in file.parent.iterdir()] == ["backup.db"]
    assert told[-1][0] == told[-1][1] > 0
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM corpus").fetchone() == (2,)


def test_a_backup_while_articles_are_written_is_of_one_moment(crawl, make, tmp_path):
    stop = threading.Event()

    def write():
        number = 0
        while not stop.is_set():
            number += 1
            address = crawl.address(f"https://www.example.cn/{number}.html")
            crawl.keep(address, make(f"第{number}篇。"), body=b"%d" % number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            backup(crawl.store, tmp_path / f"{number}.db", False, nothing)
    finally:
        stop.set()
        writer.join()
    for number in range(3):
        with closing(open_store(f"sqlite:///{tmp_path}/{number}.db")) as store, store.reading() as session:
            head = session.scalar(text("SELECT number FROM feed_head"))
            assert session.scalar(select(func.count()).select_from(Event)) == head
            assert session.execute(text("PRAGMA foreign_key_check")).all() == []


def test_a_file_that_is_there_is_left_alone_unless_forced(filled, tmp_path):
    file = tmp_path / "backup.db"
    file.write_text("mine")
    with pytest.raises(FileExistsError):
        backup(filled.store, file, False, nothing)
    assert file.read_text() == "mine"
    backup(filled.store, file, True, nothing)
    assert file.read_bytes().startswith(b"SQLite format 3")


def test_a_store_is_never_its_own_backup(filled, tmp_path):
    if filled.store.engine.dialect.name != "sqlite":
        pytest.skip("a file is SQLite's")
    with pytest.raises(FileExistsError):
        backup(filled.store, tmp_path / "articles.db", True, nothing)
    assert rows(filled.store)["articles"]


def test_a_store_that_holds_something_is_replaced_only_if_forced(filled, address, tmp_path, make):
    before = rows(filled.store)
    backup(filled.store, tmp_path / "backup.db", False, nothing)
    with filled.store.transaction() as session:
        filled.lease = leases.take(session, filled.portal, "me:2", "web")
    filled.keep(filled.address("https://www.example.cn/9.html"), make("后来的。"), body=b"<p>9")
    with pytest.raises(StoreError, match="is being crawled by me:2"):
        restore(tmp_path / "backup.db", address, True, nothing)
    with filled.store.transaction() as session:
        leases.release(session, filled.lease, "finished", {})
    with pytest.raises(StoreError, match=r"there is a store .* --force"):
        restore(tmp_path / "backup.db", address, False, nothing)
    assert len(rows(filled.store)["articles"]) == len(before["articles"]) + 1
    restore(tmp_path / "backup.db", address, True, nothing)
    assert rows(filled.store) == before


def test_the_log_of_a_store_that_was_removed_does_not_spoil_the_restored_one(filled, tmp_path):
    backup(filled.store, tmp_path / "backup.db", False, nothing)
    (tmp_path / "else.db-wal").write_bytes(b"stale")
    restore(tmp_path / "backup.db", f"sqlite:///{tmp_path}/else.db", False, nothing)
    assert not (tmp_path / "else.db-wal").exists()


def damaged(file: Path, how: str) -> Path:
    if how == "newer":
        with sqlite3.connect(file) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
    elif how == "cut off":
        file.write_bytes(file.read_bytes()[:20_000])
    elif how == "text":
        file.write_text("no database " * 100)
    elif how == "another database":
        file.unlink()
        with sqlite3.connect(file) as connection:
            connection.execute("CREATE TABLE pages (mine TEXT)")
    return file


@pytest.mark.parametrize(
    "how, told",
    [
        ("newer", "made by a newer version"),
        ("cut off", "malformed"),
        ("text", "is no backup of a store: file is not a database"),
        ("another database", "is no backup of a store"),
    ],
)
def test_what_is_no_whole_backup_is_refused_and_nothing_made(filled, tmp_path, how, told):
    backup(filled.store, tmp_path / "backup.db", False, nothing)
    with pytest.raises(StoreError, match=told):
        restore(damaged(tmp_path / "backup.db", how), f"sqlite:///{tmp_path}/else.db", False, nothing)
    assert not list(tmp_path.glob("else*"))


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FileNotFoundError):
        restore(tmp_path / "none.db", f"sqlite:///{tmp_path}/else.db", False, nothing)


def test_the_pages_are_the_same_bytes(filled, elsewhere, tmp_path):
    backup(filled.store, tmp_path / "backup.db", False, nothing)
    restore(tmp_path / "backup.db", elsewhere, False, nothing)
    with closing(open_store(elsewhere)) as restored, restored.reading() as session:
        assert {page.sha256 for page in session.scalars(select(Page))} == {
            row[1] for row in rows(filled.store)["pages"]
        }
