"""Many cleanings at once leave what they leave one after the other; and all of them or nothing."""

import threading
from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from cleaners.model import Article, Block, Cleaned, Field, Ledger
from storage import addresses, cleanings, drafts, leases, search, tables
from storage.addresses import End
from storage.articles import keep
from storage.database import open_store
from storage.drafts import Cleaning
from storage.portals import PortalRecord
from tests.storage.conftest import Crawl

#: Four texts: the second is a reprint of the first, the others are like none.
TEXTS = (
    "石桥镇把会场搬到田间地头，当面听取群众意见，逐项记入台账，限期办结，件件有回音。",
    "石桥镇把会场搬到田间地头，当面听取群众意见，逐项记入台账，限期办结，事事有着落。",
    "白塔区网格员在雨夜巡查堤防，搬沙袋，清涵管，测水位，直到水位回落才轮班休息。",
    "清河县的年轻人回乡办起茶厂，请来师傅教手艺，头一年就带动了三个村的茶农增收。",
)


@dataclass(frozen=True)
class Step:
    """A page of an address: the texts of its items, none for a page without articles."""

    address: int
    items: tuple[int, ...]
    published: str | None = "2024-05-31"


def cleaned(step: Step) -> Cleaned:
    return Cleaned("article" if step.items else "shell", tuple(items(step)), "utf-8", "header")


def items(step: Step):
    for n, number in enumerate(step.items):
        block = Block(1, 0, TEXTS[number])
        fields = {"title": Field(f"题{number}", "", "line")}
        if step.published:
            fields["published"] = Field(step.published, "", "line")
        yield Article(f"县{n}" if n else "", fields, None, (block,), Ledger((block,), ()))


def put(crawl, steps) -> list[cleanings.Made]:
    """One batch, with the addresses' states. Its pages have come before, each in a transaction of its own."""
    given = [cleaning(crawl, step) for step in steps]
    with crawl.store.transaction() as session:
        made = cleanings.put(session, crawl.lease, given, "c1")
        for one, each in zip(given, made, strict=True):
            end = cleanings.standing(session, one.address_id, each)
            addresses.settle_all(session, crawl.lease, {one.address_id: End(end.state, end.reason, end.twin)})
    return made


def cleaning(crawl, step: Step) -> Cleaning:
    address = crawl.address(f"https://www.example.cn/{step.address}.html")
    page = crawl.fetch(address, repr(step).encode()).page_id
    return Cleaning(address, [page], drafts.draft(cleaned(step)))


def left(crawl) -> dict[str, object]:
    """What a store holds, in the words of its addresses: numbers are given in another order."""
    with crawl.store.reading() as session:
        rows = session.execute(
            select(tables.Article, tables.Address, tables.Version)
            .join(tables.Address, tables.Address.id == tables.Article.address_id)
            .join(tables.Version, tables.Version.article_id == tables.Article.id)
            .order_by(tables.Address.url, tables.Article.key, tables.Version.number)
        ).all()
        name = {article.id: (address.url, article.key) for article, address, _ in rows}
        groups: dict[int, set] = {}
        for article, *_ in rows:
            groups.setdefault(article.duplicate_group, set()).add(name[article.id])
        originals = {row.id: name[row.original_id] for row in session.scalars(select(tables.DuplicateGroup))}
        hits = search.search(session, search.Query("田间地头", limit=100)).hits
        return {
            "versions": [
                (address.url, article.key, version.number, version.cause, version.text, version.title)
                for article, address, version in rows
            ],
            "articles": {
                name[article.id]: (article.version, article.gone_since is None) for article, *_ in rows
            },
            "groups": sorted((originals[group], sorted(each)) for group, each in groups.items() if group),
            "events": sorted(
                (event.op, name[event.article_id], event.version)
                for event in session.scalars(select(tables.Event))
                if event.op != "grouped"  # told once a batch
            ),
            "bands": sorted(
                (name[band.article_id], band.number) for band in session.scalars(select(tables.Band))
            ),
            "addresses": [
                (row.url, row.state, row.reason, row.unchanged, row.cleaned_with)
                for row in session.scalars(select(tables.Address).order_by(tables.Address.url))
            ],
            "found": sorted((hit.url, hit.key, hit.version) for hit in hits),
        }


