"""Crawls that are killed again and again, and what they leave."""

import random
import signal
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

from sqlalchemy import func, select, text

from storage.database import open_store
from storage.tables import Address, Article, Event, Layout, LayoutPage, Page, Run, Version
from tests.crawler.commandline import ROOT
from tests.crawler.kills.armed import COMMIT, LESSONS, PHASES, WORKER

#: A kill waits for one of so many moments of its phase, or of so many commits: few, so that a crawl goes a short way with
#: each and many kills strike it.
_MOMENTS, _COMMITS = 2, 8
#: Seconds until a kill strikes, at most: a transaction takes some milliseconds, a page in a worker some dozens.
_LONGEST = 0.03

_PLACE = (Address.url, Article.key)
_QUERIES = {
    "events": select(Event.op, *_PLACE, Version.content_hash)
    .join(Article, Article.id == Event.article_id)
    .join(Address, Address.id == Article.address_id)
    .join(Version, (Version.article_id == Article.id) & (Version.number == Event.version)),
    "versions": select(
        *_PLACE, Version.number, Version.title, Version.text, Version.faults, Version.ledger, Version.layout
    )
    .join(Article, Article.id == Version.article_id)
    .join(Address, Address.id == Article.address_id),
    "addresses": select(Address.url, Address.role, Address.state, Address.reason, Address.part),
    "layouts": select(Layout.name, Layout.content, Layout.title, Layout.repeats, Layout.retired_for),
    "layouts' pages": select(Layout.name, Page.sha256)
    .join(LayoutPage, LayoutPage.layout_id == Layout.id)
    .join(Page, Page.id == LayoutPage.page_id),
    "what crawls taught": select(Run.taught).where(Run.taught.is_not(None)),
}


def contents(address: str) -> dict[str, Counter[str]]:
    """What must not depend on how often a crawl was killed; each with how often it is there."""
    with closing(open_store(address)) as store, store.reading() as session:
        return {
            name: Counter(repr(tuple(row)) for row in session.execute(query))
            for name, query in _QUERIES.items()
        }


def differences(address: str, other: str) -> dict[str, list[str]]:
    """What one of two stores has of their contents and the other hasn't."""
    one, two = contents(address), contents(other)
    apart = {name: [*(one[name] - two[name]), *(two[name] - one[name])] for name in one}
    return {name: rows for name, rows in apart.items() if rows}


def made_with_learned(address: str) -> int:
    """How many versions were made with a layout that was learned."""
    with closing(open_store(address)) as store, store.reading() as session:
        learned = select(func.count()).select_from(Version).where(Version.layout.in_(select(Layout.name)))
        return session.execute(learned).scalar_one()


class Crawls:
    """Crawls of one portal of the replica, none of whose layouts is declared, into the store at ``address``.

    ``finished`` says that the last one came to its end, whatever struck: a worker's end is not the crawl's.
    """

    finished = False

    def __init__(self, portal: str, address: str, folder: Path, seed: int) -> None:
        self.address = address
        self._portal, self._told = portal, folder / "struck"
        self._dice = random.Random(seed)

    def whole(self, replica: str, *more: str) -> None:
        """Crawl to the end."""
        ended = self._run([sys.executable, "-m", "scrapy"], replica, more)
        assert ended.returncode == 0, ended.stderr.decode()

    def killed(self, phase: str, replica: str, *more: str) -> bool:
        """Crawl until a kill in this phase strikes.

        :returns: False if none struck.
        """
        most = 1 if phase in LESSONS else _COMMITS if phase == COMMIT else _MOMENTS
        number = self._dice.randint(1, most)
        arms = [phase, str(number), str(self._dice.uniform(0, _LONGEST)), str(self._told)]
        self._told.unlink(missing_ok=True)
        ended = self._run([sys.executable, "-m", "tests.crawler.kills.armed", *arms], replica, more)
        self.finished = ended.returncode != -signal.SIGKILL
        self._expire()
        return self._told.exists()

    def _run(
        self, command: list[str], replica: str, more: tuple[str, ...]
    ) -> "subprocess.CompletedProcess[bytes]":
        settings = {
            "DATABASE_URL": self.address,
            "REPLICA": replica,
            "DOWNLOAD_DELAY": "0",
            "GONE_APART": "0",
            "SPIDER_MODULES": "tests.crawler.undeclared",
        }
        given = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
        return subprocess.run(
            [*command, "crawl", self._portal, *given, *more], cwd=ROOT, capture_output=True, timeout=120
        )

    def _expire(self) -> None:
        """Let the dead run's lease end now instead of in two minutes."""
        with closing(open_store(self.address)) as store, store.transaction() as session:
            session.execute(text("UPDATE leases SET expires = '2000-01-01 00:00:00'"))


def phases(seed: int, number: int) -> list[str]:
    """So many phases, each as often as the others, in an order of the dice; last the one which the crawl outlives."""
    chosen = [PHASES[each % len(PHASES)] for each in range(number)]
    random.Random(seed).shuffle(chosen)
    return sorted(chosen, key=lambda phase: phase == WORKER)
