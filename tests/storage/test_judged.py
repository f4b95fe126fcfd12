"""Precision, recall and fields by what readers have marked, on each database."""

import pytest

from cleaners.model import Article, Block, Change, Field, Ledger
from storage import judged, marks
from storage.judged import Share
from storage.marks import Given


def article(texts: list[str], removed: tuple[str, ...] = (), title: str = "标题") -> Article:
    """An article of these paragraphs, behind blocks that were removed."""
    there = [Block(1, n, text) for n, text in enumerate([*removed, *texts])]
    changes = [Change(1, n, "menu", "menu", text, None) for n, text in enumerate(removed)]
    ledger = Ledger(tuple(there), tuple(changes))
    return Article("", {"title": Field(title, title, "line")}, None, tuple(there[len(removed) :]), ledger)


@pytest.fixture
def keep(crawl):
    """Keeps an article at an address, as cleaned by this cleaner."""

    def kept(made, address="1", body=b"<p>1", cleaner="c1"):
        number = crawl.address(f"https://www.example.cn/{address}.html")
        return crawl.keep(number, made, body=body, cleaner=cleaner)[0].article_id

    return kept


@pytest.fixture
def say(crawl):
    def said(article_id, *given, version=1, reader="甲"):
        with crawl.store.transaction() as session:
            return marks.mark(session, article_id, version, Given(*given), reader)

    return said


def figures(crawl):
    with crawl.store.reading() as session:
        (found,) = judged.figures(session)
    return found


def test_nothing_judged_is_no_figure(crawl, keep, say):
    say(keep(article(["十个字的段落在这里。"])), "kept", (1, 0))
    found = figures(crawl)
    assert (found.articles, found.judged, found.precision, found.recall, found.right) == (
        1,
        0,
        None,
        None,
        None,
    )
    assert found.fields == {}


def test_an_article_that_is_right_is_right_in_all(crawl, keep, say):
    say(keep(article(["十个字的段落在这里。"])), "right")
    found = figures(crawl)
    assert found.precision == found.recall == Share(10, 10, 1)
    assert found.right == Share(1, 1, 1)
    assert found.fields == {"title": Share(1, 1, 1)}


def test_what_is_wrongly_kept_costs_precision_and_what_is_wrongly_removed_recall(crawl, keep, say):
    number = keep(article(["十个字的段落在这里。", "责编：某某"], removed=("首页", "被误删的段落。")))
    say(number, "kept", (1, 3))
    say(number, "removed", (1, 1))
    say(number, "right")
    found = figures(crawl)
    assert (found.precision.right, found.precision.of) == (10, 15)
    assert (found.recall.right, found.recall.of) == (10, 17)
    assert found.right == Share(0, 1, 1)


def test_two_readers_who_say_the_same_count_once(crawl, keep, say):
    number = keep(article(["一样的一段。", "一样的一段。"]))
    for reader in "甲乙":
        say(number, "kept", (1, 1), reader=reader)
        say(number, "right", reader=reader)
    assert figures(crawl).precision == Share(6, 12, 1)


def test_a_mark_that_was_withdrawn_does_not_count(crawl, keep, say):
    number = keep(article(["十个字的段落在这里。", "责编：某某"]))
    wrong, _ = say(number, "kept", (1, 1)), say(number, "right")
    with crawl.store.transaction() as session:
        marks.withdraw(session, wrong)
    assert figures(crawl).precision == Share(15, 15, 1)


def test_a_field_is_right_where_it_has_the_value_the_marks_say(crawl, keep, say):
    number = keep(article(["正文。"]))
    say(number, "field", None, "title", "另一个")
    say(number, "field", None, "source", "人民网")
    say(number, "right")
    assert figures(crawl).fields == {"title": Share(0, 1, 1), "source": Share(0, 1, 1)}


def test_a_better_cleaner_shows(crawl, keep, say):
    number = keep(article(["十个字的段落在这里。", "责编：某某"], title="旧"))
    say(number, "kept", (1, 1))
    say(number, "field", None, "title", "新")
    say(number, "right")
    keep(article(["十个字的段落在这里。"], title="新"), cleaner="c2")
    found = figures(crawl)
    assert found.precision == found.recall == Share(10, 10, 1)
    assert found.fields == {"title": Share(1, 1, 1)}


def test_an_article_whose_source_has_changed_since_does_not_count(crawl, keep, say):
    say(keep(article(["第一版。"])), "right")
    keep(article(["第二版。"]), body=b"<p>2")
    found = figures(crawl)
    assert (found.judged, found.outdated, found.precision) == (0, 1, None)
    say(1, "right", version=2)
    assert (figures(crawl).judged, figures(crawl).outdated) == (1, 0)


def test_a_long_article_among_short_ones_is_hardly_more_than_one_trial(crawl, keep, say):
    for number, length in enumerate((5000, 10, 10)):
        say(keep(article(["字" * length]), str(number), body=b"%d" % number), "right")
    assert 1 < figures(crawl).precision.trials < 1.01
    assert figures(crawl).right == Share(3, 3, 3)


def test_only_the_portals_asked_for(crawl):
    with crawl.store.reading() as session:
        assert [each.portal for each in judged.figures(session, ["hxw"])] == ["hxw"]
        assert judged.figures(session, ["other"]) == []


#: Wilson (1927), as tables of it have it: right, trials, the interval.
KNOWN = {
    "none of ten": (0, 10, (0.0, 0.2775)),
    "all of ten": (10, 10, (0.7225, 1.0)),
    "half of a hundred": (50, 100, (0.4038, 0.5962)),
}


@pytest.mark.parametrize("right, of, bounds", KNOWN.values(), ids=KNOWN)
def test_wilson_s_interval(right, of, bounds):
    assert Share(right, of, of).interval == pytest.approx(bounds, abs=0.0001)
