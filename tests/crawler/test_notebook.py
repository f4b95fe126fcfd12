"""A run's view of the store: what one run leaves, the next one finds."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from scrapy.exceptions import CloseSpider
from sqlalchemy import event

from cleaners.checks import lack
from cleaners.model import Article, Block, Cleaned, Ledger
from crawler.arrivals import Received
from crawler.notebook import Notebook
from crawler.verdicts import Verdict
from storage import leases, pages
from storage.addresses import Found
from storage.database import open_store
from storage.drafts import Drafted, draft
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


def article(text: str) -> Article:
    block = Block(1, 0, text)
    return Article("", {}, None, (block,), Ledger((block,), ()))


def drafted(text: str, kind: str = "article") -> Drafted:
    articles = (article(text),) if kind == "article" else ()
    return draft(Cleaned(kind, articles, "utf-8", "header"))


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
    first.kept(come(first, only(first), answer(b"one")), drafted("一"))
    first.close("finished")
    return store


@contextmanager
def counted(store) -> Iterator[list[int]]:
    """A one for every transaction of the store."""
    commits: list[int] = []

    def note(_: object) -> None:
        commits.append(1)

    event.listen(store.engine, "commit", note)
    yield commits
    event.remove(store.engine, "commit", note)


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
    notebook.kept(arrived, drafted("二"))
    assert notebook.counts["articles/changed"] == 1


@pytest.mark.parametrize("end", ["list", "failed", "missing"])
def test_a_bad_answer_leaves_the_article(kept, end):
    notebook = run(kept)
    known = only(notebook)
    if end == "list":
        notebook.kept(come(notebook, known, answer(b"index")), drafted("", kind="list"))
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


def family(notebook: Notebook, *urls: str):
    """Addresses of a list, handed out."""
    found = notebook.opening([Found(url, "article") for url in urls])
    assert all(map(notebook.hand_out, found))
    return found


ONE, TWO = "https://x.cn/content/1.html", "https://x.cn/content/1_2.html"
SECOND = [(2, Found(TWO, "article"))]


def test_a_list_that_names_both_pages_gives_one_article(store):
    """Page 2 doesn't say that it is one: page 1 does, and comes first."""
    notebook = run(store)
    one, two = family(notebook, ONE, TWO)
    notebook.arrived(one, answer(b"one"), None, SECOND)
    assert notebook.ready(one) is None
    notebook.arrived(two, answer(b"two"))
    arrived = notebook.ready(two)
    assert (arrived.known.id, [page.body for page in (arrived.page, *arrived.further)]) == (
        one.id,
        [b"one", b"two"],
    )


def test_a_page_that_is_claimed_while_it_is_cleaned_is_no_article(store):
    notebook = run(store)
    one, two = family(notebook, ONE, TWO)
    alone = come(notebook, two, answer(b"two"))
    notebook.arrived(one, answer(b"one"), None, SECOND)
    notebook.kept(alone, drafted("二"))
    assert notebook.counts["articles/new"] == 0
    assert notebook.counts["addresses/ended/part"] == 1


def test_an_article_that_is_to_be_made_again_is_not_kept_without_the_page_that_came_meanwhile(store):
    """Killed now, the next run must make it again."""
    notebook = run(store)
    one, two = family(notebook, ONE, TWO)
    alone = come(notebook, one, answer(b"one"))
    notebook.arrived(two, answer(b"two"), Found(ONE, "article"), SECOND)
    notebook.kept(alone, drafted("一"))
    assert notebook.counts["articles/new"] == 0
    notebook.close("stopped")
    assert "pending" in [known.state for known in run(store).opening([]) if known.id == one.id]


def test_pages_that_come_together_are_kept_in_one_transaction(store):
    notebook = run(store)
    came = [Received(known, answer(known.url.encode())) for known in family(notebook, ONE, TWO)]
    with counted(store) as commits:
        arrived = notebook.received(came)
        notebook.all_kept([(each, drafted(each.known.url)) for each in arrived])
    assert commits == [1, 1]
    assert [each.page.body for each in arrived] == [ONE.encode(), TWO.encode()]
    assert (notebook.counts["articles/new"], notebook.unended) == (2, [])


def test_what_is_made_of_a_page_does_not_depend_on_how_it_was_kept(store):
    """From memory where it is new, from the store where it was given before: the same words."""
    notebook = run(store)
    one, two = family(notebook, ONE, TWO)
    (fresh,) = notebook.received([Received(one, answer(b"the same"))])
    (known,) = notebook.received([Received(two, answer(b"the same"))])
    with store.reading() as session:
        assert fresh.page == pages.load(session, *fresh.page_ids, one.id)
        assert known.page == pages.load(session, *known.page_ids, two.id)


def test_a_page_that_stands_is_not_made_again(kept):
    again = run(kept)
    known = only(again)
    assert again.received([Received(known, answer(b"one"))]) == [None]
    assert (again.counts["articles/unchanged"], again.unended) == (1, [])


def test_a_page_of_several_is_left_to_be_read_with_the_others(store):
    notebook = run(store)
    one, two = family(notebook, ONE, TWO)
    notebook.arrived(two, answer(b"two"), Found(ONE, "article"), SECOND)
    assert notebook.received(came := [Received(one, answer(b"one"))]) == came
    with store.reading() as session:
        assert pages.last_given(session, one.id) is None


def test_nothing_is_made_of_further_pages_if_the_first_one_is_missing(store):
    notebook = run(store)
    one, two = family(notebook, ONE, TWO)
    notebook.arrived(two, answer(b"two"), Found(ONE, "article"), SECOND)
    assert notebook.ready(two) is None
    notebook.ended(one, Verdict("missing", "HTTP 404"), answer(None, 404))
    assert notebook.ready(one) is None


def test_a_whole_article_is_not_replaced_by_one_that_lacks_a_page(kept):
    notebook = run(kept)
    arrived = come(notebook, only(notebook), answer(b"two"))
    made = replace(article("二"), faults=(lack(2),))
    notebook.kept(arrived, draft(Cleaned("article", (made,), "utf-8", "header")))
    assert notebook.counts["addresses/ended/failed"] == 1
    assert notebook.counts["articles/changed"] == 0


def test_declared_lists_are_asked_whatever_they_answered_before(store):
    start = [Found("https://x.cn/list.html", "list")]
    for state in ("missing", "excluded"):
        notebook = run(store)
        notebook.apart = timedelta(0)
        (known,) = notebook.opening(start)
        for again in (False, True):
            notebook.hand_out(known, again)
            notebook.ended(known, Verdict(state, "HTTP 404"))
        notebook.close("finished")
    assert [known.url for known in run(store).opening(start)] == [start[0].url]


def test_what_was_gone_is_asked_again_when_a_list_names_it(kept):
    notebook = run(kept)
    notebook.apart = timedelta(0)
    known = only(notebook)
    for again in (False, True):
        notebook.hand_out(known, again)
        notebook.ended(known, Verdict("missing", "HTTP 404"), answer(None, 404))
    notebook.close("finished")
    notebook = run(kept)
    assert only(notebook).state == "pending"


def test_an_address_that_leads_away_for_a_while_is_asked_again(kept):
    notebook = run(kept)
    notebook.redirected(only(notebook), answer(None, 302), Found("https://x.cn/content/9.html", "article"))
    with kept.reading() as session:
        ((state, due),) = session.connection().exec_driver_sql(
            f"SELECT state, next_ask FROM addresses WHERE url = '{URL}'"
        )
    assert (state, due is not None) == ("redirected", True)
