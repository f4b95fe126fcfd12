"""docs/schema.md says what the tables say, and what it shows works."""

import re
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from cleaners.generated import refreshed
from crawler.replica.server import running
from storage import guide
from storage.backup import backup, restore
from storage.database import Store, open_store
from tests.crawler.commandline import ROOT, scrapy

PAGE = ROOT / "docs" / "schema.md"
QUERIES = re.findall(r"```sql ?(\w*)\n(.+?)```", PAGE.read_text("utf-8"), re.DOTALL)
PROGRAMS = re.findall(r"```python\n(.+?)```", PAGE.read_text("utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    """A store of all portals and mirrors in the demo's first edition, and of one in its second."""
    file = tmp_path_factory.mktemp("demo") / "demo.db"
    assert scrapy("demo", database=file).returncode == 0
    with running(2) as later:
        settings = ("-s", f"REPLICA={later}", "-s", "GONE_APART=0", "-s", "DOWNLOAD_DELAY=0")
        assert scrapy("crawl", "hxw", "--full", *settings, database=file).returncode == 0
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request, demo, tmp_path) -> Store:
    """The demo's store, on each database."""
    address = f"sqlite:///{demo}"
    if request.param == "postgresql":
        with closing(open_store(address)) as source:
            backup(source, tmp_path / "backup.db", False, lambda done, total: None)
        address = request.getfixturevalue("postgresql")
        restore(tmp_path / "backup.db", address, False, lambda done, total: None)
    with closing(open_store(address)) as opened:
        yield opened


def test_the_page_is_made_from_the_code():
    page = PAGE.read_text("utf-8")
    assert refreshed(page, "tables", guide.guide()) == page, "run `make docs`"


def test_every_query_finds_something(store):
    dialect = store.engine.dialect.name
    run = [query for only, query in QUERIES if only in ("", dialect)]
    assert len(run) >= 10
    with store.reading() as session:
        empty = [query for query in run if not session.execute(text(query)).all()]
    assert empty == []


@pytest.mark.parametrize("program", PROGRAMS, ids=["duckdb", "pandas", "sqlite"])
def test_every_program_runs_as_it_is_shown(program, demo, tmp_path, monkeypatch, capsys):
    shutil.copy(demo, tmp_path / "demo.db")
    exported = scrapy("export", str(tmp_path / "articles.parquet"), database=demo)
    assert exported.returncode == 0
    monkeypatch.chdir(tmp_path)
    exec(compile(program, "docs/schema.md", "exec"), {})  # noqa: S102 (our own)
    assert "hxw" in capsys.readouterr().out
