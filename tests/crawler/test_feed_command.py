"""``scrapy feed``: what it writes and prints, and what is refused."""

import json
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from storage import departures, leases
from storage.database import open_store
from storage.portals import PortalRecord
from storage.tables import Article
from tests.crawler.commandline import ROOT, command, rows, scrapy

WRONG_USE = {
    "nothing": ([], "feed takes --to URL or --jsonl"),
    "both": (["--jsonl", "--to", "sqlite:///x.db"], "feed takes --to URL or --jsonl"),
    "an argument": (["hxw", "--jsonl"], "feed takes no 'hxw'"),
    "follow lines": (["--jsonl", "--follow"], "--follow goes with --to"),
    "a cursor for a database": (
        ["--to", "sqlite:///x.db", "--after", "3"],
        "--after and --limit go with --jsonl",
    ),
    "zero is a cursor too": (
        ["--to", "sqlite:///x.db", "--after", "0"],
        "--after and --limit go with --jsonl",
    ),
    "after is no number": (["--jsonl", "--after", "x"], "--after takes a number, not 'x'"),
    "limit is below zero": (["--jsonl", "--limit=-1"], "--limit takes a number, not '-1'"),
    "limit is too long": (["--jsonl", "--limit", "9" * 30], "--limit takes a number"),
}


@pytest.mark.parametrize("label", WRONG_USE)
def test_wrong_use_is_one_line_and_exit_2(label, tmp_path):
    arguments, told = WRONG_USE[label]
    database = tmp_path / "articles.db"
    ended = scrapy("feed", *arguments, database=database)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert told in ended.stderr
    assert not database.exists()


UNUSABLE = {
    "no address": ("", "can't be read"),
    "unknown kind": ("oracle://u:s3cret@h/x", "knows no oracle here"),
    "no server": (
        "postgresql://u:s3cret@127.0.0.1:1/x",
        "the target postgresql://u:***@127.0.0.1:1/x can't be used",
    ),
    "no folder": ("sqlite:////no/such/folder/x.db", "its folder must exist"),
}


@pytest.mark.parametrize("label", UNUSABLE)
def test_an_unusable_target_is_one_line_and_exit_3(label, empty):
    to, told = UNUSABLE[label]
    ended = scrapy("feed", "--to", to, database=empty)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (3, "", 1)
    assert told in ended.stderr
    assert "cret" not in ended.stderr


def test_an_unusable_store_and_the_store_as_its_own_target_are_one_line_and_exit_3(database):
    for ended in (
        scrapy("feed", "--jsonl", database="sqlite:////no/such/folder/x.db"),
        scrapy("feed", "--to", f"sqlite:///{database}", database=database),
    ):
        assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (3, "", 1)


@pytest.fixture
def database(crawled, tmp_path) -> Path:
    """A store that two portals were crawled into."""
    with (
        closing(sqlite3.connect(crawled.database)) as there,
        closing(sqlite3.connect(tmp_path / "a.db")) as here,
    ):
        there.backup(here)
    return tmp_path / "a.db"


def withdraw_one(database: Path) -> int:
    """Let one article be gone, as a later crawl would.

    :returns: its number.
    """
    store = open_store(f"sqlite:///{database}")
    with store.transaction() as session:
        lease = leases.take(session, PortalRecord("other", "", "", ""), "me:1", "replica")
        departures.withdraw(session, lease, [session.get_one(Article, 1)])
        leases.release(session, lease, "finished", {})
    store.close()
    return 1


def kept(database: Path, table: str) -> list[dict]:
    return rows(database, f"SELECT * FROM {table} ORDER BY article_id")


def test_an_analysis_database_is_kept_in_step(database, tmp_path):
    target = tmp_path / "target.db"
    first = scrapy("feed", "--to", f"sqlite:///{target}", database=database)
    events, articles = (rows(database, f"SELECT * FROM {name}") for name in ("events", "corpus"))
    written = f"feed: {len(events)} events, {len(articles)} rows written, 0 removed; cursor {len(events)}\n"
    assert (first.returncode, first.stdout, first.stderr) == (0, written, "")
    assert kept(target, "zhengwen_articles") == kept(database, "corpus")
    withdraw_one(database)
    later = scrapy("feed", "--to", f"sqlite:///{target}", database=database)
    assert later.stdout == f"feed: 1 events, 0 rows written, 1 removed; cursor {len(events) + 1}\n"
    assert kept(target, "zhengwen_articles") == kept(database, "corpus")


def test_events_are_printed_with_their_articles_as_they_are_now(database):
    gone = withdraw_one(database)
    ended = scrapy("feed", "--jsonl", database=database)
    told = [json.loads(line) for line in ended.stdout.splitlines()]
    assert (ended.returncode, ended.stderr) == (0, "")
    assert [each["number"] for each in told] == list(range(1, len(told) + 1))
    assert (told[-1]["op"], told[-1]["article_id"], told[-1]["article"]) == ("gone", gone, None)
    assert told[0]["article"] is None, "what is new in the first event is gone by now"
    articles = {row["article_id"]: row for row in kept(database, "corpus")}
    for each in told[1:-1]:
        row = articles[each["article_id"]]
        assert each["article"].keys() == row.keys()
        assert each["article"]["text"] == row["text"]
        assert (each["portal"], each["url"], each["key"]) == (row["portal"], row["url"], row["part_key"])
    some = scrapy("feed", "--jsonl", "--after", "3", "--limit", "2", database=database)
    assert some.stdout.splitlines() == ended.stdout.splitlines()[3:5]
    assert scrapy("feed", "--jsonl", "--limit", "0", database=database).stdout == ""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_following_applies_what_comes_and_one_signal_ends_it_cleanly(sent, database, tmp_path):
    target = tmp_path / "target.db"
    process = subprocess.Popen(
        command("feed", "--to", f"sqlite:///{target}", "--follow", database=database),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    events = len(rows(database, "SELECT number FROM events"))
    wait_for(process, target, events)
    withdraw_one(database)
    wait_for(process, target, events + 1)
    process.send_signal(sent)
    output, errors = process.communicate(timeout=60)
    written = len(kept(database, "corpus")) + 1
    told = f"feed: {events + 1} events, {written} rows written, 1 removed; cursor {events + 1}\n"
    assert (process.returncode, output, errors) == (130, told, "")
    assert kept(target, "zhengwen_articles") == kept(database, "corpus")


def wait_for(process: subprocess.Popen[str], target: Path, number: int) -> None:
    """Wait until the target's cursor has come so far."""
    deadline = time.monotonic() + 60
    there: list[dict] = []
    while not there or there[0]["number"] < number:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.05)
        if target.exists() and rows(target, "SELECT name FROM sqlite_master WHERE name = 'zhengwen_cursor'"):
            there = rows(target, "SELECT number FROM zhengwen_cursor")


def test_help_names_the_exit_codes():
    told = " ".join(scrapy("feed", "--help").stdout.split())
    assert all(f" {code} " in told for code in (0, 1, 2, 3, 130))
