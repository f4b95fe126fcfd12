"""``scrapy backup`` and ``scrapy restore``: what a user may type, and what must come of it."""

import pytest

from tests.crawler.commandline import corpus, scrapy


@pytest.mark.parametrize(
    "arguments", [("backup",), ("backup", "a", "b"), ("restore",), ("restore", "a", "b")]
)
def test_wrong_use_is_one_line_and_exit_2(arguments, crawled):
    ended = scrapy(*arguments, database=crawled.database)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert f"{arguments[0]} takes one file" in ended.stderr


def test_there_and_back(crawled, tmp_path):
    file, restored = tmp_path / "backup.db", tmp_path / "restored.db"
    ended = scrapy("backup", str(file), database=crawled.database)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith(f"backup: {file}, ")
    ended = scrapy("restore", str(file), database=restored)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert corpus(restored) == corpus(crawled.database)


def test_what_is_there_is_not_overwritten(crawled, tmp_path):
    (tmp_path / "backup.db").write_text("mine")
    backup = scrapy("backup", str(tmp_path / "backup.db"), database=crawled.database)
    assert (backup.returncode, backup.stderr.count("\n")) == (1, 1)
    assert "it is there; --force replaces it" in backup.stderr
    scrapy("backup", str(tmp_path / "good.db"), database=crawled.database)
    restore = scrapy("restore", str(tmp_path / "good.db"), database=crawled.database)
    assert (restore.returncode, restore.stderr.count("\n")) == (3, 1)
    assert "there is a store at sqlite:///" in restore.stderr


def test_a_backup_that_is_none_is_one_line(tmp_path):
    (tmp_path / "text.db").write_text("no database " * 100)
    text = scrapy("restore", str(tmp_path / "text.db"), database=tmp_path / "articles.db")
    none = scrapy("restore", str(tmp_path / "none.db"), database=tmp_path / "articles.db")
    assert (text.returncode, text.stderr.count("\n")) == (3, 1)
    assert (none.returncode, none.stderr) == (1, f"scrapy: {tmp_path}/none.db: no such file\n")
    assert not (tmp_path / "articles.db").exists()


def test_without_a_store_there_is_nothing_to_back_up(tmp_path):
    ended = scrapy("backup", str(tmp_path / "backup.db"), database=tmp_path / "articles.db")
    assert (ended.returncode, ended.stderr.count("\n")) == (3, 1)
    assert list(tmp_path.iterdir()) == []
