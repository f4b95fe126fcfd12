"""The replica in a process of its own, and one full crawl of it that many tests look at."""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawler.replica.server import running
from storage.database import open_store
from tests.crawler.commandline import scrapy

#: Notes every address that any process of the crawl connects to or looks up. It is Python's own hook.
WATCH = """
import json, os, sys
def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname"):
        address = args[1] if event == "socket.connect" else args[0]
        with open(os.environ["WATCHED"], "a") as file:
            file.write(json.dumps([event, address], default=str) + "\\n")
sys.addaudithook(watch)
"""


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A store in which nothing is."""
    file = tmp_path / "articles.db"
    open_store(f"sqlite:///{file}").close()
    return file


@dataclass(frozen=True)
class Crawled:
    """A crawl of both portals: its database, its process, what it connected to, and the replica it crawled."""

    database: Path
    process: subprocess.CompletedProcess[str]
    connected: list[tuple[str, object]]
    replica: str


@pytest.fixture(scope="session")
def replica() -> Iterator[str]:
    with running() as address:
        yield address


@pytest.fixture(scope="session")
def crawled(replica: str, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    folder = tmp_path_factory.mktemp("crawled")
    (folder / "sitecustomize.py").write_text(WATCH)
    watched = folder / "connected.jsonl"
    arguments = ("crawl", "hxw", "puyang", "--full", "-s", f"REPLICA={replica}")
    database = folder / "articles.db"
    process = scrapy(*arguments, database=database, PYTHONPATH=str(folder), WATCHED=str(watched))
    connected = [tuple(json.loads(line)) for line in watched.read_text().splitlines()]
    return Crawled(database, process, connected, replica)
