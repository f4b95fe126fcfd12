"""The change feed: a reader with a cursor misses nothing, whoever writes."""

import threading

from sqlalchemy import create_engine, make_url, text

from cleaners.model import Cleaned
from storage import articles, feed, leases, pages
from storage.addresses import Found, discover
from storage.database import open_store
from storage.drafts import Cleaning, draft
from storage.portals import PortalRecord


def test_an_empty_feed(store):
    with store.reading() as session:
        assert feed.read(session, 0, 10) == []


def test_reading_on_from_a_cursor(crawl, make):
    address = crawl.address()
    for number in range(5):
        crawl.keep(address, make(str(number)), body=b"%d" % number)
    with crawl.store.reading() as session:
        first = feed.read(session, 0, 2)
        rest = feed.read(session, first[-1].number, 10)
        assert feed.read(session, rest[-1].number, 10) == []
    assert [(each.number, each.op, each.version) for each in first + rest] == [
        (1, "new", 1),
        (2, "changed", 2),
        (3, "changed", 3),
        (4, "changed", 4),
        (5, "changed", 5),
    ]
    assert (first[0].portal, first[0].url, first[0].key) == ("hxw", "https://www.example.cn/1.html", "")
    assert first[0].at <= first[1].at


def test_a_number_that_was_rolled_back_is_given_again(crawl, make):
    address = crawl.address()
    crawl.keep(address, make())
    try:
        with crawl.store.transaction() as session:
            feed.append(session, crawl.lease.run_id, [("changed", 1, 1)])
            assert feed.head(session).number == 2
            raise InterruptedError
    except InterruptedError:
        pass
    crawl.keep(address, make("别的。"), body=b"<p>2")
    assert [op for op, *_ in crawl.events()] == ["new", "changed"]


ROUNDS = 25


def write(store, make, name, failures):
    """Crawl a portal of one's own: every round is one transaction with one event."""
    try:
        with store.transaction() as session:
            lease = leases.take(session, PortalRecord(name, "", "", ""), name, "web")
        for number in range(ROUNDS):
            with store.transaction() as session:
                (known,) = discover(session, lease, [Found(f"https://{name}/{number}", "article")], None)
                body = b"%d" % number  # the same pages as the other writer
                page = pages.record(
                    session, lease, known.id, pages.Fetched(200, known.url, body=body)
                ).page_id
                assert page is not None
                cleaning = Cleaning(known.id, [page], draft(make()))
                articles.keep(session, lease, [cleaning], "c1")
    except Exception as error:  # noqa: BLE001 (a thread's error must reach the test)
        failures.append(error)


def test_two_writers_leave_no_gap_to_a_reader_who_follows(store, make):
    failures: list[Exception] = []
    writers = [
        threading.Thread(
            target=write, args=(store, lambda: Cleaned("article", (make(),), "utf-8", "bom"), name, failures)
        )
        for name in ("a.cn", "b.cn")
    ]
    for writer in writers:
        writer.start()
    seen: list[int] = []
    while len(seen) < 2 * ROUNDS and (any(w.is_alive() for w in writers) or not failures):
        with store.reading() as session:
            seen += [event.number for event in feed.read(session, len(seen), 7)]
    for writer in writers:
        writer.join()
    assert failures == []
    assert seen == list(range(1, 2 * ROUNDS + 1))


def waiting(copy: str) -> list[str]:
    """What the database's other connections wait for with a lock."""
    engine = create_engine(make_url(copy).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        query = "SELECT query FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        found = list(connection.scalars(text(query)))
    engine.dispose()
    return found


def test_an_event_that_is_committed_late_is_not_skipped(copy, make):
    """While one transaction with an event stays open, others that are quicker must not be seen before it."""
    store = open_store(copy)
    failures: list[Exception] = []
    cleaned = lambda: Cleaned("article", (make(),), "utf-8", "bom")  # noqa: E731
    others = [
        threading.Thread(target=write, args=(store, cleaned, name, failures)) for name in ("a.cn", "b.cn")
    ]
    with store.transaction() as session:
        lease = leases.take(session, PortalRecord("late", "", "", ""), "late", "web")
    with store.transaction() as late:
        (known,) = discover(late, lease, [Found("https://late/1", "article")], None)
        page = pages.record(late, lease, known.id, pages.Fetched(200, known.url, body=b"late")).page_id
        articles.keep(late, lease, [Cleaning(known.id, [page], draft(cleaned()))], "c1")
        for other in others:
            other.start()
        while len(waiting(copy)) < len(others):
            assert not failures
        with store.reading() as reader:
            assert feed.read(reader, 0, 1000) == []
    for other in others:
        other.join()
    with store.reading() as reader:
        seen = feed.read(reader, 0, 1000)
    store.close()
    assert failures == []
    assert [event.number for event in seen] == list(range(1, 2 * ROUNDS + 2))
    assert seen[0].portal == "late"
