"""The same article more than once: other addresses of its portal, other portals, another place."""

from datetime import timedelta

import pytest

from cleaners.model import Article, Block, Cleaned, Field, Ledger
from storage import addresses, articles, copies, departures, leases, pages, versions
from storage.addresses import Found
from storage.drafts import Cleaning, draft
from storage.portals import PortalRecord
from storage.sketches import sketched
from storage.tables import Address, DuplicateGroup
from storage.tables import Article as Row

TEXT = "\n".join(
    f"石桥镇第{n}村把会场搬到田间地头，当面听取群众意见，{what}，逐项记入台账，限期办结。"
    for n, what in enumerate(["修渠", "通路", "架灯", "办学", "看病", "养老", "种茶", "护林"])
)
OTHER = "\n".join(
    f"白塔区{n}号网格员在雨夜巡查堤防，{what}，直到水位回落才轮班休息。"
    for n, what in enumerate(["搬沙袋", "清涵管", "测水位", "劝离钓客", "转移老人", "送饭送水"])
)


def made(text: str = TEXT, **fields: str) -> Article:
    blocks = tuple(Block(1, n, line) for n, line in enumerate(text.split("\n")))
    known = {"title": "夜访到家", "published": "2023-05-24"} | fields
    return Article("", {k: Field(v, v, "line") for k, v in known.items()}, None, blocks, Ledger(blocks, ()))


def keep_elsewhere(store, portal: str, title: str, article: Article) -> int:
    """Keep an article of another portal."""
    home = f"https://{portal}.example/"
    with store.transaction() as session:
        lease = leases.take(session, PortalRecord(portal, title, "", home), "me:2", "web")
        (known,) = addresses.discover(session, lease, [Found(home + "1.html", "article")], None)
        recorded = pages.record(session, lease, known.id, pages.Fetched(200, known.url, body=portal.encode()))
        cleaned = Cleaned("article", (article,), "utf-8", "header")
        cleaning = Cleaning(known.id, [recorded.page_id], draft(cleaned))
        ((kept,),) = articles.keep(session, lease, [cleaning], "c1")
        leases.release(session, lease, "finished", {})
    return kept.article_id


def groups(store) -> dict[int, set[int]]:
    """Originals with the members of their groups."""
    with store.reading() as session:
        originals = {group.id: group.original_id for group in session.query(DuplicateGroup)}
        found: dict[int, set[int]] = {original: set() for original in originals.values()}
        for row in session.query(Row).filter(Row.duplicate_group.is_not(None)):
            found[originals[row.duplicate_group]].add(row.id)
    return found


@pytest.fixture
def original(crawl) -> int:
    (kept,) = crawl.keep(crawl.address(), made())
    return kept.article_id


def test_other_texts_are_no_copies(crawl, original):
    keep_elsewhere(crawl.store, "other", "别的网", made(OTHER))
    assert groups(crawl.store) == {}


@pytest.mark.parametrize(
    "text",
    [TEXT, TEXT.partition("\n")[2], f"{TEXT}\n转载目的在于传递更多信息。", TEXT.replace("，", ",")],
    ids=["equal", "first paragraph cut", "padded", "other punctuation"],
)
def test_copies_on_other_portals_are_one_group_with_the_original_named(crawl, original, text):
    reprint = keep_elsewhere(
        crawl.store, "reprint", "转载网", made(text, published="2023-06-01", source="红星网")
    )
    assert groups(crawl.store) == {original: {original, reprint}}


@pytest.mark.parametrize(
    "fields",
    [
        {"published": "2023-05-01", "source": "红星网"},  # dated before, but it names its source
        {"published": "2023-05-01", "mirror_of": "红星网"},  # a mirror is never the original
        {"published": "2023-05-25"},
    ],
)
def test_the_original_is_neither_a_mirror_nor_a_reprint_that_says_so_nor_later(crawl, original, fields):
    keep_elsewhere(crawl.store, "other", "别的网", made(**fields))
    assert list(groups(crawl.store)) == [original]


def test_an_earlier_one_found_later_is_the_original(crawl, original):
    earlier = keep_elsewhere(crawl.store, "other", "别的网", made(published="2023-05-01"))
    assert groups(crawl.store) == {earlier: {original, earlier}}


def test_what_is_gone_is_no_original(crawl, original):
    later, last = (
        keep_elsewhere(crawl.store, name, name, made(published=day))
        for name, day in (("b", "2023-06-01"), ("c", "2023-06-02"))
    )
    with crawl.store.transaction() as session:
        departures.withdraw(session, crawl.lease, departures.articles_of(session, crawl.address()))
    assert groups(crawl.store) == {later: {original, later, last}}


def test_two_groups_become_one_and_a_group_of_one_is_none(crawl, original):
    half = TEXT.split("\n")
    second = keep_elsewhere(crawl.store, "b", "乙网", made(published="2023-06-01"))
    keep_elsewhere(crawl.store, "b", "乙网", made(OTHER))  # it is another article now
    assert groups(crawl.store) == {}
    third = keep_elsewhere(crawl.store, "c", "丙网", made("\n".join(half[:7])))
    keep_elsewhere(crawl.store, "b", "乙网", made("\n".join(half[1:])))
    assert groups(crawl.store) == {original: {original, second, third}}


