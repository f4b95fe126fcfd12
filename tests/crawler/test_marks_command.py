"""``scrapy marks``: figures by readers' marks, and marked articles as test cases."""

import json
import sqlite3
from contextlib import closing

import pytest

from crawler import snapshots
from storage import marks
from storage.database import open_store
from storage.marks import Given
from storage.versions import load_article
from tests.crawler.commandline import scrapy

WRONG_USE = {
    "an unknown portal": (["hwx"], "the store has no portal 'hwx'"),
    "both ways at once": (["--jsonl", "--cases", "x"], "--jsonl or --cases, not both"),
}


@pytest.fixture
def own(crawled, tmp_path):
    """A copy of a crawl's database that a test may mark."""
    file = tmp_path / "articles.db"
    with closing(sqlite3.connect(crawled.database)) as source, closing(sqlite3.connect(file)) as copy:
        source.backup(copy)
    return file


@pytest.fixture
def say(own):
    """Marks the current version of an article."""

    def said(number, *given):
        with closing(open_store(f"sqlite:///{own}")) as store, store.transaction() as session:
            marks.mark(session, number, 1, Given(*given), "甲")

    return said


@pytest.mark.parametrize("arguments, told", WRONG_USE.values(), ids=WRONG_USE)
def test_wrong_use_is_one_line_and_exit_2(arguments, told, empty):
    ended = scrapy("marks", *arguments, database=empty)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert told in ended.stderr


def test_a_store_that_is_not_there_is_exit_3(tmp_path):
    assert scrapy("marks", database=tmp_path / "none.db").returncode == 3


def test_without_a_judged_article_there_are_no_cases_and_no_figures(own, tmp_path):
    ended = scrapy("marks", "--cases", f"{tmp_path}/cases", database=own)
    assert (ended.returncode, ended.stdout) == (0, "")
    assert "no article is judged yet" in ended.stderr
    table = scrapy("marks", "puyang", database=own).stdout.splitlines()
    assert [line.split()[0] for line in table] == ["portal", "puyang"]
    assert table[1].split()[2:] == ["0", "0", "-", "-", "-", "-"]


def first_article(file, portal):
    """The first article of a portal: its number, and the key of a block of its that was removed."""
    with closing(open_store(f"sqlite:///{file}")) as store, store.reading() as session:
        query = "SELECT min(articles.id) FROM articles JOIN addresses a ON a.id = address_id JOIN portals p ON p.id = a.portal_id"
        number = session.connection().exec_driver_sql(f"{query} WHERE p.name = '{portal}'").scalar_one()
        loaded = load_article(session, number)
        dropped = next(change for change in loaded.ledger.changes if change.after is None)
        return number, dropped, loaded


def test_the_figures_and_a_case_that_expects_what_the_marks_say(own, say, tmp_path):
    number, dropped, loaded = first_article(own, "hxw")
    say(number, "removed", dropped.key)
    say(number, "field", None, "editor", "某某")
    say(number, "right")
    told = [json.loads(line) for line in scrapy("marks", "hxw", "--jsonl", database=own).stdout.splitlines()]
    (figures,) = told
    wanted = len(loaded.text.replace("\n", "")) + len(dropped.before)
    assert (figures["portal"], figures["judged"], figures["precision"]["value"]) == ("hxw", 1, 1.0)
    assert (figures["recall"]["right"], figures["recall"]["of"]) == (wanted - len(dropped.before), wanted)
    assert figures["fields"]["editor"]["right"] == 0
    assert figures["recall"]["low"] < figures["recall"]["value"] < figures["recall"]["high"]

    ended = scrapy("marks", "--cases", f"{tmp_path}/cases", database=own)
    assert ended.returncode == 0, ended.stderr
    (case,) = snapshots.find(tmp_path / "cases")
    assert ended.stdout == f"{case}\n"
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    (article,) = expected["articles"]
    assert article["fields"]["editor"] == "某某"
    assert dropped.before in article["text"]
    made = snapshots.made(snapshots.read(case))
    assert (made["kind"], made["articles"][0]["pictures"]) == (expected["kind"], article["pictures"])
    assert dropped.before not in made["articles"][0]["text"]

    again = scrapy("marks", "--cases", f"{tmp_path}/cases", database=own)
    assert (again.returncode, again.stdout) == (1, "")
    assert f"article {number}: there is a case hxw/{case.name} already\n" in again.stderr


def test_an_article_whose_page_was_pruned_is_named(own, say, tmp_path):
    number, *_ = first_article(own, "hxw")
    say(number, "right")
    with closing(sqlite3.connect(own)) as connection, connection:
        connection.execute("UPDATE pages SET body = '', pruned_at = '2024-01-02 03:04:05.000000'")
    ended = scrapy("marks", "--cases", f"{tmp_path}/cases", database=own)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert f"article {number}: the body of page" in ended.stderr
