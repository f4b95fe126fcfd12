"""A bad answer of an address that held an article: the article stays as it was, until it is known to be gone."""

import gzip
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.crawler.commandline import crawl_site, rows
from tests.crawler.site import CHALLENGE, HTML, Answer, long_article, packed, page, serving, to

PATHS = [f"/a/many/{number}.html" for number in range(12)]

#: By path: what it answers the second time, and the state and reason it ends in.
BAD: dict[str, tuple[Answer, str, str]] = dict(
    zip(
        PATHS,
        [
            ((500, HTML, long_article("出错")), "failed", "HTTP 500"),
            ((503, HTML, long_article("维护")), "failed", "HTTP 503"),
            ((412, HTML, "<script>$_ts={}</script>"), "blocked", "HTTP 412"),
            ((200, HTML, CHALLENGE), "blocked", "challenge"),
            ((200, HTML, "<h1>页面不存在</h1>"), "failed", "no article any more: missing"),
            ((200, HTML, ""), "failed", "no article any more: empty"),
            ((200, {"Content-Type": "application/pdf"}, "%PDF"), "failed", "no article any more: not text"),
            ((200, HTML | {"Content-Length": "90000"}, long_article("断")), "failed", "cut off"),
            ((200, HTML, page([f"/a/{n}.html" for n in range(30)])), "failed", "no article any more: list"),
            (packed("gzip", gzip.compress(long_article("断"))[:-9]), "failed", "broken encoding"),
            ((404, HTML, "没有"), "failed", "HTTP 404"),
            (to(PATHS[11]), "blocked", "redirect to itself"),
        ],
        strict=True,
    )
)
MISSING = {PATHS[0]: 404, PATHS[1]: 410, PATHS[2]: 550}


@pytest.fixture(scope="module")
def asked_again(tmp_path_factory) -> SimpleNamespace:
    """A crawl, one with bad answers, and one in which some addresses say twice that they are gone."""
    database: Path = tmp_path_factory.mktemp("bad") / "articles.db"
    unending = [part for name in ("BUSY", "CHALLENGE") for part in ("-s", f"{name}_LIMIT=1000")]
    with serving() as server:
        crawl_site(database, server.home, "many")
        good = contents(database)
        server.instead = {path: answer for path, (answer, _, _) in BAD.items()}
        crawl_site(database, server.home, "many", *unending)
        bad = contents(database)
        server.instead = {path: (status, HTML, "没有") for path, status in MISSING.items()}
        server.asked.clear()
        crawl_site(database, server.home, "many", "-s", "GONE_APART=0")
        times = {path: number for (_, path), number in server.asked.items()}
        return SimpleNamespace(good=good, bad=bad, gone=contents(database), times=times)


def contents(database: Path) -> SimpleNamespace:
    addresses = rows(database, "SELECT url, state, reason FROM addresses WHERE role = 'article'")
    return SimpleNamespace(
        ends={f"/a/{row['url'].partition('/a/')[2]}": (row["state"], row["reason"]) for row in addresses},
        corpus=rows(database, "SELECT url, title, text, version FROM corpus ORDER BY url"),
        events=rows(database, "SELECT op, count(*) AS number FROM events GROUP BY op ORDER BY op"),
    )


def test_all_were_good_at_first(asked_again):
    assert asked_again.good.ends == dict.fromkeys(PATHS, ("kept", None))
    assert {"op": "new", "number": 12} in asked_again.good.events


@pytest.mark.parametrize("path", PATHS)
def test_a_bad_answer_is_named(path, asked_again):
    assert asked_again.bad.ends[path] == BAD[path][1:]


def test_no_bad_answer_replaces_a_good_version(asked_again):
    assert asked_again.bad.corpus == asked_again.good.corpus
    assert asked_again.bad.events == asked_again.good.events


@pytest.mark.parametrize("path", MISSING)
def test_gone_is_said_twice_by_the_articles_own_address(path, asked_again):
    assert asked_again.gone.ends[path] == ("gone", f"HTTP {MISSING[path]}")
    assert asked_again.times[path] == 2


def test_what_answers_well_again_is_what_it_was(asked_again):
    there = [row for row in asked_again.good.corpus if not row["url"].endswith(tuple(MISSING))]
    assert asked_again.gone.corpus == there
    assert {"op": "gone", "number": 3} in asked_again.gone.events
    others = {path: end for path, end in asked_again.gone.ends.items() if path not in MISSING}
    assert set(others.values()) == {("kept", None)}
