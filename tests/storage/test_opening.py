"""Opening a store: what is refused, with one clear line, and what two may do at once."""

import os
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import PIPE
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import create_engine, text, update

from storage.database import Store, StoreError, now, open_store
from storage.tables import FeedHead


def refusal(address):
    """The line with which an address is refused."""
    with pytest.raises(StoreError) as caught:
        open_store(address)
    line = str(caught.value)
    assert line == line.strip()
    assert "\n" not in line
    return line


@pytest.mark.parametrize(
    "address, told",
    [
        ("", "can't be read"),
        ("articles.db", "can't be read"),
        ("postgresql://u:s3cret/x@h:port/db", "can't be read"),
        ("postgresql://u:s3@cret@host/db", "more than one @"),
        ("mysql://u:s3cret@host/db", "knows no mysql here"),
        ("postgresql+psycopg2://u:s3cret@host/db", "knows no postgresql+psycopg2 here"),
        ("sqlite://", "would be lost"),
        ("sqlite://u:s3cret@host/x.db", "has no user or host"),
        ("sqlite://host/x.db", "has no user or host"),
        ("sqlite:///:memory:", "would be lost"),
        ("sqlite:////no/such/folder/articles.db", "unable to open database file"),
        ("postgresql://u:s3cret@127.0.0.1:1/db", "127.0.0.1"),
        ("postgres://u:s3cret@127.0.0.1:1/db?password=s3cret", "127.0.0.1"),
        ("postgresql://127.0.0.1:1/db?nonsense=s3cret", "can't be used"),
    ],
)
def test_a_bad_address_is_refused_without_its_password(address, told):
    line = refusal(address)
    assert told in line
    assert "cret" not in line


def test_an_unknown_database_is_refused(server):
    assert 'database "nowhere" does not exist' in refusal(server.replace("/postgres?", "/nowhere?"))


def test_a_missing_driver_is_named_with_its_cure(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    line = refusal("postgresql://host/db")
    assert "pip install --require-hashes -r requirements-postgres.txt" in line


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path):
    file = tmp_path / "articles.db"
    file.write_bytes(b"<html>" * 1000)
    assert "file is not a database" in refusal(f"sqlite:///{file}")
    assert file.read_bytes() == b"<html>" * 1000


def test_anothers_database_is_refused_and_left_alone(tmp_path):
    file = tmp_path / "articles.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE pages (mine TEXT)")
    assert "table pages already exists" in refusal(f"sqlite:///{file}")
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("pages",)]


@contextmanager
def as_nobody():
    """For this while not root, whom no permission stops."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


@pytest.fixture
def folder():
    """A folder that everybody may enter."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def test_a_read_only_folder_is_refused(folder):
    folder.chmod(0o555)
    with as_nobody():
        line = refusal(f"sqlite:///{folder}/articles.db")
    assert "unable to open database file" in line


def test_a_read_only_file_is_refused(folder):
    open_store(f"sqlite:///{folder}/articles.db").close()
    (folder / "articles.db").chmod(0o444)
    folder.chmod(0o555)
    with as_nobody():
        line = refusal(f"sqlite:///{folder}/articles.db")
    assert "readonly" in line


def test_a_read_only_server_is_refused(postgresql):
    open_store(postgresql).close()
    assert "read-only transaction" in refusal(f"{postgresql}&options=-cdefault_transaction_read_only%3Don")


def test_a_newer_store_is_refused_and_left_alone(empty):
    store = open_store(empty)
    with store.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "made by a newer version" in refusal(empty)
    with store.reading() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
    store.close()


def test_opening_again_keeps_what_is_there(address, crawl):
    number = crawl.address()
    again = open_store(address)
    with again.reading() as session:
        assert session.scalar(text("SELECT id FROM addresses")) == number
    again.close()


OPEN = """
import os, sys
from storage.database import open_store
print("ready", flush=True)
os.read(0, 1)
open_store(sys.argv[1]).close()
"""


def test_many_processes_may_open_a_fresh_database_at_once(empty):
    command = [sys.executable, "-c", OPEN, empty]
    gate, go = os.pipe()
    opening = [subprocess.Popen(command, stdin=gate, stdout=PIPE, stderr=PIPE) for _ in range(4)]
    for process in opening:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
    os.write(go, b"go!!")  # a byte for each
    errors = [process.communicate()[1].decode() for process in opening]
    os.close(gate)
    os.close(go)
    assert [process.returncode for process in opening] == [0, 0, 0, 0], errors


def test_an_error_rolls_everything_back(store):
    with pytest.raises(KeyError), store.transaction() as session:
        session.execute(update(FeedHead).values(number=7))
        raise KeyError
    with store.reading() as session:
        assert session.scalar(text("SELECT number FROM feed_head")) == 0


def test_nothing_written_while_reading_is_kept(sqlite):
    store = open_store(sqlite)
    with store.reading() as session:
        session.execute(update(FeedHead).values(number=7))
    with store.reading() as session:
        assert session.scalar(text("SELECT number FROM feed_head")) == 0
    store.close()


def test_reading_sees_one_moment_and_holds_up_no_writer(store):
    with store.reading() as reader:
        before = reader.scalar(text("SELECT number FROM feed_head"))
        with store.transaction() as writer:
            writer.execute(update(FeedHead).values(number=7))
        assert reader.scalar(text("SELECT number FROM feed_head")) == before == 0


def test_a_database_that_fails_in_a_transaction_is_a_store_error(store):
    with pytest.raises(StoreError, match="can't be used"), store.transaction() as session:
        if session.get_bind().dialect.name == "sqlite":
            session.execute(text("PRAGMA query_only = ON"))
            session.execute(update(FeedHead).values(number=7))
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))


def test_the_clock_is_the_databases_in_utc_and_finer_than_a_second(store):
    with store.transaction() as session:
        times = [now(session) for _ in range(20)]
    assert all(time.utcoffset() == timedelta(0) for time in times)
    assert times == sorted(times)
    assert any(time.microsecond for time in times)
    assert abs(times[0] - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_time_without_a_zone_is_refused(crawl, table):
    number = crawl.address()
    with pytest.raises(Exception, match="a time without a zone"):
        crawl.set(table.Address, number, next_ask=datetime(2024, 1, 1))  # noqa: DTZ001


def test_a_time_reads_back_in_utc_whatever_zone_it_was_written_in(crawl, table):
    number = crawl.address()
    crawl.set(table.Address, number, next_ask=datetime.fromisoformat("2024-03-01T07:30:00.123456+08:00"))
    read = crawl.row(table.Address, number).next_ask
    assert read.isoformat() == "2024-02-29T23:30:00.123456+00:00"


def test_too_many_at_once_are_refused_with_one_line(tmp_path):
    one = create_engine(f"sqlite:///{tmp_path}/articles.db", pool_size=1, max_overflow=0, pool_timeout=0)
    store = Store(one, "sqlite:///articles.db")
    with store.reading() as first:
        first.execute(text("SELECT 1"))
        with (
            pytest.raises(StoreError, match="all connections to"),
            store.reading() as second,
        ):
            second.execute(text("SELECT 1"))
    store.close()
