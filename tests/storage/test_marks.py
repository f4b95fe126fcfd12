"""What readers say of articles, on each database."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from cleaners.model import Article, Block, Change, Field, Ledger
from storage import draws, leases, marks, purge
from storage.database import open_store
from storage.marks import Given, Unfit
from storage.tables import Article as Row
from storage.tables import Mark
from storage.versions import load_article
from tests.storage.conftest import PORTAL, Crawl
from tests.storage.test_feed import waiting
from tests.storage.test_purge import everything

KEPT, MENU = (1, 1), (1, 0)


def article(text: str = "正文在此。") -> Article:
    """An article of a page with a menu, which was removed, and a byline that stayed."""
    blocks = Block(1, 0, " 首页 "), Block(1, 1, text), Block(1, 2, "责编：某某")
    changes = (
        Change(1, 0, "trim", "white space", " 首页 ", "首页"),
        Change(1, 0, "menu", "menu", "首页", None),
    )
    fields = {"title": Field("标题", "标题", "line")}
    return Article("", fields, None, blocks[1:], Ledger(blocks, changes))


@pytest.fixture
def kept(crawl) -> int:
    """The number of an article."""
    return crawl.keep(crawl.address(), article())[0].article_id


@pytest.fixture
def say(store, kept):
    """Marks the article's first version, by a reader."""

    def said(*given, reader="甲", version=1):
        with store.transaction() as session:
            return marks.mark(session, kept, version, Given(*given), reader)

    return said


UNFIT = {
    "a block that is not there": (("kept", (1, 9)), "no block 1.9"),
    "a removed one as wrongly kept": (("kept", MENU), "no block 1.0 that was kept"),
    "a kept one as wrongly removed": (("removed", KEPT), "no block 1.1 that was removed"),
    "no block": (("removed",), "no block 0.-1"),
    "an unknown field": (("field", None, "text", "x"), "no field text"),
    "no field": (("field",), "no field None"),
    "what the field has already": (("field", None, "title", " 标题 "), "has this value already"),
    "nothing for a field without a value": (("field", None, "source", ""), "has this value already"),
    "no date for a date": (("field", None, "published", "yesterday"), "is written 2023-05-24"),
    "a value without end": (("field", None, "title", "x" * 2001), "longer than 2000"),
}


@pytest.mark.parametrize("given, told", UNFIT.values(), ids=UNFIT)
def test_a_mark_that_does_not_fit_is_refused(given, told, say, crawl):
    with pytest.raises(Unfit, match=told):
        say(*given)
    with crawl.store.reading() as session:
        assert session.query(Mark).count() == 0


@pytest.mark.parametrize("reader", ["", "  ", "\x00\n", "名" * 61])
def test_a_mark_needs_a_name(reader, say):
    with pytest.raises(Unfit, match="your name"):
        say("right", reader=reader)


def test_a_version_that_is_not_there_can_t_be_marked(say):
    with pytest.raises(LookupError, match="no version 2"):
        say("right", version=2)


def test_a_mark_that_is_not_there_can_t_be_withdrawn(store):
    with store.transaction() as session, pytest.raises(LookupError):
        marks.withdraw(session, 5)


def test_a_form_that_is_sent_twice_at_once_gives_one_mark(copy):
    with closing(open_store(copy)) as store, ThreadPoolExecutor() as threads:
        with store.transaction() as session:
            crawl = Crawl(store, leases.take(session, PORTAL, "host:1", "web"))
        number = crawl.keep(crawl.address(), article())[0].article_id

        def say() -> int:
            with store.transaction() as session:
                return marks.mark(session, number, 1, Given("right"), "甲")

        with store.transaction() as session:
            first = marks.mark(session, number, 1, Given("right"), "甲")
            second = threads.submit(say)
            while not waiting(copy):
                assert not second.done()
        assert second.result() == first


