"""Crawling what is due, by real processes that know of each other by the store alone."""

import json
import signal
import subprocess
import time
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text, update

from storage.database import open_store
from storage.tables import Lease, Portal, Run, Schedule
from tests.crawler.commandline import ROOT, beside_progress, command, scrapy

PORTALS = {"hxw", "nfplus", "puyang", "xnc"}
#: One small portal, so that a test takes seconds.
ONE = ("-s", "SPIDER_MODULES=tests.crawler.scheduled")
SLOW = ("-s", "DOWNLOAD_DELAY=0.5")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path) -> str:
    """A store's address, on each database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/articles.db"
    return str(request.getfixturevalue("postgresql"))


@pytest.fixture
def sqlite(tmp_path) -> str:
    return f"sqlite:///{tmp_path}/articles.db"


def start(*arguments: str, replica: str, database: str) -> subprocess.Popen[str]:
    words = command(*arguments, "-s", f"REPLICA={replica}", database=database)
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def due(replica: str, database: str, *more: str) -> subprocess.CompletedProcess[str]:
    return scrapy("due", "-s", f"REPLICA={replica}", *more, database=database)


def runs(database: str) -> list[tuple[str, str | None]]:
    """All crawls: their portals, and how they ended."""
    with closing(open_store(database)) as store, store.reading() as session:
        query = select(Portal.name, Run.outcome).join(Run).where(Run.crawl.is_not(None)).order_by(Run.id)
        return [(name, outcome) for name, outcome in session.execute(query)]


def change(database: str, statement) -> None:
    with closing(open_store(database)) as store, store.transaction() as session:
        session.execute(statement)


def move(database: str, by: timedelta) -> None:
    """As if all portals were due so much later."""
    with closing(open_store(database)) as store, store.transaction() as session:
        for row in session.scalars(select(Schedule)):
            row.due += by


def wait_for_article(database: str, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 60
    with closing(open_store(database)) as store:
        while True:
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline, "no article within a minute"
            with store.reading() as session:
                if session.execute(text("SELECT count(*) FROM events")).scalar():
                    return
            time.sleep(0.1)


def test_two_at_once_crawl_each_portal_once(replica, database):
    both = [start("due", replica=replica, database=database) for _ in range(2)]
    ended = [process.communicate(timeout=300) for process in both]
    assert [process.returncode for process in both] == [0, 0], ended
    assert "Traceback" not in ended[0][1] + ended[1][1]
    assert Counter(runs(database)) == dict.fromkeys(((name, "finished") for name in PORTALS), 1)
    third = due(replica, database)
    assert (third.returncode, third.stderr) == (0, "")
    assert third.stdout.startswith("nothing is due; next: ")
    assert len(runs(database)) == len(PORTALS)


def test_some_portals_at_a_time_and_all_in_the_end(replica, sqlite):
    ended = due(replica, sqlite, "--jsonl", "-s", "PORTALS_AT_ONCE=1")
    told = [json.loads(line) for line in ended.stdout.splitlines()]
    order = [(each["event"], each["portal"]) for each in told if each["event"] != "progress"]
    names = [name for _, name in order[::2]]
    assert sorted(names) == sorted(PORTALS)
    assert order == [(event, name) for name in names for event in ("began", "ended")]
    last = {each["portal"]: each for each in told if each["event"] == "ended"}
    assert {each["outcome"] for each in last.values()} == {"finished"}
    assert last["hxw"]["articles"]["new"] == 38
    assert last["hxw"]["problems"] == []


def test_crawl_by_name_counts_and_says_as_much_in_json_lines(replica, sqlite):
    ended = scrapy("crawl", "hxw", "--jsonl", "-s", f"REPLICA={replica}", database=sqlite)
    events = [json.loads(line)["event"] for line in ended.stdout.splitlines()]
    assert (ended.returncode, ended.stderr) == (0, "")
    assert (events[0], events[-1]) == ("began", "ended")
    ended = due(replica, sqlite)
    assert Counter(name for name, _ in runs(sqlite)) == dict.fromkeys(PORTALS, 1)


def test_a_pause_of_many_intervals_and_a_jump_of_the_clock_are_one_run(replica, sqlite):
    for by, following in ((timedelta(0), 1), (timedelta(days=-40), 1), (timedelta(hours=1), 0)):
        move(sqlite, by)
        before = len(runs(sqlite))
        for _ in range(2):
            assert due(replica, sqlite, *ONE).returncode == 0
        assert len(runs(sqlite)) - before == following


def test_a_schedule_that_is_killed_is_taken_over_once_its_lease_ends(replica, database):
    killed = start("schedule", *ONE, *SLOW, replica=replica, database=database)
    wait_for_article(database, killed)
    killed.send_signal(signal.SIGKILL)
    killed.communicate(timeout=60)
    early = due(replica, database, *ONE)
    assert "being crawled: hxw" in early.stdout
    assert runs(database) == [("hxw", None)]
    change(database, update(Lease).values(expires=datetime(2020, 1, 1, tzinfo=UTC)))
    assert due(replica, database, *ONE).returncode == 0
    assert "nothing is due" in due(replica, database, *ONE).stdout
    assert runs(database) == [("hxw", "died"), ("hxw", "finished")]


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_schedule_ends_cleanly_and_another_one_goes_on(sent, replica, sqlite):
    process = start("schedule", *ONE, *SLOW, replica=replica, database=sqlite)
    wait_for_article(sqlite, process)
    process.send_signal(sent)
    report, errors = process.communicate(timeout=60)
    assert (process.returncode, beside_progress(errors)) == (130, "")
    assert "stopped; what is left is asked by the next run" in report
    assert due(replica, sqlite, *ONE).returncode == 0
    assert runs(sqlite) == [("hxw", "stopped"), ("hxw", "finished")]


def test_a_schedule_stays_and_crawls_what_comes_to_be_due(replica, sqlite):
    assert due(replica, sqlite, *ONE).returncode == 0
    with closing(open_store(sqlite)) as store, store.transaction() as session:
        (row,) = session.scalars(select(Schedule))
        row.due = datetime.now(UTC) + timedelta(seconds=8)
    process = start("schedule", "--jsonl", *ONE, replica=replica, database=sqlite)
    began = json.loads(process.stdout.readline())
    assert (began["event"], began["portal"]) == ("began", "hxw")
    while json.loads(process.stdout.readline())["event"] != "ended":
        pass
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, beside_progress(errors.replace("scrapy: ", ""))) == (130, "")
    assert runs(sqlite) == [("hxw", "finished")] * 2


def test_two_signals_end_a_schedule_at_once(replica, sqlite):
    process = start("schedule", *ONE, *SLOW, replica=replica, database=sqlite)
    wait_for_article(sqlite, process)
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)  # the same signal twice at once would be one
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in errors
    assert due(replica, sqlite, *ONE).returncode == 0


WRONG_USE = {
    "a name": (["due", "hxw"], "this takes no 'hxw'"),
    "a name to stay": (["schedule", "hxw"], "this takes no 'hxw'"),
    "always full": (["due", "--full"], "this takes no '--full'"),
    "no such portal": (["due", "--only", "nobody"], "there is no portal 'nobody'; nearest: "),
    "no number": (["due", "-s", "PORTALS_AT_ONCE=many"], "PORTALS_AT_ONCE must be a number"),
    "no homes": (["due", "-s", "PORTAL_HOMES=x"], "PORTAL_HOMES must be a JSON object"),
}


@pytest.mark.parametrize("label", WRONG_USE)
def test_wrong_use_is_one_line_and_exit_2(label, tmp_path):
    arguments, told = WRONG_USE[label]
    ended = scrapy(*arguments, database=tmp_path / "articles.db")
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert told in ended.stderr
    assert not (tmp_path / "articles.db").exists()


@pytest.mark.parametrize("name", ["due", "schedule"])
def test_a_database_that_cannot_be_used_is_one_line_and_exit_3(name):
    ended = scrapy(name, database="sqlite:////nowhere/x.db")
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (3, "", 1)


def test_portals_whose_address_is_not_known_are_named_and_not_asked(sqlite):
    ended = scrapy("due", "-s", "SPIDER_MODULES=tests.crawler.portals", database=sqlite)
    assert ended.returncode == 0
    assert ended.stdout.startswith("nothing is due; address unknown: antique, ")
