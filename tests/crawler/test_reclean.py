"""``scrapy reclean``: articles again from stored pages, killed or not."""

import random
import shutil
import signal
import sqlite3
import subprocess
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from cleaners.version import cleaner_version
from storage import leases
from storage.database import open_store
from storage.portals import PortalRecord
from tests.crawler.commandline import ROOT, command, contents, rows, scrapy
from tests.crawler.test_stopping import expire

KILLS = 4
CLEANED = "SELECT count(*) AS number FROM addresses WHERE cleaned_with = ?"


@pytest.fixture
def database(crawled, tmp_path) -> Path:
    """A copy of what a crawl kept."""
    shutil.copy(crawled.database, tmp_path / "articles.db")
    return tmp_path / "articles.db"


def write(database: Path, *statements: str, given: tuple[str, ...] = ()) -> None:
    with closing(sqlite3.connect(database)) as connection:
        for statement in statements:
            connection.execute(statement, given)
        connection.commit()


def age(database: Path) -> None:
    """Make it look as if an older cleaner had made all of it, and read the sources of some articles otherwise."""
    write(
        database,
        "UPDATE versions SET source = '旧来源', content_hash = x'00', cleaner = 'old' WHERE article_id % 3 = 0",
        "UPDATE articles SET cleaned_with = 'old'",
        "UPDATE addresses SET cleaned_with = 'old' WHERE cleaned_with IS NOT NULL",
    )


def cleaned(database: Path) -> int:
    return rows(database, CLEANED, cleaner_version())[0]["number"]


def made(database: Path) -> dict[str, object]:
    """What must not depend on how often it was interrupted."""
    events = rows(
        database,
        """SELECT op, url, key, hex(content_hash) AS content FROM events
           JOIN articles ON articles.id = events.article_id JOIN addresses ON addresses.id = articles.address_id
           JOIN versions ON versions.article_id = articles.id AND versions.number = events.version""",
    )
    return {
        "corpus": rows(
            database, "SELECT url, part_key, title, source, text, version FROM corpus ORDER BY url, part_key"
        ),
        "events": Counter(tuple(each.values()) for each in events),
        "addresses": rows(
            database, "SELECT url, state, reason, cleaned_with, next_ask FROM addresses ORDER BY url"
        ),
        "versions": rows(
            database, "SELECT article_id, number, cause, cleaner FROM versions ORDER BY article_id, number"
        ),
    }


def test_the_same_cleaner_makes_the_same_and_fetches_nothing(database):
    before, asked = contents(database), rows(database, "SELECT count(*) FROM fetches")
    ended = scrapy("reclean", database=database)
    assert ended.returncode == 0, ended.stderr
    assert "articles: 0 new, 0 changed, 0 gone, 0 moved, 0 back, 38 same; 38 in all" in ended.stdout
    assert (contents(database), rows(database, "SELECT count(*) FROM fetches")) == (before, asked)


def test_stale_cleans_nothing_that_this_cleaner_made(database):
    ended = scrapy("reclean", "hxw", "--stale", database=database)
    assert (ended.returncode, "pages: 0 cleaned" in ended.stdout) == (0, True)


def test_what_another_cleaner_made_is_made_again(database):
    right = rows(database, "SELECT url, part_key, source FROM corpus ORDER BY url, part_key")
    age(database)
    ended = scrapy("reclean", "--stale", database=database)
    assert ended.returncode == 0, ended.stderr
    assert rows(database, "SELECT url, part_key, source FROM corpus ORDER BY url, part_key") == right
    second = rows(database, "SELECT DISTINCT cause, cleaner FROM versions WHERE number = 2")
    assert second == [{"cause": "cleaner", "cleaner": cleaner_version()}]
    again = scrapy("reclean", "--stale", database=database)
    assert again.stdout.count("pages: 0 cleaned") == 2


