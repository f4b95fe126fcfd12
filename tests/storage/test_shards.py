"""Pages loaded to be cleaned again, many at once: as if one by one, and only what is new is drafted."""

import pytest

from cleaners.model import Cleaned
from storage import cleanings, parts, shards
from storage.addresses import Found
from storage.drafts import Cleaning, Undrafted, draft


@pytest.fixture
def keep(crawl):
    """Cleans an address's page to these articles, or to none."""

    def keep(url, *made, body=b"<p>1", kind="article"):
        address = crawl.address(url)
        page = crawl.fetch(address, body).page_id
        put(crawl, address, page, draft(Cleaned(kind, made, "utf-8", "header")))
        crawl.settle(address, "kept" if made else "rejected", None if made else kind)
        return address

    return keep


def put(crawl, address, page, drafted):
    with crawl.store.transaction() as session:
        return cleanings.put(session, crawl.lease, [Cleaning(address, [page], drafted)], "c2")


def load(crawl, *numbers):
    with crawl.store.reading() as session:
        return shards.load(session, numbers)


def url(number):
    return f"https://www.example.cn/{number}.html"


def test_it_loads_what_is_loaded_one_by_one(crawl, keep, make):
    usual = keep(url(1), make("一。"))
    bare = keep(url(2), body=b"<p>2", kind="list")
    family = keep(url(3), make("三。"), body=b"<p>3")
    with crawl.store.transaction() as session:
        parts.join(session, crawl.lease, family, [(2, Found(url("3_2"), "article"))])
    failed = keep(url(4), make("四。"), body=b"<p>4")
    crawl.fetch(failed, b"shell")
    crawl.settle(failed, "failed", "timeout")
    unfetched = crawl.address(url(5))
    numbers = [unfetched, failed, family, bare, usual]
    found = load(crawl, *numbers)
    with crawl.store.reading() as session:
        assert [each.stored for each in found] == [cleanings.stored(session, number) for number in numbers]
    assert [each.missing for each in found] == ["its page is another address's", "", "", "", ""]


def test_a_pruned_page_is_missing_and_the_others_are_not(crawl, table, keep, make):
    one, other = keep(url(1), make("一。")), keep(url(2), make("二。"), body=b"<p>2")
    with crawl.store.transaction() as session:
        page = session.get_one(table.Page, 1)
        page.body, page.pruned_at = b"", page.kept_at
    pruned, there = load(crawl, one, other)
    assert (pruned.stored, pruned.missing) == (None, "its page was pruned")
    assert there.stored.page.body == b"<p>2"


def test_what_an_address_has_is_not_drafted_again_and_stays(crawl, keep, make):
    address = keep(url(1), make("一。"))
    (part,) = load(crawl, address)
    drafted = draft(Cleaned("article", (make("一。"),), "utf-8", "header"), part.contents)
    assert [each.is_known for each in drafted.articles] == [True]
    (made,) = put(crawl, address, *part.stored.page_ids, drafted)
    assert ([each.op for each in made.kept], len(crawl.events())) == (["same"], 1)


def test_another_text_is_drafted_whole(crawl, keep, make):
    address = keep(url(1), make("一。"))
    (part,) = load(crawl, address)
    drafted = draft(Cleaned("article", (make("另一。"),), "utf-8", "header"), part.contents)
    (made,) = put(crawl, address, *part.stored.page_ids, drafted)
    assert [each.op for each in made.kept] == ["changed"]


def test_a_draft_of_what_is_not_there_any_more_is_refused(crawl, keep, make):
    address = keep(url(1), make("一。"))
    (part,) = load(crawl, address)
    known = draft(Cleaned("article", (make("一。"),), "utf-8", "header"), part.contents)
    put(
        crawl, address, *part.stored.page_ids, draft(Cleaned("article", (make("另一。"),), "utf-8", "header"))
    )
    with pytest.raises(Undrafted):
        put(crawl, address, *part.stored.page_ids, known)
    assert len(crawl.events()) == 2


def test_where_an_article_may_move_to_all_is_drafted(crawl, keep, make):
    old, new = keep(url(1), make("一。")), keep(url(2), make("二。"), body=b"<p>2")
    assert all(each.contents for each in load(crawl, old, new))
    crawl.settle(old, "redirected", redirects_to=new)
    assert not load(crawl, new)[0].contents
