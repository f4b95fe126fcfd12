"""What is purged is gone from every table; a tombstone and its event stay."""

import pytest
from sqlalchemy import select

from storage import feed, leases, pages, purge, search
from storage.addresses import Found
from storage.columns import Base
from storage.search import Query
from storage.tables import Address, Article, DuplicateGroup, Page

LONG = "农村基层党组织建设是一项长期的工作，各级干部要深入群众，听取意见，解决困难，把事情办好。" * 3


@pytest.fixture
def ended(crawl):
    """The crawl, its lease free."""

    def end():
        with crawl.store.transaction() as session:
            leases.release(session, crawl.lease, "finished", {})

    crawl.end = end
    return crawl


def everything(store) -> dict[str, list[str]]:
    """All rows of all tables, as text a word can be looked for in."""
    with store.reading() as session:
        return {
            name: [repr(tuple(row)) for row in session.execute(select(table))]
            for name, table in Base.metadata.tables.items()
        }


def run(store, find, *what) -> purge.Purged:
    with store.reading() as session:
        found = find(session, *what)
    plans = found if isinstance(found, list) else [found]
    return [purge.purge(store, plan, "me:1") for plan in plans][-1]


def test_an_article_is_gone_from_every_table_and_its_address_stays_as_a_tombstone(ended, make):
    address = ended.address()
    ended.keep(address, make("机密的第一版。", title="机密一"), body=b"<p>one")
    kept = ended.keep(address, make("机密的第二版。", title="机密二"), body=b"<p>two")
    ended.settle(address, "kept")
    other = ended.address("https://www.example.cn/2.html")
    ended.keep(other, make("公开。", title="公开"), body=b"<p>other")
    ended.end()
    purged = run(ended.store, purge.of_article, kept[0].article_id)
    assert purged == purge.Purged(articles=1, versions=2, pages=2, addresses=1)
    assert not [name for name, rows in everything(ended.store).items() if "机密" in "".join(rows)]
    with ended.store.reading() as session:
        assert search.search(session, Query("机密")).hits == []
        assert len(search.search(session, Query("公开")).hits) == 1
    row = ended.row(Address, address)
    assert (row.state, row.url, row.page_id, row.next_ask) == (
        "purged",
        "https://www.example.cn/1.html",
        None,
        None,
    )
    with ended.store.reading() as session:
        assert session.scalars(select(Page.size)).all() == [len(b"<p>other")]
        last = feed.read(session, 0, 100)[-1]
        assert (last.op, last.article_id, last.portal, last.url) == ("purged", kept[0].article_id, None, None)


def test_on_sqlite_the_file_itself_holds_nothing_of_it(tmp_path, sqlite, ended, make):
    if ended.store.engine.dialect.name != "sqlite":
        pytest.skip("a file is SQLite's")
    kept = ended.keep(ended.address(), make("绝不留下的句子。" * 50 + "Verschwunden"))
    ended.keep(ended.address("https://www.example.cn/2.html"), make("另一篇。"), body=b"<p>2")
    ended.end()
    run(ended.store, purge.of_article, kept[0].article_id)
    written = b"".join(file.read_bytes() for file in tmp_path.glob("articles.db*"))
    assert written
    assert "绝不留下的句子".encode() not in written
    assert b"verschwunden" not in written


def test_what_leads_to_it_and_its_further_pages_go_with_it(ended, make):
    first = ended.address()
    kept = ended.keep(first, make("正文。"))
    second, copy, moved = (ended.address(f"https://www.example.cn/{name}.html") for name in ("1_2", "b", "c"))
    ended.fetch(second, b"<p>second")
    ended.set(Address, second, part_of=first, part=2, state="part")
    ended.fetch(copy, b"<p>copy")
    ended.settle(copy, "rejected", "duplicate address", redirects_to=first)
    ended.settle(moved, "redirected", None, redirects_to=first)
    elsewhere = ended.address("https://www.example.cn/d.html")
    ended.keep(elsewhere, make("别的文章。"), body=b"<p>d")
    ended.settle(elsewhere, "redirected", None, redirects_to=first)
    ended.end()
    assert run(ended.store, purge.of_article, kept[0].article_id).addresses == 4
    assert [ended.row(Address, each).state for each in (first, second, copy, moved, elsewhere)] == [
        *["purged"] * 4,
        "redirected",
    ]
    with ended.store.reading() as session:
        assert session.scalars(select(Page.size)).all() == [len(b"<p>d")]


