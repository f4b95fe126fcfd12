"""``scrapy import``: what a crawl archived is kept again as the crawl kept it; the rest is passed over by name."""

import shutil
import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from time import sleep

import pytest

from tests.crawler.commandline import ROOT, command, corpus, rows, scrapy
from tests.storage.test_captures import record


@pytest.fixture(scope="module")
def archive(crawled, tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("archive") / "pages.warc.gz"
    assert scrapy("export", str(file), database=crawled.database).returncode == 0
    return file


@pytest.mark.parametrize(
    "arguments, code, told",
    [
        ([], 2, "import takes <file>.warc.gz --portal <name>"),
        (["a.warc.gz"], 2, "import takes <file>.warc.gz --portal <name>"),
        (["a.warc.gz", "--portal", "hwx"], 2, "there is no portal 'hwx'; nearest: hxw"),
        (["/nowhere/a.warc.gz", "--portal", "hxw"], 1, "/nowhere/a.warc.gz can't be read: No such file"),
        (["/", "--portal", "hxw"], 1, "/ can't be read: Is a directory"),
    ],
)
def test_wrong_use_is_one_line(arguments, code, told, tmp_path):
    ended = scrapy("import", *arguments, database=tmp_path / "articles.db")
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (code, "", 1)
    assert told in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_without_warcio_it_is_named_with_its_cure(archive, tmp_path):
    (tmp_path / "sitecustomize.py").write_text("import sys; sys.modules['warcio'] = None")
    ended = scrapy(
        "import", str(archive), "--portal", "hxw", database=tmp_path / "a.db", PYTHONPATH=str(tmp_path)
    )
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "WARC needs warcio: " in ended.stderr


def test_an_archived_crawl_gives_the_same_articles_as_fetched_then(archive, crawled, tmp_path):
    database = tmp_path / "articles.db"
    ended = scrapy("import", str(archive), "--portal", "hxw", database=database)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert corpus(database) == [row for row in corpus(crawled.database) if row["portal"] == "hxw"]
    assert "articles: 38 new, 0 changed, 0 same\npassed over: " in ended.stdout
    assert " off site" in ended.stdout
    then = "SELECT fetches.at FROM fetches JOIN pages ON pages.id = page_id WHERE fetches.url = ?"
    url = corpus(database)[0]["url"]
    assert rows(database, then, url) == rows(crawled.database, then, url)
    again = scrapy("import", str(archive), "--portal", "hxw", database=database)
    assert "import: 0 pages; articles: 0 new, 0 changed, 0 same" in again.stdout
    assert "no newer than what is there, or purged" in again.stdout


def test_an_import_that_is_stopped_goes_on_where_it_stopped(archive, tmp_path):
    database = tmp_path / "articles.db"
    importing = command("import", str(archive), "--portal", "hxw", database=database)
    with subprocess.Popen(importing, cwd=ROOT, stderr=subprocess.PIPE, text=True) as stopped:
        while not kept_pages(database):
            sleep(0.02)
        stopped.send_signal(signal.SIGTERM)
        assert stopped.wait(60) == 130
        assert stopped.stderr.read() == "scrapy: stopped\n"
    pending = "SELECT url FROM addresses WHERE state = 'pending'"
    assert rows(database, pending)
    assert scrapy("import", str(archive), "--portal", "hxw", database=database).returncode == 0
    assert len(corpus(database)) == 38
    assert rows(database, pending) == []


def kept_pages(database: Path) -> int:
    """How many pages a database has that may not be there yet."""
    try:
        return rows(database, "SELECT count(*) AS n FROM pages")[0]["n"]
    except sqlite3.OperationalError:
        return 0


def test_nothing_older_replaces_what_a_crawl_has_fetched(archive, crawled, tmp_path):
    database = shutil.copy(crawled.database, tmp_path / "articles.db")
    before = corpus(database)
    ended = scrapy("import", str(archive), "--portal", "hxw", database=database)
    assert "articles: 0 new, 0 changed, 0 same" in ended.stdout
    assert corpus(database) == before


HOSTILE = b"".join(
    [
        record(b"<p>x", url="https://elsewhere.example/content/2018/07/19/402055.html"),
        record(b"<p>x", url="https://[broken/"),
        record(b"<p>x", url="https://www.hxw.gov.cn/content/2018/07/19/402056.doc"),
        record(b"<p>x", url="https://www.hxw.gov.cn/about.html"),
        record(b"<p>x", url="file:///etc/passwd"),
        record(
            b"\xff\x00" * 99, url="https://www.hxw.gov.cn/content/2018/07/19/402057.html", WARC_Date="never"
        ),
        record(
            b"<p>x",
            url="https://www.hxw.gov.cn/content/2018/07/19/402058.html",
            WARC_Payload_Digest="sha1:AA",
        ),
        b"WARC/1.1\r\nX: " + b"x" * 10**6,
    ]
)


def test_a_hostile_file_is_passed_over_by_name(tmp_path):
    file, database = tmp_path / "a.warc", tmp_path / "articles.db"
    file.write_bytes(HOSTILE)
    ended = scrapy("import", str(file), "--portal", "hxw", database=database)
    assert (ended.returncode, ended.stderr) == (1, "")
    assert ended.stdout.splitlines() == [
        "import: 1 pages; articles: 0 new, 0 changed, 0 same",
        "passed over: 1 attachment, 1 no address, 1 no article's address, 2 off site,"
        " 1 the file breaks off or is damaged here, 1 wrong digest",
    ]
    assert [row["state"] for row in rows(database, "SELECT state FROM addresses")] == ["rejected"]
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT outcome FROM runs").fetchall() == [("imported",)]


def test_pages_of_other_hosts_are_taken_only_if_asked_for(archive, crawled, tmp_path):
    (page,) = rows(crawled.database, "SELECT url, text FROM corpus WHERE portal = 'hxw' ORDER BY url LIMIT 1")
    body = (
        "<html><body><h1>标题在此</h1><p>" + "</p><p>".join(page["text"].split("\n")) + "</p></body></html>"
    )
    file, database = tmp_path / "a.warc", tmp_path / "articles.db"
    file.write_bytes(
        record(body.encode(), url="https://mirror.example/1.html", content_type="text/html; charset=utf-8")
    )
    refused = scrapy("import", str(file), "--portal", "hxw", database=database)
    assert "passed over: 1 off site" in refused.stdout
    taken = scrapy("import", str(file), "--portal", "hxw", "--any-host", database=database)
    assert "articles: 1 new" in taken.stdout
    assert [row["url"] for row in corpus(database)] == ["https://mirror.example/1.html"]
