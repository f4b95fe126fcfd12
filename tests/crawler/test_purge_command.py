"""``scrapy purge``: what it takes out stays out, also of the next crawl."""

import os
import pty
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.crawler.commandline import ROOT, command, corpus, rows, scrapy

WRONG_USE = {
    "nothing": (["purge"], "purge takes article <number>"),
    "unknown kind": (["purge", "page", "7", "--yes"], "purge takes article <number>"),
    "no number": (["purge", "article", "x7", "--yes"], "an article is named by its number, not 'x7'"),
    "no such article": (["purge", "article", "99999", "--yes"], "the store has no article 99999"),
    "no such address": (
        ["purge", "address", "https://x.cn/", "--yes"],
        "the store has no address https://x.cn/",
    ),
    "broken address": (["purge", "address", "https://[x", "--yes"], "Invalid IPv6 URL"),
    "no such portal": (["purge", "portal", "hwx", "--yes"], "no portal 'hwx'; it has: hxw, puyang"),
    "nobody to ask": (["purge", "portal", "hxw"], "there is nobody to ask: add --yes"),
}


@pytest.fixture
def database(crawled, tmp_path) -> Path:
    return Path(shutil.copy(crawled.database, tmp_path / "articles.db"))


@pytest.mark.parametrize("label", WRONG_USE)
def test_wrong_use_is_one_line_and_exit_2(label, database):
    arguments, told = WRONG_USE[label]
    ended = scrapy(*arguments, database=database)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert told in ended.stderr
    assert rows(database, "SELECT * FROM events WHERE op = 'purged'") == []


def test_without_a_store_none_is_made(tmp_path):
    ended = scrapy("purge", "article", "1", "--yes", database=tmp_path / "articles.db")
    assert (ended.returncode, ended.stderr.count("\n")) == (3, 1)
    assert "there is no store" in ended.stderr
    assert not (tmp_path / "articles.db").exists()


def test_what_is_purged_is_not_fetched_again(database, crawled):
    before = corpus(database)
    (there,) = rows(
        database, "SELECT article_id, url FROM corpus WHERE portal = 'hxw' ORDER BY article_id LIMIT 1"
    )
    ended = scrapy("purge", "article", str(there["article_id"]), "--yes", database=database)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("purged: 1 articles, 1 versions, ")
    assert corpus(database) == [row for row in before if row["url"] != there["url"]]
    fetched = len(rows(database, "SELECT id FROM fetches"))
    again = scrapy("crawl", "hxw", "--full", "-s", f"REPLICA={crawled.replica}", database=database)
    assert again.returncode == 0
    assert corpus(database) == [row for row in before if row["url"] != there["url"]]
    asked = rows(
        database,
        "SELECT addresses.url FROM fetches JOIN addresses ON addresses.id = address_id WHERE fetches.id > ?",
        fetched,
    )
    assert asked
    assert {"url": there["url"]} not in asked
    assert rows(database, "SELECT state FROM addresses WHERE url = ?", there["url"]) == [{"state": "purged"}]


@pytest.mark.parametrize("answer, left", [(b"y\n", 0), (b"\n", 1)])
def test_it_asks_first(database, answer, left):
    number = rows(database, "SELECT min(article_id) AS it FROM corpus WHERE portal = 'hxw'")[0]["it"]
    ours, theirs = pty.openpty()
    os.write(ours, answer)
    ended = subprocess.run(
        command("purge", "article", str(number), database=database),
        cwd=ROOT,
        stdin=theirs,
        capture_output=True,
        text=True,
        timeout=120,
    )
    os.close(ours)
    os.close(theirs)
    assert ended.returncode == 0
    assert f"article {number}: 1 articles at 1 addresses go for good" in ended.stdout
    assert len(rows(database, "SELECT id FROM articles WHERE id = ?", number)) == left
