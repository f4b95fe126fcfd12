"""``scrapy onboard`` and ``scrapy crawl auto``, as a user runs them."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawler.commandline import beside_progress, corpus, rows, scrapy
from tests.crawler.discovery import pages
from tests.crawler.site import CHALLENGE, HTML, Server, article, serving, to


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where portals are written: a package of its own."""
    package = tmp_path / "found"
    package.mkdir()
    (package / "__init__.py").touch()
    return package


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    given = {
        "SPIDER_MODULES": "found",
        "NEWSPIDER_MODULE": "found",
        "CASES": str(folder.parent / "cases"),
        "PRIVATE_NETWORKS": "127.0.0.0/8",
        "DOWNLOAD_DELAY": "0",
        "BACKOFF_START": "0",
        "DOWNLOAD_TIMEOUT": "2",
        "DOWNLOAD_MAXSIZE": "100000",
    }
    options = [part for name, value in given.items() for part in ("-s", f"{name}={value}")]
    database = folder.parent / "articles.db"
    return scrapy(arguments[0], *options, *arguments[1:], database=database, PYTHONPATH=str(folder.parent))


def portals(folder: Path) -> list[str]:
    return sorted(file.stem for file in folder.glob("*.py") if file.stem != "__init__")


def publish(server: Server, home: str = "", count: int = 8) -> None:
    """A site with a column of articles."""
    home = home or pages.menu([("/xw/", "要闻动态")])
    server.instead["/"] = 200, HTML, f"<html><head><title>先锋网</title></head><body>{home}</body></html>"
    server.instead["/xw/"] = 200, HTML, f"<html><body>{pages.rows(count, '/xw/2024/{}.html')}</body></html>"
    for number in range(1, count + 1):
        text = article(f"第{number}次党员大会在城东社区召开").replace("一个月", f"{number}天")
        server.instead[f"/xw/2024/{number}.html"] = 200, HTML, text


def test_a_portal_is_written_and_crawled(replica, folder):
    options = ("-s", f"REPLICA={replica}")
    written = run(folder, "onboard", "https://www.hxw.gov.cn/", "--yes", "--name", "hongxing", *options)
    assert (written.returncode, beside_progress(written.stderr)) == (0, "exploring https://www.hxw.gov.cn/\n")
    for shown in ("红星网", "基层动态  /channel/101.html", "articles: /", "layout: ", "2018-08-"):
        assert shown in written.stdout
    assert portals(folder) == ["hongxing"]
    assert not (folder.parent / "articles.db").exists()
    assert len(list((folder.parent / "cases" / "hongxing").iterdir())) == 1
    again = run(folder, "onboard", "https://hxw.gov.cn/channel/102.html", "--yes", *options)
    line = "scrapy: the portal 'hongxing' crawls that site already: scrapy crawl hongxing\n"
    assert (again.returncode, again.stdout, again.stderr) == (2, "", line)
    crawled = run(folder, "crawl", "hongxing", "--full", *options)
    assert crawled.returncode == 0, crawled.stdout + crawled.stderr
    assert len(corpus(folder.parent / "articles.db")) >= 37


def test_auto_goes_on_as_the_same_portal(server, folder):
    publish(server)
    first, second = (run(folder, "crawl", "auto", "-a", f"url={server.home}/") for _ in range(2))
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert portals(folder) == []
    database = folder.parent / "articles.db"
    known = rows(database, "SELECT name, title FROM portals")
    assert known == [{"name": f"site_127_0_0_1_{server.server_port}", "title": "先锋网"}]
    assert len(corpus(database)) == 8
    assert [row["outcome"] for row in rows(database, "SELECT outcome FROM runs")] == ["finished"] * 2


def test_it_asks_before_it_writes(server, folder):
    publish(server)
    unasked = run(folder, "onboard", f"{server.home}/")
    assert unasked.returncode == 2
    assert "add --yes" in unasked.stderr
    assert not server.asked


def test_robots_and_other_hosts_are_respected(server, folder):
    home = pages.menu(
        [("/xw/", "要闻动态"), ("/a/secret/", "党建动态"), ("http://other.example/xw/", "新闻")]
    )
    publish(server, home)
    assert run(folder, "onboard", f"{server.home}/", "--yes", "--name", "here").returncode == 0
    asked = [path for _, path in server.asked_at]
    assert asked[0] == "/robots.txt"
    assert "/a/secret/" not in asked
    assert len(asked) == len(set(asked))
    assert {host for host, _ in server.asked} == {f"127.0.0.1:{server.server_port}"}


