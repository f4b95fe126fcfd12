"""Pages saved as test cases."""

import json
from datetime import UTC, datetime

import pytest

from cleaners.model import Hints, Layout, Page
from crawler import snapshots
from crawler.snapshots import CaseError
from tests.crawler.commandline import beside_progress, rows, scrapy

URL = "https://www.hxw.gov.cn/content/2018/08/23/402300.html"
XNC = "http://www.xnc.example/news/jiceng/2021/0223/8051.html"
LAYOUTS = [Layout("1", "div.text", "h1")]


def page(text: str, url: str = "https://x.cn/a/1.htm") -> Page:
    html = f"<meta charset=gbk><h1>办实事</h1><div class=text><p>{text}，群众说好。</p></div><p>页脚</p>"
    hints = Hints(title="办实事", fetched=datetime(2024, 1, 2, 3, 4, tzinfo=UTC))
    return Page(html.encode("gbk"), url, "text/html", hints=hints)


WRONG_USE = {
    "no address": (["hxw"], "snapshot takes <portal> <URL>"),
    "no portal": ([], "snapshot takes <portal> <URL>"),
    "unknown portal": (["hwx", URL], "there is no portal 'hwx'; nearest: hxw"),
    "another host": (["hxw", "https://other.cn/1"], "https://other.cn/1 is no address of hxw"),
    "no address at all": (["hxw", "http://["], "http://[ is no address of hxw"),
    "a name that leads elsewhere": (["hxw", URL, "--name", "../x"], "--name takes a-z, 0-9 and hyphens"),
    "nothing to renew": (["hxw", "--update"], "there is no such case of hxw in"),
    "not that case": (["hxw", URL, "--update"], "there is no such case of hxw in"),
}


@pytest.mark.parametrize("arguments, told", WRONG_USE.values(), ids=WRONG_USE)
def test_wrong_use_is_one_line_and_exit_2(arguments, told, empty, tmp_path):
    ended = scrapy("snapshot", *arguments, "-s", f"CASES={tmp_path}/cases", database=empty)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert told in ended.stderr
    assert not (tmp_path / "cases").exists()


def test_a_case_is_never_overwritten(tmp_path):
    case = snapshots.save(tmp_path, "x", [page("一")], LAYOUTS)
    before = {file.name: file.read_bytes() for file in case.iterdir()}
    with pytest.raises(CaseError, match="there is a case x/a-1 already"):
        snapshots.save(tmp_path, "x", [page("二")], LAYOUTS)
    assert {file.name: file.read_bytes() for file in case.iterdir()} == before
    assert [each.name for each in (tmp_path / "x").iterdir()] == ["a-1"]


def test_a_case_that_can_t_be_made_leaves_nothing(tmp_path):
    with pytest.raises(CaseError):
        snapshots.save(tmp_path, "x", [None, page("一")], LAYOUTS)
    assert list((tmp_path / "x").iterdir()) == []


BROKEN = {
    "no JSON": ("case.json", b"{"),
    "other JSON": ("case.json", b"[]"),
    "a page without its address": ("case.json", b'{"pages": [{}]}'),
    "no page": ("case.json", b'{"pages": []}'),
    "a body that is not packed": ("page-1.html.gz", b"<html>"),
    "a damaged body": ("page-1.html.gz", b"\x1f\x8b\x08" + b"\x00" * 7 + b"\xff" * 20),
    "half a body": ("page-1.html.gz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"),
}


@pytest.mark.parametrize("name, content", BROKEN.values(), ids=BROKEN)
def test_a_broken_case_is_named(name, content, tmp_path):
    case = snapshots.save(tmp_path, "x", [page("一")])
    (case / name).write_bytes(content)
    with pytest.raises(CaseError, match="is no case that can be read"):
        snapshots.read(case)


