"""What became of an address's articles."""

import pytest

from storage import history


def told(crawl, url):
    with crawl.store.reading() as session:
        return history.history(session, url)


def test_an_unknown_address_has_none(crawl):
    assert told(crawl, "https://www.example.cn/none.html") == []


def test_an_address_without_articles_says_why(crawl):
    address = crawl.address()
    crawl.settle(address, "rejected", "list")
    (place,) = told(crawl, "https://www.example.cn/1.html")
    assert (place.state, place.reason, place.articles) == ("rejected", "list", ())


def test_versions_differ_by_paragraph_and_field(crawl, make):
    address = crawl.address()
    crawl.keep(address, make("一。\n二。\n三。"))
    crawl.keep(address, make("一。\n贰。\n三。\n四。", title="新标题"), body=b"<p>2", cleaner="c2")
    (place,) = told(crawl, "https://www.example.cn/1.html")
    first, second = place.articles[0].steps
    assert (first.op, first.version, first.cleaner, first.changed, first.lines) == ("new", 1, "c1", (), ())
    assert (second.op, second.version, second.cause, second.cleaner) == ("changed", 2, "source", "c2")
    assert second.changed == ("title", "text")
    assert [tuple(line) for line in second.lines] == [
        ("-", "title", "标题"),
        ("+", "title", "新标题"),
        ("-", "text", "二。"),
        ("+", "text", "贰。"),
        ("+", "text", "四。"),
    ]


def test_a_newsletters_items_are_told_apart_with_what_went_and_came_back(crawl, make):
    address = crawl.address()
    one, two = make("一。", "甲县:一"), make("二。", "乙县:二")
    crawl.keep(address, one, two)
    crawl.keep(address, one, body=b"<p>2")
    (place,) = told(crawl, "https://www.example.cn/1.html")
    assert [(each.key, each.gone) for each in place.articles] == [("甲县:一", False), ("乙县:二", True)]
    crawl.keep(address, one, two, body=b"<p>3")
    (place,) = told(crawl, "https://www.example.cn/1.html")
    assert [[step.op for step in each.steps] for each in place.articles] == [["new"], ["new", "gone", "back"]]


LONG = "党建引领基层治理，干部下沉一线，解决群众身边的问题。"


def test_an_address_that_was_left_leads_to_the_new_one(crawl, make):
    old, new = crawl.address(), crawl.address("https://www.example.cn/new.html")
    crawl.keep(old, make(LONG))
    crawl.settle(old, "redirected", redirects_to=new)
    crawl.keep(new, make(LONG))
    first, second = told(crawl, "https://www.example.cn/1.html")
    assert (first.state, first.articles, first.leads_to) == (
        "redirected",
        (),
        "https://www.example.cn/new.html",
    )
    assert [step.op for step in second.articles[0].steps] == ["new", "moved"]


def test_redirects_in_a_circle_end(crawl):
    one, other = crawl.address(), crawl.address("https://www.example.cn/2.html")
    crawl.settle(one, "redirected", redirects_to=other)
    crawl.settle(other, "redirected", redirects_to=one)
    assert len(told(crawl, "https://www.example.cn/1.html")) == 2


@pytest.mark.parametrize("lines", [(0, 0), (1, 0), (0, 1)])
def test_empty_texts_differ_too(crawl, make, lines):
    address = crawl.address()
    crawl.keep(address, make("一。" * lines[0], title="旧"))
    crawl.keep(address, make("一。" * lines[1], title="新"), body=b"<p>2")
    (place,) = told(crawl, "https://www.example.cn/1.html")
    assert "title" in place.articles[0].steps[1].changed


def test_paragraphs_without_end_are_not_compared_one_by_one():
    many = ["一样的一行"] * 2000
    assert list(history.paragraphs(["a", "b"], ["a", "c"])) == [("-", "text", "b"), ("+", "text", "c")]
    assert len(list(history.paragraphs(many, [*many, "新"]))) == 4001
