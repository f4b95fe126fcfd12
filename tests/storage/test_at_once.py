"""Two processes that write, and one that searches, at the same time: nothing is lost, nobody fails."""

import subprocess
import sys
from collections import Counter

from sqlalchemy import text

from storage import search
from storage.database import open_store

NUMBER = 60

WRITE = """
import sys
from cleaners.model import Article, Block, Cleaned, Field, Ledger
from storage import addresses, articles, leases, pages
from storage.database import open_store
from storage.drafts import Cleaning, draft
from storage.portals import PortalRecord

store, name, number = open_store(sys.argv[1]), sys.argv[2], int(sys.argv[3])
with store.transaction() as session:
    lease = leases.take(session, PortalRecord(name, name, "", f"https://{name}.cn"), "host:1", "web")

def keep(n, words):
    url = f"https://{name}.cn/{n}.html"
    block = Block(1, 0, words)
    made = Article("", {"published": Field(f"2024-01-{n % 28 + 1:02}", "", "line")}, None, (block,), Ledger((block,), ()))
    with store.transaction() as session:
        (known,) = addresses.discover(session, lease, [addresses.Found(url, "article")], None)
        page = pages.record(session, lease, known.id, pages.Fetched(200, url, body=words.encode())).page_id
        drafted = draft(Cleaned("article", (made,), "utf-8", ""))
        articles.keep(session, lease, [Cleaning(known.id, [page], drafted)], "c1")
        addresses.settle(session, lease, known.id, "kept")

for n in range(number):
    keep(n, f"{name}第{n}篇：党建旧稿。")
    keep(n, f"{name}第{n}篇：党建新稿。")
print("done")
"""

READ = """
import sys
from storage.database import open_store
from storage.search import Query, search

store, number, most = open_store(sys.argv[1]), int(sys.argv[2]), 0
while most < number:
    with store.reading() as session:
        hits = search(session, Query("党建", limit=1000)).hits
        assert len(hits) >= most, "what was found is lost"
        assert [hit.published for hit in hits] == sorted((hit.published for hit in hits), reverse=True)
        most = len(hits)
print("done")
"""


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_two_writers_and_a_reader_do_not_disturb_each_other(address):
    open_store(address).close()
    processes = [
        start(WRITE, address, "one", str(NUMBER)),
        start(WRITE, address, "two", str(NUMBER)),
        start(READ, address, str(2 * NUMBER)),
    ]
    ended = [process.communicate(timeout=300) for process in processes]
    assert ended == [("done\n", "")] * 3
    store = open_store(address)
    with store.reading() as session:
        assert len(search.search(session, search.Query("新稿", limit=1000)).hits) == 2 * NUMBER
        assert search.search(session, search.Query("旧稿")).hits == []
        events = session.execute(text("SELECT number, op FROM events ORDER BY number")).all()
    store.close()
    assert [event.number for event in events] == list(range(1, len(events) + 1))
    assert Counter(event.op for event in events if event.op != "grouped") == {
        "new": 2 * NUMBER,
        "changed": 2 * NUMBER,
    }
