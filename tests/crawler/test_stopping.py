"""A run that is stopped or killed loses nothing and doubles nothing: the next one goes on."""

import os
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.crawler.commandline import (
    ROOT,
    beside_progress,
    command,
    corpus,
    counts,
    rows,
    scrapy,
    site_options,
)
from tests.crawler.site import serving

#: Slow enough that the signal always comes in the middle, fast enough to wait for.
SLOW = ("-s", "DOWNLOAD_DELAY=0.3")


def start(replica: str, database: Path, *more: str) -> subprocess.Popen[str]:
    """Start a crawl of hxw, and wait until it has kept an article."""
    process = subprocess.Popen(
        command("crawl", "hxw", "--full", "-s", f"REPLICA={replica}", *more, database=database),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not (database.exists() and has_article(database)):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline, "no article within a minute"
        time.sleep(0.05)
    return process


def has_article(database: Path) -> bool:
    tables = rows(database, "SELECT name FROM sqlite_master WHERE name = 'events'")
    return bool(tables and rows(database, "SELECT number FROM events LIMIT 1"))


def finish(replica: str, database: Path) -> None:
    assert scrapy("crawl", "hxw", "--full", "-s", f"REPLICA={replica}", database=database).returncode == 0


def assert_complete(database: Path, crawled) -> None:
    """The store is what one undisturbed crawl would have made."""
    assert corpus(database) == [row for row in corpus(crawled.database) if row["portal"] == "hxw"]
    numbers = [row["number"] for row in rows(database, "SELECT number FROM events ORDER BY number")]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) == len(corpus(database)), "an article was told twice"
    assert not rows(database, "SELECT url FROM addresses WHERE state = 'pending'")


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_one_signal_ends_cleanly_and_a_later_run_finishes(sent, replica, crawled, tmp_path):
    database = tmp_path / "articles.db"
    process = start(replica, database, *SLOW)
    process.send_signal(sent)
    report, errors = process.communicate(timeout=60)
    assert (process.returncode, beside_progress(errors)) == (130, "")
    assert "come to their end; Ctrl-C again ends at once\n" in errors
    assert "stopped; what is left is asked by the next run" in report
    assert rows(database, "SELECT outcome FROM runs") == [{"outcome": "stopped"}]
    assert counts(database, "hxw")["addresses/ended"] < 40
    finish(replica, database)
    assert_complete(database, crawled)


def test_two_signals_end_at_once_and_a_later_run_finishes(replica, crawled, tmp_path):
    database = tmp_path / "articles.db"
    process = start(replica, database, *SLOW)
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)  # the same signal twice at once would be one
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in errors
    finish(replica, database)
    assert_complete(database, crawled)


def test_a_killed_run_blocks_no_longer_than_its_lease_and_loses_nothing(replica, crawled, tmp_path):
    database = tmp_path / "articles.db"
    process = start(replica, database, *SLOW)
    process.kill()
    process.communicate(timeout=60)  # its workers hold the same pipes: this ends only if they end too
    held = scrapy("crawl", "hxw", "-s", f"REPLICA={replica}", database=database)
    assert held.returncode == 4
    assert "if it was killed, run again after that time" in held.stderr
    expire(database)
    finish(replica, database)
    assert [row["outcome"] for row in rows(database, "SELECT outcome FROM runs ORDER BY id")] == [
        "died",
        "finished",
    ]
    assert_complete(database, crawled)


def test_ctrl_c_at_a_terminal_reaches_the_whole_group_and_still_ends_cleanly(replica, crawled, tmp_path):
    database = tmp_path / "articles.db"
    process = subprocess.Popen(
        command("demo", *SLOW, database=database),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not (database.exists() and has_article(database)):
        assert process.poll() is None
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, beside_progress(errors)) == (130, "")
    reasons = {row["reason"] for row in rows(database, "SELECT reason FROM addresses WHERE state = 'failed'")}
    assert reasons <= {"HTTP 404"}, "the replica went down before the crawl"


def test_a_killed_demo_leaves_no_replica_behind(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = free.getsockname()
    words = command("demo", "--port", str(address[1]), *SLOW, database=tmp_path / "demo.db")
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_until(lambda: is_served(address))
    process.kill()
    process.wait(timeout=60)
    wait_until(lambda: not is_served(address))


def is_served(address: tuple[str, int]) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(address) == 0


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < deadline, "not within half a minute"
        time.sleep(0.05)


def change(database: Path, statement: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(statement)


def test_a_store_that_fails_in_the_middle_is_told_in_a_line_and_exit_3(replica, tmp_path):
    database = tmp_path / "articles.db"
    process = start(replica, database, *SLOW)
    change(database, "DROP TABLE fetches")
    report, errors = process.communicate(timeout=60)
    assert (process.returncode, beside_progress(errors)) == (3, "")
    assert "no such table: fetches" in report


def test_a_run_whose_lease_was_taken_stops_writing_and_exits_4(replica, tmp_path):
    database = tmp_path / "articles.db"
    process = start(replica, database, *SLOW)
    change(database, "UPDATE leases SET number = number + 1, holder = 'other:1'")
    before = rows(database, "SELECT max(id) AS last FROM fetches")
    report, errors = process.communicate(timeout=60)
    assert (process.returncode, beside_progress(errors)) == (4, "")
    assert "has lost its lease on hxw" in report
    assert rows(database, "SELECT max(id) AS last FROM fetches") == before


def expire(database: Path) -> None:
    """Let the dead run's lease end now instead of in two minutes."""
    change(database, "UPDATE leases SET expires = '2000-01-01 00:00:00.000000'")


def test_a_signal_in_the_middle_of_a_hosts_pause_is_not_kept_waiting(tmp_path):
    database = tmp_path / "articles.db"
    with serving() as server:
        server.instead["/many12.html"] = (429, {"Retry-After": "500"}, "")
        words = (*site_options(server.home, "many"), "-s", "RETRY_TIMES=2")
        process = subprocess.Popen(
            command("crawl", "many", *words, database=database), cwd=ROOT, stdout=subprocess.DEVNULL
        )
        wait_until(lambda: any(path == "/many12.html" for _, path in server.asked))
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
    assert rows(database, "SELECT state FROM addresses") == [{"state": "pending"}]
