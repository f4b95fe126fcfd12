"""Leases: one run a portal, and the dead stay dead."""

import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from storage import addresses, departures, leases
from storage.database import StoreError, now
from storage.portals import PortalRecord

PAST = datetime(2020, 1, 1, tzinfo=UTC)


def take(store, portal, holder="host:2", world="web"):
    with store.transaction() as session:
        return leases.take(session, portal, holder, world)


def expire(crawl, table):
    with crawl.store.transaction() as session:
        session.execute(update(table.Lease).values(expires=PAST))


def test_a_held_lease_is_refused_with_who_and_until(crawl, portal):
    with pytest.raises(leases.LeaseHeld) as caught:
        take(crawl.store, portal)
    with crawl.store.reading() as session:
        left = caught.value.until - now(session)
    assert caught.value.holder == "host:1"
    assert timedelta(0) < left <= leases.TIME_TO_LIVE
    assert str(caught.value).startswith("hxw is being crawled by host:1 ")
    assert str(caught.value).endswith("if it was killed, run again after that time)")


def test_a_refused_taker_leaves_nothing(crawl, portal, table):
    with pytest.raises(leases.LeaseHeld):
        take(crawl.store, PortalRecord(portal.name, "another title", "", ""))
    assert crawl.row(table.Portal, 1).title == portal.title


def test_another_portal_has_its_own_lease(crawl):
    lease = take(
        crawl.store, PortalRecord("puyang", "濮阳组工信息", "河南省濮阳市", "https://puyang.example/")
    )
    assert (lease.portal, lease.number) == ("puyang", 1)


def test_an_expired_lease_is_taken_over_and_its_run_has_died(crawl, portal, table):
    expire(crawl, table)
    lease = take(crawl.store, portal)
    assert lease.number == crawl.lease.number + 1
    dead = crawl.row(table.Run, crawl.lease.run_id)
    assert dead.outcome == "died"
    assert dead.ended is not None
    assert crawl.row(table.Run, lease.run_id).outcome is None


@pytest.mark.parametrize(
    "write",
    [
        lambda s, lease: leases.check(s, lease),
        lambda s, lease: leases.renew(s, lease),
        lambda s, lease: leases.release(s, lease, "finished", {}),
        lambda s, lease: addresses.discover(s, lease, [addresses.Found("https://a.cn/", "list")], None),
        lambda s, lease: addresses.settle(s, lease, 1, "kept"),
        lambda s, lease: departures.missing(s, lease, 1, "HTTP 404"),
    ],
)
def test_who_lost_the_lease_writes_no_more(crawl, portal, table, write):
    crawl.address()
    expire(crawl, table)
    take(crawl.store, portal)
    with pytest.raises(leases.LeaseLost), crawl.store.transaction() as session:
        write(session, crawl.lease)


def test_an_expired_lease_nobody_took_still_holds(crawl, table):
    expire(crawl, table)
    crawl.address()


def test_renewing_moves_the_end(crawl, portal, table):
    expire(crawl, table)
    with crawl.store.transaction() as session:
        leases.renew(session, crawl.lease)
    with pytest.raises(leases.LeaseHeld):
        take(crawl.store, portal)


def test_a_released_lease_is_free_and_its_run_has_ended(crawl, portal, table):
    with crawl.store.transaction() as session:
        leases.release(session, crawl.lease, "finished", {"skipped": {"不在本站": 2}})
    run = crawl.row(table.Run, crawl.lease.run_id)
    assert (run.outcome, run.counts) == ("finished", {"skipped": {"不在本站": 2}})
    assert run.started <= run.ended
    with pytest.raises(leases.LeaseLost), crawl.store.transaction() as session:
        leases.check(session, crawl.lease)
    assert take(crawl.store, portal).number == crawl.lease.number + 1
    assert crawl.row(table.Run, crawl.lease.run_id).outcome == "finished"


@pytest.mark.parametrize(
    "first, second, told", [("web", "replica", "real articles"), ("replica", "web", "invented")]
)
def test_a_store_holds_one_world(store, portal, first, second, told):
    with store.transaction() as session:
        leases.release(session, leases.take(session, portal, "host:1", first), "finished", {})
    with pytest.raises(StoreError, match=told):
        take(store, portal, world=second)
    assert take(store, portal, world=first).number == 2


@contextmanager
def meanwhile(store, portal):
    """Another process's ``take`` while this transaction is open; yields what became of it, at the end."""
    became: list[Any] = []

    def try_to_take():
        try:
            became.append(take(store, portal))
        except leases.LeaseHeld as held:
            became.append(held)

    other = threading.Thread(target=try_to_take)
    with store.transaction() as session:
        yield session, other, became
        other.join(timeout=0.3)  # it must be waiting by now; a slow machine makes the test weaker, not wrong
        assert became == []
    other.join()


def test_of_two_that_take_a_free_lease_at_once_one_gets_it(crawl, portal):
    with crawl.store.transaction() as session:
        leases.release(session, crawl.lease, "finished", {})
    with meanwhile(crawl.store, portal) as (session, other, became):
        leases.take(session, portal, "host:3", "web")
        other.start()
    assert [type(each) for each in became] == [leases.LeaseHeld]


def test_nobody_takes_a_lease_while_its_run_is_writing(crawl, portal, table):
    expire(crawl, table)
    with meanwhile(crawl.store, portal) as (session, other, became):
        leases.check(session, crawl.lease)
        other.start()
    assert [each.number for each in became] == [crawl.lease.number + 1]
