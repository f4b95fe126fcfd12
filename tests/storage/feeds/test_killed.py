"""A feed that is killed at any instant, again and again, leaves a target that is right in the end.

KILLS says how often for each target: 5 unless set; `make torture` sets 50.
"""

import os
import random
import subprocess
import sys
import threading
import time

from sqlalchemy import func, select

from storage import departures, leases
from storage.database import open_store
from storage.portals import PortalRecord
from storage.tables import Article
from storage.targets import CURSOR
from tests.storage.conftest import Crawl
from tests.storage.feeds.following import assert_equal, catch_up, following
from tests.storage.test_copies import made

KILLS = int(os.environ.get("KILLS", "5"))

#: Small batches: many commits, so that many of the kills fall between or into them.
FOLLOW = """
import sys, time
from storage.database import open_store
from storage.follow import apply
from tests.storage.feeds.following import following

print("ready", flush=True)
store = open_store(sys.argv[1])
with following(store, sys.argv[2]) as target:
    apply(store, target, limit=3)
    print("following", flush=True)
    while True:
        apply(store, target, limit=3).events or time.sleep(0.01)
"""


class Writer(threading.Thread):
    """Writes to the store until it is told to stop: new, changed, gone and back, alone and as copies."""

    def __init__(self, store) -> None:
        super().__init__()
        self.store = store
        self.stop = threading.Event()
        self.failure: Exception | None = None
        self.dice = random.Random(2)
        self.last = 0

    def run(self) -> None:
        try:
            with self.store.transaction() as session:
                lease = leases.take(session, PortalRecord("written", "在写", "", ""), "writer", "web")
            crawl = Crawl(self.store, lease)
            while not self.stop.is_set():
                self.write(crawl)
        except Exception as error:  # noqa: BLE001 (a thread's error must reach the test)
            self.failure = error

    def write(self, crawl: Crawl) -> None:
        self.last += self.dice.random() < 0.6
        number = max(
            0, self.last - self.dice.randrange(5)
        )  # what lies behind is written no more: no later event mends it
        address_id = crawl.address(f"https://www.example.cn/{number}.html")
        with self.store.transaction() as session:
            there = departures.articles_of(session, address_id)
            if there and self.dice.random() < 0.3:
                departures.withdraw(session, crawl.lease, there)
                return
        text = f"第{self.dice.randrange(10**6)}号😀" * 40
        article = made() if self.dice.random() < 0.2 else made(text)
        crawl.keep(address_id, article, body=text.encode())


def follow_and_kill(store_address: str, to: str, until: str, dice: random.Random) -> None:
    """Kill a feed at a random instant after it has said a word: how fast it gets there, the machine tells."""
    command = [sys.executable, "-c", FOLLOW, store_address, to]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as follower:
        assert follower.stdout is not None
        for line in follower.stdout:
            if line.strip() == until:
                break
        time.sleep(dice.uniform(0, 1.0))
        assert follower.poll() is None, follower.communicate()
        follower.kill()


def test_the_target_is_right_in_the_end(address, to):
    store = open_store(address)
    writer, dice = Writer(store), random.Random(1)
    writer.start()
    reached = set()
    try:
        for n in range(KILLS):
            follow_and_kill(address, to, "following" if n % 2 else "ready", dice)
            reached.add(applied(store, to))
    finally:
        writer.stop.set()
        writer.join()
    assert writer.failure is None
    assert len(reached) > 1, "no feed lived long enough to apply anything"
    with following(store, to) as target:
        catch_up(store, target)
        assert_equal(store, target)
    with store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Article))
    store.close()


def applied(store, to: str) -> int:
    """Where the killed feed left the cursor."""
    with following(store, to) as target, target.transaction() as there:
        return int(there.scalar(select(CURSOR.c.number)) or 0)