def numbers(crawl) -> list[int]:
    with crawl.store.reading() as session:
        return list(session.scalars(select(tables.Event.number).order_by(tables.Event.number)))


@pytest.fixture
def other(tmp_path, portal):
    """A second store, of SQLite."""
    store = open_store(f"sqlite:///{tmp_path}/other.db")
    with store.transaction() as session:
        crawl = Crawl(store, leases.take(session, portal, "host:1", "web"))
    yield crawl
    store.close()


BATCHES = {
    "an article twice": [Step(1, (0,)), Step(1, (0,))],
    "an article and its next version": [Step(1, (0,)), Step(1, (2,))],
    "the same article at another address": [Step(1, (0,)), Step(2, (0,))],
    "an article and its reprint": [Step(1, (0,)), Step(2, (1,))],
    "three that are alike, and one that isn't": [
        Step(1, (0,)),
        Step(2, (3,)),
        Step(3, (1,), "2024-05-01"),
        Step(4, (1, 2)),
    ],
    "a newsletter that loses an item": [Step(1, (0, 2, 3)), Step(2, (1,)), Step(1, (0, 2))],
    "a newsletter with the same item twice": [Step(1, (0, 0))],
    "a page without an article between": [Step(1, (0,)), Step(2, ()), Step(3, (2,)), Step(1, ())],
    "dates far apart and none": [Step(1, (0,), None), Step(2, (2,), "1949-10"), Step(3, (3,), "不是日子")],
}


@pytest.mark.parametrize("steps", BATCHES.values(), ids=BATCHES)
def test_a_batch_leaves_what_its_pages_leave_one_by_one(crawl, other, steps):
    together = put(crawl, steps)
    alone = [made for step in steps for made in put(other, [step])]
    assert [(made.state, made.reason, len(made.kept)) for made in together] == [
        (made.state, made.reason, len(made.kept)) for made in alone
    ]
    assert left(crawl) == left(other)
    assert numbers(crawl) == list(range(1, len(numbers(crawl)) + 1))


def test_a_batch_over_what_is_there_leaves_what_its_pages_leave_one_by_one(crawl, other):
    before = [Step(1, (0,)), Step(2, (1,)), Step(3, (2, 3)), Step(4, (3,))]
    after = [Step(3, (2,)), Step(1, (2,)), Step(2, (1,)), Step(4, (0,)), Step(5, (1,)), Step(3, (2, 3))]
    put(crawl, before)
    put(crawl, after)
    for step in [*before, *after]:
        put(other, [step])
    assert left(crawl) == left(other)


def test_an_article_of_the_batch_is_told_by_its_own_event_only(crawl):
    put(crawl, [Step(1, (0,))])
    put(crawl, [Step(2, (1,)), Step(3, (0, 1)), Step(4, (3,))])
    assert [op for op, *_ in crawl.events()] == ["new", "grouped", "new", "new", "new", "new"]


def test_what_no_database_can_hold_is_replaced_and_the_others_are_as_they_are(crawl):
    odd = "党\x00建\ud83d" + TEXTS[2]
    block = Block(1, 0, odd)
    made = Article("键\ud83d", {"title": Field(odd, odd, "line")}, None, (block,), Ledger((block,), ()))
    given = [cleaning(crawl, Step(n, (n,))) for n in (0, 1, 3)]
    drafted = drafts.draft(Cleaned("article", (made,), "utf-8", "header"))
    given[1] = replace(given[1], drafted=drafted)
    with crawl.store.transaction() as session:
        cleanings.put(session, crawl.lease, given, "c1")
    with crawl.store.reading() as session:
        kept = session.execute(text("SELECT text, faults FROM corpus ORDER BY url")).all()
    assert [row.text for row in kept] == [TEXTS[0], "党\ufffd建\ufffd" + TEXTS[2], TEXTS[3]]


