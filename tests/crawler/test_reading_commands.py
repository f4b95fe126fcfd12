"""``scrapy search`` and ``scrapy history``: what they print, and what they refuse in one line."""

import json
import shutil
import sqlite3
from contextlib import closing

import pytest

from crawler.spellings import spellings
from tests.crawler.commandline import rows, scrapy

WRONG_USE = {
    "no word": (["search"], "which words?"),
    "white space": (["search", " \u3000"], "which words?"),
    "no such portal": (["search", "党", "--portal", "hwx"], "the store has no portal 'hwx'; it has: none"),
    "no day": (["search", "党", "--since", "yesterday"], "--since takes a day such as 2024-05-31"),
    "no number": (["search", "党", "--limit", "many"], "--limit takes a number from 1 to 1000"),
    "nothing wanted": (["search", "党", "--limit", "0"], "--limit takes a number from 1 to 1000"),
    "unknown option of search": (["search", "党", "--fast"], "there is no option --fast"),
    "no address": (["history"], "history takes one address"),
    "two addresses": (["history", "a", "b"], "history takes one address"),
    "an unknown address": (["history", "https://x.cn/1"], "the store knows no address https://x.cn/1"),
    "no address to explain": (["why"], "why takes one address"),
    "an unknown address to explain": (["why", "https://x.cn/1"], "the store knows no address https://x.cn/1"),
    "a broken address": (["history", "http://["], "the store knows no address http://["),
    "unknown portal to clean again": (["reclean", "hwx"], "no portal 'hwx' in the store; it has: none"),
    "unknown option of reclean": (["reclean", "--fast"], "there is no option --fast"),
}


@pytest.mark.parametrize("label", WRONG_USE)
def test_wrong_use_is_one_line_and_exit_2(label, empty):
    arguments, told = WRONG_USE[label]
    ended = scrapy(*arguments, database=empty)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert told in ended.stderr


@pytest.mark.parametrize("arguments", [["search", "党"], ["history", "https://x.cn/"], ["reclean"]])
def test_an_unusable_database_is_one_line_and_exit_3(arguments):
    ended = scrapy(*arguments, database="postgresql://user:secret@127.0.0.1:1/x")
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (3, "", 1)
    assert "secret" not in ended.stderr


@pytest.mark.parametrize(
    "arguments", [["search", "党"], ["history", "https://x.cn/"], ["reclean"], ["feed", "--jsonl"]]
)
def test_a_store_that_is_not_there_is_told_and_not_made(arguments, tmp_path):
    database = tmp_path / "artciles.db"
    ended = scrapy(*arguments, database=database)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (3, "", 1)
    assert f"there is no store {database}" in ended.stderr
    assert not database.exists()


