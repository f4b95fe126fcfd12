"""The pages of one article that has several."""

import pytest

from storage import parts
from storage.addresses import Found
from storage.tables import Address

SITE = "https://www.example.cn/news"


@pytest.fixture
def first(crawl) -> int:
    return crawl.address(f"{SITE}/1.html")


def join(crawl, first_id: int, *numbers: int) -> None:
    with crawl.store.transaction() as session:
        found = [(number, Found(f"{SITE}/1_{number}.html", "article")) for number in numbers]
        parts.join(session, crawl.lease, first_id, found)


def family(crawl, first_id: int) -> list[str]:
    with crawl.store.reading() as session:
        return [known.url.removeprefix(f"{SITE}/") for known in parts.family(session, first_id)]


def test_a_page_of_its_own_is_a_family_of_one(crawl, first):
    assert family(crawl, first) == ["1.html"]


def test_further_pages_come_in_the_order_of_their_numbers_each_once(crawl, first):
    join(crawl, first, 3, 10)
    join(crawl, first, 2, 3)
    assert family(crawl, first) == ["1.html", "1_2.html", "1_3.html", "1_10.html"]


def test_its_pages_are_those_that_came(crawl, first):
    join(crawl, first, 2, 3)
    here = crawl.fetch(first, b"one").page_id
    last = crawl.fetch(crawl.address(f"{SITE}/1_3.html"), b"three").page_id
    with crawl.store.reading() as session:
        assert [each.page_id for each in parts.family(session, first)] == [here, None, last]
        assert (
            parts.first_of(session, crawl.address(f"{SITE}/1_3.html"))
            == parts.first_of(session, first)
            == first
        )


def test_only_what_is_gone_and_not_named_any_more_leaves_the_family(crawl, first):
    join(crawl, first, 2, 3, 4)
    for number in (2, 3):
        crawl.settle(crawl.address(f"{SITE}/1_{number}.html"), "gone")
    with crawl.store.transaction() as session:
        parts.detach(session, first, [f"{SITE}/1_2.html"])
    assert family(crawl, first) == ["1.html", "1_2.html", "1_4.html"]


def test_the_first_page_is_never_its_own_part(crawl, first):
    with crawl.store.transaction() as session:
        parts.join(session, crawl.lease, first, [(1, Found(f"{SITE}/1.html", "article"))])
    assert crawl.row(Address, first).part_of is None


def test_what_was_kept_as_an_article_of_its_own_is_gone_when_it_is_a_part(crawl, first, make):
    second = crawl.address(f"{SITE}/1_2.html")
    (kept,) = crawl.keep(second, make())
    join(crawl, first, 2)
    join(crawl, first, 2)
    assert crawl.events() == [("new", kept.article_id, 1), ("gone", kept.article_id, 1)]
