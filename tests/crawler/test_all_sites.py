"""The demo's crawl of all sites of the replica: several pages, copies, mirrors, and the second edition."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from cleaners.model import replay
from crawler.replica.truth import Truth, differences, truth
from storage import ledgers
from tests.crawler.commandline import contents, counts, rows, scrapy

PORTALS = ("hxw", "puyang", "xnc", "nfplus")
SITES = (*PORTALS, "hxmirror", "nfmirror")
FIELDS = "title published source author editor issue summary published_on mirror_of".split()
#: Words of the sites' own: disclaimers, counters, tag clouds, link spam, credits, controls.
OWN = re.compile(
    r"概不承担|服务邮箱|自行承担|加载中|随便看看|本类推荐|热门标签|天气\||客服\||【来源】|责任编辑[:：]|本内容版权归|打印本页"
    r"|扫一扫在手机|ICP备|来访者|在线登录|免费试玩|开奖|下一页"
)


def demo(database: Path, *arguments: str):
    return scrapy("demo", *arguments, database=database)


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> Path:
    """A store with the first edition of all sites."""
    database = tmp_path_factory.mktemp("demo") / "first.db"
    ended = demo(database)
    assert ended.returncode == 0, ended.stderr
    return database


@pytest.fixture(scope="module")
def second(first, tmp_path_factory) -> Path:
    """The same store after a crawl of the second edition."""
    database = tmp_path_factory.mktemp("demo") / "second.db"
    database.write_bytes(first.read_bytes())
    ended = demo(database, "--edition", "2")
    assert ended.returncode == 0, ended.stderr
    return database


def pairs(database: Path, portal: str, edition: int = 1) -> list[tuple[Truth, dict]]:
    """What is true with what is kept of it. Each article is there exactly once, and none besides."""
    found = rows(database, "SELECT * FROM corpus WHERE portal = ?", portal)
    kept = {(row["url"], row["part_key"]): row for row in found}
    matched = []
    for true in truth(portal, edition):
        names = [(url, true.key) for url in (true.url, *true.also)]
        here = [kept.pop(name) for name in names if name in kept]
        assert len(here) == 1, f"{len(here)} times: {names}"
        matched.append((true, here[0]))
    assert not kept
    return matched


@pytest.mark.parametrize("portal", SITES)
def test_every_article_is_there_once_with_its_true_fields(first, portal):
    for true, row in pairs(first, portal):
        assert {name: row[name] for name in FIELDS} == {name: getattr(true, name) for name in FIELDS}


@pytest.mark.parametrize("portal", SITES)
def test_every_article_has_its_true_pictures_and_attachments_and_no_other(first, portal):
    for true, row in pairs(first, portal):
        pictures = [(each["url"], each["caption"]) for each in json.loads(row["pictures"])]
        attachments = [(each["url"], each["name"]) for each in json.loads(row["attachments"])]
        assert (pictures, attachments) == ([*true.pictures], [*true.attachments])


def test_the_replica_has_pictures_and_attachments():
    every = [true for portal in PORTALS for true in truth(portal)]
    assert sum(map(bool, (true.pictures for true in every))) > 1
    assert {true.portal for true in every if true.attachments} == {"hxw", "puyang"}


@pytest.mark.parametrize("portal", SITES)
def test_undamaged_text_is_exact(first, portal):
    for true, row in pairs(first, portal):
        if not true.damaged:
            assert row["text"] == true.text


@pytest.mark.parametrize("portal", SITES[4:])
def test_of_damaged_articles_95_of_100_lines_are_exact(first, portal):
    damaged = [
        (true.text.split("\n"), set(row["text"].split("\n")))
        for true, row in pairs(first, portal)
        if true.damaged
    ]
    lines = sum(len(true) for true, _ in damaged)
    exact = sum(line in kept for true, kept in damaged for line in true)
    print(f"\n{portal}: {exact} of {lines} lines of {len(damaged)} damaged articles exact")
    assert lines > 30
    assert exact >= 0.95 * lines


def test_no_text_holds_a_line_of_the_sites_own(first):
    assert not [row["text"] for row in rows(first, "SELECT text FROM corpus") if OWN.search(row["text"])]


def test_a_part_that_can_not_be_had_is_a_fault(first):
    lacking = {true.url: [f"part {n} missing" for n in true.missing] for true in truth("xnc") if true.missing}
    assert lacking
    found = {
        row["url"]: json.loads(row["faults"])
        for row in rows(first, "SELECT url, faults FROM corpus WHERE portal = 'xnc'")
    }
    assert {url: faults for url, faults in found.items() if faults} == lacking


@pytest.mark.parametrize("portal", SITES)
def test_no_more_is_asked_than_there_is(first, portal):
    """Tag clouds and host farms cost nothing: at most 1.3 requests for each list, article and part."""
    of_portal = "JOIN portals ON portals.id = portal_id WHERE portals.name = ?"
    ((needed),) = rows(
        first,
        f"SELECT count(*) AS n FROM addresses {of_portal} AND state IN ('list', 'kept', 'part')",
        portal,
    )
    ((asked),) = rows(
        first,
        f"SELECT count(*) AS n FROM fetches JOIN addresses ON addresses.id = address_id {of_portal}",
        portal,
    )
    print(f"\n{portal}: {asked['n']} requests for {needed['n']} lists, articles and parts")
    assert asked["n"] <= 1.3 * needed["n"]
    found = counts(first, portal)
    assert found["addresses/handed_out"] == found["addresses/ended"]


def test_copies_are_one_group_with_the_original_named(first):
    query = "SELECT article_id, duplicate_group, original_id FROM corpus WHERE article_id IS NOT NULL"
    by_id = {row["article_id"]: row for row in rows(first, query)}
    numbers = {row["url"]: row["article_id"] for row in rows(first, "SELECT url, article_id FROM corpus")}
    for true in (true for site in SITES for true in truth(site)):
        for other in true.also:
            numbers.setdefault(true.url, numbers.get(other, 0))
    copies = [
        (numbers[true.url], numbers[true.copy_of]) for site in SITES for true in truth(site) if true.copy_of
    ]
    assert len(copies) > 40
    for copy, original in copies:
        assert by_id[copy]["duplicate_group"] == by_id[original]["duplicate_group"] is not None
        assert by_id[copy]["original_id"] == original
    assert {n for n, row in by_id.items() if row["duplicate_group"]} == {n for pair in copies for n in pair}


def test_without_layouts_it_is_the_same(first, tmp_path):
    database = tmp_path / "general.db"
    assert demo(database, "-s", "LAYOUTS=0").returncode == 0
    matched = [pair for site in SITES for pair in pairs(database, site) if not pair[0].damaged]
    exact = sum(
        row["text"] == true.text
        and all(row[f] == getattr(true, f) for f in FIELDS)
        and [each["url"] for each in json.loads(row["pictures"])] == [url for url, _ in true.pictures]
        and [each["url"] for each in json.loads(row["attachments"])] == [url for url, _ in true.attachments]
        for true, row in matched
    )
    print(f"\nwithout layouts: {exact} of {len(matched)} articles exact")
    assert exact >= 0.98 * len(matched)


def test_every_version_s_ledger_replays_to_its_text(second):
    versions = rows(second, "SELECT text, ledger FROM versions")
    assert len(versions) > 180
    for version in versions:
        blocks = replay(ledgers.unpack(version["ledger"]))
        assert "\n".join(block.text for block in blocks) == version["text"]


def test_a_second_crawl_of_the_same_edition_adds_nothing(first, tmp_path):
    database = tmp_path / "again.db"
    database.write_bytes(first.read_bytes())
    assert demo(database).returncode == 0
    before, after = contents(first), contents(database)
    assert {name: after[name] for name in before if name != "addresses"} == {
        name: before[name] for name in before if name != "addresses"
    }


@pytest.mark.parametrize("portal", PORTALS)
def test_the_second_edition_s_differences_and_no_other(first, second, portal):
    (seen,) = rows(first, "SELECT max(number) AS n FROM events")
    events = rows(
        second,
        """SELECT op, url, key FROM events JOIN articles ON articles.id = article_id
           JOIN addresses ON addresses.id = address_id JOIN portals ON portals.id = portal_id
           WHERE number > ? AND portals.name = ?""",
        seen["n"],
        portal,
    )
    planted = differences(portal)
    assert Counter((each["op"], each["url"], each["key"]) for each in events) == Counter(
        [
            *(("new", *name) for name in planted.new),
            *(("changed", *name) for name in planted.edited),
            *(("gone", *name) for name in planted.gone),
            *(("moved", *new) for _, new in planted.moved),
        ]
    )
    for name in planted.missing:
        assert rows(second, "SELECT state, reason FROM addresses WHERE url = ?", name.url) == [
            {"state": "failed", "reason": "no article any more: missing"}
        ]
    for old, new in planted.moved:
        query = """SELECT there.url FROM addresses here JOIN addresses there ON there.id = here.redirects_to
                   WHERE here.url = ? AND here.state = 'redirected'"""
        assert rows(second, query, old.url) == [{"url": new.url}]


@pytest.mark.parametrize("portal", PORTALS)
def test_after_the_second_edition_its_truth_is_kept(second, portal):
    for true, row in pairs(second, portal, edition=2):
        assert (row["title"], row["published"], row["source"], row["text"]) == (
            true.title, true.published, true.source, true.text,
        )  # fmt: skip


def test_old_versions_stay_readable(first, second):
    before = {row["id"]: row for row in rows(first, "SELECT * FROM versions")}
    after = {row["id"]: row for row in rows(second, "SELECT * FROM versions")}
    assert {number: after[number] for number in before} == before
    edited = rows(second, "SELECT article_id FROM versions WHERE number = 2")
    assert len(edited) == sum(len(differences(portal).edited) for portal in PORTALS)
