"""What a user may type, and what must come of it: one line and an exit code, never a traceback."""

import socket
from pathlib import Path

import pytest

from crawler.exits import Exit
from storage import leases
from storage.database import open_store
from storage.portals import PortalRecord
from tests.crawler.commandline import ROOT, beside_progress, corpus, scrapy

WRONG_USE = {
    "no portal": (["crawl"], "which portal? There are: hxw, puyang"),
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
    "port is no number": (["demo", "--port", "x"], "--port takes a number"),
}


@pytest.mark.parametrize("label", WRONG_USE)
def test_wrong_use_is_one_line_and_exit_2(label, tmp_path):
    arguments, told = WRONG_USE[label]
    database = tmp_path / "articles.db"
    ended = scrapy(*arguments, database=database)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert told in ended.stderr
    assert not database.exists()


def test_an_unknown_log_level_is_no_traceback(tmp_path):
    ended = scrapy("crawl", "hxw", "-L", "LOUD", database=tmp_path / "articles.db")
    assert ended.returncode == 2
    assert "there is no log level LOUD" in ended.stderr
    assert "Traceback" not in ended.stderr


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
        "no server": "postgresql://user:secret@127.0.0.1:1/x",
    }


@pytest.mark.parametrize("label", ["no such folder", "no database", "unknown kind", "no server"])
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


def test_too_few_articles_are_a_fault(tmp_path):
    free = socket.socket()
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
    free.close()
    ended = scrapy(
        "crawl", "hxw", "--full", "-s", f"REPLICA=http://127.0.0.1:{port}", database=tmp_path / "articles.db"
    )
    assert ended.returncode == 1
    assert "connection refused" in ended.stdout
    assert "only 0 articles; a full run has at least 30" in ended.stdout
    assert "Traceback" not in ended.stderr


def test_a_setting_that_keeps_the_crawl_from_starting_is_told(replica, tmp_path):
    options = ("-s", f"REPLICA={replica}", "-s", "DOWNLOAD_TIMEOUT=soon")
    ended = scrapy("crawl", "hxw", *options, database=tmp_path / "articles.db")
    assert ended.returncode == 1
    assert "could not convert string to float: 'soon'" in ended.stdout
    assert "Traceback" not in ended.stderr


@pytest.fixture(scope="module")
def broken_portals(tmp_path_factory) -> tuple[str, ...]:
    """Options for a registry of four files, of which one is good."""
    folder = tmp_path_factory.mktemp("registry")
    portals = folder / "somewhere"
    portals.mkdir()
    good = (ROOT / "crawler" / "spiders" / "hxw.py").read_text(encoding="utf-8")
    files = {
        "__init__": "",
        "hxw": good,
        "halfdone": "from crawler.portal import PortalSpider\n\nclass Half(PortalSpider):\n    name = 'halfdone'\n",
        "typo": "import nothing_like_it\n",
        "cut": "class Cut(\n",
        "othername": good,
    }
    for name, text in files.items():
        (portals / f"{name}.py").write_text(text, encoding="utf-8")
    return str(folder), "somewhere"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "halfdone",
            "halfdone.py line 3: TypeError: portal halfdone declares no title, home, lists, article_url",
        ),
        ("typo", "typo.py line 1: ModuleNotFoundError: No module named 'nothing_like_it'"),
        ("cut", "cut.py line 1: SyntaxError: '(' was never closed"),
        ("othername", "othername.py: ValueError: the file of portal 'hxw' must be called hxw.py"),
    ],
)
def test_a_broken_portal_file_is_one_line_and_exit_5(broken_portals, name, told, tmp_path):
    folder, package = broken_portals
    options = ("-s", f"SPIDER_MODULES={package}")
    ended = scrapy("crawl", name, *options, database=tmp_path / "articles.db", PYTHONPATH=folder)
    assert (ended.returncode, ended.stdout) == (5, "")
    assert ended.stderr == f"scrapy: crawler/spiders/{told}\n"


def test_a_broken_portal_file_leaves_the_others_usable(broken_portals, replica, tmp_path):
    folder, package = broken_portals
    options = ("--full", "-s", f"SPIDER_MODULES={package}", "-s", f"REPLICA={replica}")
    database = tmp_path / "articles.db"
    ended = scrapy("crawl", "typo", "hxw", *options, database=database, PYTHONPATH=folder)
    assert ended.returncode == 5
    assert {row["portal"] for row in corpus(database)} == {"hxw"}


def test_list_tells_the_good_from_the_broken(broken_portals):
    folder, package = broken_portals
    ended = scrapy("list", "-s", f"SPIDER_MODULES={package}", PYTHONPATH=folder)
    assert (ended.returncode, ended.stdout) == (0, "hxw\n")
    assert ended.stderr.count("\n") == 4


def test_list_names_the_portals():
    ended = scrapy("list")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "hxw\npuyang\n", "")


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
    assert "版权所有" not in after
    assert "主办单位" not in after
    assert str(database) in after
    assert corpus(database) == corpus(crawled.database)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0, "the replica is still there"


def _can_write(probe: Path) -> bool:
    try:
        probe.touch()
    except PermissionError:
        return False
    return True
