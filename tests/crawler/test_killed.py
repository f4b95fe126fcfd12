"""A crawl of articles of several pages, killed again and again: what it leaves is what an undisturbed one makes."""

import random
import subprocess
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.crawler.commandline import ROOT, command, rows, scrapy
from tests.crawler.test_stopping import expire

#: How often the crawl is killed before it may end, and how long it runs each time, in seconds at most.
KILLS, LONGEST = 5, 4.0


def crawl(replica: str, *more: str) -> tuple[str, ...]:
    return ("crawl", "xnc", "--full", "-s", f"REPLICA={replica}", *more)


def contents(database: Path) -> dict[str, object]:
    """What must not depend on how often a crawl was interrupted."""
    events = rows(
        database,
        """SELECT op, url, hex(content_hash) AS content FROM events JOIN articles ON articles.id = events.article_id
           JOIN addresses ON addresses.id = articles.address_id
           JOIN versions ON versions.article_id = articles.id AND versions.number = events.version""",
    )
    return {
        "corpus": rows(database, "SELECT url, title, source, editor, text, faults FROM corpus ORDER BY url"),
        "events": Counter((each["op"], each["url"], each["content"]) for each in events),
        "addresses": rows(database, "SELECT url, state, reason, part FROM addresses ORDER BY url"),
    }


def kill_after(seconds: float, replica: str, database: Path) -> None:
    """Run the crawl for a while, then kill it; its workers end with it."""
    process = subprocess.Popen(
        command(*crawl(replica, "-s", "DOWNLOAD_DELAY=0.05"), database=database),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 60
    while not (database.exists() and rows(database, "SELECT 1 FROM sqlite_master WHERE name = 'fetches'")):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    time.sleep(seconds)
    process.kill()
    process.wait(timeout=60)
    expire(database)


@pytest.mark.parametrize("seed", [1])
def test_killed_crawls_of_several_pages_lose_and_double_nothing(seed, replica, tmp_path):
    whole, killed = tmp_path / "whole.db", tmp_path / "killed.db"
    assert scrapy(*crawl(replica), database=whole).returncode == 0
    chance = random.Random(seed)
    for _ in range(KILLS):
        kill_after(chance.uniform(0.1, LONGEST), replica, killed)
    assert scrapy(*crawl(replica), database=killed).returncode == 0
    assert contents(killed) == contents(whole)