def test_a_whole_issue_under_another_address_is_found(crawl):
    both = [made(TEXT), made(OTHER)]
    issue = [Article(f"县{n}", each.fields, None, each.blocks, each.ledger) for n, each in enumerate(both)]
    crawl.keep(crawl.address(), *issue)
    contents = {each.key: versions.content_hash(each) for each in issue}
    other = crawl.address("https://www.example.cn/2.html")
    with crawl.store.reading() as session:
        assert copies.twins(session, crawl.lease.portal_id, {other: contents}) == {other: crawl.address()}


def test_the_same_content_under_another_address_is_found(crawl, original):
    content, another = ({"": versions.content_hash(each)} for each in (made(), made(OTHER)))
    other = crawl.address("https://www.example.cn/2.html")
    with crawl.store.reading() as session:
        assert copies.twins(session, crawl.lease.portal_id, {other: content}) == {other: crawl.address()}
        assert copies.twins(session, crawl.lease.portal_id, {other: another}) == {}
        assert copies.twins(session, crawl.lease.portal_id, {crawl.address(): content}) == {}
    crawl.settle(crawl.address(), "redirected", redirects_to=other)
    with crawl.store.reading() as session:
        assert copies.twins(session, crawl.lease.portal_id, {other: content}) == {}, (
            "it is about to move here"
        )


def move(crawl, here: int, there: int) -> int:
    """The one address leads to the other one for good."""
    with crawl.store.transaction() as session:
        addresses.settle(session, crawl.lease, here, "redirected", redirects_to=there)
        return departures.move(session, crawl.lease, here, there)


def adopt(crawl, there: int, text: str) -> int:
    """The address is about to be kept with this text."""
    with crawl.store.transaction() as session:
        return departures.adopt(session, crawl.lease, {there: {"": sketched(text).packed}})


def test_an_article_moves_when_its_text_is_found_at_the_new_address(crawl, original):
    there = crawl.address("https://www.example.cn/new.html")
    assert move(crawl, crawl.address(), there) == 0, "nobody knows yet what is there"
    assert adopt(crawl, there, TEXT) == 1
    assert crawl.row(Row, original).address_id == there
    assert crawl.events() == [("new", original, 1), ("moved", original, 1)]


def test_a_redirect_to_a_notice_is_no_move(crawl, original):
    there = crawl.address("https://www.example.cn/notice.html")
    move(crawl, crawl.address(), there)
    assert adopt(crawl, there, "系统维护中，请稍后再来。") == 0
    assert crawl.row(Row, original).address_id == crawl.address()
    assert crawl.events() == [("new", original, 1)]


@pytest.mark.parametrize("text, ends", [(TEXT, "gone"), (OTHER, "new")])
def test_where_the_other_address_has_the_article_already_the_old_one_is_gone(crawl, original, text, ends):
    there = crawl.address("https://www.example.cn/new.html")
    crawl.keep(there, made(text), body=b"other")
    assert move(crawl, crawl.address(), there) == 0
    assert [op for op, *_ in crawl.events() if op != "grouped"][-1] == ends
    assert (crawl.row(Row, original).gone_since is not None) == (ends == "gone")


def test_a_duplicate_to_which_the_article_moves_is_kept(crawl, original):
    there = crawl.address("https://www.example.cn/new.html")
    crawl.settle(there, "rejected", "duplicate address", redirects_to=crawl.address())
    assert crawl.due(full=True) == [crawl.address()]
    move(crawl, crawl.address(), there)
    assert crawl.row(Address, there).state == "kept"


@pytest.mark.parametrize("state", ["rejected", "redirected"])
def test_what_led_to_an_address_that_is_gone_is_asked_again(crawl, original, state):
    here, there = crawl.address(), crawl.address("https://www.example.cn/new.html")
    crawl.settle(there, state, redirects_to=here)
    with crawl.store.transaction() as session:
        for _ in range(2):
            departures.missing(session, crawl.lease, here, "HTTP 404", apart=timedelta(0))
    assert crawl.row(Address, there).state == "pending"


def test_the_feed_tells_of_the_others_whose_group_or_original_is_another(crawl, original):
    elder = keep_elsewhere(crawl.store, "elder", "早报", made(published="2023-05-01"))
    assert crawl.events()[1:] == [("grouped", original, 1), ("new", elder, 1)]
    younger = keep_elsewhere(crawl.store, "younger", "晚报", made(published="2023-06-01"))
    assert crawl.events()[3:] == [("new", younger, 1)]  # nothing else about the others is another
    with crawl.store.transaction() as session:
        departures.withdraw(session, crawl.lease, [session.get_one(Row, elder)])
    assert crawl.events()[4:] == [("gone", elder, 1), ("grouped", original, 1), ("grouped", younger, 1)]
