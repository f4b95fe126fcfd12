"""How a site is treated: its robots.txt, its wish for time, its refusals."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest

from tests.crawler.commandline import counts, crawl_site, rows
from tests.crawler.site import CHALLENGE, HTML, Server, serving, to

MANY = [f"/a/many/{number}.html" for number in range(12)]
ALL = {"list": 1, "kept": 12}


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "articles.db"


def states(database: Path) -> dict[str, int]:
    found = rows(database, "SELECT state, count(*) AS number FROM addresses GROUP BY state")
    return {row["state"]: row["number"] for row in found}


def asked(server: Server) -> list[str]:
    return [path for _, path in server.asked_at]


# --- robots.txt


@pytest.mark.parametrize(
    ("robots", "reason"),
    [
        ((500, {}, "User-agent: *\nAllow: /\n"), "HTTP 500"),
        ((503, {}, ""), "HTTP 503"),
        ((429, {}, ""), "HTTP 429"),
        (b"", "connection lost"),
        ("hang", "timeout"),
    ],
    ids=lambda given: str(given)[:12],
)
def test_without_an_answer_of_robots_txt_nothing_is_asked_this_time(robots, reason, server, database):
    server.robots = robots
    ended = crawl_site(database, server.home, "many")
    assert set(asked(server)) == {"/robots.txt"}
    assert (ended.returncode, states(database)) == (1, {"pending": 1})
    host = server.home.removeprefix("http://")
    assert (
        f"! the robots.txt of {host} can't be had ({reason}); addresses not asked, and still due: 1\n"
        in ended.stdout
    )
    server.robots = (404, {}, "")
    assert crawl_site(database, server.home, "many").returncode == 0
    assert states(database) == ALL


@pytest.mark.parametrize(
    "robots",
    [
        (404, {}, "User-agent: *\nDisallow: /\n"),
        (403, {}, "User-agent: *\nDisallow: /\n"),
        to("/list.html"),
        (200, {}, ""),
    ],
    ids=lambda given: str(given)[:12],
)
def test_a_robots_txt_that_is_none_allows_everything(robots, server, database):
    server.robots = robots
    assert crawl_site(database, server.home, "many").returncode == 0
    assert states(database) == ALL


def test_a_crawl_delay_is_kept(server, database):
    server.robots = (200, {}, "User-agent: *\nCrawl-delay: 0.4\n")
    assert crawl_site(database, server.home, "many").returncode == 0
    first, *_, last = (at for at, _ in server.asked_at)
    assert last - first > 0.4 * 12  # robots.txt, the list and 12 articles: 13 delays


def test_a_crawl_delay_is_kept_up_to_a_bound(server, database):
    server.robots = (200, {}, "User-agent: *\nCrawl-delay: 86400\n")
    assert crawl_site(database, server.home, "many", "-s", "CRAWL_DELAY_MAX=0.01").returncode == 0
    assert states(database) == ALL


# --- 429, 503 and Retry-After


def test_a_busy_host_is_asked_nothing_for_as_long_as_it_says(server, database):
    server.instead[MANY[6]] = (429, {"Retry-After": "2"}, "")
    crawl_site(database, server.home, "many", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=1")
    assert states(database) == {"list": 1, "kept": 11, "failed": 1}
    times = [at for at, _ in server.asked_at]
    assert max(later - sooner for sooner, later in pairwise(times)) > 1.8


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_stays_busy_ends_the_run_and_what_is_left_stays_due(status, server, database):
    server.instead = dict.fromkeys(MANY, (status, {}, ""))
    ended = crawl_site(database, server.home, "many", "-s", "BUSY_LIMIT=4")
    assert (ended.returncode, rows(database, "SELECT outcome FROM runs")) == (1, [{"outcome": "refused"}])
    assert (
        f"refused 4 times in a row: HTTP {status}; what is left stays due, and it is left alone"
        in ended.stdout
    )
    left = states(database)
    assert left["pending"] >= 6
    assert left["pending"] + left["failed"] == 12
    server.instead.clear()
    assert crawl_site(database, server.home, "many", "-s", "LEFT_ALONE=0").returncode == 0
    assert states(database) == ALL


def later(seconds: int) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize("header", [lambda: "7200", lambda: later(7200)], ids=["seconds", "date"])
def test_who_asks_for_more_time_than_a_run_has_is_left_alone_until_then(header, server, database):
    server.instead[MANY[3]] = (503, {"Retry-After": header()}, "")
    ended = crawl_site(database, server.home, "many")
    assert "seconds without us; what is left stays due, and it is left alone for " in ended.stdout
    assert 7000 < counts(database, "many")["left_alone/seconds"] <= 7200
    before = len(server.asked_at)
    again = crawl_site(database, server.home, "many")
    assert (again.returncode, again.stderr.count("\n")) == (4, 1)
    assert "many sent the last crawl away and is left alone until " in again.stderr
    assert len(server.asked_at) == before


# --- challenges


@pytest.mark.parametrize(
    "answer",
    [
        (412, HTML, "<script>$_ts={}</script>"),
        (521, HTML, "<script>go({})</script>"),
        (403, HTML, "禁止访问"),
        (200, HTML, CHALLENGE),
        "itself",
    ],
    ids=lambda given: str(given)[:6],
)
def test_a_site_that_answers_with_challenges_is_left_alone_for_a_day(answer, server, database):
    server.instead = {path: to(path) if answer == "itself" else answer for path in MANY}
    ended = crawl_site(database, server.home, "many")
    assert (ended.returncode, rows(database, "SELECT outcome FROM runs")) == (1, [{"outcome": "refused"}])
    assert "refused 3 times in a row: " in ended.stdout
    assert "and it is left alone for 1 day, 0:00:00" in ended.stdout
    found = states(database)
    assert found["blocked"] >= 3
    # What a page of status 200 is, is known when it is cleaned: others have been asked by then, without a delay.
    assert found["blocked"] + found.get("pending", 0) == 12
    assert not rows(database, "SELECT id FROM articles")
    assert crawl_site(database, server.home, "many").returncode == 4


def test_a_good_answer_in_between_ends_the_count(server, database):
    lists = {
        f"/column{n}.html": (200, HTML, "<p>无</p>") if n in (2, 5) else (412, HTML, "") for n in range(8)
    }
    server.instead = lists
    crawl_site(database, server.home, "columns", "-s", "CONCURRENT_REQUESTS=1")
    assert states(database) == {"list": 2, "blocked": 6}
    assert rows(database, "SELECT outcome FROM runs") == [{"outcome": "finished"}]


def test_a_host_that_gives_no_answer_any_more_ends_the_run(server, database):
    server.instead = dict.fromkeys(MANY, b"")
    ended = crawl_site(database, server.home, "many", "-s", "SILENCE_LIMIT=3")
    assert "gave no answer 3 times in a row: connection lost; what is left stays due\n" in ended.stdout
    assert states(database)["pending"] >= 6
    server.instead.clear()
    assert crawl_site(database, server.home, "many").returncode == 0  # nothing was said against asking again
    assert states(database) == ALL


# --- bounds and names


def test_only_so_many_new_addresses_are_taken_from_lists(server, database):
    server.instead["/many12.html"] = (
        200,
        HTML,
        "".join(f'<a href="/a/many/{n}.html">{n}</a>' for n in range(40)),
    )
    assert crawl_site(database, server.home, "many").returncode == 0
    assert states(database) == {"list": 1, "kept": 15}
    assert counts(database, "many")["links/new address beyond max_new"] == 25
    assert crawl_site(database, server.home, "many").returncode == 0  # the next run takes the next ones
    assert states(database) == {"list": 1, "kept": 30}


def test_a_portals_own_delay_and_concurrency_are_used():
    from scrapy.settings import Settings

    from tests.crawler.portals.many import Many

    class Slow(Many):
        name = "slow"
        delay = 5
        concurrency = 1

    found = Settings()
    Slow.update_settings(found)
    names = ("DOWNLOAD_DELAY", "CONCURRENT_REQUESTS", "CONCURRENT_REQUESTS_PER_DOMAIN")
    assert [found.getint(name) for name in names] == [5, 1, 1]
    assert found.getbool("AUTOTHROTTLE_ENABLED")
    assert json.dumps(Slow.tls) == "{}"


def test_a_host_that_nobody_knows_ends_the_address_as_dns(database):
    crawl_site(database, "http://nobody-has.invalid", "many", "-s", "ROBOTSTXT_OBEY=False")
    assert rows(database, "SELECT state, reason FROM addresses") == [{"state": "failed", "reason": "DNS"}]
