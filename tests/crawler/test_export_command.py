"""``scrapy export``: what a user may type, and what must come of it."""

import json

import pytest

from tests.crawler.commandline import corpus, scrapy

WRONG_USE = {
    "no file": ([], "export takes one file"),
    "two files": (["a.csv", "b.csv"], "export takes one file"),
    "unknown ending": (["a.xlsx"], "export takes one file"),
    "no day": (["a.csv", "--since", "yesterday"], "--since takes a day such as 2024-05-31, not 'yesterday'"),
    "unknown portal": (["a.csv", "--portal", "hwx"], "the store has no portal 'hwx'; it has: hxw, puyang"),
    "unknown portal's pages": (["a.warc.gz", "--portal", "hwx"], "the store has no portal 'hwx'"),
    "gone pages": (["a.warc.gz", "--gone"], "--gone is for articles"),
}


@pytest.mark.parametrize("label", WRONG_USE)
def test_wrong_use_is_one_line_and_exit_2(label, crawled, tmp_path):
    arguments, told = WRONG_USE[label]
    files = [str(tmp_path / each) if "." in each else each for each in arguments]
    ended = scrapy("export", *files, database=crawled.database)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert told in ended.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("package, file", [("pyarrow", "a.parquet"), ("warcio", "a.warc.gz")])
def test_a_package_that_is_not_installed_is_named_with_its_cure(package, file, crawled, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(f"import sys; sys.modules[{package!r}] = None")
    ended = scrapy("export", str(tmp_path / file), database=crawled.database, PYTHONPATH=str(tmp_path))
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert f"needs {package}: .venv/bin/pip install --require-hashes -r requirements-" in ended.stderr


def test_a_file_that_cannot_be_written_is_one_line_and_exit_1(crawled):
    ended = scrapy("export", "/nowhere/a.csv", database=crawled.database)
    assert (ended.returncode, ended.stderr) == (
        1,
        "scrapy: /nowhere/a.csv can't be written: No such file or directory\n",
    )


def test_without_a_store_there_is_nothing_to_export(tmp_path):
    ended = scrapy("export", str(tmp_path / "a.csv"), database=tmp_path / "articles.db")
    assert (ended.returncode, ended.stderr.count("\n")) == (3, 1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["parquet", "csv", "jsonl", "warc.gz"])
def test_every_kind_of_file_is_written(ending, crawled, tmp_path):
    file = tmp_path / f"a.{ending}"
    ended = scrapy("export", str(file), "--portal", "hxw", database=crawled.database)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("export: ")
    assert [each.name for each in tmp_path.iterdir()] == [file.name]
    if ending == "jsonl":
        titles = {json.loads(line)["title"] for line in file.read_text("utf-8").splitlines()}
        assert titles == {row["title"] for row in corpus(crawled.database) if row["portal"] == "hxw"}
