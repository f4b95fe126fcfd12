"""What portals published from day to day, and what their articles are like; on both databases."""

from datetime import date

from cleaners.model import Field
from storage.overview import daily, likeness


def keep(crawl, make, number: int, day: str | None, **more) -> None:
    made = make(text=f"第{number}篇。", key=str(number), **more)
    if day:
        made.fields["published"] = Field(day, day, "line")
    crawl.keep(crawl.address(f"https://www.example.cn/{number}.html"), made)


def test_a_store_without_dates_has_no_days(crawl, make):
    with crawl.store.reading() as session:
        assert daily(session, 7) is None
    keep(crawl, make, 1, None)
    with crawl.store.reading() as session:
        assert daily(session, 7) is None


def test_days_end_with_the_newest_article(crawl, make):
    days = ["2024-05-07T10:00+08:00", "2024-05-01", "2024-05-05", "2024-05-05", "2024-04-30", None]
    for number, day in enumerate(days):
        keep(crawl, make, number, day)
    with crawl.store.reading() as session:
        found = daily(session, 7)
    assert found
    assert (found.first, found.days) == (date(2024, 5, 1), 7)
    assert found.portals == {crawl.lease.portal_id: (1, 0, 0, 0, 2, 0, 1)}


def test_articles_are_counted_by_field_fault_and_step(crawl, make):
    keep(crawl, make, 1, "2024-05-07", faults=("no date", "half in links"))
    keep(crawl, make, 2, None, faults=("no date",))
    with crawl.store.reading() as session:
        found = likeness(session, crawl.lease.portal_id)
    assert (found.number, found.faults) == (2, {"no date": 2, "half in links": 1})
    assert {name: number for name, number in found.fields.items() if number} == {"title": 2, "published": 1}
    assert found.steps == {"trim": (2, 2)}


def test_only_the_current_version_counts(crawl, make):
    keep(crawl, make, 1, None, faults=("no date",))
    keep(crawl, make, 1, "2024-05-07", title="另一个标题")
    with crawl.store.reading() as session:
        found = likeness(session, crawl.lease.portal_id)
    assert (found.number, found.faults, found.fields["published"]) == (1, {}, 1)


def test_a_portal_without_articles(crawl):
    with crawl.store.reading() as session:
        assert likeness(session, crawl.lease.portal_id).number == 0
