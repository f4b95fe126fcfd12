"""An article's page, the archived page in it, and the same as JSON."""

import json
from zlib import compress

import pytest

from storage import leases, purge
from storage.database import open_store
from tests.crawler.commandline import rows
from tests.crawler.desk.shown import shown


@pytest.fixture
def desk(tmp_path):
    with shown(tmp_path) as served:
        yield served


MISSING = ["/articles/9", "/articles/1?version=7", "/articles/9/page", "/articles/1/page?part=2"]
WRONG = ["/articles/x", "/articles/0", "/articles/99999999999999999999", "/articles/1?version=x"]


@pytest.mark.parametrize(
    "path, status", [*((path, 404) for path in MISSING), *((path, 422) for path in WRONG)]
)
def test_what_is_not_there_is_told(path, status, desk):
    assert desk.get(path).status == status
    assert "/page" in path or desk.get(f"/api{path}").status == status


def test_a_purged_article_says_when(desk):
    store = open_store(f"sqlite:///{desk.database}")
    with store.reading() as session:
        plan = purge.of_article(session, 1)
    purge.purge(store, plan, leases.this_process())
    store.close()
    for path in ("/articles/1", "/articles/1/page", "/api/articles/1"):
        answer = desk.get(path)
        assert (answer.status, "article 1 was purged on 20" in answer.text) == (410, True)


def test_a_pruned_page_says_when_and_the_article_is_still_shown(desk):
    store = open_store(f"sqlite:///{desk.database}")
    with store.transaction() as session:
        session.connection().exec_driver_sql(
            "UPDATE pages SET body = x'', pruned_at = '2024-01-02 00:00:00.000000'"
        )
    store.close()
    text = desk.get("/articles/1").text
    assert "its body was pruned on 2024-01-02" in text
    assert "<iframe" not in text
    answer = desk.get("/articles/1/page")
    assert (answer.status, "was pruned on 2024-01-02" in answer.text) == (404, True)


def test_what_was_removed_and_why(desk):
    text = desk.get("/articles/1").text
    assert "<del>【 打印本页 】 【 关闭窗口 】</del>" in text
    assert ">afterword</a>" in text
    assert "来源：红星网 时间：2024-05-24 10:02" in text  # what source and date were read from
    assert '<div class="prose" lang="zh"><p>县委组织部近日召开会议' in text


def test_versions_copies_and_the_way_it_was_found(desk):
    text = desk.get("/articles/1").text
    assert "<ins>会后，与会人员" in text
    assert 'href="/articles/2"' in text
    older = desk.get("/articles/1?version=1").text
    assert ("This is version 1." in older, "This is version" in text) == (True, False)
    assert "第六个问题" not in older.partition('id="versions"')[0]


def test_words_of_a_page_are_never_markup(desk):
    text = desk.get("/articles/3").text
    assert text.count("&lt;img src=") >= 2  # in the text and in its block
    assert "<script" not in text
    assert "<img" not in text


def test_the_archived_page_is_served_to_do_nothing(desk):
    answer = desk.get("/articles/3/page")
    policy = answer.headers["content-security-policy"]
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert policy.startswith("default-src 'none'")
    assert policy.endswith("; sandbox")
    assert answer.headers["x-dns-prefetch-control"] == "off"
    assert not [
        tag for tag in ("<link", "<LINK", "<meta", "<base", "<iframe", "<object") if tag in answer.text
    ]
    assert 'sandbox=""' in desk.get("/articles/3").text


def test_the_archived_page_is_read_as_the_cleaner_reads_it(desk):
    store = open_store(f"sqlite:///{desk.database}")
    (page,) = rows(desk.database, "SELECT page_id FROM versions WHERE article_id = 2")
    body = compress('<meta charset="gb2312"><p>朱镕基'.encode("gb18030"))  # GB2312 has no 镕
    with store.transaction() as session:
        change = "UPDATE pages SET body = ? WHERE id = ?"
        session.connection().exec_driver_sql(change, (body, page["page_id"]))
    store.close()
    assert "朱镕基" in desk.get("/articles/2/page").text


def test_the_page_in_chinese(desk):
    text = desk.get("/articles/1?lang=zh").text
    assert "页面各块" in text
    assert "The page as blocks" not in text


def test_the_proof_as_json_replays(desk):
    told = json.loads(desk.get("/api/articles/1").text)
    assert (told["portal"], told["version"], told["fields"]["source"]["value"]) == ("hxw", 2, "红星网")
    left = {(each["part"], each["number"]): each["text"] for each in told["blocks"]}
    for change in told["changes"]:
        key = change["part"], change["number"]
        assert left.pop(key) == change["before"]
        if change["after"] is not None:
            left[key] = change["after"]
    assert "\n".join(text for _, text in sorted(left.items())) == told["text"]
    assert [step["version"] for step in told["history"]] == [1, 2]
    assert [copy["article_id"] for copy in told["copies"]] == [2]
