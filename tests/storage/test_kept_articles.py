"""Articles: versions, events, and what is written of them."""

import pytest
from sqlalchemy import select, text

from cleaners.model import FIELDS, Article, Attachment, Cleaned, Field, Ledger, Link, Picture, replay
from storage import articles, ledgers
from storage.drafts import Cleaning, draft
from storage.versions import UNSTORABLE, content_hash


def ops(kept):
    return [each.op for each in kept]


def versions(crawl, table, number=1):
    query = select(table.Version).filter_by(article_id=number).order_by(table.Version.number)
    with crawl.store.reading() as session:
        return session.scalars(query).all()


def clean_again(crawl, address, page, made, cleaner):
    with crawl.store.transaction() as session:
        cleaned = Cleaned("article", made, "utf-8", "header", "2023")
        cleaning = Cleaning(address, [page], draft(cleaned))
        (kept,) = articles.keep(session, crawl.lease, [cleaning], cleaner)
    return kept


def test_two_articles_with_one_key_are_refused(crawl, make):
    with pytest.raises(ValueError, match="two articles with the same key"):
        crawl.keep(crawl.address(), make(key="甲县"), make(key="甲县"))
    assert crawl.events() == []


def test_a_cleaning_without_articles_changes_nothing(crawl, table, make):
    address = crawl.address()
    crawl.keep(address, make())
    assert crawl.keep(address, body=b"shell") == []
    assert crawl.row(table.Article, 1).gone_since is None
    assert crawl.events() == [("new", 1, 1)]


def test_equal_content_adds_nothing_but_is_noted(crawl, table, make):
    address = crawl.address()
    assert ops(crawl.keep(address, make())) == ["new"]
    before = crawl.row(table.Article, 1)
    assert ops(crawl.keep(address, make(faults=("no date",)), body=b"<p>2", cleaner="c2")) == ["same"]
    after = crawl.row(table.Article, 1)
    assert (before.cleaned_with, after.cleaned_with) == ("c1", "c2")
    assert after.cleaned_at > before.cleaned_at
    assert len(versions(crawl, table)) == 1
    assert crawl.events() == [("new", 1, 1)]


@pytest.mark.parametrize("change", [{"text": "别的。"}, {"title": "别的"}])
def test_other_content_is_a_version(crawl, table, make, change):
    address = crawl.address()
    crawl.keep(address, make())
    assert ops(crawl.keep(address, make(**change), body=b"<p>2")) == ["changed"]
    first, second = versions(crawl, table)
    assert (first.cause, second.cause) == ("source", "source")
    assert crawl.row(table.Article, 1).version == second.number == 2
    assert crawl.events() == [("new", 1, 1), ("changed", 1, 2)]


URL = "https://www.example.cn/up/a.doc"
BESIDE = {
    "negative: a link": ({"links": (Link(1, 0, "甲", URL),)}, "same"),
    "negative: a picture": ({"pictures": (Picture(1, 0, URL),)}, "same"),
    "negative: another host and signature": (
        {"attachments": (Attachment("https://b.example/up/a.doc?x=2", "表"),)},
        "same",
    ),
    "another document": ({"attachments": (Attachment("https://www.example.cn/up/b.doc", "表"),)}, "changed"),
    "another name": ({"attachments": (Attachment(f"{URL}?x=1", "表二"),)}, "changed"),
    "one more": ({"attachments": (Attachment(URL, "表"), Attachment(URL, "表二"))}, "changed"),
    "none any more": ({"attachments": ()}, "changed"),
}


@pytest.mark.parametrize("beside, op", BESIDE.values(), ids=BESIDE)
def test_what_stands_beside_the_text_is_a_version_only_where_it_is_an_attachment(crawl, make, beside, op):
    address = crawl.address()
    before = {"attachments": (Attachment(f"{URL}?x=1", "表"),)}
    crawl.keep(address, make(**before))
    assert ops(crawl.keep(address, make(**{**before, **beside}), body=b"<p>2")) == [op]


def test_the_hash_of_an_article_without_attachments_is_what_it_always_was(make):
    made = make(links=(Link(1, 0, "甲", URL),), pictures=(Picture(1, 0, URL),))
    assert content_hash(made).hex() == "9e023631366f1202bec25b2d91b9b3159b280072f1aaf263c63837b21f5d8658"


def test_what_the_sites_footer_says_is_kept_and_makes_no_version(crawl, table, make):
    address, said = (
        crawl.address(),
        {"sponsor": Field("石桥镇", "主办：石桥镇", "line"), "other": Field("x", "x", "line")},
    )
    page = crawl.fetch(address).page_id
    for site in (said, {}):
        with crawl.store.transaction() as session:
            cleaned = Cleaned("article", (make(),), "utf-8", "header", site=site)
            cleaning = Cleaning(address, [page], draft(cleaned))
            articles.keep(session, crawl.lease, [cleaning], "c1")
    (version,) = versions(crawl, table)
    assert (version.sponsor, version.registration) == ("石桥镇", None)
    assert version.raw["sponsor"] == {"raw": "主办：石桥镇", "origin": "line"}


def test_the_same_page_cleaned_otherwise_is_the_cleaners_doing(crawl, table, make):
    address = crawl.address()
    crawl.keep(address, make("旧。"))
    assert ops(clean_again(crawl, address, 1, (make("新。"),), "c2")) == ["changed"]
    assert [(v.cause, v.cleaner, v.layout) for v in versions(crawl, table)] == [
        ("source", "c1", None),
        ("cleaner", "c2", "2023"),
    ]


