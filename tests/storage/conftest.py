"""A store on each database, and a crawl that writes to it."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text, update

from cleaners.model import Article, Block, Change, Cleaned, Field, Ledger
from storage import addresses, articles, departures, feed, leases, pages, tables
from storage.database import Store, open_store
from storage.drafts import Cleaning, draft
from storage.portals import PortalRecord
from storage.revisit import MISSING_APART
from tests.conftest import database
from tests.storage import servers

PORTAL = PortalRecord("hxw", "红星网", "山西省", "https://www.example.cn/")


def article(text: str = "正文。", key: str = "", title: str = "标题", **more) -> Article:
    """An article of one block, which the step ``trim`` has trimmed."""
    before, after = Block(1, 0, text + " "), Block(1, 0, text)
    ledger = Ledger((before,), (Change(1, 0, "trim", "white space", before.text, text),))
    fields = {"title": Field(title, title, "line")}
    return Article(key, fields, None, (after,), ledger, **more)


@dataclass
class Crawl:
    """A run of one portal: each method is one transaction."""

    store: Store
    lease: leases.Lease
    portal = PORTAL

    def discover(self, *found: addresses.Found, found_on: int | None = None) -> list[addresses.Known]:
        with self.store.transaction() as session:
            return addresses.discover(session, self.lease, found, found_on)

    def address(self, url: str = "https://www.example.cn/1.html", role="article") -> int:
        return self.discover(addresses.Found(url, role))[0].id

    def fetch(self, address_id: int, body: bytes | None = b"<p>1", status=200, **more) -> pages.Recorded:
        fetched = pages.Fetched(status, "https://www.example.cn/1.html", body=body, **more)
        with self.store.transaction() as session:
            return pages.record(session, self.lease, address_id, fetched)

    def keep(self, address_id: int, *made: Article, body=b"<p>1", cleaner="c1") -> list[articles.Kept]:
        page_id = self.fetch(address_id, body).page_id
        assert page_id is not None
        cleaned = Cleaned("article", made, "utf-8", "header")
        cleaning = Cleaning(address_id, [page_id], draft(cleaned))
        with self.store.transaction() as session:
            (kept,) = articles.keep(session, self.lease, [cleaning], cleaner)
        return kept

    def settle(self, address_id: int, state, reason=None, redirects_to=None) -> None:
        with self.store.transaction() as session:
            addresses.settle(session, self.lease, address_id, state, reason, redirects_to)

    def missing(self, address_id: int, apart: timedelta = MISSING_APART) -> str:
        with self.store.transaction() as session:
            return departures.missing(session, self.lease, address_id, "HTTP 404", apart)

    def due(self, full: bool = False) -> list[int]:
        with self.store.transaction() as session:
            return [known.id for known in addresses.due(session, self.lease, full)]

    def set(self, table, number: int, **values) -> None:
        """Write columns past the store's own functions: to move a time, say."""
        with self.store.transaction() as session:
            session.execute(update(table).where(table.id == number).values(**values))

    def row(self, table, number: int):
        with self.store.reading() as session:
            return session.get_one(table, number)

    def events(self) -> list[tuple[str, int, int]]:
        """The feed: what happened, to which article, in which version."""
        with self.store.reading() as session:
            return [(event.op, event.article_id, event.version) for event in feed.read(session, 0, 1000)]


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[str]:
    """The address of a real MariaDB, one for each worker."""
    if not servers.is_installed():
        pytest.skip("no MariaDB: apt-get install mariadb-server, and requirements-mysql.txt")
    with servers.mariadb() as address:
        yield address


@pytest.fixture
def mariadb(mariadb_server: str) -> Iterator[str]:
    """The address of an empty MariaDB database whose own settings are as bad as old servers' are."""
    name = f"feed_{uuid.uuid4().hex}"  # on databases called test_… everybody has every right
    admin = create_engine(make_url(mariadb_server).set(drivername="mysql+pymysql"))
    with admin.begin() as connection:
        connection.execute(text("SET GLOBAL sql_mode = ''"))
        connection.execute(text(f"CREATE DATABASE {name} CHARACTER SET latin1"))
        yield f"{mariadb_server}{name}"
        connection.execute(text(f"DROP DATABASE {name}"))
    admin.dispose()


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    """The address of a SQLite file that isn't there yet."""
    return f"sqlite:///{tmp_path}/articles.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest) -> str:
    """The address of an empty database, on each of the two in turn."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture(scope="session")
def template(server: str) -> Iterator[str]:
    """The name of a PostgreSQL database with the schema in place: a copy is ten times quicker."""
    with database(server) as address:
        open_store(address).close()
        yield str(make_url(address).database)


@pytest.fixture
def copy(server: str, template: str) -> Iterator[str]:
    """The address of a PostgreSQL database with the schema in place."""
    with database(server, template) as address:
        yield address


@pytest.fixture(params=["sqlite", "copy"], ids=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest) -> str:
    """The address of the store, on each of the two databases in turn."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    store = open_store(address)
    yield store
    store.close()


@pytest.fixture
def crawl(store: Store) -> Crawl:
    with store.transaction() as session:
        return Crawl(store, leases.take(session, PORTAL, "host:1", "web"))


@pytest.fixture
def make():
    """Makes an article: text, key, title."""
    return article


@pytest.fixture
def portal() -> PortalRecord:
    return PORTAL


@pytest.fixture
def table():
    """The tables, by name."""
    return tables
