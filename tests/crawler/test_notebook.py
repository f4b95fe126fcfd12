"""A run's view of the store: what one run leaves, the next one finds."""

import pytest
from scrapy.exceptions import CloseSpider

from cleaners.model import Article, Block, Cleaned, Ledger
from crawler.notebook import Notebook
from crawler.verdicts import Verdict
from storage import leases
from storage.addresses import Found
from storage.database import open_store
from storage.pages import Fetched
from storage.portals import PortalRecord

URL = "https://x.cn/content/1.html"
PORTAL = PortalRecord("x", "某网", "河南省", "https://x.cn")


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/articles.db")
    yield store
    store.close()


def run(store) -> Notebook:
    return Notebook.start(store, PORTAL, "me:1", "web", full=True)


def answer(body: bytes | None, status: int = 200) -> Fetched:
    return Fetched(status, URL, body=body, content_type="text/html", etag='"1"')


def cleaned(text: str, kind: str = "article") -> Cleaned:
    block = Block(1, 0, text)
    articles = (Article("", {}, None, (block,), Ledger((block,), ())),) if kind == "article" else ()
    return Cleaned(kind, articles, "utf-8", "header")


def come(notebook: Notebook, known, fetched: Fetched):
    """An address comes back with a page: the article that can be made now."""
    notebook.arrived(known, fetched)
    return notebook.ready(known)


def only(notebook: Notebook):
    (known,) = notebook.opening([Found(URL, "article")])
    assert notebook.hand_out(known)
    return known


@pytest.fixture
def kept(store):
    """A store in which a run has kept one article."""
    first = run(store)
    first.kept(come(first, only(first), answer(b"one")), cleaned("一"))
    first.close("finished")
    return store


def test_an_address_is_handed_out_once(store):
    notebook = run(store)
    known = only(notebook)
    assert not notebook.hand_out(known)
    assert notebook.unended == [known]


def test_a_kept_page_that_comes_again_needs_no_cleaning(kept):
    notebook = run(kept)
    assert come(notebook, only(notebook), answer(b"one")) is None
    assert (notebook.articles, notebook.unended) == (1, [])


def test_a_kept_page_that_stands_keeps_its_articles(kept):
    notebook = run(kept)
    notebook.unmodified(only(notebook), answer(None, 304))
    assert (notebook.articles, notebook.unended) == (1, [])
    assert notebook.counts["addresses/ended/kept"] == 1


def test_not_modified_without_a_page_is_no_answer(store):
    notebook = run(store)
    notebook.unmodified(only(notebook), answer(None, 304))
    assert notebook.counts["addresses/ended/failed"] == 1


def test_a_new_page_that_was_never_cleaned_is_not_forgotten(kept):
    """Killed between the arrival and the cleaning: the next run must not be content with "unchanged"."""
    killed = run(kept)
    assert come(killed, only(killed), answer(b"two"))
    killed.close("stopped")
    notebook = run(kept)
    known = only(notebook)
    assert known.state == "pending"
    arrived = come(notebook, known, answer(b"two"))
    assert arrived.page.body == b"two"
    notebook.kept(arrived, cleaned("二"))
    assert notebook.counts["articles/changed"] == 1


@pytest.mark.parametrize("end", ["list", "failed", "missing"])
def test_a_bad_answer_leaves_the_article(kept, end):
    notebook = run(kept)
    known = only(notebook)
    if end == "list":
        notebook.kept(come(notebook, known, answer(b"index")), cleaned("", kind="list"))
    else:
        notebook.ended(known, Verdict(end, "HTTP 404"), answer(None, 404))
    assert notebook.unended == []
    with kept.reading() as session:
        ((text, gone),) = session.connection().exec_driver_sql(
            "SELECT text, gone_since FROM articles, versions"
        )
    assert (text, gone) == ("一", None)


def test_an_end_counts_once(store):
    notebook = run(store)
    known = only(notebook)
    for _ in range(2):
        notebook.ended(known, Verdict("failed", "timeout"))
    assert notebook.counts["addresses/ended"] == 1


def test_a_lost_lease_ends_the_run_for_good(store):
    notebook = run(store)
    known = only(notebook)
    with store.transaction() as session:
        leases.release(session, notebook.lease, "died", {})
    for _ in range(2):
        with pytest.raises(CloseSpider):
            notebook.ended(known, Verdict("failed", "timeout"))
    assert isinstance(notebook.fault, leases.LeaseLost)
    assert notebook.unended == [known]