def test_a_newsletter_loses_gains_and_regains_an_item(crawl, table, make):
    address = crawl.address()
    one, two, three = make("一", "濮阳县:一"), make("二", "清丰县:二"), make("三", "范县:三")
    assert ops(crawl.keep(address, one, two)) == ["new", "new"]
    assert ops(crawl.keep(address, three, one, body=b"<p>2")) == ["new", "same"]
    assert crawl.row(table.Article, 2).gone_since is not None
    assert ops(crawl.keep(address, one, two, three, body=b"<p>3")) == ["same", "same", "same"]
    assert crawl.row(table.Article, 2).gone_since is None
    happened = [("new", 1, 1), ("new", 2, 1), ("new", 3, 1), ("gone", 2, 1), ("back", 2, 1)]
    assert crawl.events() == happened


def test_gone_is_told_once(crawl, make):
    address = crawl.address()
    crawl.keep(address, make(key="甲"), make(key="乙"))
    crawl.keep(address, make(key="甲"), body=b"<p>2")
    crawl.keep(address, make(key="甲"), body=b"<p>3")
    assert [op for op, *_ in crawl.events()] == ["new", "new", "gone"]


def test_back_with_other_content_is_back_and_changed(crawl, make):
    address = crawl.address()
    crawl.keep(address, make(key="甲"), make(key="乙"))
    crawl.keep(address, make(key="甲"), body=b"<p>2")
    assert ops(crawl.keep(address, make(key="甲"), make("新", key="乙"), body=b"<p>3")) == ["same", "changed"]
    assert crawl.events()[3:] == [("back", 2, 2), ("changed", 2, 2)]


def test_a_page_that_changes_around_the_article_counts_as_unchanged(crawl, table, make):
    address = crawl.address()
    counts = []
    for body, words in ((b"1", "甲"), (b"2", "甲"), (b"3", "甲"), (b"4", "乙")):
        crawl.keep(address, make(words), body=body)
        counts.append(crawl.row(table.Address, address).unchanged)
    assert counts == [0, 1, 2, 0]


def test_cleaning_again_says_nothing_about_the_source(crawl, table, make):
    address = crawl.address()
    crawl.keep(address, make("甲"))
    crawl.keep(address, make("甲"), body=b"<p>2")
    clean_again(crawl, address, 2, (make("乙"),), "c2")
    assert crawl.row(table.Address, address).unchanged == 1


def test_a_version_keeps_the_fields_the_raw_words_and_the_proof(crawl, table, make):
    fields = {name: Field(f"{name}值", f"{name} 原文", "line") for name in FIELDS}
    base = make()
    made = Article("甲县:题", fields, 2, base.blocks, base.ledger, ("no date",))
    crawl.keep(crawl.address(), made)
    (version,) = versions(crawl, table)
    assert {name: getattr(version, name) for name in FIELDS} == {name: f"{name}值" for name in FIELDS}
    assert version.raw == {name: {"raw": f"{name} 原文", "origin": "line"} for name in FIELDS}
    assert (version.part, version.faults, version.changes) == (2, ["no date"], {"trim": 1})
    ledger = ledgers.unpack(version.ledger)
    assert ledger == base.ledger
    assert "\n".join(block.text for block in replay(ledger)) == version.text


@pytest.mark.parametrize(
    "given, stored, faults",
    [
        ("党\x00建", "党\ufffd建", [UNSTORABLE]),
        ("党\ud83d建", "党\ufffd建", [UNSTORABLE]),
        ("𠮷野家𰻝😀", "𠮷野家𰻝😀", []),
        ("党建" * 500_000, "党建" * 500_000, []),
    ],
    ids=["NUL", "lone surrogate", "four bytes", "a million characters"],
)
def test_any_text_can_be_written_and_stays_the_same(crawl, table, make, given, stored, faults):
    address = crawl.address()
    made = make(given, key=given, title=given)
    assert ops(crawl.keep(address, made)) == ["new"]
    assert ops(crawl.keep(address, made, body=b"<p>2")) == ["same"]
    (version,) = versions(crawl, table)
    assert (version.text, version.title, version.faults) == (stored, stored, faults)
    assert version.raw["title"]["raw"] == stored
    assert ledgers.unpack(version.ledger) == made.ledger


def test_the_view_shows_what_is_there_in_its_current_version(crawl, make):
    address = crawl.address()
    crawl.keep(address, make("旧。", key="甲"), make(key="乙"))
    crawl.keep(address, make("新。", key="甲", faults=("no date",)), body=b"<p>2")
    with crawl.store.reading() as session:
        (row,) = session.execute(text("SELECT * FROM corpus")).mappings()
    assert (
        list(row)
        == """portal portal_title region url part_key title kicker subtitle published signed source
        author photographer correspondent editor summary column_name issue agency document_number index_number part
        mirror_of published_on text links pictures attachments faults registration sponsor version first_seen
        article_id duplicate_group original_id""".split()
    )
    seen = {name: row[name] for name in ("portal", "portal_title", "region", "part_key", "text", "version")}
    assert seen == {
        "portal": "hxw",
        "portal_title": "红星网",
        "region": "山西省",
        "part_key": "甲",
        "text": "新。",
        "version": 2,
    }


def test_an_article_without_fields_or_text_can_be_kept(crawl, table):
    crawl.keep(crawl.address(), Article("", {}, None, (), Ledger((), ())))
    (version,) = versions(crawl, table)
    assert (version.title, version.text, version.raw) == (None, "", {})
