"""``scrapy prune``: what a user may type, and what must come of it."""

import shutil

import pytest

from tests.crawler.commandline import corpus, rows, scrapy

WRONG_USE = {
    "no policy": ([], "prune takes --older-than"),
    "something": (["hxw", "--keep-versions", "1"], "prune takes --older-than"),
    "no days": (["--older-than", "1 year"], "--older-than takes days such as 365d, not '1 year'"),
    "no number": (["--keep-versions", "0"], "--keep-versions takes a number from 1, not '0'"),
}


@pytest.mark.parametrize("label", WRONG_USE)
def test_wrong_use_is_one_line_and_exit_2(label, crawled):
    arguments, told = WRONG_USE[label]
    ended = scrapy("prune", *arguments, database=crawled.database)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert told in ended.stderr


def test_only_bodies_that_nothing_needs_go(crawled, tmp_path):
    database = shutil.copy(crawled.database, tmp_path / "articles.db")
    unneeded = (
        "SELECT id FROM pages WHERE id NOT IN (SELECT page_id FROM addresses WHERE page_id IS NOT NULL)"
        " AND id NOT IN (SELECT page_id FROM articles) AND id NOT IN (SELECT page_id FROM versions)"
    )
    expected = rows(database, unneeded)
    ended = scrapy("prune", "--older-than", "0d", database=database)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith(f"pruned: {len(expected)} page bodies, ")
    assert rows(database, "SELECT id FROM pages WHERE pruned_at IS NOT NULL") == expected
    assert corpus(database) == corpus(crawled.database)
