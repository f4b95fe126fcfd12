"""A database that follows the store has what the store has, whatever happens."""

import threading

import pytest
from sqlalchemy import delete, text

from storage import departures, leases
from storage.portals import PortalRecord
from storage.tables import Address, Article, Band, Version
from tests.storage.feeds.following import assert_equal, catch_up, following, held
from tests.storage.test_copies import keep_elsewhere, made


def withdraw(crawl, *numbers: int) -> None:
    with crawl.store.transaction() as session:
        departures.withdraw(session, crawl.lease, [session.get_one(Article, number) for number in numbers])


def test_an_empty_store_gives_an_empty_target(store, target):
    done = catch_up(store, target)
    assert [(each.events, each.written, each.removed, each.number) for each in done] == [(0, 0, 0, 0)]
    assert held(store, target) == ([], [])


def test_inserts_updates_and_removals(crawl, make, target):
    first, second = crawl.address(), crawl.address("https://www.example.cn/2.html")
    crawl.keep(first, make("一。"), make("二。", key="二"))
    crawl.keep(second, make("三。"))
    (done, _) = catch_up(crawl.store, target)
    assert (done.events, done.written, done.removed, done.number) == (3, 3, 0, 3)
    assert_equal(crawl.store, target)
    crawl.keep(first, make("一改。"), body=b"<p>2")  # the second of its articles is gone
    (done, _) = catch_up(crawl.store, target)
    assert (done.events, done.written, done.removed, done.number) == (2, 1, 1, 5)
    assert_equal(crawl.store, target)
    crawl.keep(first, make("一改。"), make("二。", key="二"), body=b"<p>3")
    withdraw(crawl, 3)
    catch_up(crawl.store, target, limit=1)
    assert_equal(crawl.store, target)


def test_states_that_are_no_more_are_passed_over(crawl, make, target):
    address = crawl.address()
    crawl.keep(address, make("一。"))
    crawl.keep(address, make("二。"), body=b"<p>2")
    withdraw(crawl, 1)
    done = catch_up(crawl.store, target, limit=1)
    assert [(each.number, each.written, each.removed) for each in done] == [(n, 0, 0) for n in (1, 2, 3, 3)]
    assert_equal(crawl.store, target)


def test_moves(crawl, target):
    old, new = crawl.address(), crawl.address("https://www.example.cn/new.html")
    crawl.keep(old, made())
    catch_up(crawl.store, target)
    crawl.settle(old, "redirected", redirects_to=new)
    crawl.keep(new, made())
    catch_up(crawl.store, target)
    assert_equal(crawl.store, target)
    assert [row["url"] for row in held(crawl.store, target)[1]] == ["https://www.example.cn/new.html"]


def test_groups_of_copies_though_only_one_of_them_is_new(crawl, target):
    crawl.keep(crawl.address(), made())
    catch_up(crawl.store, target)
    elder = keep_elsewhere(crawl.store, "elder", "早报", made(published="2023-05-01"))
    catch_up(crawl.store, target)
    assert_equal(crawl.store, target)
    assert {row["original_id"] for row in held(crawl.store, target)[1]} == {elder}
    withdraw(crawl, elder)
    catch_up(crawl.store, target)
    assert_equal(crawl.store, target)


def test_a_portal_that_is_renamed(crawl, make, target):
    crawl.keep(crawl.address(), make())
    keep_elsewhere(crawl.store, "other", "别的网", made())
    catch_up(crawl.store, target)
    with crawl.store.transaction() as session:
        leases.take(session, PortalRecord("other", "新名网", "山西省", "https://x.cn/"), "me", "web")
    catch_up(crawl.store, target)
    assert_equal(crawl.store, target)
    assert [row["portal_title"] for row in held(crawl.store, target)[1]] == ["红星网", "新名网"]


def test_an_article_that_is_purged(crawl, make, target):
    """Its rows are deleted from the store; the event keeps its number."""
    crawl.keep(crawl.address(), make())
    catch_up(crawl.store, target)
    withdraw(crawl, 1)
    off = {"sqlite": "PRAGMA foreign_keys = OFF", "postgresql": "SET session_replication_role = replica"}
    with crawl.store.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        raw = connection.connection.cursor()
        if sqlite:
            raw.execute(off["sqlite"])
        with connection.begin():
            if not sqlite:
                connection.execute(text(off["postgresql"]))
            for table, column in ((Version, "article_id"), (Band, "article_id"), (Article, "id")):
                connection.execute(delete(table).where(getattr(table, column) == 1))
            connection.execute(delete(Address))
        connection.invalidate()
    (done, _) = catch_up(crawl.store, target)
    assert (done.events, done.removed) == (1, 1)
    assert_equal(crawl.store, target)


ODD = {
    "four bytes": ("𠮷野家😀𪚥。" * 3, "𠮷"),
    "longer than a TEXT of MySQL": ("长" * 200_000, "长"),
    "a long key": ("文。", "县" * 3000),
    "quotes and backslashes": ("'\"\\%s %(x)s\t{}?:x\\' -- ", "\\"),
    "spaces at the end": ("末。  ", "末 "),
    "NUL": ("a\x00b\ud800c", "x\x00"),
}


@pytest.mark.parametrize("label", ODD)
def test_odd_characters_and_sizes(crawl, make, target, label):
    body, key = ODD[label]
    long = "https://www.example.cn/" + "x" * 4000
    crawl.keep(crawl.address(long), make(body, key=key, title=body, faults=(body[:50],)), make("别的。"))
    catch_up(crawl.store, target)
    assert_equal(crawl.store, target)


def test_two_feeds_into_the_same_target_share_the_events(crawl, make, target, to):
    address = crawl.address()
    for number in range(40):
        crawl.keep(address, make(str(number)), body=b"%d" % number)
    applied: list[int] = []
    failures: list[Exception] = []

    def feed_it() -> None:
        try:
            with following(crawl.store, to) as mine:
                applied.extend(each.events for each in catch_up(crawl.store, mine, limit=3))
        except Exception as error:  # noqa: BLE001 (a thread's error must reach the test)
            failures.append(error)

    feeds = [threading.Thread(target=feed_it) for _ in range(3)]
    for each in feeds:
        each.start()
    for each in feeds:
        each.join()
    assert failures == []
    assert sum(applied) == 40
    assert_equal(crawl.store, target)
