"""What a user may type, and what must come of it: one line and an exit code, never a traceback."""

import socket
from pathlib import Path

import pytest

from crawler.commands.list import columns
from crawler.exits import Exit
from storage import leases
from storage.database import open_store
from storage.portals import PortalRecord
from tests.crawler.commandline import ROOT, beside_progress, corpus, scrapy

WRONG_USE = {
    "no portal": (["crawl"], "which portal? There are: hxw, "),
    "unknown portal": (["crawl", "hwx"], "there is no portal 'hwx'; nearest: hxw"),
    "unknown among known": (["crawl", "hxw", "nothing-like-it"], "there is no portal 'nothing-like-it'"),
    "unknown option": (["crawl", "hxw", "--fast"], "there is no option --fast"),
    "reserved address": (["crawl", "puyang"], "puyang: its real address is not known"),
    "homes are no JSON": (["crawl", "puyang", "-s", "PORTAL_HOMES=x"], "PORTAL_HOMES must be a JSON object"),
    "homes are a list": (["crawl", "puyang", "-s", "PORTAL_HOMES=[1]"], "PORTAL_HOMES must be a JSON object"),
    "home is no address": (["crawl", "hxw", "-s", 'PORTAL_HOMES={"hxw": "ftp://x.cn"}'], "no http or https"),
    "home is a number": (["crawl", "hxw", "-s", 'PORTAL_HOMES={"hxw": 5}'], "no http or https"),
    "replica elsewhere": (["crawl", "hxw", "-s", "REPLICA=http://10.0.0.1:80"], "REPLICA must be http://127"),
    "demo of something": (["demo", "hxw"], "demo takes no 'hxw'"),
    "the demo is always full": (["demo", "--full"], "demo takes no '--full'"),
    "port is no number": (["demo", "--port", "x"], "--port takes a number"),
    "list of something": (["list", "extra"], "list takes no 'extra'"),
    "log level by its option": (["crawl", "hxw", "-L", "LOUD"], "LOG_LEVEL: there is no log level LOUD"),
    "log level by -s": (["demo", "-s", "LOG_LEVEL=LOUD"], "LOG_LEVEL: there is no log level LOUD"),
    "log file nowhere": (["crawl", "hxw", "--logfile", "/nowhere/x"], "LOG_FILE: /nowhere/x: No such file"),
    "delay is no number": (["crawl", "hxw", "-s", "DOWNLOAD_DELAY=abc"], "DOWNLOAD_DELAY must be a number"),
    "times are no number": (["crawl", "hxw", "-s", "RETRY_TIMES=two"], "RETRY_TIMES must be a number"),
    "neither on nor off": (["crawl", "hxw", "-s", "LAYOUTS=maybe"], "LAYOUTS must be True or False"),
}


@pytest.mark.parametrize("label", WRONG_USE)
def test_wrong_use_is_one_line_and_exit_2(label, tmp_path):
    arguments, told = WRONG_USE[label]
    database = tmp_path / "articles.db"
    ended = scrapy(*arguments, database=database)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert told in ended.stderr
    assert not database.exists()


def test_help_names_the_exit_codes():
    told = " ".join(scrapy("crawl", "--help").stdout.split())
    assert all(f" {code.value} " in told for code in Exit)