def test_who_says_what_of_which_version_and_when(say, crawl):
    row = crawl.row(Mark, say("kept", (1, 2), reader=" 读\x1b者 "))
    assert (row.version, row.kind, row.part, row.block, row.text) == (1, "kept", 1, 2, "责编：某某")
    assert (row.reader, row.withdrawn) == ("读者", None)
    assert row.at.tzinfo


def test_a_removed_block_is_marked_with_its_words_when_it_was_removed(say, crawl):
    assert crawl.row(Mark, say("removed", MENU)).text == "首页"


def test_to_say_it_twice_is_to_say_it_once(say):
    assert say("kept", (1, 2)) == say("kept", (1, 2))
    assert say("kept", (1, 2), reader="乙") != say("kept", (1, 2))


def test_what_is_said_anew_of_a_field_takes_the_first_back(say, store, kept):
    say("field", None, "title", "第一")
    say("field", None, "title", "第二")
    say("field", None, "source", "人民网")
    with store.reading() as session:
        assert [each.text for each in marks.of_article(session, kept, 1)] == ["第二", "人民网"]
        assert [each.withdrawn is None for each in marks.after(session, 0, 9)] == [False, True, True]
        assert [each.text for each in marks.after(session, 1, 1)] == ["第二"]


def test_what_is_withdrawn_stays_with_its_time(say, crawl, kept):
    number = say("right")
    with crawl.store.transaction() as session:
        first = marks.withdraw(session, number).withdrawn
    with crawl.store.transaction() as session:
        assert marks.withdraw(session, number).withdrawn == first
    with crawl.store.reading() as session:
        assert marks.of_article(session, kept, 1) == []
    assert say("right") != number


def test_what_the_marks_say_the_text_and_fields_are(say, store, kept):
    say("removed", MENU)
    say("kept", (1, 2))
    say("field", None, "title", "")
    say("field", None, "source", "人民网")
    with store.reading() as session:
        loaded, said = load_article(session, kept), marks.of_article(session, kept, 1)
    right = marks.put_right(loaded, said)
    assert (right.text, right.value("title"), right.value("source")) == ("首页\n正文在此。", None, "人民网")
    assert (set(loaded.faults), set(right.faults)) == (set(), {"no title", "no date", "under 100 characters"})


def test_a_purged_article_takes_its_marks_with_it(say, crawl, kept):
    say("field", None, "title", "机密")
    with crawl.store.transaction() as session:
        leases.release(session, crawl.lease, "finished", {})
    with crawl.store.reading() as session:
        plan = purge.of_article(session, kept)
    purge.purge(crawl.store, plan, "me:1")
    assert everything(crawl.store)["marks"] == []


def drawn(store, portal=None):
    with store.reading() as session:
        return draws.draw(session, portal)


def test_nothing_is_drawn_where_nothing_is_left(store, say, crawl, kept):
    assert drawn(store, "elsewhere") is None
    number = say("kept", (1, 2))
    assert drawn(store) is None
    with store.transaction() as session:
        marks.withdraw(session, number)
    assert drawn(store) == drawn(store, "hxw") == kept
    crawl.set(Row, kept, gone_since=crawl.row(Mark, number).at)
    assert drawn(store) is None


def test_nothing_is_drawn_from_an_empty_store(store):
    assert drawn(store) is None


def test_every_article_is_drawn_whatever_gaps_are_between_their_numbers(crawl, make):
    numbers = []
    for each in range(4):
        address = crawl.address(f"https://www.example.cn/{each}.html")
        numbers.append(crawl.keep(address, make(f"第{each}篇。"), body=b"%d" % each)[0].article_id)
    with crawl.store.transaction() as session:
        session.execute(Row.__table__.insert(), [far(crawl.row(Row, numbers[0]))])
    assert {drawn(crawl.store) for _ in range(200)} == {*numbers, 5_000_000}


def far(row):
    """An article like another one, with a number far from all others."""
    values = {column.key: getattr(row, column.key) for column in Row.__table__.columns}
    return values | {"id": 5_000_000, "key": "x", "key_digest": b"x"}