def test_a_page_that_gives_no_article_any_more_is_told(database):
    age(database)
    (page,) = rows(
        database, "SELECT page_id FROM addresses WHERE state = 'kept' AND url LIKE '%hxw%' LIMIT 1"
    )
    write(database, f"UPDATE pages SET body = x'789c030000000001' WHERE id = {page['page_id']}")  # no bytes
    total = rows(database, "SELECT count(*) FROM corpus")
    ended = scrapy("reclean", "hxw", "--stale", database=database)
    assert ended.returncode == 1
    assert "1 pages that held articles give none now: their articles stay as they are" in ended.stdout
    assert rows(database, "SELECT count(*) FROM corpus") == total
    failed = rows(database, "SELECT reason FROM addresses WHERE state = 'failed'")
    assert failed == [{"reason": "no article any more: empty"}]


def test_a_portal_that_is_being_crawled_is_left_alone(database):
    store = open_store(f"sqlite:///{database}")
    with store.transaction() as session:
        leases.take(session, PortalRecord("hxw", "红星网", "", "https://www.hxw.gov.cn"), "me:1", "replica")
    store.close()
    ended = scrapy("reclean", database=database)
    assert ended.returncode == 4
    assert "hxw is being crawled by me:1" in ended.stderr
    assert "puyang 濮阳组工信息" in ended.stdout


def start(database: Path) -> subprocess.Popen[str]:
    """Start it, and wait until it has cleaned a page more."""
    before = cleaned(database)
    process = subprocess.Popen(
        command("reclean", "--stale", database=database),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while cleaned(database) == before and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return process


def test_killed_again_and_again_it_makes_what_one_run_makes(database, tmp_path):
    age(database)
    killed = tmp_path / "killed.db"
    shutil.copy(database, killed)
    assert scrapy("reclean", "--stale", database=database).returncode == 0
    chance = random.Random(1)
    for _ in range(KILLS):
        process = start(killed)
        time.sleep(chance.uniform(0, 0.15))
        process.kill()
        process.communicate(timeout=60)
        expire(killed)
    assert scrapy("reclean", "--stale", database=killed).returncode == 0
    assert made(killed) == made(database)


def test_ctrl_c_ends_cleanly_and_it_goes_on_later(database):
    age(database)
    process = start(database)
    process.send_signal(signal.SIGINT)
    report, errors = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in errors) == (130, False)
    assert "stopped; go on with --stale" in report
    assert rows(database, "SELECT count(*) AS n FROM leases WHERE holder IS NOT NULL") == [{"n": 0}]
    assert scrapy("reclean", "--stale", database=database).returncode == 0
    assert not rows(database, "SELECT 1 FROM articles WHERE cleaned_with = 'old'")


def test_learned_layouts_are_used_as_well_and_not_if_that_is_turned_off(database):
    (article,) = rows(
        database,
        "SELECT article_id, text FROM corpus WHERE portal = 'hxw' ORDER BY length(text) DESC LIMIT 1",
    )
    *kept, last = article["text"].splitlines()
    assert 8 <= len(last) <= 1000
    write(
        database,
        "INSERT INTO layouts (portal_id, number, name, content, title, drops, repeats, learned_at, run_id, cleaner)"
        " SELECT portals.id, 1, 'learned-1', 'div#hxzw', 'h1.hx-bt', '{}', json_object(?, ''),"
        " '2023-05-24 00:00:00', max(runs.id), 'c' FROM portals JOIN runs ON portal_id = portals.id WHERE name = 'hxw'",
        given=(last,),
    )
    versions = "SELECT text, layout, cause FROM versions WHERE article_id = ? ORDER BY number DESC LIMIT 1"
    undeclared = ("-s", "SPIDER_MODULES=tests.crawler.undeclared")
    assert scrapy("reclean", "hxw", *undeclared, "-s", "LEARN_LAYOUTS=0", database=database).returncode == 0
    assert rows(database, versions, article["article_id"])[0]["text"] == article["text"]
    assert scrapy("reclean", "hxw", *undeclared, database=database).returncode == 0
    assert rows(database, versions, article["article_id"]) == [
        {"text": "\n".join(kept), "layout": "learned-1", "cause": "cleaner"}
    ]