def without_charset(one: Cleaning) -> Cleaning:
    (made,) = one.drafted.articles
    made = replace(made, columns={**made.columns, "charset": None})
    return replace(one, drafted=replace(one.drafted, articles=(made,)))


REFUSED = {
    "no first page": (lambda one: replace(one, page_ids=[None]), ValueError),
    "another's address": (lambda one: replace(one, address_id=77), LookupError),
    "what the database refuses": (without_charset, IntegrityError),
}


@pytest.mark.parametrize("wrong, error", REFUSED.values(), ids=REFUSED)
def test_where_one_is_refused_nothing_of_the_batch_is_there(crawl, wrong, error):
    before, middle, behind = (cleaning(crawl, Step(n, (n,))) for n in (0, 1, 3))
    with pytest.raises(error), crawl.store.transaction() as session:
        cleanings.put(session, crawl.lease, [before, wrong(middle), behind], "c1")
    assert crawl.events() == []
    assert left(crawl)["versions"] == left(crawl)["bands"] == []


def test_an_address_has_one_cleaning_in_a_batch_of_articles(crawl):
    one = cleaning(crawl, Step(1, (0,)))
    with pytest.raises(ValueError, match="two cleanings"), crawl.store.transaction() as session:
        keep(session, crawl.lease, [one, one], "c1")


def test_what_an_address_leaves_in_a_batch_is_no_twin_of_what_comes_after(crawl):
    put(crawl, [Step(1, (0,), None)])
    made = put(crawl, [Step(1, (0,), "2024-05-31"), Step(2, (0,), None)])
    assert [each.state for each in made] == ["kept", "kept"]


def test_an_article_that_moves_in_a_batch_with_its_old_address(crawl):
    put(crawl, [Step(1, (0,))])
    there = crawl.address("https://www.example.cn/2.html")
    crawl.settle(crawl.address(), "redirected", redirects_to=there)
    put(crawl, [Step(2, (0,)), Step(3, (2,))])
    assert [op for op, *_ in crawl.events()] == ["new", "moved", "new"]


def test_two_writers_with_the_same_articles_in_other_orders_do_not_wait_for_each_other_for_ever(store):
    failures: list[Exception] = []

    def write(name: str, order: list[int]) -> None:
        try:
            with store.transaction() as session:
                lease = leases.take(session, PortalRecord(name, name, "", ""), name, "web")
            crawl = Crawl(store, lease)
            for n in range(10):
                put(crawl, [Step(10 * n + number, (number,)) for number in order])
        except Exception as error:  # noqa: BLE001 (a thread's error must reach the test)
            failures.append(error)

    writers = [
        threading.Thread(target=write, args=each) for each in (("a", [0, 1, 2, 3]), ("b", [3, 2, 1, 0]))
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert failures == []
    with store.reading() as session:
        members = session.execute(
            text("SELECT duplicate_group, count(*) FROM articles GROUP BY duplicate_group")
        ).all()
    # One text at another address of the portal is a duplicate address: each portal has four articles.
    assert sorted(number for _, number in members) == [2, 2, 4]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=some.data())
def test_any_batches_leave_what_their_pages_leave_one_by_one(tmp_path_factory, portal, data):
    step = some.builds(
        Step,
        some.integers(1, 4),
        some.lists(some.integers(0, 3), max_size=2).map(tuple),
        some.sampled_from(["2024-05-31", "2024-05-01", None]),
    )
    batches = data.draw(some.lists(some.lists(step, min_size=1, max_size=4), max_size=3))
    folder = tmp_path_factory.mktemp("stores")
    crawls = []
    for name in ("together", "alone"):
        store = open_store(f"sqlite:///{folder}/{name}.db")
        with store.transaction() as session:
            crawls.append(Crawl(store, leases.take(session, portal, "host:1", "web")))
    together, alone = crawls
    for batch in batches:
        put(together, batch)
        for each in batch:
            put(alone, [each])
    assert left(together) == left(alone)
    for crawl in crawls:
        crawl.store.close()