def test_the_exit_codes_are_documented():
    lines = (ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8").splitlines()
    documented = [int(line.split("|")[1]) for line in lines if line.startswith("|") and line[2].isdigit()]
    assert documented == list(Exit)


def unusable(folder: Path) -> dict[str, str]:
    (folder / "text.db").write_text("no database " * 100)
    return {
        "no such folder": f"sqlite:///{folder}/none/articles.db",
        "no database": f"sqlite:///{folder}/text.db",
        "unknown kind": "mysql://x/y",
        "a file on a host": "sqlite://user:secret@host/x.db",
        "no server": "postgresql://user:secret@127.0.0.1:1/x",
    }


@pytest.mark.parametrize(
    "label", ["no such folder", "no database", "unknown kind", "a file on a host", "no server"]
)
def test_an_unusable_database_is_one_line_and_exit_3(label, tmp_path):
    ended = scrapy("crawl", "hxw", database=unusable(tmp_path)[label])
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (3, "", 1)
    assert "secret" not in ended.stderr


def test_a_folder_that_cannot_be_written_is_one_line_and_exit_3(tmp_path):
    tmp_path.chmod(0o500)
    try:
        if (probe := tmp_path / "probe").exists() or _can_write(probe):
            pytest.skip("this user may write everywhere")
        ended = scrapy("crawl", "hxw", database=tmp_path / "articles.db")
    finally:
        tmp_path.chmod(0o700)
    assert (ended.returncode, ended.stderr.count("\n")) == (3, 1)


def test_a_portal_that_is_being_crawled_is_left_alone_and_the_other_crawled(replica, tmp_path):
    database = tmp_path / "articles.db"
    store = open_store(f"sqlite:///{database}")
    with store.transaction() as session:
        leases.take(
            session, PortalRecord("hxw", "红星网", "湖南省", "https://www.hxw.gov.cn"), "me:1", "replica"
        )
    store.close()
    ended = scrapy("crawl", "hxw", "puyang", "--full", "-s", f"REPLICA={replica}", database=database)
    assert ended.returncode == 4
    assert "hxw is being crawled by me:1" in ended.stderr
    assert beside_progress(ended.stderr).count("\n") == 1
    assert {row["portal"] for row in corpus(database)} == {"puyang"}


def test_a_portal_that_cannot_be_reached_is_told_in_every_run(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ("-s", f"REPLICA=http://127.0.0.1:{port}", "-s", "RETRY_TIMES=0")
    full = scrapy("crawl", "hxw", "--full", *options, database=tmp_path / "articles.db")
    plain = scrapy("crawl", "hxw", *options, database=tmp_path / "articles.db")
    for ended in (full, plain):
        assert ended.returncode == 1
        assert "Traceback" not in ended.stderr
        why = "the robots.txt of www.hxw.gov.cn can't be had (connection refused)"
        assert f"! {why}; addresses not asked, and still due: 2\n" in ended.stdout
    assert "only 0 articles; a full run has at least 30" in full.stdout
    assert "only 0 articles" not in plain.stdout


def test_a_setting_that_keeps_the_crawl_from_starting_is_told(replica, tmp_path):
    options = ("-s", f"REPLICA={replica}", "-s", 'DOWNLOADER_MIDDLEWARES={"nothing.like.it": 1}')
    ended = scrapy("crawl", "hxw", *options, database=tmp_path / "articles.db")
    assert ended.returncode == 1
    assert "No module named 'nothing'" in ended.stdout
    assert "Traceback" not in ended.stderr


def test_list_names_the_portals_first_in_each_line():
    ended = scrapy("list")
    lines = [line.split() for line in ended.stdout.splitlines()]
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ["hxw", "红星网", "https://www.hxw.gov.cn"] in lines
    assert [name for name, *_ in lines] == sorted(name for name, *_ in lines)


def test_the_columns_of_the_list_are_aligned():
    rows = [("a", "红星网", "x"), ("bcd", "南方+", "y")]
    assert list(columns(rows)) == ["a    红星网  x", "bcd  南方+   y"]


def test_the_demo_of_a_port_in_use_is_one_line_and_exit_2(replica, tmp_path):
    ended = scrapy("demo", "--port", replica.rpartition(":")[2], database=tmp_path / "demo.db")
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert "Address already in use" in ended.stderr


def test_the_demo_crawls_shows_an_article_and_takes_its_server_down(tmp_path, crawled):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    database = tmp_path / "demo.db"
    ended = scrapy("demo", "--port", str(port), database=database)
    assert (ended.returncode, beside_progress(ended.stderr)) == (0, "")
    before, _, after = ended.stdout.partition("after: the article")
    assert "<- " in before
    assert "-> kept as a field: title" in " ".join(before.split())
    assert "版权所有" not in after
    assert "主办单位" not in after
    assert str(database) in after
    both = [row for row in corpus(database) if row["portal"] in ("hxw", "puyang")]
    assert both == corpus(crawled.database)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0, "the replica is still there"


def _can_write(probe: Path) -> bool:
    try:
        probe.touch()
    except PermissionError:
        return False
    return True
