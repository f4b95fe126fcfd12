"""Documents of articles: fetched, kept, read. What must not be fetched or kept comes first."""

import asyncio
import re
import sys
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit

import pytest
from scrapy.http import Headers, Request, Response
from scrapy.responsetypes import responsetypes
from scrapy.settings import Settings

from cleaners.article import clean
from cleaners.documents import read_document
from crawler import documents, settings
from crawler.arrivals import Arrived
from crawler.documents import Came
from crawler.notebook import Notebook
from crawler.portal import PortalSpider
from crawler.replica.documents import docx, pdf
from crawler.replica.truth import truth
from storage import leases, purge
from storage.backup import backup
from storage.database import Store, open_store
from storage.documents import attached
from storage.drafts import draft
from storage.life import lives
from storage.portals import PortalRecord
from storage.retention import Policy, prune
from tests.crawler.commandline import contents, counts, rows, scrapy
from tests.crawler.site import article

pytest.importorskip("pypdf", reason="requirements-documents.txt is not installed")
pytest.importorskip("docx", reason="requirements-documents.txt is not installed")

HOME = "https://small.example"
Answer = tuple[int, dict[str, str], bytes]


class Small(PortalSpider):
    """A portal of one list with one article, or several."""

    title = "小网"
    home = HOME
    lists = {"要闻": "/list.html"}  # noqa: RUF012
    article_url = r"/a/\d+\.html$"
    attachments = True
    # no portal of a folder that is looked through: it has its name here
    name = "small"


def crawl(store: Store, answers: dict[str, bytes | Answer], full: bool = False) -> list[str]:
    """Crawl a site without Scrapy's engine.

    :param answers: by path; others are missing.
    :returns: the paths that were asked, in order.
    """
    with store.transaction() as session:
        lease = leases.take(session, PortalRecord("small", "小网", "", HOME), "me:1", "web")
    notebook = Notebook(store, lease, full)
    spider = Small(notebook=notebook, workers=object())
    spider.settings = Settings({"ATTACHMENT_MAXSIZE": settings.ATTACHMENT_MAXSIZE})
    asked: list[str] = []

    async def run() -> None:
        waiting = [request async for request in spider.start()]
        while waiting := [*waiting, *([] if waiting else [*spider.missed()] or [*spider.late()])]:
            request = waiting.pop(0)
            asked.append(urlsplit(request.url).path)
            for each in spider.read_alone(_answer(request, answers), request.cb_kwargs["known"]):
                if isinstance(each, Request):
                    waiting.append(each)
                else:
                    _keep(notebook, each)

    asyncio.run(run())
    assert not notebook.unended
    notebook.close("finished")
    return asked


def _keep(notebook: Notebook, item: Arrived | Came) -> None:
    if isinstance(item, Came):
        documents.keep(notebook, item, read_document(item.body))
    else:
        notebook.kept(item, draft(clean(item.page, (), item.further)))


def _answer(request: Request, answers: dict[str, bytes | Answer]) -> Response:
    given = answers.get(urlsplit(request.url).path, (404, {}, b""))
    status, headers, body = given if isinstance(given, tuple) else (200, {}, given)
    kind = responsetypes.from_args(headers=Headers(headers), url=request.url, body=body)
    return kind(request.url, status=status, headers=headers, body=body, request=request)


def page(number: int, *links: str, text: str = "") -> bytes:
    """An article that names documents."""
    named = "".join(f'<p>附件：<a href="{link}">{link.rpartition("/")[2]}</a></p>' for link in links)
    html = article(f"第{number}次办实事").replace("</body>", "")
    return (re.sub(r"(.*</p>)", rf"\1{named}{text}", html, count=1, flags=re.DOTALL)).encode()


def site(*links: str) -> dict[str, bytes | Answer]:
    """A site whose one article names these documents."""
    listed = '<ul><li><a href="/a/1.html">第1次办实事</a> 2024-01-01</li></ul>'.encode()
    return {"/list.html": listed, "/a/1.html": page(1, *links)}


