"""Articles fetched again on demand."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest

from crawler.refetching import Refetch
from storage import history, selection
from storage.database import Store, open_store
from storage.selection import Selection
from tests.crawler.commandline import scrapy, site_options
from tests.crawler.growing_site import GrowingSite, served
from tests.crawler.site import HTML, article
from tests.crawler.small_crawl import crawl, lease, run

WRONG_USE = {
    "no portal": ([], "refetch takes <portal>"),
    "two portals": (["hxw", "xnc"], "refetch takes <portal>"),
    "unknown portal": (["hwx"], "there is no portal 'hwx'; nearest: hxw"),
    "a portal that was never crawled": (["hxw"], "the store has no portal 'hxw': crawl it first"),
    "unknown state": (
        ["hxw", "--state", "lost"],
        "there is no state lost to ask for; there are: pending, kept",
    ),
    "what must not be asked": (["hxw", "--state", "excluded"], "there is no state excluded to ask for"),
    "no day": (["hxw", "--since", "lately"], "--since takes a day such as 2024-05-31"),
}


@pytest.mark.parametrize("label", WRONG_USE)
def test_wrong_use_is_one_line_and_exit_2(label, empty):
    arguments, told = WRONG_USE[label]
    ended = scrapy("refetch", *arguments, database=empty)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert told in ended.stderr


def test_a_store_that_is_not_there_is_told_and_not_made(tmp_path):
    ended = scrapy("refetch", "hxw", database=tmp_path / "none.db")
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (3, "", 1)
    assert not (tmp_path / "none.db").exists()


@pytest.fixture
def site() -> GrowingSite:
    return GrowingSite(5)


@pytest.fixture
def store(site, tmp_path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{tmp_path}/articles.db")
    crawl(site, store)
    yield store
    store.close()


def refetch(site: GrowingSite, store: Store, **choice) -> Refetch:
    notebook = Refetch(store, lease(site, store), Selection(**choice))
    run(site, notebook)
    return notebook


def asked(site: GrowingSite) -> list[tuple[str, int, bool]]:
    found, site.asked = site.asked, []
    return sorted(found)


def number(site: GrowingSite, store: Store, article: int) -> int | None:
    with store.reading() as session:
        return selection.find(session, "growing", [f"{site.home}/a/{article}.html"])


def happened(store: Store, notebook: Refetch) -> list[tuple]:
    with store.reading() as session:
        steps = history.of_run(session, notebook.lease.run_id)
    return [(each.url.rpartition("/")[2], each.step.op, each.step.changed) for each in steps]


def test_all_articles_are_asked_unconditionally_and_no_list(site, store):
    refetch(site, store)
    assert asked(site) == [(f"/a/{each}.html", 200, False) for each in range(1, 6)]


def test_what_is_final_is_left_alone(site, store):
    with store.transaction() as session:
        states = dict.fromkeys((1, 2, 3, 4), "gone") | {2: "purged", 3: "redirected", 4: "excluded"}
        for each, state in states.items():
            url = f"'{site.home}/a/{each}.html'"
            session.connection().exec_driver_sql(f"UPDATE addresses SET state = '{state}' WHERE url = {url}")
    refetch(site, store)
    assert asked(site) == [("/a/5.html", 200, False)]
    assert number(site, store, 2) is None
    refetch(site, store, numbers=(number(site, store, 1),))
    assert asked(site) == [("/a/1.html", 200, False)]


@pytest.mark.parametrize(
    "answer", [(500, {}, ""), (404, {}, ""), (403, {}, ""), (200, HTML, ""), (200, HTML, "<p>页面不存在</p>")]
)
def test_a_bad_answer_replaces_nothing(answer, site, store):
    site.odd["/a/3.html"] = answer
    notebook = refetch(site, store)
    assert happened(store, notebook) == []
    assert notebook.counts["articles/unchanged"] == 4
    with store.reading() as session:
        query = "SELECT count(*) FROM corpus WHERE version = 1"
        assert session.connection().exec_driver_sql(query).scalar_one() == 5


def test_what_was_edited_is_a_version_and_the_rest_is_the_same(site, store):
    site.odd["/a/3.html"] = (200, HTML, article("第3次办好事"))
    notebook = refetch(site, store)
    assert happened(store, notebook) == [("3.html", "changed", ("title", "text"))]
    assert notebook.counts["articles/unchanged"] == 4


@pytest.mark.parametrize(
    "choice, expected",
    [
        ({"since": date(2024, 1, 4)}, ["/a/4.html", "/a/5.html"]),
        ({"states": ("failed",)}, ["/a/2.html"]),
        ({"states": ("failed", "kept"), "since": date(2024, 1, 5)}, ["/a/5.html"]),
        ({"states": ("gone",)}, []),
    ],
)
def test_what_is_chosen_is_asked(choice, expected, site, store):
    with store.transaction() as session:
        url = f"'{site.home}/a/2.html'"
        session.connection().exec_driver_sql(f"UPDATE addresses SET state = 'failed' WHERE url = {url}")
    site.asked = []
    refetch(site, store, **choice)
    assert [path for path, _, _ in asked(site)] == expected


@pytest.fixture
def command(site, tmp_path):
    """Refetches by the command line."""
    database = tmp_path / "served.db"
    with served(site), closing(open_store(f"sqlite:///{database}")) as store:
        crawl(site, store)
        options = site_options(site.home, "growing")
        yield lambda *more: scrapy("refetch", "growing", *options, *more, database=database)


def test_the_command_tells_what_has_changed(site, command):
    site.odd["/a/3.html"] = (200, HTML, article("第3次\x1b[31m办好事"))
    site.odd["/a/4.html"] = (500, {}, "")
    ended = command()
    assert ended.returncode == 0, ended.stderr
    assert f"edited   {site.home}/a/3.html" in ended.stdout
    assert "      - title: 第3次办实事\n      + title: 第3次" in ended.stdout
    assert "\x1b" not in ended.stdout
    assert f"failed   {site.home}/a/4.html  HTTP 500\n" in ended.stdout
    assert ended.stdout.endswith("refetch: 0 new, 1 edited, 0 gone, 0 back, 1 failed, 3 same\n")


def test_the_command_tells_it_to_machines(site, command):
    site.odd["/a/3.html"] = (200, HTML, article("第3次办好事"))
    site.odd["/a/4.html"] = (500, {}, "")
    lines = [json.loads(line) for line in command("--jsonl").stdout.splitlines()]
    assert [line["op"] for line in lines] == ["changed", "failed", "same"]
    assert lines[0]["changed"] == ["title", "text"]
    assert {"sign": "+", "of": "title", "words": "第3次办好事"} in lines[0]["lines"]
    assert lines[1:] == [
        {"url": f"{site.home}/a/4.html", "op": "failed", "reason": "HTTP 500"},
        {"op": "same", "articles": 3},
    ]


def test_an_address_the_store_does_not_know_is_one_line_and_exit_2(site, command):
    ended = command("--url", f"{site.home}/a/1.html", "--url", f"{site.home}/list.html")
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert f"the store knows no address {site.home}/list.html of an article of growing" in ended.stderr
    assert site.asked == []
