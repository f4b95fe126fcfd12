"""Stores of earlier revisions are upgraded with all that is in them, and can go back.

``releases/`` holds a small database of each earlier revision, made by the code of its time.
"""

import gzip
import json
import sqlite3
from dataclasses import asdict
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from cleaners.model import Attachment, Picture
from storage import schema, search, upgrading
from storage.database import open_store
from storage.schema import REVISIONS
from storage.search import Query
from storage.versions import load_article

RELEASES = sorted((Path(__file__).parent / "releases").glob("*.db.gz"))
NEW = "kicker links pictures attachments sponsor column_name".split()


def tables(file: Path) -> list[str]:
    """The names of a file's tables, without those of the search index, which can't be read row by row."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search\\_index%' ESCAPE '\\'"
    )
    with sqlite3.connect(file) as connection:
        return [name for (name,) in connection.execute(query)]


def held(file: Path, names: list[str]) -> dict[str, list[dict]]:
    """All rows of these tables, by the tables' names."""
    with sqlite3.connect(file) as connection:
        connection.row_factory = sqlite3.Row
        return {
            name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]
            for name in names
            if name != "alembic_version"
        }


@pytest.mark.parametrize("release", RELEASES, ids=lambda file: file.name)
def test_a_store_of_an_earlier_revision_opens_with_all_its_rows(release, tmp_path):
    file = tmp_path / "articles.db"
    file.write_bytes(gzip.decompress(release.read_bytes()))
    names = tables(file)
    before = held(file, names)
    store = open_store(f"sqlite:///{file}")
    with store.reading() as session:
        rows = session.execute(text("SELECT article_id, text, links FROM corpus ORDER BY article_id")).all()
        hits = [search.search(session, Query(row.text[:2])).hits for row in rows]
        loaded = [load_article(session, row.article_id) for row in rows]
    store.close()
    after = held(file, names)
    assert {name: len(rows) for name, rows in after.items()} == {
        name: len(rows) for name, rows in before.items()
    }
    for name, rows_before in before.items():
        kept = (
            [{column: row[column] for column in rows_before[0]} for row in after[name]] if rows_before else []
        )
        assert kept == rows_before
    assert [(each.text, [asdict(link) for link in each.links]) for each in loaded] == [
        (row.text, json.loads(row.links)) for row in rows
    ]
    assert [
        row.article_id in {hit.article_id for hit in found} for row, found in zip(rows, hits, strict=True)
    ] == [True, True]


@pytest.mark.parametrize("revision", REVISIONS)
def test_down_to_any_revision_and_up_again_keeps_the_articles(revision, crawl, make):
    numbers = [
        crawl.keep(crawl.address(f"https://www.example.cn/{each}.html"), make(each), body=each.encode())[
            0
        ].article_id
        for each in ("甲乙。", "丙丁。")
    ]
    with crawl.store.engine.begin() as connection:
        command.downgrade(upgrading.config(connection), revision)
    with crawl.store.engine.begin() as connection:
        schema.upgrade(connection)
    assert [event[:2] for event in crawl.events()] == [("new", number) for number in numbers]
    with crawl.store.reading() as session:
        assert [load_article(session, number).text for number in numbers] == ["甲乙。", "丙丁。"]
        assert [hit.article_id for hit in search.search(session, Query("丙丁")).hits] == numbers[1:]


def test_down_to_the_first_revision_and_up_again_with_rows_in_place(crawl, make):
    url = "https://www.example.cn/a.doc"
    made = make(pictures=(Picture(1, 0, url),), attachments=(Attachment(url, "表"),))
    crawl.keep(crawl.address(), made)
    with crawl.store.engine.begin() as connection:
        command.downgrade(upgrading.config(connection), "0001")
    with crawl.store.engine.connect() as connection:
        (old,) = connection.execute(text("SELECT * FROM corpus")).mappings()
        (version,) = connection.execute(text("SELECT * FROM versions")).mappings()
    assert (old["text"], version["content_hash"] is not None) == (made.text, True)
    assert not {*NEW} & {*old, *version}
    with crawl.store.engine.begin() as connection:
        schema.upgrade(connection)
    with crawl.store.reading() as session:
        loaded = load_article(session, 1)
    assert (loaded.text, loaded.fields) == (made.text, made.fields)
    assert (loaded.links, loaded.pictures, loaded.attachments) == ((), (), ())
