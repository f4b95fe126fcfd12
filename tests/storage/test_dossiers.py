"""All of one article, and the page a version was made from, on each database."""

import pytest

from storage import dossiers, leases, purge
from storage.dossiers import PurgedArticle, all_archived, archived, dossier
from storage.pages import Pruned
from storage.step_counts import count, current, samples
from storage.tables import Address, Article, Version
from storage.tables import Page as PageRow

URL = "https://www.example.cn/1.html"


def look(crawl, find, *what):
    with crawl.store.reading() as session:
        return find(session, *what)


@pytest.fixture
def kept(crawl, make) -> int:
    """An article in two versions, the first from another page."""
    crawl.keep(crawl.address(), make("第一版。"), body=b"<p>first")
    return crawl.keep(crawl.address(), make("第二版。"), body=b"<p>second")[0].article_id


@pytest.mark.parametrize("find", [dossier, archived])
def test_what_is_not_there_is_told(find, crawl, kept):
    with pytest.raises(LookupError, match="there is no article 99"):
        look(crawl, find, 99)
    with pytest.raises(LookupError, match=f"article {kept} has no version 3"):
        look(crawl, find, kept, 3)


def test_a_purged_article_says_when(crawl, kept):
    with crawl.store.transaction() as session:
        leases.release(session, crawl.lease, "finished", {})
    purge.purge(crawl.store, look(crawl, purge.of_article, kept), "me:1")
    with pytest.raises(PurgedArticle, match=f"article {kept} was purged on 20"):
        look(crawl, dossier, kept)


def test_a_version_has_its_own_fields_proof_and_page(crawl, kept):
    now, before = look(crawl, dossier, kept), look(crawl, dossier, kept, 1)
    assert (now.version.text, before.version.text, now.current, before.current) == (
        "第二版。",
        "第一版。",
        2,
        2,
    )
    assert [block.text for block in before.ledger.blocks] == ["第一版。 "]
    assert now.fields["title"].value == "标题"
    assert [step.version for step in now.told.steps] == [1, 2]
    assert (now.url, now.portal.name, now.life.url, now.pages) == (URL, "hxw", URL, (None,))
    assert [look(crawl, archived, kept, number).body for number in (1, 2)] == [b"<p>first", b"<p>second"]


def test_of_its_history_the_last_steps_are_told_and_of_its_siblings_none(crawl, make, monkeypatch):
    monkeypatch.setattr(dossiers, "STEPS", 2)
    monkeypatch.setattr(dossiers, "FETCHES", 3)
    for number in range(1, 5):
        made = make(f"第{number}版。", "甲"), make(f"又第{number}版。", "乙")
        kept = crawl.keep(crawl.address(), *made, body=b"%d" % number)
    found = look(crawl, dossier, kept[1].article_id)
    assert [step.version for step in found.told.steps] == [3, 4]
    assert found.told.steps[0].lines == (("-", "text", "又第2版。"), ("+", "text", "又第3版。"))
    assert [each.key for each in found.life.articles] == ["乙"]
    assert [each.size for each in found.life.fetches] == [1, 1, 1]
    assert found.life.fetches[0].at < found.life.fetches[-1].at


def test_a_page_that_was_pruned_says_when(crawl, kept):
    version = crawl.row(Version, 1)
    crawl.set(PageRow, version.page_id, body=b"", pruned_at=version.made_at)
    assert look(crawl, dossier, kept, 1).pages[0].startswith("its body was pruned on 20")
    with pytest.raises(Pruned):
        look(crawl, archived, kept, 1)
    assert look(crawl, archived, kept, 2).body == b"<p>second"


def test_a_page_of_several(crawl, kept):
    further = crawl.address("https://www.example.cn/1_2.html")
    page_id = crawl.fetch(further, b"<p>part two").page_id
    crawl.set(Address, further, part_of=1, part=2)
    crawl.set(Version, 2, further_pages=[page_id, None])
    assert look(crawl, dossier, kept).pages == (None, None, "it could not be had")
    assert look(crawl, archived, kept, 2, 2).body == b"<p>part two"
    with pytest.raises(LookupError, match="has no page 3"):
        look(crawl, archived, kept, 2, 3)
    with crawl.store.reading() as session:
        bodies = [page and page.body for page in all_archived(session, session.get_one(Version, 2))]
    assert bodies == [b"<p>second", b"<p>part two", None]


def test_a_page_that_the_address_gave_from_where_the_article_moved(crawl, kept):
    new = crawl.address("https://www.example.cn/new.html")
    crawl.settle(1, "redirected", redirects_to=new)
    crawl.set(Article, kept, address_id=new)
    assert look(crawl, archived, kept, 1).body == b"<p>first"
    newer = crawl.address("https://www.example.cn/newer.html")
    crawl.settle(new, "redirected", redirects_to=newer)
    crawl.set(Article, kept, address_id=newer)
    assert look(crawl, dossier, kept, 1).pages == (None,)
    assert look(crawl, archived, kept, 1).body == b"<p>first"


def test_a_page_of_an_address_from_which_nothing_leads_any_more(crawl, kept):
    crawl.set(Article, kept, address_id=crawl.address("https://www.example.cn/new.html"))
    assert look(crawl, dossier, kept, 1).pages == ("nothing leads any more from the address that gave it",)
    with pytest.raises(LookupError, match="can be shown"):
        look(crawl, archived, kept, 1)


def test_what_steps_did_to_articles_that_are_there(crawl, make):
    for number in range(5):
        address = crawl.address(f"https://www.example.cn/{number}.html")
        crawl.keep(address, make(f"第{number}篇。"), body=b"%d" % number)
    gone = crawl.row(Article, 5)
    crawl.set(Article, 5, gone_since=gone.first_seen)
    counts = look(crawl, count)
    assert (counts.articles, counts.steps["trim"].changes, counts.total) == ({"hxw": 4}, 4, 4)
    assert counts.steps["trim"].spread(3) == [1, 2, 3]
    few = look(crawl, count, 2)
    assert few.steps["trim"].articles == {"hxw": [1, 4]}
    with crawl.store.reading() as session:
        (sample,) = samples(session, "trim", [2])
        assert list(samples(session, "other", [2])) == []
        assert [(version.article_id, *more) for version, *more in current(session, [2])] == [(2, "hxw", "")]
    assert (sample.change.before, sample.change.after) == ("第1篇。 ", "第1篇。")


def test_an_empty_store_has_no_steps(crawl):
    assert look(crawl, count).total == 0
