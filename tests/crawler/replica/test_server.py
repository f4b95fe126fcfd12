"""The replica over real HTTP: hosts, conditional requests, the command line."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.replica.server import running
from crawler.replica.truth import differences, truth

PROJECT = Path(__file__).parents[3]
HXW, PUYANG = "www.hxw.gov.cn", "zugong.puyang.example"
PAGE = urlsplit(truth("hxw")[0].url).path


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with running() as address:
        yield address


def ask(
    address: str, host: str, target: str, method: str = "GET", body: str | None = None, **headers: str
) -> tuple[HTTPResponse, bytes]:
    """One request; header names are given with ``_`` for ``-``."""
    connection = HTTPConnection(urlsplit(address).netloc, timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, target, body, {"Host": host, **named})
    response = connection.getresponse()
    found = response, response.read()
    connection.close()
    return found


def test_an_unknown_host_is_told_which_there_are(address: str) -> None:
    response, body = ask(address, "www.example.org", "/")
    assert response.status == 404
    assert b"www.example.org" in body and HXW.encode() in body


def test_hosts_are_told_apart_and_ports_in_the_host_header_ignored(address: str) -> None:
    assert "红星网" in ask(address, f"{HXW}:443", "/")[1].decode()
    assert "濮阳组工信息" in ask(address, PUYANG, "/")[1].decode("gbk")


@pytest.mark.parametrize("host", [HXW, PUYANG])
def test_no_charset_in_the_header(address: str, host: str) -> None:
    assert ask(address, host, "/")[0].headers["Content-Type"] == "text/html"


def test_a_page_is_not_sent_again_to_who_has_it(address: str) -> None:
    first = ask(address, HXW, PAGE)[0]
    again, body = ask(address, HXW, PAGE, If_None_Match=first.headers["ETag"])
    assert (again.status, body, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert ask(address, HXW, PAGE, If_None_Match='"x", W/' + first.headers["ETag"])[0].status == 304
    assert ask(address, HXW, PAGE, If_None_Match="*")[0].status == 304
    assert ask(address, HXW, PAGE, If_Modified_Since=first.headers["Last-Modified"])[0].status == 304


def test_a_page_is_sent_to_who_has_another(address: str) -> None:
    modified = ask(address, HXW, PAGE)[0].headers["Last-Modified"]
    assert ask(address, HXW, PAGE, If_None_Match='"other"')[0].status == 200
    assert ask(address, HXW, PAGE, If_Modified_Since="Mon, 01 Jan 2001 00:00:00 GMT")[0].status == 200
    assert ask(address, HXW, PAGE, If_Modified_Since="yesterday")[0].status == 200
    # If-None-Match decides alone where both are sent.
    both = ask(address, HXW, PAGE, If_None_Match='"other"', If_Modified_Since=modified)
    assert both[0].status == 200


def test_no_304_for_a_page_without_validators_or_an_error(address: str) -> None:
    silent = urlsplit(truth("hxw")[3].url).path
    response = ask(
        address, HXW, silent, If_None_Match='"x"', If_Modified_Since="Mon, 01 Jan 2035 00:00:00 GMT"
    )[0]
    assert (response.status, response.headers["ETag"], response.headers["Last-Modified"]) == (200, None, None)
    assert ask(address, HXW, "/no/such.html", If_None_Match="*")[0].status == 404


def test_head_has_no_body(address: str) -> None:
    response, body = ask(address, HXW, PAGE, method="HEAD")
    assert (response.status, body) == (200, b"")


def test_an_overlong_address_is_answered(address: str) -> None:
    assert ask(address, HXW, "/content/2018/08/02/401990.html?from=" + "x" * 2100)[0].status == 414


def test_the_pager_can_be_posted(address: str) -> None:
    form = "__VIEWSTATE=x&__EVENTTARGET=AspNetPager1&__EVENTARGUMENT=2"
    posted = ask(address, PUYANG, "/index.aspx?lanmuid=76", "POST", form)[1]
    assert posted == ask(address, PUYANG, "/index.aspx?page=2&lanmuid=76")[1]
    assert posted != ask(address, PUYANG, "/index.aspx?lanmuid=76")[1]


def command(*arguments: str) -> "subprocess.CompletedProcess[str]":
    words = [sys.executable, "-m", "crawler.replica", *arguments]
    return subprocess.run(words, cwd=PROJECT, capture_output=True, text=True, timeout=30, check=False)


@pytest.mark.parametrize(
    "arguments",
    [("--port", "x"), ("--port", "65536"), ("--port", "-1"), ("--truth", "cctv"), ("--edition", "4")],
)
def test_a_bad_argument_is_one_line_and_exit_2(arguments: tuple[str, str]) -> None:
    done = command(*arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert arguments[1] in done.stderr


def test_a_port_in_use_is_one_line_and_exit_2() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = command("--port", port)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert port in done.stderr


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_signals_end_it_cleanly(end: signal.Signals) -> None:
    words = [sys.executable, "-m", "crawler.replica"]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, cwd=PROJECT, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout and process.stderr
        assert process.stdout.readline().startswith("replica: http://127.0.0.1:")
        process.send_signal(end)
        assert process.wait(timeout=20) == 0
        assert process.stderr.read() == ""


def test_the_truth_is_printed_as_json_lines() -> None:
    lines = command("--truth", "puyang").stdout.splitlines()
    assert list(map(json.loads, lines)) == [
        json.loads(json.dumps(asdict(article))) for article in truth("puyang")
    ]


def test_the_second_edition_is_served_and_told() -> None:
    urls = [
        json.loads(line)["url"] for line in command("--edition", "2", "--truth", "hxw").stdout.splitlines()
    ]
    assert urls == [article.url for article in truth("hxw", 2)] != [article.url for article in truth("hxw")]
    with running(edition=2) as address:
        statuses = [ask(address, HXW, urlsplit(name.url).path)[0].status for name in differences("hxw").gone]
    assert statuses == [404]


def test_every_host_below_the_farm_s_answers_and_its_own_name_does_not(address: str) -> None:
    assert ask(address, "any-word.farm.example", "/x")[0].status == 200
    assert ask(address, "farm.example", "/")[0].status == 404
    assert ask(address, "farm.example.org", "/")[0].status == 404
