"""A process that is killed in the middle of a transaction leaves the former state and no lock."""

import subprocess
import sys

from storage import leases

KILLED_WHILE_WRITING = """
import sys, time
from cleaners.model import Article, Cleaned, Ledger
from storage import addresses, articles, pages
from storage.database import open_store
from storage.drafts import Cleaning, draft
from storage.leases import Lease

store = open_store(sys.argv[1])
lease = Lease(1, "hxw", 1, 1)
with store.transaction() as session:
    found = [addresses.Found(f"https://www.example.cn/{n}", "article") for n in range(500)]
    known = addresses.discover(session, lease, found, None)
    fetched = pages.Fetched(200, known[0].url, body=b"new")
    page = pages.record(session, lease, known[0].id, fetched).page_id
    cleaned = Cleaned("article", (Article("", {}, None, (), Ledger((), ())),), "utf-8", "bom")
    articles.keep(session, lease, [Cleaning(known[0].id, [page], draft(cleaned))], "c1")
    print("written, not committed", flush=True)
    time.sleep(60)
"""


def test_the_former_state_is_left_and_the_lease_can_be_taken(address, crawl, portal, make):
    number = crawl.address()
    crawl.keep(number, make())
    command = [sys.executable, "-c", KILLED_WHILE_WRITING, address]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "written, not committed\n"
        writer.kill()
    assert crawl.due() == [number]
    assert crawl.events() == [("new", 1, 1)]
    with crawl.store.transaction() as session:
        leases.release(session, crawl.lease, "finished", {})
    with crawl.store.transaction() as session:
        crawl.lease = leases.take(session, portal, "host:2", "web")
    crawl.keep(number, make("别的。"), body=b"<p>2")
    assert crawl.events() == [("new", 1, 1), ("changed", 1, 2)]
