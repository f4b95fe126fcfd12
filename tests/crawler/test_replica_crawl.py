"""One full crawl of the replica's portals: everything true is kept, once, and nothing else."""

import dataclasses
import re
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from crawler.replica.truth import truth
from tests.crawler.commandline import beside_progress, contents, corpus, counts, rows, scrapy

PORTALS = ("hxw", "puyang")
FIELDS = ("title", "published", "source", "author", "editor", "issue", "text")


def kept(database: Path, portal: str) -> dict[tuple[str, str], dict]:
    found = rows(database, "SELECT * FROM corpus WHERE portal = ?", portal)
    by_name = {(row["url"], row["part_key"]): {name: row[name] for name in FIELDS} for row in found}
    assert len(by_name) == len(found), "an article is there twice"
    return by_name


def by_name(row: dict) -> tuple[str, str]:
    return row["url"], row["part_key"]


def expected(portal: str) -> dict[tuple[str, str], dict]:
    articles = [dataclasses.asdict(article) for article in truth(portal)]
    return {(each["url"], each["key"]): {name: each[name] for name in FIELDS} for each in articles}


def test_ends_well_and_quietly(crawled):
    assert (crawled.process.returncode, beside_progress(crawled.process.stderr)) == (0, "")
    assert crawled.process.stderr.startswith("hxw: started, https://www.hxw.gov.cn\n")
    assert "红星网" in crawled.process.stdout
    assert str(crawled.database) in crawled.process.stdout


@pytest.mark.parametrize("portal", PORTALS)
def test_every_article_once_with_its_true_fields_and_text(crawled, portal):
    assert kept(crawled.database, portal) == expected(portal)


@pytest.mark.parametrize("portal", PORTALS)
def test_every_address_handed_out_came_back(crawled, portal):
    found = counts(crawled.database, portal)
    assert found["addresses/handed_out"] == found["addresses/ended"] > 10
    assert "errors/crawler" not in found
    assert not rows(crawled.database, "SELECT url FROM addresses WHERE state = 'pending'")


@pytest.mark.parametrize("portal", PORTALS)
def test_only_what_was_missing_was_asked_twice(crawled, portal):
    query = """SELECT DISTINCT state, number FROM addresses JOIN portals ON portals.id = portal_id
               JOIN (SELECT address_id, count(*) AS number FROM fetches GROUP BY 1) ON address_id = addresses.id
               WHERE name = ? AND number > 1"""
    assert rows(crawled.database, query, portal) == [{"state": "gone", "number": 2}]


def test_odd_rows_of_the_list_end_as_what_they_are(crawled):
    query = """SELECT substr(url, 1, 60) AS url, state, reason FROM addresses JOIN portals ON portals.id = portal_id
               WHERE name = 'hxw' AND state NOT IN ('kept', 'list')"""
    found = {row["url"]: (row["state"], row["reason"]) for row in rows(crawled.database, query)}
    site = "https://www.hxw.gov.cn"
    assert found == {
        f"{site}/content/2018/08/22/402000.html": ("gone", "HTTP 404"),
        "https://www.example.com/special/2018.html": ("excluded", "off site"),
        f"{site}/upload/2018/08-13/5b7f0c22.xlsx": ("excluded", "attachment"),
        f"{site}/content/2018/08/02/401990.html?from={'x' * 2100}"[:60]: ("excluded", "address too long"),
        f"{site}/content/2018/08/09/402177.html": ("rejected", "empty"),
        f"{site}/content/2018/08/15/399999.html": ("redirected", None),
        f"{site}/c/2018/08/01/3538787.htm": ("redirected", None),
    }


def test_redirects_name_their_target(crawled):
    query = """SELECT there.state FROM addresses here JOIN addresses there ON there.id = here.redirects_to
               WHERE here.state = 'redirected'"""
    assert [row["state"] for row in rows(crawled.database, query)] == ["kept", "kept"]


def test_rows_of_lists_become_hints(crawled):
    (row,) = rows(
        crawled.database,
        "SELECT * FROM addresses WHERE url = 'https://www.hxw.gov.cn/content/2018/08/23/402300.html'",
    )
    assert row["hint_published"] == "08-23"
    assert row["hint_column"] in ("基层动态", "组工文萃")  # both name it, and either may come first
    assert row["hint_title"] == truth("hxw")[0].title


def test_nothing_but_the_replica_is_ever_connected_to_or_looked_up(crawled):
    host, _, port = crawled.replica.removeprefix("http://").partition(":")
    connects = {tuple(address) for event, address in crawled.connected if event == "socket.connect"}
    lookups = {address for event, address in crawled.connected if event != "socket.connect"}
    assert connects == {(host, int(port))}
    assert lookups <= {host}


def test_only_the_portals_own_addresses_were_asked(crawled):
    asked = {row["url"].split("/")[2] for row in rows(crawled.database, "SELECT url FROM fetches")}
    assert asked == {"www.hxw.gov.cn", "zugong.puyang.example"}


def test_a_second_full_run_adds_nothing(crawled, tmp_path):
    database = copy(crawled.database, tmp_path)
    again = scrapy("crawl", *PORTALS, "--full", "-s", f"REPLICA={crawled.replica}", database=database)
    assert again.returncode == 0, again.stdout
    assert re.search(r"requests: \d+ \(\d+ not modified, \d+ unchanged\) in ", again.stdout)
    assert contents(database) == contents(crawled.database)
    for portal in PORTALS:
        found = counts(database, portal)
        assert found["addresses/handed_out"] == found["addresses/ended"]
        assert found["articles/unchanged"] == len(expected(portal))


def test_without_layouts_the_text_is_the_same(crawled, tmp_path):
    database = tmp_path / "plain.db"
    options = ("-s", "LAYOUTS=0", "-s", f"REPLICA={crawled.replica}")
    assert scrapy("crawl", *PORTALS, "--full", *options, database=database).returncode == 0
    assert {row["layout"] for row in rows(database, "SELECT layout FROM versions")} == {None}
    for portal in PORTALS:
        found = {name: article["text"] for name, article in kept(database, portal).items()}
        assert found == {name: article["text"] for name, article in expected(portal).items()}


def test_postgresql_gets_the_same(crawled, postgresql):
    options = ("-s", f"REPLICA={crawled.replica}")
    ended = scrapy("crawl", *PORTALS, "--full", *options, database=postgresql)
    assert ended.returncode == 0, ended.stderr
    query = "SELECT portal, url, part_key, title, published, source, text FROM corpus"
    engine = create_engine(make_url(postgresql).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        found = [dict(row) for row in connection.execute(text(query)).mappings()]
    engine.dispose()
    assert sorted(found, key=by_name) == sorted(corpus(crawled.database), key=by_name)


def test_with_layouts_they_are_what_fitted(crawled):
    found = {row["layout"] for row in rows(crawled.database, "SELECT layout FROM versions")}
    assert found == {"2018", "2023"}


def test_a_store_of_invented_articles_is_closed_to_the_web(crawled, tmp_path):
    database = copy(crawled.database, tmp_path)
    refused = scrapy("crawl", "hxw", database=database)
    assert refused.returncode == 3
    assert beside_progress(refused.stderr).count("\n") == 1
    assert corpus(database) == corpus(crawled.database)


def copy(database: Path, folder: Path) -> Path:
    """A copy of a closed store, to write to."""
    return (folder / "copy.db").write_bytes(database.read_bytes()) and folder / "copy.db"
