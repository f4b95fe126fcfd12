"""``scrapy desk``: what it refuses in one line, and how it ends."""

import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.request import urlopen

import pytest
from sqlalchemy import text

from storage.database import open_store
from tests.crawler.commandline import ROOT, command, scrapy
from tests.crawler.desk.serving import ask

EVERY = "0.0.0.0"  # noqa: S104 (that is what is tested)

REFUSED = {
    "an argument": (["hxw"], 2, "desk takes no 'hxw'"),
    "no number": (["--port", "http"], 2, "--port takes a number from 0 to 65535"),
    "no port": (["--port", "65536"], 2, "--port takes a number from 0 to 65535"),
    "a port behind noughts": (["--port", "0000099999"], 2, "--port takes a number from 0 to 65535"),
    "other machines without a token": (["--host", EVERY], 2, "other machines need a token"),
    "every address of a machine": (["--host", "::"], 2, "other machines need a token"),
    "no name": (["--host", "0..0"], 2, "can't listen on '0..0': that is no host's name"),
    "a name that is too long": (["--host", "a" * 64], 2, "that is no host's name"),
    "a short token": (["--token", "short"], 2, "needs 16 characters or more"),
    "an address of another machine": (
        ["--host", "192.0.2.1", "--token", "x" * 16],
        2,
        "the desk can't listen on 192.0.2.1 port 8087",
    ),
}


@pytest.mark.parametrize("label", REFUSED)
def test_wrong_use_is_one_line(label, empty):
    arguments, code, told = REFUSED[label]
    ended = scrapy("desk", *arguments, database=empty)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (code, "", 1)
    assert told in ended.stderr


def test_a_port_in_use_is_one_line(empty):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = scrapy("desk", "--port", port, database=empty)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == f"scrapy: the desk can't listen on 127.0.0.1 port {port}: Address already in use\n"


def test_there_is_no_store(tmp_path):
    ended = scrapy("desk", database=tmp_path / "none.db")
    assert (ended.returncode, ended.stdout) == (3, "")
    assert not (tmp_path / "none.db").exists()


def test_a_store_of_another_version_is_refused(empty):
    with closing(open_store(f"sqlite:///{empty}")) as store, store.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    ended = scrapy("desk", database=empty)
    assert (ended.returncode, ended.stderr.count("\n")) == (3, 1)
    assert "newer version of the program" in ended.stderr


@pytest.mark.parametrize("package", ["fastapi", "jinja2", "uvicorn"])
def test_without_its_packages_one_line_says_what_to_install(package, empty, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(f"import sys\nsys.modules[{package!r}] = None\n")
    ended = scrapy("desk", "--port", "0", database=empty, PYTHONPATH=str(tmp_path))
    needed = f"scrapy desk needs {package}: .venv/bin/pip install --require-hashes -r requirements-desk.txt"
    assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", f"scrapy: {needed}\n")


@contextmanager
def served(*arguments: str, database, **environment: str) -> Iterator[tuple[subprocess.Popen, str]]:
    """The command itself, on a free port, and the address it prints."""
    with subprocess.Popen(
        command("desk", "--port", "0", *arguments, database=database),
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        line = process.stdout.readline()
        try:
            yield process, re.fullmatch(r"desk: (http://\S+)/\n", line)[1]
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_stopped(number, crawled):
    with served(database=crawled.database) as (process, address):
        assert "hxw" in ask(address, "/").text
        process.send_signal(number)
        _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (130, "scrapy: stopped\n")


def test_who_follows_the_feed_does_not_keep_it(crawled):
    with (
        served(database=crawled.database) as (process, address),
        urlopen(f"{address}/api/events?after=99999"),  # noqa: S310 (loopback)
    ):
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (130, "scrapy: stopped\n")


def test_who_leaves_a_stream_of_events_is_no_error(crawled):
    with served(database=crawled.database) as (process, address):
        host, _, port = address.removeprefix("http://").partition(":")
        for _ in range(20):
            with socket.create_connection((host, int(port))) as leaving:
                leaving.sendall(f"GET /api/events?after=0 HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
                leaving.recv(1)
        assert ask(address, "/api/portals").status == 200
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert errors == "scrapy: stopped\n"


def test_this_machine_s_other_addresses_need_no_token(crawled):
    with served("--host", "127.0.0.2", database=crawled.database) as (_, address):
        assert address.startswith("http://127.0.0.2:")
        assert ask(address, "/api/portals").status == 200
        assert ask(address, "/api/portals", Host="127.0.0.3").status == 400


def test_other_machines_may_ask_with_the_token(crawled):
    token = "0123456789abcdef"  # noqa: S105 (of this test alone)
    with served("--host", EVERY, database=crawled.database, DESK_TOKEN=token) as (_, address):
        here, named = address.replace(EVERY, "127.0.0.1"), {"Host": "desk.example"}
        assert ask(here, "/", **named).status == 401
        assert ask(here, "/", **named, Authorization=f"Bearer {token}").status == 200