def test_a_search_prints_articles_or_lines_of_json(crawled):
    ended = scrapy(
        "search", "党员", "--portal", "puyang", "--jsonl", "--limit", "3", database=crawled.database
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    found = [json.loads(line) for line in ended.stdout.splitlines()]
    assert len(found) == 3
    assert [each["published"] for each in found] == sorted(
        (each["published"] for each in found), reverse=True
    )
    for each in found:
        assert each["portal"] == "puyang"
        words = [each["passage"][start:end] for start, end in each["marks"]]
        assert "党员" in words or "党员" in each["title"]
    shown = scrapy("search", "党员", "--portal", "puyang", "--limit", "3", database=crawled.database).stdout
    assert all(each["url"] in shown and each["title"] in shown for each in found)


def test_a_search_finds_what_is_there_and_nothing_else(crawled):
    there = "SELECT url, part_key AS key FROM corpus WHERE text LIKE '%党员%' OR title LIKE '%党员%'"
    ended = scrapy("search", "党员", "--jsonl", "--limit", "1000", database=crawled.database)
    found = [json.loads(line) for line in ended.stdout.splitlines()]
    expected = {(row["url"], row["key"]) for row in rows(crawled.database, there)}
    assert len(expected) > 5
    assert {(each["url"], each["key"]) for each in found} == expected


@pytest.mark.parametrize("words", ["党 AND", '"*', "'; DROP TABLE articles", "不存在的词语"])
def test_nothing_found_is_a_line_and_no_fault(words, crawled):
    ended = scrapy("search", words, database=crawled.database)
    assert (ended.stdout, ended.stderr) == ("", "scrapy: no article has all of this\n")
    assert ended.returncode == 0


def test_behind_two_hyphens_everything_is_a_word(empty):
    words = ["-s", f"DATABASE_URL=sqlite:///{empty}", "--", "-5", "--limit"]
    ended = scrapy("search", *words, database="sqlite:////nowhere/x.db")
    assert (ended.returncode, ended.stderr) == (0, "scrapy: no article has all of this\n")


def test_history_knows_an_address_however_it_is_written(crawled):
    (row,) = rows(crawled.database, "SELECT url FROM corpus WHERE portal = 'puyang' LIMIT 1")
    query = row["url"].partition("?")[2].split("&")
    written = "zugong.puyang.EXAMPLE:443/index.aspx?" + "&".join(reversed(query)) + "#top"
    plain, odd = (scrapy("history", url, database=crawled.database) for url in (row["url"], written))
    assert (plain.returncode, plain.stderr) == (0, "")
    assert odd.stdout == plain.stdout
    assert plain.stdout.count("version 1: new, cleaner ") == 3


def test_why_tells_an_articles_life(crawled):
    query = (
        "SELECT url, source FROM corpus WHERE portal = 'hxw' AND source IS NOT NULL ORDER BY url DESC LIMIT 1"
    )
    (row,) = rows(crawled.database, query)
    ended = scrapy("why", row["url"].removeprefix("https://"), database=crawled.database)
    assert (ended.returncode, ended.stderr) == (0, "")
    for told in (
        f"{row['url']}  hxw: article\n",
        " on https://www.hxw.gov.cn/channel/10",
        "    column: ",
        "  state     kept; asked 20",
        " 200 stored, ",
        "    layout    20",
        f"    source: {row['source']}  <- line: ",
        "version 1: new; cleaner ",
    ):
        assert told in ended.stdout
    (life,) = map(
        json.loads, scrapy("why", row["url"], "--jsonl", database=crawled.database).stdout.splitlines()
    )
    assert (life["state"], life["fetches"][0]["outcome"]) == ("kept", "stored")
    assert life["articles"][0]["fields"]["source"]["value"] == row["source"]


def test_why_tells_of_a_column_how_far_it_was_read(crawled):
    ended = scrapy("why", "https://www.hxw.gov.cn/channel/101.html", database=crawled.database)
    assert "as a start address\n" in ended.stdout
    assert "  column    last news 20" in ended.stdout
    assert "never" not in ended.stdout


def test_history_keeps_control_characters_from_the_terminal(crawled, tmp_path):
    database = tmp_path / "articles.db"
    shutil.copy(crawled.database, database)
    (row,) = rows(database, "SELECT url, article_id FROM corpus WHERE portal = 'hxw' LIMIT 1")
    with closing(sqlite3.connect(database)) as connection:
        update = "UPDATE versions SET title = ? WHERE article_id = ?"
        connection.execute(update, ("坏\x1b]0;题\x07", row["article_id"]))
        connection.commit()
    for command in ("history", "why"):
        shown = scrapy(command, row["url"], database=database).stdout
        assert "坏\ufffd]0;题\ufffd" in shown


SPELLINGS = {
    "no scheme": ("www.x.cn/a", "https://www.x.cn/a"),
    "the other scheme": ("http://www.x.cn/a", "https://www.x.cn/a"),
    "its own port": ("https://www.x.cn:443/a", "https://www.x.cn/a"),
    "parameters in any order": ("https://x.cn/?b=1&a=2", "https://x.cn/?a=2&b=1"),
    "Chinese letters": ("https://x.cn/党", "https://x.cn/%E5%85%9A"),
    "Chinese letters in GBK": ("https://x.cn/?k=党", "https://x.cn/?k=%B5%B3"),
    "white space around it": (" https://x.cn/a\n", "https://x.cn/a"),
}


@pytest.mark.parametrize("label", SPELLINGS)
def test_spellings(label):
    given, meant = SPELLINGS[label]
    assert meant in spellings(given)


def test_another_port_is_another_address():
    assert "https://x.cn/a" not in spellings("https://x.cn:8443/a")
