"""Crawls of sites on which things go wrong: every address handed out comes back with an end and a reason."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.crawler.commandline import counts, crawl_site, rows
from tests.crawler.site import FLOOD, LISTED, PACKED, REFUSED, serving

ENDS = {
    "/a/good.html": ("kept", None),
    "/a/shared.html": ("kept", None),
    "/a/empty.html": ("rejected", "empty"),
    "/a/challenge.html": ("blocked", "challenge"),
    "/a/json.html": ("rejected", "not text"),
    "/a/moved.html": ("redirected", None),
    "/a/good2.html": ("kept", None),
    "/a/itself.html": ("blocked", "redirect to itself"),
    "/a/ping.html": ("redirected", None),
    "/a/pong.html": ("failed", "redirect loop"),
    "/a/away.html": ("excluded", "redirected off site"),
    "/a/nowhere.html": ("failed", "HTTP 302 without a location"),
    "/a/unspeakable.html": ("excluded", "redirected off site"),
    "/a/to-file.html": ("redirected", None),
    "/a/report.pdf": ("excluded", "attachment"),
    "/a/lying.html": ("failed", "HTTP 304 without a page"),
    "/a/hang.html": ("failed", "timeout"),
    "/a/drop.html": ("failed", "connection lost"),
    "/a/silent.html": ("failed", "connection lost"),
    "/a/no-http.html": ("failed", "connection lost"),
    "/a/bad-status.html": ("failed", "connection lost"),
    "/a/cut-headers.html": ("failed", "connection lost"),
    "/a/cut.html": ("failed", "cut off"),
    "/a/longer.html": ("kept", None),
    "/a/cut-chunk.html": ("failed", "cut off"),
    "/a/bad-chunk.html": ("failed", "cut off"),
    "/a/no-gzip.html": ("failed", "broken encoding"),
    "/a/other-encoding.html": ("kept", None),
    **{f"/a/{name}.html": ("kept", None) for name in PACKED},
    **{f"/a/{name}-cut.html": ("failed", "broken encoding") for name in PACKED},
    **{f"/a/{name}-bomb.html": ("failed", "too large") for name in PACKED},
    "/a/bomb-twice.html": ("failed", "too large"),
    "/a/drip.html": ("failed", "timeout"),
    "/a/flood.html": ("failed", "too large"),
    "/a/headers.html": ("failed", "connection lost"),
    "/a/other-charset.html": ("kept", None),
    "/a/busy.html": ("failed", "HTTP 429"),
    "/a/huge.html": ("failed", "too large"),
    "/a/secret.html": ("excluded", "robots.txt"),
    "/a/400.html": ("failed", "HTTP 400"),
    "/a/403.html": ("blocked", "HTTP 403"),
    "/a/404.html": ("failed", "HTTP 404"),
    "/a/410.html": ("failed", "HTTP 410"),
    "/a/412.html": ("blocked", "HTTP 412"),
    "/a/500.html": ("failed", "HTTP 500"),
    "/a/502.html": ("failed", "HTTP 502"),
    "/a/503.html": ("failed", "HTTP 503"),
    "/a/521.html": ("blocked", "HTTP 521"),
    "/a/550.html": ("failed", "HTTP 550"),
    **{f"/a/chain{n}.html": ("redirected", None) for n in range(10)},
    "/a/chain10.html": ("failed", "too many redirects"),
    "/list.html": ("list", None),
    "/broken-list.html": ("failed", "crawler error: KeyError"),
    "/challenged-list.html": ("blocked", "challenge"),
    "/list-as-file.html": ("rejected", "not text"),
    **{path: ("excluded", reason) for path, reason in REFUSED.items()},
}

#: The run must go on, however often the site refuses.
PATIENT = [
    part for name in ("BUSY_LIMIT", "CHALLENGE_LIMIT", "SILENCE_LIMIT") for part in ("-s", f"{name}=1000")
]


@pytest.fixture(scope="module")
def faulty(tmp_path_factory) -> SimpleNamespace:
    database: Path = tmp_path_factory.mktemp("faulty") / "articles.db"
    with serving() as server:
        process = crawl_site(database, server.home, "faulty", *PATIENT)
        return SimpleNamespace(
            database=database, process=process, asked=server.asked, home=server.home, poured=server.poured
        )


def test_every_address_has_its_end_and_reason(faulty):
    found = rows(faulty.database, "SELECT url, state, reason FROM addresses")
    ends = {row["url"].removeprefix(faulty.home): (row["state"], row["reason"]) for row in found}
    # Both are listed; which of the two is asked last, and so closes the circle, is a matter of luck.
    circle = {ends.pop("/a/left.html"), ends.pop("/a/right.html")}
    assert circle == {("redirected", None), ("failed", "redirect loop")}
    assert ends == ENDS


def test_every_address_handed_out_came_back(faulty):
    found = counts(faulty.database, "faulty")
    assert found["addresses/handed_out"] == found["addresses/ended"] > len(LISTED)


def test_no_address_is_asked_twice_and_no_other_host_at_all(faulty):
    assert set(faulty.asked.values()) == {1}
    assert {host for host, _ in faulty.asked} == {faulty.home.removeprefix("http://")}


def test_what_must_not_be_asked_is_not(faulty):
    asked = {path for _, path in faulty.asked}
    assert not asked & {"/a/secret.html", "/a/report.pdf", "/about.html", *REFUSED}


def test_links_that_are_no_addresses_are_counted(faulty):
    found = counts(faulty.database, "faulty")
    named = {name: number for name, number in found.items() if name.startswith("links/")}
    assert named == {
        "links/javascript: link": 1,
        "links/mailto: link": 1,
        "links/malformed link": 1,
        "links/navigation": 1,
    }


def test_an_error_of_our_own_is_told_once_and_in_the_exit_code(faulty):
    assert faulty.process.returncode == 1
    assert faulty.process.stderr.count("Traceback") == 1
    assert "KeyError" in faulty.process.stderr
    assert "errors of our own: 1;" in faulty.process.stdout


def test_every_try_is_kept_and_none_is_invented(faulty):
    query = "SELECT count(*) AS n FROM fetches JOIN addresses ON addresses.id = address_id WHERE addresses.url LIKE '%secret%'"
    assert rows(faulty.database, query) == [{"n": 0}]
    query = "SELECT error FROM fetches JOIN addresses ON addresses.id = address_id WHERE addresses.url LIKE '%hang%'"
    assert rows(faulty.database, query) == [{"error": "timeout"}]


def test_an_answer_without_end_is_left_early(faulty):
    assert 0 < faulty.poured["/a/flood.html"] < FLOOD / 2
    assert 0 < faulty.poured["/a/headers.html"] < FLOOD / 2


def test_lists_that_cannot_be_read_are_told(faulty):
    assert (
        f"! the list 文件 ({faulty.home}/list-as-file.html) can't be read: rejected, not text\n"
        in faulty.process.stdout
    )
    assert (
        f"! the list 坏列表 ({faulty.home}/broken-list.html) can't be read: failed, crawler error"
        in faulty.process.stdout
    )
    assert "the list 故障" not in faulty.process.stdout


@pytest.mark.parametrize(
    ("robots", "told"),
    [
        ("User-agent: *\nDisallow: /endless", "excluded, robots.txt"),
        ("User-agent: *\nDisallow: /a/", None),
    ],
)
def test_a_list_that_must_not_be_asked_is_told(robots, told, tmp_path):
    with serving() as server:
        server.robots = (200, {}, robots)
        process = crawl_site(tmp_path / "articles.db", server.home, "endless")
    assert (process.returncode, "can't be read" in process.stdout) == ((1, True) if told else (0, False))
    assert f"can't be read: {told}\n" in process.stdout or not told


def test_the_cleaner_failing_on_a_page_ends_that_address(tmp_path):
    database = tmp_path / "articles.db"
    with serving() as server:
        process = crawl_site(database, server.home, "misled")
    assert process.returncode == 1
    (row,) = rows(database, "SELECT state, reason, page_id FROM addresses WHERE role = 'article'")
    assert row["state"] == "failed"
    assert row["reason"].startswith("crawler error: ")
    assert row["page_id"], "the page that arrived was lost"


def test_an_endless_list_ends(tmp_path):
    database = tmp_path / "articles.db"
    with serving() as server:
        process = crawl_site(database, server.home, "endless")
        again = crawl_site(database, server.home, "endless")
        asked = {path for _, path in server.asked if path != "/robots.txt"}
    assert (process.returncode, again.returncode) == (0, 0)
    assert asked == {f"/endless/{page}.html" for page in range(1, 6)}
    assert counts(database, "endless")["links/list page beyond max_list_pages"] == 1


def test_a_robots_txt_on_another_host_is_not_followed(tmp_path):
    database = tmp_path / "articles.db"
    with serving() as server:
        server.robots = (302, {"Location": f"http://localhost:{server.server_port}/robots.txt"}, "")
        crawl_site(database, server.home, "endless")
        hosts = {host for host, _ in server.asked}
    assert hosts == {server.home.removeprefix("http://")}
