"""Runs the command line as a user does, and reads what it left in the database."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).parents[2]


def command(*arguments: str, database: Path | str) -> list[str]:
    address = database if isinstance(database, str) else f"sqlite:///{database}"
    return [sys.executable, "-m", "scrapy", *arguments, "-s", f"DATABASE_URL={address}"]


def scrapy(
    *arguments: str, database: Path | str = "sqlite:////nowhere/x.db", seconds: int = 120, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line; it is stopped after so many seconds."""
    return subprocess.run(
        command(*arguments, database=database),
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=seconds,
    )


def crawl_site(database: Path, home: str, portal: str, *more: str) -> subprocess.CompletedProcess[str]:
    """Crawl a portal of the tests whose site is served at ``home``, in full and without a delay."""
    return scrapy("crawl", portal, "--full", *site_options(home, portal), *more, database=database)


def site_options(home: str, portal: str) -> list[str]:
    """The options for a portal of the tests whose site is served at ``home``, without a delay."""
    settings = {
        "SPIDER_MODULES": "tests.crawler.portals",
        "PORTAL_HOMES": json.dumps({portal: home}),
        "PRIVATE_NETWORKS": "127.0.0.0/8",
        "DOWNLOAD_DELAY": "0",
        "BACKOFF_START": "0",
        "RETRY_TIMES": "0",
        "DOWNLOAD_TIMEOUT": "2",
        "DOWNLOAD_MAXSIZE": "100000",
    }
    return [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]


def beside_progress(errors: str) -> str:
    """What a command wrote to stderr, without the lines that show its progress."""
    progress = (": started, http", " addresses asked, ", "stopping: ")
    return "".join(
        line for line in errors.splitlines(keepends=True) if not any(words in line for words in progress)
    )


def rows(database: Path, query: str, *values: object) -> list[dict]:
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(query, values)]


def counts(database: Path, portal: str) -> dict[str, int]:
    """What the portal's last run counted."""
    query = (
        "SELECT counts FROM runs JOIN portals ON portals.id = portal_id WHERE name = ? ORDER BY runs.id DESC"
    )
    return json.loads(rows(database, query, portal)[0]["counts"])


def contents(database: Path) -> dict[str, list[dict]]:
    """Everything a run without news must leave as it is."""
    return {
        "pages": rows(database, "SELECT hex(sha256) FROM pages ORDER BY id"),
        "versions": rows(database, "SELECT * FROM versions ORDER BY id"),
        "events": rows(database, "SELECT * FROM events ORDER BY number"),
        "addresses": rows(database, "SELECT url, state, reason FROM addresses ORDER BY id"),
    }


def corpus(database: Path) -> list[dict]:
    """What analysts see, but for times and numbers that differ from crawl to crawl."""
    return rows(
        database,
        "SELECT portal, url, part_key, title, published, source, text FROM corpus ORDER BY url, part_key",
    )
