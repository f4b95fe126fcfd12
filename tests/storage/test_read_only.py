"""A store that can only be read: the database itself refuses to be written."""

from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage import engines
from storage.database import StoreError, open_store, open_to_read
from storage.tables import FeedHead, Portal


@pytest.mark.parametrize(
    "statement", ["DELETE FROM events", "UPDATE feed_head SET number = 7", "CREATE TABLE other (id integer)"]
)
def test_nothing_is_written(statement, crawl, address):
    with closing(open_to_read(address)) as store:
        with pytest.raises((StoreError, DBAPIError)), store.transaction() as session:
            session.execute(text(statement))
        with pytest.raises((StoreError, DBAPIError)), store.reading() as session:
            session.execute(text(statement))
            session.commit()
        with store.reading() as session:
            assert session.query(FeedHead).one().number == 0


def test_a_question_without_end_is_ended(store, address, monkeypatch):
    monkeypatch.setattr(engines, "READ_SECONDS", 1)
    endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT 1 FROM n) SELECT count(*) FROM n"
    with closing(open_to_read(address)) as read:
        with pytest.raises(StoreError, match="it took too long"), read.reading() as session:
            session.execute(text(endless))
        with read.reading() as session:
            assert session.query(FeedHead).one().number == 0


def test_what_is_written_meanwhile_is_seen(crawl, make, address):
    with closing(open_to_read(address)) as store:
        for number in (1, 2):
            crawl.keep(crawl.address(f"https://www.example.cn/{number}.html"), make(text=f"正文{number}。"))
            with store.reading() as session:
                assert session.query(FeedHead).one().number == number
                assert session.query(Portal).one().name == crawl.portal.name


def test_a_file_that_is_not_there_is_not_made(tmp_path):
    file = tmp_path / "none.db"
    with pytest.raises(StoreError, match="there is no store"):
        open_to_read(f"sqlite:///{file}")
    assert not file.exists()


def test_an_empty_database_is_no_store(empty):
    if empty.startswith("sqlite"):
        Path(empty.removeprefix("sqlite:///")).touch()
    for opened in (open_to_read, partial(open_store, must_exist=True)):
        if opened is open_to_read or empty.startswith("sqlite"):
            with pytest.raises(StoreError, match="there is no store"):
                opened(empty)
    if empty.startswith("sqlite"):
        assert Path(empty.removeprefix("sqlite:///")).stat().st_size == 0


@pytest.mark.parametrize(
    ("revision", "told"), [("0007", "older version.*scrapy status"), ("9999", "newer version")]
)
def test_another_revision_is_refused_and_stays(revision, told, store, address):
    change = text("UPDATE alembic_version SET version_num = :revision")
    with store.transaction() as session:
        session.execute(change, {"revision": revision})
    with pytest.raises(StoreError, match=told):
        open_to_read(address)
    with store.reading() as session:
        assert session.scalar(text("SELECT version_num FROM alembic_version")) == revision


def test_a_password_is_not_told():
    with pytest.raises(StoreError) as told:
        open_to_read("postgresql://user:secret@127.0.0.1:1/x")
    assert "secret" not in str(told.value)


@pytest.mark.parametrize("name", ["a b.db", "50%.db", "a#b.db", "文.db"])
def test_a_file_may_be_called_anything(name, tmp_path):
    address = f"sqlite:///{tmp_path}/{name}"
    open_store(address).close()
    open_to_read(address).close()
    assert {each.name.partition("-")[0] for each in tmp_path.iterdir()} == {name}
