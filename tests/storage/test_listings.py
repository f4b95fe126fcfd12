"""How far columns were read, on each database."""

from storage import listings
from storage.addresses import Found

FIRST = Found("https://www.example.cn/list.html", "list")
SECOND = Found("https://www.example.cn/list_2.html", "list")


def columns(crawl, *declared):
    with crawl.store.transaction() as session:
        return listings.declare(session, crawl.lease, declared)


def follow(crawl, found_on, *asked):
    with crawl.store.transaction() as session:
        return listings.follow(session, crawl.lease, [SECOND], found_on, asked)


def read(crawl, number, is_news):
    with crawl.store.transaction() as session:
        listings.read(session, crawl.lease, number, is_news)


def test_a_column_that_was_never_read_is_due_and_to_be_read_to_its_end(crawl):
    (column,) = columns(crawl, FIRST)
    assert (column.first.state, column.listed_at, column.sweep) == ("pending", None, True)
    assert crawl.due() == [column.first.id]


def test_what_was_found_by_the_end_of_a_reading_is_known_from_it(crawl):
    (column,) = columns(crawl, FIRST)
    (named,) = crawl.discover(Found("https://www.example.cn/1.html", "article"), found_on=column.first.id)
    with crawl.store.transaction() as session:
        listings.complete(session, crawl.lease, column.first.id, to_end=True)
    (column,) = columns(crawl, FIRST)
    (later,) = crawl.discover(Found("https://www.example.cn/2.html", "article"), found_on=column.first.id)
    assert named.found_at <= column.listed_at <= later.found_at
    assert not column.sweep


def test_a_reading_to_what_is_known_is_no_sweep(crawl, table):
    (column,) = columns(crawl, FIRST)
    with crawl.store.transaction() as session:
        listings.complete(session, crawl.lease, column.first.id, to_end=False)
    row = crawl.row(table.Address, column.first.id)
    assert (row.listed_at is None, row.swept_at) == (False, None)


def test_a_page_that_was_read_is_due_by_time_only_if_it_is_the_first(crawl, table):
    (column,) = columns(crawl, FIRST)
    (second,) = follow(crawl, column.first.id)
    for number in (column.first.id, second.id):
        read(crawl, number, is_news=True)
    assert crawl.due() == [column.first.id]
    assert crawl.row(table.Address, second.id).news_at is None


def test_a_page_that_is_followed_is_pending_until_it_is_read(crawl):
    (column,) = columns(crawl, FIRST)
    read(crawl, column.first.id, is_news=False)
    (second,) = follow(crawl, column.first.id)
    read(crawl, second.id, is_news=False)
    follow(crawl, column.first.id)
    assert crawl.due() == [second.id]


def test_a_page_that_this_run_has_asked_is_not_followed_again(crawl):
    (column,) = columns(crawl, FIRST)
    (second,) = follow(crawl, column.first.id)
    read(crawl, second.id, is_news=False)
    assert follow(crawl, column.first.id, second.id) == []
    assert crawl.due() == [column.first.id]


def test_a_next_page_that_is_an_article_is_left_alone(crawl, table):
    (known,) = crawl.discover(Found(SECOND.url, "article"))
    crawl.settle(known.id, "kept")
    assert follow(crawl, crawl.address()) == []
    assert crawl.row(table.Address, known.id).state == "kept"


def test_a_first_page_that_was_found_before_as_another_lists_page_is_a_column(crawl):
    (column,) = columns(crawl, FIRST)
    (second,) = follow(crawl, column.first.id)
    read(crawl, second.id, is_news=True)
    assert [each.first.url for each in columns(crawl, FIRST, SECOND)] == [FIRST.url, SECOND.url]
    assert second.id in crawl.due()
