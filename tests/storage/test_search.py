"""Search: what is found, in which order, and that nothing somebody types is more than words."""

from dataclasses import replace
from datetime import date

import pytest
from alembic import command
from sqlalchemy import text, update

from cleaners.model import Field
from storage import leases, schema, search, search_index, upgrading
from storage.portals import PortalRecord
from storage.search import Query


@pytest.fixture
def write(crawl, make):
    """Keeps an article at an address of its own; by its number again."""
    count = iter(range(1000))

    def write(body, published=None, title="标题", at=None, writer=crawl):
        address = writer.address(f"https://www.example.cn/{next(count)}.html") if at is None else at
        made = make(body, title=title)
        if published:
            made = replace(made, fields=made.fields | {"published": Field(published, published, "line")})
        writer.keep(address, made, body=f"{body}{published}".encode(errors="replace"))
        return address

    return write


def found(crawl, words, **options):
    """The passages of what is found, in order."""
    with crawl.store.reading() as session:
        return [hit.passage.text for hit in search.search(session, Query(words, **options)).hits]


def is_sound(crawl):
    """Whether the index holds what the articles that are there say, and nothing else."""
    with crawl.store.transaction() as session:
        if session.get_bind().dialect.name == "sqlite":
            session.execute(text("INSERT INTO search_index (search_index) VALUES ('integrity-check')"))
        there = session.scalars(text("SELECT id FROM articles WHERE gone_since IS NULL")).all()
        searchable = "SELECT article_id, searchable.version = articles.version FROM searchable JOIN articles ON articles.id = article_id"
        indexed = session.execute(text(searchable)).all()
        search_index.forget(session, [number for number, _ in indexed])
        every = search_index.Range(0, 1 << 62)
        left = search_index.find(session, {search_index.portal_term(1)}, every, 10)
        session.rollback()
    return sorted(indexed) == [(number, True) for number in sorted(there)] and left == []


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_the_form_for_one_kind_of_store_is_that_among_all(dialect):
    whole = search_index.forms("标题", "抓党建促发展。")
    assert search_index.forms("标题", "抓党建促发展。", dialect) == {dialect: whole[dialect]}


MATCHES = {
    "a word of two characters": ("党建", "抓党建促发展。", True),
    "one character": ("党", "抓党建促发展。", True),
    "the last character before a sign": ("展", "抓党建促发展。", True),
    "a long word": ("党建引领", "以党建引领发展。", True),
    "not its pieces apart": ("党建引领", "党建要强，引领要准，土建引水。", False),
    "not over a sign": ("党建引领", "党建，引领。", False),
    "not over a line": ("党建", "入党\n建设", False),
    "words in any order": ("引领 党建", "党建强，引领准。", True),
    "all of the words": ("党建 引领", "党建强。", False),
    "a Latin word in small letters": ("gdp", "GDP增长。", True),
    "full-width letters": ("ＧＤＰ", "GDP增长。", True),
    "no part of a Latin word": ("GDP", "GDPS增长。", False),
    "a number": ("2023", "2023年。", True),
    "no part of a number": ("202", "2023年。", False),
    "a mixture": ("5G网络", "建成5G网络。", True),
    "a decimal number": ("3.5%", "增长3.5%。", True),
    "not its digits": ("3.5%", "增长5.3%。", False),
    "an emoji": ("😀", "笑😀了。", True),
    "quotes as they stand": ('"党建"', '所谓"党建"。', True),
    "quotes are no syntax": ('"党建"', "所谓党建。", False),
    "a rare character": ("𰻝𰻝面", "吃𰻝𰻝面。", True),
    "what was replaced": ("党\x00建", "党\x00建。", True),
}


@pytest.mark.parametrize("label", MATCHES)
def test_what_matches(label, crawl, write):
    words, body, matches = MATCHES[label]
    write(body)
    assert bool(found(crawl, words)) is matches


