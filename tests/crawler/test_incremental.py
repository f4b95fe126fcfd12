"""Incremental crawls: what is published is found, whatever became of the runs before; no list is read in vain."""

import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update

from storage.addresses import Found
from storage.database import Store, open_store
from storage.tables import Address
from tests.crawler.commandline import ROOT, command, contents, counts, rows, scrapy, site_options
from tests.crawler.growing_site import ROWS, GrowingSite, served
from tests.crawler.site import HTML
from tests.crawler.small_crawl import crawl, start
from tests.crawler.test_stopping import expire

#: Articles at first, on four list pages.
FIRST = 11
LISTS = ["/list.html", "/list_2.html", "/list_3.html", "/list_4.html"]
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def site() -> GrowingSite:
    return GrowingSite(FIRST)


@pytest.fixture
def store(tmp_path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{tmp_path}/articles.db")
    yield store
    store.close()


def ask(store: Store, query: str) -> list[tuple]:
    with store.reading() as session:
        return [tuple(row) for row in session.connection().exec_driver_sql(query)]


def kept(store: Store) -> list[int]:
    return sorted(
        (int(url.rpartition("/")[2][:-5]) for (url,) in ask(store, "SELECT url FROM corpus")), reverse=True
    )


def listed(store: Store) -> tuple:
    (row,) = ask(store, "SELECT listed_at, swept_at FROM addresses WHERE url LIKE '%/list.html'")
    return row


def long_ago(store: Store, column: str) -> None:
    with store.transaction() as session:
        first = update(Address).where(Address.role == "list", Address.found_on.is_(None))
        session.execute(first.values({column: LONG_AGO}))


NOTICE = (200, HTML, "<p>系统维护中，请稍后访问。</p>")
BAD = {
    "an error": (500, {}, ""),
    "not there": (404, {}, ""),
    "blocked": (403, {}, ""),
    "no text": (200, {"Content-Type": "application/pdf"}, "x"),
    "off the site": (302, {"Location": "https://other.example/"}, ""),
}


@pytest.mark.parametrize("label", BAD)
def test_a_page_that_cannot_be_read_is_a_hole(label, site, store):
    crawl(site, store)
    before = listed(store)
    site.publish(7)
    site.odd["/list_2.html"] = BAD[label]
    assert crawl(site, store) == LISTS[:2]
    assert listed(store) == before
    site.odd.clear()
    site.publish(3)
    assert crawl(site, store) == [*LISTS, "/list_5.html"]  # as far as page 2 was then
    assert kept(store) == site.numbers
    assert listed(store) > before


def test_a_notice_of_maintenance_in_the_place_of_all_lists_completes_nothing(site, store):
    crawl(site, store)
    site.publish(7)
    crawl(site, store, kill_at="/list_2.html")
    site.odd |= dict.fromkeys(LISTS, NOTICE)
    before = listed(store)
    crawl(site, store)
    assert listed(store) == before
    site.odd.clear()
    site.publish(3)
    crawl(site, store)
    assert kept(store) == site.numbers


def test_what_another_address_told_does_not_end_a_list(site, store):
    """An article may be known from elsewhere: a further page, an import, a redirect."""
    crawl(site, store)
    site.publish(7)
    notebook = start(site, store)
    for number in site.numbers[:ROWS]:
        notebook.met(Found(f"{site.home}/a/{number}.html", "article"), None)
    notebook.close("imported")
    crawl(site, store)
    assert kept(store) == site.numbers


@pytest.mark.parametrize("page", LISTS[1:])
def test_a_first_crawl_killed_after_a_page_hides_nothing_behind_it(page, site, store):
    crawl(site, store, kill_at=page)
    assert listed(store) == (None, None)
    site.publish(4)  # what page 1 named stands on page 2 now
    assert sorted(crawl(site, store)) == [*LISTS, "/list_5.html"]
    assert kept(store) == site.numbers
    assert crawl(site, store) == ["/list.html"]


@pytest.mark.parametrize("page", LISTS[1:])
def test_an_incremental_crawl_killed_after_a_page_hides_nothing_behind_it(page, site, store):
    crawl(site, store)
    before = listed(store)
    site.publish(10)
    crawl(site, store, kill_at=page)
    assert listed(store) == before
    site.publish(4)
    assert sorted(crawl(site, store)) == [*LISTS, "/list_5.html", "/list_6.html"]
    assert kept(store) == site.numbers


def test_crawls_killed_one_after_the_other_hide_nothing(site, store):
    crawl(site, store)
    for page in (*LISTS[1:], "/a/14.html", *LISTS[1:]):
        site.publish(4)
        crawl(site, store, kill_at=page)
    crawl(site, store)
    assert kept(store) == site.numbers


def test_a_first_page_that_stands_is_read_on_if_the_crawl_before_was_not_whole(site, store):
    """Asked conditionally, the site says "not modified": what page 1 names is still to be followed."""
    site.odd["/list_3.html"] = BAD["blocked"]
    assert crawl(site, store) == LISTS[:3]
    site.odd.clear()
    assert crawl(site, store) == LISTS
    assert kept(store) == site.numbers


def test_what_is_published_is_found_without_reading_all(site, store):
    assert crawl(site, store) == LISTS
    site.publish(2)
    assert crawl(site, store) == LISTS[:2]
    site.publish(4)
    assert crawl(site, store) == LISTS[:3]
    assert kept(store) == site.numbers
    assert crawl(site, store) == LISTS[:1]


def test_the_latest_articles_beside_every_page_are_no_news_on_each(site, store):
    site.beside = 2
    crawl(site, store)
    site.publish(2)
    assert crawl(site, store) == LISTS[:2]
    site.publish(1)
    crawl(site, store, kill_at="/list_2.html")
    site.publish(5)
    assert crawl(site, store) == LISTS[:3]
    assert kept(store) == site.numbers


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("page", LISTS)
def test_what_is_published_while_a_column_is_read_hides_nothing(page, full, site, store):
    """Also where the run before left pages: read before the first one, they would not show what moves to them."""
    crawl(site, store, kill_at="/list_3.html")
    before = site.numbers
    site.trap = lambda path: path == page and site.publish(1)
    crawl(site, store, full)
    assert set(before) <= {*kept(store)}


def test_a_page_that_was_left_is_asked_though_the_reading_ends_before_it(site, store):
    crawl(site, store)
    site.publish(7)
    crawl(site, store, kill_at="/list_3.html")
    site.numbers = site.numbers[7:]  # all that was new is taken back
    assert crawl(site, store) == ["/list.html", "/list_3.html"]


def test_a_page_that_was_left_is_asked_though_the_first_one_fails(site, store):
    crawl(site, store, kill_at="/list_3.html")
    site.odd["/list.html"] = BAD["an error"]
    assert crawl(site, store) == ["/list.html", *LISTS[2:]]


def test_a_list_that_grows_by_a_page_while_it_is_read_is_read_on(site, store):
    """Page 2 is what page 1 was: nothing on it is news, and nothing is known."""
    crawl(site, store)
    site.publish(7)
    before = site.numbers
    site.trap = lambda path: path == "/list_2.html" and site.publish(ROWS)
    crawl(site, store)
    assert kept(store) == before
    site.trap = lambda path: None
    crawl(site, store)
    assert kept(store) == site.numbers


def test_a_full_crawl_asks_everything_and_conditionally(site, store):
    crawl(site, store)
    asked: list[str] = []
    site.trap = lambda path: asked.append(path)
    site.odd = {}
    notes = site.asked
    crawl(site, store, full=True)
    assert {(status, conditional) for _, status, conditional in notes} == {(304, True)}
    assert sorted(asked) == sorted([*LISTS, *(f"/a/{number}.html" for number in site.numbers)])


def test_a_list_that_changes_but_names_nothing_new_was_silent(site, store):
    crawl(site, store)
    news = "SELECT news_at FROM addresses WHERE url LIKE '%/list.html'"
    before = ask(store, news)
    site.odd["/list.html"] = (200, HTML, site.list_page(1) + "第9次访问")
    assert crawl(site, store) == LISTS[:1]
    assert ask(store, news) == before


def test_a_column_that_was_silent_for_long_is_left_alone_for_a_while(site, store):
    crawl(site, store)
    long_ago(store, "news_at")
    assert crawl(site, store) == LISTS[:1]
    assert crawl(site, store) == []
    assert sorted(crawl(site, store, full=True)) == LISTS


def test_what_failed_is_asked_at_once_however_silent_the_column_was(site, store):
    crawl(site, store)
    long_ago(store, "news_at")
    site.odd["/list.html"] = BAD["an error"]
    assert crawl(site, store) == crawl(site, store) == LISTS[:1]


def test_an_article_hidden_by_a_deletion_is_found_by_the_sweep(site, store):
    crawl(site, store)
    site.numbers.insert(5, 99)  # on page 2: no reading came across it
    assert crawl(site, store) == LISTS[:1]
    long_ago(store, "swept_at")
    assert crawl(site, store) == LISTS
    assert 99 in kept(store)
    assert crawl(site, store) == LISTS[:1]


def test_a_sweep_that_was_killed_is_begun_again(site, store):
    crawl(site, store)
    long_ago(store, "swept_at")
    long_ago(store, "news_at")
    crawl(site, store, kill_at="/list_3.html")
    site.numbers.insert(10, 99)
    assert sorted(crawl(site, store)) == LISTS
    assert listed(store)[1] > "2021"


def test_a_list_that_leads_elsewhere_is_read_there_each_time(site, store):
    site.odd["/list.html"] = (302, {"Location": "/list_1.html"}, "")
    assert crawl(site, store) == ["/list.html", "/list_1.html", *LISTS[1:]]
    site.publish(2)
    assert crawl(site, store) == ["/list.html", "/list_1.html", "/list_2.html"]
    assert kept(store) == site.numbers
    assert crawl(site, store) == ["/list.html", "/list_1.html"]


def test_a_page_behind_the_last_that_leads_to_the_first_is_the_end(site, store):
    site.numbers = site.numbers[:9]
    site.odd["/list_3.html"] = (
        200,
        HTML,
        site.list_page(3).replace("</ul>", '</ul><a href="/list_4.html">下一页</a>'),
    )
    site.odd["/list_4.html"] = (302, {"Location": "/list.html"}, "")
    assert crawl(site, store) == LISTS
    assert None not in listed(store)


def test_since_leaves_out_older_articles_and_the_pages_behind_them(site, store):
    assert crawl(site, store, since=date(2024, 1, 8)) == LISTS[:3]  # the third has older rows only
    assert kept(store) == [11, 10, 9, 8]
    assert ask(store, "SELECT count(*) FROM addresses WHERE state = 'pending'") == [(5,)]
    assert listed(store) == (None, None)
    assert crawl(site, store) == LISTS
    assert kept(store) == site.numbers


def test_since_of_what_was_crawled_does_not_say_that_the_column_was_read(site, store):
    crawl(site, store)
    before = listed(store)
    site.publish(7)
    assert crawl(site, store, since=date(2024, 1, 16)) == LISTS[:2]
    assert listed(store) == before
    assert crawl(site, store) == LISTS
    assert kept(store) == site.numbers


# --- in processes of their own ----------------------------------------------------------------------


def arguments(site: GrowingSite, *more: str) -> list[str]:
    return ["crawl", "growing", *site_options(site.home, "growing"), *more]


@pytest.mark.parametrize("page", LISTS[1:3])
def test_a_process_killed_after_a_page_hides_nothing_behind_it(page, site, tmp_path):
    database = tmp_path / "articles.db"
    with served(site):
        process = subprocess.Popen(
            command(*arguments(site), database=database),
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        site.trap = lambda asked: asked == page and process.kill()
        assert process.wait(timeout=120) == -9
        site.trap = lambda asked: None
        expire(database)
        site.publish(4)
        assert scrapy(*arguments(site), database=database).returncode == 0
    found = {row["url"].rpartition("/")[2] for row in rows(database, "SELECT url FROM corpus")}
    assert found == {f"{number}.html" for number in site.numbers}


def test_a_second_crawl_asks_for_the_first_page_conditionally_and_stores_nothing(site, tmp_path):
    database = tmp_path / "articles.db"
    with served(site):
        assert scrapy(*arguments(site, "--since", "2023-12-31"), database=database).returncode == 0
        assert scrapy(*arguments(site), database=database).returncode == 0
        before = contents(database)
        site.lists_asked()
        ended = scrapy(*arguments(site), database=database)
    assert "requests: 1 (1 not modified) in " in ended.stdout
    assert site.asked == [("/list.html", 304, True)]
    assert contents(database) == before


def test_since_is_told(site, tmp_path):
    with served(site):
        ended = scrapy(*arguments(site, "--since", "2024-01-08"), database=tmp_path / "articles.db")
    assert ", 5 older than --since\n" in ended.stdout
    assert counts(tmp_path / "articles.db", "growing")["links/older than --since"] == 5


def test_since_takes_a_day(tmp_path):
    ended = scrapy("crawl", "hxw", "--since", "lately", database=tmp_path / "articles.db")
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert "--since takes a day such as 2024-05-31" in ended.stderr