@pytest.mark.parametrize("later", [None, b"<p>another"])
def test_a_page_that_another_address_gave_stays(ended, make, later):
    kept = ended.keep(ended.address(), make("正文。"), body=b"<p>shared")
    other = ended.address("https://www.example.cn/2.html")
    page_id = ended.fetch(other, b"<p>shared").page_id
    if later:
        ended.fetch(other, later)
    ended.end()
    assert run(ended.store, purge.of_article, kept[0].article_id).pages == 0
    assert ended.row(Page, page_id).body


def test_one_item_of_a_newsletter_is_refused_and_the_address_takes_all(ended, make):
    kept = ended.keep(ended.address(), make("甲。", key="甲县"), make("乙。", key="乙县"))
    ended.end()
    with pytest.raises(purge.SharedPage, match=r"one of 2 .* scrapy purge address 'https://www.example.cn/1"):
        run(ended.store, purge.of_article, kept[0].article_id)
    assert run(ended.store, purge.of_address, "https://www.example.cn/1.html").articles == 2


def test_a_portal_loses_its_articles_and_its_lists_are_read_anew(ended, make):
    listed = ended.address("https://www.example.cn/list.html", "list")
    ended.fetch(listed, b"<p>list")
    ended.settle(listed, "list")
    for number in range(3):
        address = ended.address(f"https://www.example.cn/{number}.html")
        ended.keep(address, make(f"第{number}篇。"), body=b"<p>%d" % number)
    ended.end()
    assert run(ended.store, purge.of_portal, "hxw") == purge.Purged(3, 3, 4, 3)
    rows = everything(ended.store)
    assert [rows[name] for name in ("articles", "versions", "bands", "pages", "duplicate_groups")] == [[]] * 5
    assert ended.row(Address, listed).state == "pending"


def test_a_group_chooses_among_those_that_stay(ended, make):
    numbers = [
        ended.keep(
            ended.address(f"https://www.example.cn/{each}.html"), make(LONG + str(each)), body=b"%d" % each
        )[0].article_id
        for each in range(3)
    ]
    ended.end()
    run(ended.store, purge.of_article, numbers[0])
    with ended.store.reading() as session:
        assert session.scalars(select(DuplicateGroup.original_id)).all() == [numbers[1]]
    assert ended.events()[-3:] == [
        ("purged", numbers[0], 1),
        ("grouped", numbers[1], 1),
        ("grouped", numbers[2], 1),
    ]
    run(ended.store, purge.of_article, numbers[1])
    with ended.store.reading() as session:
        assert session.scalars(select(DuplicateGroup.id)).all() == []
        assert session.scalars(select(Article.duplicate_group)).all() == [None]


def test_a_tombstone_is_not_asked_again_nor_settled_otherwise(ended, make):
    kept = ended.keep(ended.address(), make("正文。"))
    ended.end()
    run(ended.store, purge.of_article, kept[0].article_id)
    with ended.store.transaction() as session:
        ended.lease = leases.take(session, ended.portal, "host:1", "web")
    (known,) = ended.discover(Found("https://www.example.cn/1.html", "article"))
    assert (known.state, known.new) == ("purged", False)
    assert ended.due(full=True) == []
    ended.settle(known.id, "pending")
    assert ended.row(Address, known.id).state == "purged"


def test_a_portal_that_is_being_crawled_is_left_alone(crawl, make):
    kept = crawl.keep(crawl.address(), make("正文。"))
    with pytest.raises(leases.LeaseHeld):
        run(crawl.store, purge.of_article, kept[0].article_id)
    assert crawl.row(Article, kept[0].article_id)


@pytest.mark.parametrize(
    "find, what, told",
    [
        (purge.of_article, 7, "no article 7"),
        (purge.of_address, "https://www.example.cn/9.html", "no address https://www.example.cn/9.html"),
        (purge.of_portal, "hwx", "no portal 'hwx'; it has: hxw"),
    ],
)
def test_what_is_not_there_is_told(crawl, find, what, told):
    with crawl.store.reading() as session, pytest.raises(LookupError, match=told):
        find(session, what)


def test_a_page_that_comes_again_after_it_was_purged_is_kept_anew(ended, make):
    kept = ended.keep(ended.address(), make("正文。"), body=b"<p>again")
    ended.end()
    run(ended.store, purge.of_article, kept[0].article_id)
    with ended.store.transaction() as session:
        ended.lease = leases.take(session, ended.portal, "host:1", "web")
    other = ended.address("https://www.example.cn/2.html")
    page_id = ended.fetch(other, b"<p>again").page_id
    with ended.store.reading() as session:
        assert pages.load(session, page_id, other).body == b"<p>again"
