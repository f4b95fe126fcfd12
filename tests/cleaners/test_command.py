"""python -m cleaners: one JSON line a file, whatever the files are."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

PROSE = "石桥镇把会场搬到田间地头，当面听取群众意见，逐项记入台账。"
MEMBERS = """title kicker subtitle published published_raw signed source author photographer correspondent editor
    summary column issue agency document_number index_number mirror_of published_on part text faults links pictures
    attachments""".split()
NO_SITE = {"registration": None, "sponsor": None}


def run(*arguments: object) -> tuple[int, list[dict], str]:
    done = subprocess.run(
        [sys.executable, "-m", "cleaners", *map(str, arguments)], capture_output=True, text=True
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "page.html"
    file.write_bytes(f'<meta charset="gbk"><h1>夜访到家</h1><p>{PROSE}</p><p>{PROSE}</p>'.encode("gbk"))
    return file


def test_bad_files_are_said_in_a_line_and_the_rest_go_on(tmp_path, page):
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "binary.html").write_bytes(bytes(range(256)) * 10)
    names = [tmp_path / "absent.txt", tmp_path, tmp_path / "empty.html", tmp_path / "binary.html", page]
    code, lines, stderr = run(*names)
    assert (code, stderr) == (1, "")
    assert [line["file"] for line in lines] == [str(name) for name in names]
    assert [line.get("error") for line in lines] == [
        "No such file or directory",
        "Is a directory",
        "there is no text in it",
        "it is no text: give a saved .html or .txt file",
        None,
    ]


def test_no_file_is_a_usage_error():
    code, lines, stderr = run()
    assert (code, lines) == (2, [])
    assert "FILE" in stderr and "Traceback" not in stderr


def test_every_member_is_there_and_absent_values_are_null(page):
    code, (line,), _ = run(page)
    assert (code, line["kind"]) == (0, "article")
    (article,) = line["articles"]
    assert list(article) == MEMBERS
    assert (article["title"], article["text"]) == ("夜访到家", f"{PROSE}\n{PROSE}")
    assert article["published"] is article["source"] is article["part"] is None


def test_address_and_changes(page):
    _, (line,), _ = run("--url", "https://www.hxw.gov.cn/content/2012/10/08/392183.html", "--changes", page)
    (article,) = line["articles"]
    assert article["published"] == "2012-10-08"
    assert [(each["step"], each["before"], each["after"]) for each in article["changes"]] == [
        ("title_line", "夜访到家", None)
    ]


def test_links_pictures_attachments_and_markdown(tmp_path):
    file = tmp_path / "page.html"
    file.write_text(
        f'<h1>夜访到家</h1><p>{PROSE}</p><p><img src="1.jpg" alt="会场一角"></p><p>{PROSE}<a href="a.doc">申报表</a></p>',
        "utf-8",
    )
    _, (line,), _ = run("--url", "https://www.example.cn/1.html", "--markdown", file)
    (article,) = line["articles"]
    link = {"part": 1, "number": 2, "text": "申报表", "url": "https://www.example.cn/a.doc"}
    url = "https://www.example.cn/1.jpg"
    picture = {"part": 1, "number": 2, "url": url, "alt": "会场一角", "caption": "会场一角"}
    assert (article["links"], article["pictures"]) == ([link], [picture])
    assert article["attachments"] == [{"url": link["url"], "name": "申报表"}]
    shown = f"# 夜访到家\n\n{PROSE}\n\n![会场一角]({url})\n\n{PROSE}[申报表]({link['url']})\n\n- [申报表]({link['url']})\n"
    assert article["markdown"] == shown


def test_a_page_without_an_article_says_what_it_is(tmp_path):
    (tmp_path / "list.html").write_text(
        "".join(f'<a href="/{n}">栏目{n}</a><br>' for n in range(20)), "utf-8"
    )
    assert run(tmp_path / "list.html")[:2] == (
        0,
        [{"file": f"{tmp_path}/list.html", "kind": "list", "site": NO_SITE, "articles": []}],
    )


def test_a_wrong_time_is_said_in_a_line(page):
    code, lines, stderr = run("--fetched", "yesterday", page)
    assert (code, lines) == (2, [])
    assert "'yesterday' is no time: write ISO 8601" in stderr