HOSTILE = [
    *(
        '"',
        "'",
        "*",
        "党*",
        "^党",
        "a OR b",
        "NOT",
        "AND",
        "NEAR(党 建, 5)",
        "terms:党",
        "{党}",
        "-党",
        "(",
        ")",
        "党 AND",
    ),
    *(
        "'; DROP TABLE articles; --",
        "%",
        "_",
        "\\",
        ":limit",
        "%(limit)s",
        "$1",
        "\x00",
        "\ud800",
        "\x1b[2J",
        "＊",
        "＃1",
    ),
    *("一" * 5000, "a" * 5000, " ".join(map(chr, range(0x4E00, 0x4E00 + 300)))),
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_is_looked_for_as_it_stands(words, crawl, write):
    write("党建引领。")
    assert found(crawl, words) == []
    stored = words.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
    write(f"见：{words} 。")
    if len(words) < 100:
        assert found(crawl, words) == [f"见：{stored} 。"]
    assert is_sound(crawl)


def test_nothing_to_search_for_is_refused(crawl):
    with pytest.raises(ValueError, match="which words"):
        found(crawl, " \u3000")


def test_an_unknown_portal_is_refused(crawl):
    with pytest.raises(ValueError, match="no portal 'x'; it has: hxw"):
        found(crawl, "党", portal="x")


def test_the_title_counts_too(crawl, write):
    write("别的。", title="党建")
    write("党建。")
    assert found(crawl, "党建 别的") == ["别的。"]


def test_newest_first_and_without_a_date_last(crawl, write):
    days = ["2023-05-24", None, "2019", "2023-05-24T10:02+08:00", "2024-01-01", "1021-01-01", "2023-05"]
    for day in days:
        write(f"党建{day}。", day)
    order = ["2024-01-01", "2023-05-24T10:02+08:00", "2023-05-24", "2023-05", "2019", "1021-01-01", None]
    assert found(crawl, "党建") == [f"党建{day}。" for day in order]
    assert found(crawl, "党建", limit=2) == [f"党建{day}。" for day in order[:2]]


def test_since_and_until(crawl, write):
    for day in ("2023-05-23", "2023-05-24T23:59+08:00", "2023-05-25", None):
        write(f"党建{day}。", day)
    day = date(2023, 5, 24)
    assert found(crawl, "党建", first=day) == ["党建2023-05-25。", "党建2023-05-24T23:59+08:00。"]
    assert found(crawl, "党建", last=day) == ["党建2023-05-24T23:59+08:00。", "党建2023-05-23。"]
    assert found(crawl, "党建", first=day, last=day) == ["党建2023-05-24T23:59+08:00。"]


def test_a_day_that_is_full_goes_on_in_the_next(crawl, write, monkeypatch):
    monkeypatch.setattr(search_index, "DAY_BITS", 1)
    monkeypatch.setattr(search, "DAY_BITS", 1)
    for number, day in enumerate(["2023-05-24"] * 5 + ["2023-05-25", "2023-05-26T09:00", None, None, None]):
        write(f"党建{number}。", day)
    assert found(crawl, "党建", limit=3) == ["党建6。", "党建5。", "党建4。"]
    assert found(crawl, "党建") == [f"党建{n}。" for n in (6, 5, 4, 3, 2, 1, 0, 9, 8, 7)]
    assert found(crawl, "党建", last=date(2023, 5, 24)) == [f"党建{n}。" for n in (4, 3, 2, 1, 0)]
    assert found(crawl, "党建", first=date(2023, 5, 25)) == ["党建6。", "党建5。"]


def test_many_matches_are_read_to_the_end(crawl, write):
    for number in range(150):
        write("党建。" if number % 2 else "党强，土建。", "2023-05-24")
    assert len(found(crawl, "党建", limit=200)) == 75


def test_a_portal_of_its_own(crawl, write, make):
    with crawl.store.transaction() as session:
        lease = leases.take(session, PortalRecord("xnc", "新农村网", "", "https://x.cn"), "host:1", "web")
    write("党建甲。")
    write("党建乙。", writer=replace(crawl, lease=lease))
    assert found(crawl, "党建", portal="xnc") == ["党建乙。"]
    assert found(crawl, "党建", portal="hxw") == ["党建甲。"]


def test_the_current_version_alone_is_found(crawl, write):
    address = write("旧党建。", "2023-05-24")
    write("新党建。", "2021-01-01", at=address)
    assert (found(crawl, "旧"), found(crawl, "党建")) == ([], ["新党建。"])
    assert is_sound(crawl)


def test_what_is_gone_is_not_found_until_it_is_back(crawl, make):
    address = crawl.address()
    one, two = make("甲党建。", "甲"), make("乙党建。", "乙")
    crawl.keep(address, one, two)
    crawl.keep(address, one, body=b"<p>2")
    assert (found(crawl, "党建"), is_sound(crawl)) == (["甲党建。"], True)
    crawl.keep(address, one, two, body=b"<p>3")
    assert (sorted(found(crawl, "党建")), is_sound(crawl)) == (["乙党建。", "甲党建。"], True)


def test_an_address_that_is_gone_takes_its_articles_along(crawl, write, table):
    address = write("党建。")
    crawl.missing(address)
    crawl.set(table.Address, address, missing_since=date_before())
    crawl.missing(address)
    assert (found(crawl, "党建"), is_sound(crawl)) == ([], True)


def date_before():
    from datetime import UTC, datetime

    return datetime(2020, 1, 1, tzinfo=UTC)


def test_an_article_that_moves_is_found_at_its_new_address(crawl, write, make):
    old = write("党建引领基层治理，干部下沉一线，解决群众身边的问题。")
    new = crawl.address("https://www.example.cn/new.html")
    crawl.settle(old, "redirected", redirects_to=new)
    crawl.keep(new, make("党建引领基层治理，干部下沉一线，解决群众身边的问题。"))
    with crawl.store.reading() as session:
        (hit,) = search.search(session, Query("党建")).hits
    assert hit.url == "https://www.example.cn/new.html"


def test_what_is_not_committed_is_not_found(crawl, make):
    address = crawl.address()
    with pytest.raises(ValueError, match="same key"):
        crawl.keep(address, make("党建。", "甲"), make("党建。", "甲"))
    assert (found(crawl, "党建"), is_sound(crawl)) == ([], True)


def test_ranked_the_article_about_it_comes_first(crawl, write):
    write("党建。" + "别的事情。" * 300, "2024-01-01")
    write("党建。党建。党建。" + "别的事情。" * 30, "2023-01-01")
    write("别的党建。", "2022-01-01", title="党建引领")
    with crawl.store.reading() as session:
        ranked = search.search(session, Query("党建", ranked=True))
    assert [hit.published for hit in ranked.hits] == ["2022-01-01", "2023-01-01", "2024-01-01"]
    assert not ranked.cut


def test_ranking_says_when_it_left_older_matches_out(crawl, write, monkeypatch):
    monkeypatch.setattr(search, "RANKED", 2)
    for day in ("2021-01-01", "2022-01-01", "2023-01-01"):
        write("党建。", day)
    with crawl.store.reading() as session:
        ranked = search.search(session, Query("党建", ranked=True))
        narrow = search.search(session, Query("党建", ranked=True, first=date(2022, 1, 1)))
    assert ([hit.published for hit in ranked.hits], ranked.cut) == (["2023-01-01", "2022-01-01"], True)
    assert (len(narrow.hits), narrow.cut) == (2, False)


def test_a_passage_shows_the_words_and_where(crawl, write):
    write("开头。\n" + "前" * 200 + "党建引领" + "后" * 200 + "\n又是党建。")
    with crawl.store.reading() as session:
        (hit,) = search.search(session, Query("引领 党建")).hits
    assert hit.passage.text.startswith("…前")
    assert hit.passage.text.endswith("后…")
    assert [hit.passage.text[start:end] for start, end in hit.passage.marks] == ["党建引领"]


def test_a_text_too_long_to_index_can_be_kept_and_is_found_by_its_beginning(crawl, write):
    flood = "".join(map(chr, range(0x20000, 0x2A000)))
    write("党建" + flood * 2 + "引领")
    assert len(found(crawl, "党建")) == 1
    assert found(crawl, "引领") == []
    assert is_sound(crawl)


def test_the_revision_indexes_what_is_there_already(crawl, write):
    write("旧党建。", "2023-05-24")
    write("新党建。", "2023-05-25")
    gone = write("没了的党建。")
    with crawl.store.transaction() as session:
        session.execute(update(search.Article).filter_by(address_id=gone).values(gone_since=date_before()))
    with crawl.store.engine.begin() as connection:
        command.downgrade(upgrading.config(connection), "0001")
        schema.upgrade(connection)
    assert (found(crawl, "党建"), is_sound(crawl)) == (["新党建。", "旧党建。"], True)