@pytest.fixture
def store(tmp_path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{tmp_path}/articles.db")
    yield store
    store.close()


def known(store: Store) -> dict[str, tuple]:
    """The documents of the store: state, reason and text by path."""
    with store.reading() as session:
        query = """SELECT url, state, addresses.reason, text FROM addresses LEFT JOIN documents USING (page_id)
            WHERE role = 'attachment' ORDER BY addresses.id"""
        found = session.connection().exec_driver_sql(query).all()
    return {urlsplit(url).path: tuple(rest) for url, *rest in found}


HTML = {"Content-Type": "text/html"}
SOFT_404 = "<!DOCTYPE html><html><body>您访问的页面不存在</body></html>".encode()
CHALLENGE = b"<html><script>document.cookie='v=1';location.reload();</script></html>"

BAD = {
    "missing": (404, {}, b""),
    "a server's error": (500, {}, b""),
    "refused": (403, {}, b""),
    "nothing": b"",
    "a soft 404": (200, HTML, SOFT_404),
    "a soft 404 that calls itself a PDF": (200, {"Content-Type": "application/pdf"}, SOFT_404),
    "a challenge": (200, HTML, CHALLENGE),
}
ENDS = {
    "missing": ("failed", "HTTP 404"),
    "a server's error": ("failed", "HTTP 500"),
    "refused": ("blocked", "HTTP 403"),
    "nothing": ("rejected", "no document"),
    "a soft 404": ("rejected", "no document"),
    "a soft 404 that calls itself a PDF": ("rejected", "no document"),
    "a challenge": ("blocked", "challenge"),
}


@pytest.mark.parametrize("label", BAD)
def test_what_is_no_document_is_not_kept(label, store):
    crawl(store, {**site("/f/1.pdf"), "/f/1.pdf": BAD[label]})
    assert known(store) == {"/f/1.pdf": (*ENDS[label], None)}


@pytest.mark.parametrize("label", BAD)
def test_what_is_no_document_replaces_none(label, store):
    crawl(store, {**site("/f/1.pdf"), "/f/1.pdf": pdf("公示名单")})
    crawl(store, {**site("/f/1.pdf"), "/f/1.pdf": BAD[label]}, full=True)
    ((_, _, text),) = known(store).values()
    assert text == "公示名单"


OFF_LIMITS = {
    "another site": ("https://other.example/f/1.pdf", "off site"),
    "an address too long": (f"/f/{'x' * 1800}/{'y' * 300}.pdf", None),  # the page's reading leaves it out
    "a broken port": ("https://small.example:x/1.pdf", None),
}


@pytest.mark.parametrize("link, reason", OFF_LIMITS.values(), ids=OFF_LIMITS)
def test_what_is_not_the_portal_s_is_not_asked(link, reason, store):
    assert crawl(store, site(link)) == ["/list.html", "/a/1.html"]
    assert [(state, why) for state, why, _ in known(store).values()] == (
        [("excluded", reason)] if reason else []
    )


def test_without_the_declaration_nothing_is_asked(store, monkeypatch):
    monkeypatch.setattr(Small, "attachments", False)
    assert crawl(store, {**site("/f/1.pdf"), "/f/1.pdf": pdf("一")}) == ["/list.html", "/a/1.html"]
    assert known(store) == {}


def test_a_document_is_asked_last_and_once(store):
    answers = {**site("/f/1.pdf", "/f/2.docx"), "/f/1.pdf": pdf("公示名单"), "/f/2.docx": docx("申报表")}
    assert crawl(store, answers) == ["/list.html", "/a/1.html", "/f/1.pdf", "/f/2.docx"]
    assert known(store) == {"/f/1.pdf": ("kept", None, "公示名单"), "/f/2.docx": ("kept", None, "申报表")}
    assert "/f/1.pdf" not in crawl(store, answers)


def test_a_redirect_is_followed(store):
    answers = {**site("/f/1.pdf"), "/f/1.pdf": (302, {"Location": "/g/1.pdf"}, b""), "/g/1.pdf": pdf("名单")}
    crawl(store, answers)
    assert known(store) == {"/f/1.pdf": ("redirected", None, None), "/g/1.pdf": ("kept", None, "名单")}
    with store.reading() as session:
        (life,) = lives(session, f"{HOME}/a/1.html")
    assert [(each.state, each.text) for each in life.attachments] == [("redirected", None), ("kept", "名单")]


def test_a_changed_document_is_kept_and_read(store):
    crawl(store, {**site("/f/1.pdf"), "/f/1.pdf": pdf("旧名单")})
    crawl(store, {**site("/f/1.pdf"), "/f/1.pdf": pdf("新名单")}, full=True)
    assert known(store) == {"/f/1.pdf": ("kept", None, "新名单")}


def test_a_document_that_a_list_had_named_alone(store):
    answers = {**site("/f/1.pdf"), "/f/1.pdf": pdf("名单")}
    listed = answers["/list.html"] + b'<a href="/f/1.pdf">x</a>'
    crawl(store, {**answers, "/list.html": listed, "/a/1.html": page(1)})
    assert known(store) == {}
    crawl(store, answers, full=True)
    assert known(store) == {"/f/1.pdf": ("kept", None, "名单")}


def test_a_page_that_is_only_a_document(store):
    alone = '<html><body><h1>第8期</h1><p><a href="/f/8.doc">第8期.doc</a></p></body></html>'.encode()
    crawl(store, {**site(), "/a/1.html": alone, "/f/8.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"})
    assert known(store) == {"/f/8.doc": ("kept", None, None)}
    with store.reading() as session:
        (life,) = lives(session, f"{HOME}/a/1.html")
    assert (life.state, life.reason) == ("rejected", "attachment only")
    assert [(each.kind, each.size, each.note) for each in life.attachments] == [("ole", 8, "ole is not read")]


def test_what_was_kept_without_a_reader_is_read_when_there_is_one(store, monkeypatch):
    answers = {**site("/f/1.pdf"), "/f/1.pdf": (200, {"ETag": '"1"'}, pdf("名单"))}
    with monkeypatch.context() as without:
        without.setitem(sys.modules, "pypdf", None)
        crawl(store, answers)
        assert known(store) == {"/f/1.pdf": ("kept", None, None)}
        assert "/f/1.pdf" not in crawl(store, answers)
    crawl(store, answers)
    assert known(store) == {"/f/1.pdf": ("kept", None, "名单")}


def two_articles(*shared: str) -> dict[str, bytes | Answer]:
    """Two articles that name the same documents; the first names one more."""
    listed = "".join(f'<li><a href="/a/{n}.html">第{n}次办实事</a> 2024-01-0{n}</li>' for n in (1, 2))
    answers: dict[str, bytes | Answer] = {"/list.html": f"<ul>{listed}</ul>".encode()}
    answers |= {"/a/1.html": page(1, "/f/own.pdf", *shared), "/a/2.html": page(2, *shared)}
    return answers | {link: pdf(link) for link in ("/f/own.pdf", *shared)}


def test_a_purge_takes_an_article_s_own_documents_and_no_other_s(store):
    crawl(store, two_articles("/f/both.pdf"))
    with store.reading() as session:
        number = session.connection().exec_driver_sql("SELECT min(id) FROM articles").scalar_one()
        plan = purge.of_article(session, number)
    assert purge.purge(store, plan, "me:1").pages == 2
    assert known(store) == {
        "/f/own.pdf": ("purged", None, None),
        "/f/both.pdf": ("kept", None, "/f/both.pdf"),
    }
    with store.reading() as session:
        plan = purge.of_portal(session, "small")
    purge.purge(store, plan, "me:1")
    with store.reading() as session:
        for table in ("attachments", "documents"):
            assert session.connection().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() == 0


ATTACHED = ("-s", "SPIDER_MODULES=tests.crawler.attached")


def test_the_replica_s_documents(replica, tmp_path):
    database = tmp_path / "attached.db"
    options = (*ATTACHED, "-s", f"REPLICA={replica}")
    ended = scrapy("crawl", "hxw", "puyang", "--full", *options, database=database)
    assert ended.returncode == 0, ended.stderr
    query = "SELECT url, kind FROM addresses JOIN documents USING (page_id) WHERE state = 'kept'"
    found = {row["url"]: row["kind"] for row in rows(database, query)}
    named = {url for portal in ("hxw", "puyang") for each in truth(portal) for url, _ in each.attachments}
    assert {url for url in named if url.endswith(".docx")} <= found.keys()
    (rejected,) = rows(database, "SELECT * FROM addresses WHERE reason = 'attachment only'")
    query = "SELECT kind FROM attachments JOIN addresses ON id = document_id JOIN documents USING (page_id) WHERE address_id = ?"
    assert rows(database, query, rejected["id"]) == [{"kind": "ole"}]
    before = contents(database)
    again = scrapy("crawl", "hxw", "puyang", "--full", *options, database=database)
    assert again.returncode == 0, again.stderr
    assert contents(database) == before
    for portal in ("hxw", "puyang"):
        number = counts(database, portal)
        assert number["addresses/handed_out"] == number["addresses/ended"]
    shown = scrapy("why", rejected["url"], database=database).stdout
    assert re.search(r"  document  \S+\.doc: kept, ole, \d+ bytes\n    no text   ole is not read\n", shown)


def test_what_to_install_is_one_line_and_the_crawl_goes_on(replica, tmp_path):
    (tmp_path / "sitecustomize.py").write_text("import sys; sys.modules['docx'] = None")
    options = (*ATTACHED, "-s", f"REPLICA={replica}")
    ended = scrapy("crawl", "hxw", *options, database=tmp_path / "a.db", PYTHONPATH=str(tmp_path))
    assert ended.returncode == 0, ended.stderr
    line = "hxw: the text of attachments needs pypdf and python-docx: .venv/bin/pip install --require-hashes -r requirements-documents.txt"
    assert ended.stderr.count(line) == 1
    query = "SELECT text, reason FROM documents"
    assert {row["reason"] for row in rows(tmp_path / "a.db", query)} == {"python-docx is not installed"}


def test_an_older_store_learns_of_documents_by_cleaning_again(crawled, tmp_path):
    database = tmp_path / "copy.db"
    database.write_bytes(crawled.database.read_bytes())
    options = (*ATTACHED, "-s", f"REPLICA={crawled.replica}")
    assert scrapy("reclean", "hxw", *ATTACHED, database=database).returncode == 0
    pending = "SELECT count(*) AS number FROM addresses WHERE role = 'attachment' AND state = 'pending'"
    assert rows(database, pending) == [{"number": 2}]
    assert scrapy("crawl", "hxw", *options, database=database).returncode == 0
    assert rows(database, pending) == [{"number": 0}]
    assert rows(database, "SELECT count(*) AS number FROM documents WHERE text IS NOT NULL") == [
        {"number": 2}
    ]


def test_its_own_address_tells_of_a_document(store):
    crawl(store, {**site("/f/1.pdf"), "/f/1.pdf": pdf("公示名单")})
    with store.reading() as session:
        (life,) = lives(session, f"{HOME}/f/1.pdf")
        assert [each.text for each in life.attachments] == ["公示名单"]
        assert life.found_on == f"{HOME}/a/1.html"
        assert [each.text for each in attached(session, 2)] == ["公示名单"]


def test_a_prune_keeps_what_documents_are_and_a_backup_has_all(store, tmp_path):
    crawl(store, {**site("/f/1.pdf"), "/f/1.pdf": pdf("旧名单")})
    crawl(store, {**site("/f/1.pdf"), "/f/1.pdf": pdf("新名单")}, full=True)
    assert prune(store, Policy()).pages == 1
    backup(store, tmp_path / "backup.db", force=False, progress=lambda done, total: None)
    with closing(open_store(f"sqlite:///{tmp_path}/backup.db")) as again:
        assert known(again) == {"/f/1.pdf": ("kept", None, "新名单")}