def test_pages_come_back_as_they_were(tmp_path):
    pages = (page("一"), None, page("三", "https://x.cn/a/1_3.htm"))
    case = snapshots.save(tmp_path, "x", pages, LAYOUTS, "three")
    assert snapshots.read(case) == pages
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    assert (expected["kind"], expected["layout"]) == ("article", "1")
    (article,) = expected["articles"]
    assert article["text"] == ["一，群众说好。", "三，群众说好。"]
    assert "part 2 missing" in article["faults"]


def test_what_has_changed_is_shown_and_kept(tmp_path):
    case = snapshots.save(tmp_path, "x", [page("一")], LAYOUTS)
    file = case / "expected.json"
    right = file.read_text("utf-8")
    file.write_text(right.replace("群众说好", "群众说"), "utf-8")
    lines = snapshots.renew(case, LAYOUTS)
    changed = [line.strip("-+ ") for line in lines if line[0] in "-+"][2:]
    assert changed == ['"一，群众说。"', '"一，群众说好。"']
    assert file.read_text("utf-8") == right
    assert snapshots.renew(case, LAYOUTS) == []


def snapshot(crawled, tmp_path, *arguments: str):
    options = ("-s", f"CASES={tmp_path}/cases", "-s", f"REPLICA={crawled.replica}")
    return scrapy("snapshot", *arguments, *options, database=crawled.database)


def test_a_page_of_the_store_is_not_asked(crawled, tmp_path):
    fetches = rows(crawled.database, "SELECT count(*) FROM fetches")
    ended = snapshot(crawled, tmp_path, "hxw", URL.removeprefix("https://"))
    assert (ended.returncode, ended.stderr) == (0, "")
    case = tmp_path / "cases/hxw/content-2018-08-23-402300"
    assert ended.stdout.startswith(f"{case}\n")
    assert rows(crawled.database, "SELECT count(*) FROM fetches") == fetches
    told = json.loads((case / "case.json").read_text("utf-8"))
    assert told["world"] == "replica"
    assert told["pages"][0]["hints"]["published"] == "08-23"  # as its list row has it


def test_another_page_is_asked_with_its_further_ones_and_no_list(replica, tmp_path):
    database = tmp_path / "new.db"
    options = ("-s", f"CASES={tmp_path}/cases", "-s", f"REPLICA={replica}")
    ended = scrapy("snapshot", "xnc", XNC, "--name", "three", *options, database=database)
    assert ended.returncode == 0, ended.stderr
    assert beside_progress(ended.stderr) == ""
    assert len(snapshots.read(tmp_path / "cases/xnc/three")) == 3
    asked = rows(database, "SELECT role FROM fetches JOIN addresses ON addresses.id = address_id")
    assert [row["role"] for row in asked] == ["article"] * 3


def test_a_page_that_can_t_be_had_is_told(crawled, replica, tmp_path):
    missing = URL.replace("402300", "402301")
    options = ("-s", f"CASES={tmp_path}/cases", "-s", f"REPLICA={replica}")
    ended = scrapy("snapshot", "hxw", missing, *options, database=tmp_path / "new.db")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert f"{missing} gave no page: scrapy why {missing} shows what came" in ended.stderr


def test_cases_are_renewed_by_command(crawled, tmp_path):
    assert snapshot(crawled, tmp_path, "hxw", URL, "--name", "one").returncode == 0
    case = tmp_path / "cases/hxw/one"
    again = snapshot(crawled, tmp_path, "hxw", URL, "--name", "one")
    assert (again.returncode, "already: --update renews it, --name gives another" in again.stderr) == (
        2,
        True,
    )
    assert snapshot(crawled, tmp_path, "hxw", "--update").stdout == f"{case}: as before\n"
    (case / "expected.json").write_text('{"kind": "list"}\n')
    ended = snapshot(crawled, tmp_path, "hxw", URL, "--update")
    assert ended.returncode == 0
    assert ended.stdout.startswith(f"{case}: renewed\n--- expected before\n+++ now\n")
    assert '-{"kind": "list"}' in ended.stdout
    assert snapshot(crawled, tmp_path, "hxw", "--update").stdout == f"{case}: as before\n"