HOSTILE = [
    ("/xw/?a='%22+x", "要'闻\"动态"),
    ("/xw/?b=%5C", "动态\\"),
    ("/xw/?c=%0a", "'''动态'''"),
    ("/xw/?d=", "\u202e新闻\u2066"),
    ("/xw/?e=1", '"""新闻"""'),
    ("/xw/?f=1", "新闻\x07\x1b[2J"),
]


def test_a_hostile_site_gives_a_harmless_file(server, folder):
    publish(server, pages.menu(HOSTILE))
    for place, (path, _) in enumerate(HOSTILE):
        body = pages.rows(6, "/xw/2024/{}.html", first=1 + place)
        title = "\"\"\"+__import__('os').abort()+'''\n\\"
        for spelling in (path, path.replace("%22", '"').replace("%0a", "%0A")):
            server.instead[spelling] = 200, HTML, f"<html><title>{title}</title><body>{body}</body></html>"
    for number in range(9, 20):
        server.instead[f"/xw/2024/{number}.html"] = 200, HTML, article(f'"""第{number}次"""\\')
    done = run(folder, "onboard", f"{server.home}/", "--yes", "--name", "hostile")
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    (_, *imports, portal) = ast.parse((folder / "hostile.py").read_text()).body
    assert {type(each) for each in imports} == {ast.ImportFrom}
    assert {type(each) for each in portal.body[1:]} == {ast.Assign}
    listed = run(folder, "list")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert listed.stdout.startswith("hostile ")


#: Paths that can't be explored: the answer, what is told, and the exit code.
FAULTS = {
    "a challenge": ((200, HTML, CHALLENGE), "a firewall's challenge", 1),
    "no HTML": ((200, {"Content-Type": "application/pdf"}, "%PDF"), "it is no HTML page", 1),
    "no list": ((200, HTML, "<p>建设中</p>"), "no list of articles was found", 1),
    "elsewhere": (to("http://other.example/"), "redirected to http://other.example/", 1),
}


@pytest.mark.parametrize("label", FAULTS)
def test_a_page_that_is_no_beginning(server, folder, label):
    answer, told, code = FAULTS[label]
    server.instead["/x/"] = answer
    done = run(folder, "onboard", f"{server.home}/x/", "--yes")
    assert (done.returncode, done.stdout) == (code, "")
    (line,) = beside_progress(done.stderr).splitlines()[1:]
    assert told in line
    assert portals(folder) == []


def test_robots_txt_forbids(server, folder):
    done = run(folder, "onboard", f"{server.home}/a/secret.html", "--yes")
    assert done.returncode == 1
    (line,) = beside_progress(done.stderr).splitlines()[1:]
    assert "robots.txt forbids it" in line


USAGE = {
    "no address": ("www.hxw.gov.cn", "is no web address"),
    "another scheme": ("file:///etc/passwd", "is no web address"),
    "a password": ("http://me:secret@www.hxw.gov.cn/", "leave them out"),
}


@pytest.mark.parametrize("label", USAGE)
@pytest.mark.parametrize("command", ["onboard", "auto"])
def test_what_is_no_web_address(folder, label, command):
    given, told = USAGE[label]
    arguments = (
        ("onboard", given, "--yes") if command == "onboard" else ("crawl", "auto", "-a", f"url={given}")
    )
    done = run(folder, *arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert told in done.stderr
    assert "secret" not in done.stderr


@pytest.mark.parametrize("arguments", [("url=www.hxw.gov.cn",), (), ("url=http://a.cn", "-a", "x=1")])
def test_auto_needs_an_address(folder, arguments):
    done = run(folder, "crawl", "auto", *(("-a", *arguments) if arguments else ()))
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("name", ["../x", ""])
def test_names_that_are_none(server, folder, name):
    done = run(folder, "onboard", server.home, "--yes", f"--name={name}")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert not server.asked


def test_a_name_that_exists(server, folder):
    (folder / "there.py").write_text("broken")
    done = run(folder, "onboard", server.home, "--yes", "--name", "there")
    assert done.returncode == 2
    assert "there is a portal 'there' already" in done.stderr
    assert (folder / "there.py").read_text() == "broken"
    assert not server.asked


def test_no_such_host(folder):
    done = run(folder, "onboard", "http://no-such-host.invalid/", "--yes")
    assert done.returncode == 1
    (line,) = beside_progress(done.stderr).splitlines()[1:]
    assert "there is no such host" in line


def test_private_addresses_are_refused(server, folder):
    done = run(folder, "onboard", server.home, "--yes", "-s", "PRIVATE_NETWORKS=")
    assert done.returncode == 1
    assert "not on the public internet" in done.stderr
    assert not server.asked
