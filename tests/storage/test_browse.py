"""Lists of articles: every one once, whatever is chosen, a page at a time; on both databases.

A month counts as its first day; of one day, what was kept last comes first.
"""

from datetime import date, timedelta

import pytest

from cleaners.model import Field
from storage import browse
from storage.browse import Wanted

#: Key, day, source, faults, words in the text.
ARTICLES = [
    ("a", "2024-05-01", "新华社", (), "党员"),
    ("b", "2024-05-03", "人民日报", ("no title",), "党员下乡"),
    ("c", "2024-05-03", "新华社", ("part 2 missing", 'a "quoted" one'), "下乡"),
    ("d", "2024-05", "新华社", (), "会议"),
    ("e", None, None, ("no date",), "党员"),
    ("f", "2024-06-01", "新华社%", ("repaired by a guess: 1",), "100%"),
]


@pytest.fixture
def kept(crawl, make):
    """The articles, in the order of their kinds, and not of their days."""
    for key, day, source, faults, words in ARTICLES:
        made = make(text=f"{words}。", key=key, title=f"标题{key}", faults=faults)
        for name, value in {"published": day, "source": source}.items():
            if value is not None:
                made.fields[name] = Field(value, value, "line")
        crawl.keep(crawl.address(f"https://www.example.cn/{key}.html"), made)
    return crawl


def listed(crawl, limit=50, **wanted) -> str:
    """The keys of what is found, page by page."""
    found, below = "", None
    while True:
        with crawl.store.reading() as session:
            page = browse.browse(session, Wanted(**wanted), below, limit)
        assert len(page.articles) <= limit
        found += "".join(each.key for each in page.articles)
        below = page.below
        if below is None:
            return found


CHOSEN = {
    "all, newest first": ({}, "fcbdae"),
    "words": ({"words": "党员"}, "bae"),
    "two words": ({"words": "党员 下乡"}, "b"),
    "a portal": ({"portal": "hxw"}, "fcbdae"),
    "words of a portal": ({"words": "党员", "portal": "hxw"}, "bae"),
    "from a day": ({"first": date(2024, 5, 3)}, "fcb"),
    "to a day": ({"last": date(2024, 5, 1)}, "da"),
    "between days": ({"first": date(2024, 5, 2), "last": date(2024, 5, 31)}, "cb"),
    "a source": ({"source": "新华社"}, "cda"),
    "a source with a sign of LIKE": ({"source": "新华社%"}, "f"),
    "no such source": ({"source": "新华"}, ""),
    "any fault": ({"fault": "any"}, "fcbe"),
    "a fault": ({"fault": "no date"}, "e"),
    "how a fault begins": ({"fault": "repaired by a guess"}, "f"),
    "a fault behind another": ({"fault": 'a "quoted"'}, "c"),
    "no fault begins so": ({"fault": "by a guess"}, ""),
    "a sign of LIKE is none": ({"fault": "%"}, ""),
    "all of it": ({"words": "下乡", "portal": "hxw", "source": "新华社", "fault": "part"}, "c"),
    "no such group": ({"group": 99}, ""),
}


@pytest.mark.parametrize("label", CHOSEN)
def test_what_is_chosen_comes_once_however_long_the_pages_are(label, kept):
    wanted, expected = CHOSEN[label]
    assert [listed(kept, limit, **wanted) for limit in (1, 2, 50)] == [expected] * 3


def test_what_is_gone_is_not_listed(kept):
    address = kept.address("https://www.example.cn/a.html")
    for _ in range(2):
        kept.missing(address, timedelta())
    assert "a" not in listed(kept)


def test_copies_are_a_group(crawl, make):
    text = "".join(f"第{n}村的党员到田间地头办了第{n}件实事，群众都说好。" for n in range(30))
    for number in range(2):
        crawl.keep(crawl.address(f"https://www.example.cn/{number}.html"), make(text=text, key=str(number)))
    with crawl.store.reading() as session:
        (group,) = {each.group for each in browse.browse(session, Wanted()).articles}
    assert group is not None
    assert sorted(listed(crawl, group=group)) == ["0", "1"]


def test_after_so_many_a_page_says_where_to_go_on(kept, monkeypatch):
    monkeypatch.setattr(browse, "LOOKED_AT", 2)
    with kept.store.reading() as session:
        page = browse.browse(session, Wanted(source="人民日报"), None, 50)
        assert (page.articles, page.is_short) == ((), True)
    assert listed(kept, source="人民日报") == "b"


def test_texts_that_only_seem_to_have_the_words_count_as_looked_at(crawl, make, monkeypatch):
    for key, text in {"a": "人民人民。", "b": "人民，民人。", "c": "民人，人民。"}.items():
        crawl.keep(crawl.address(f"https://www.example.cn/{key}.html"), make(text, key))
    monkeypatch.setattr(browse, "LOOKED_AT", 2)
    with crawl.store.reading() as session:
        page = browse.browse(session, Wanted(words="人民人民"), None, 50)
    assert (page.articles, page.is_short) == ((), True)
    assert listed(crawl, words="人民人民") == "a"


@pytest.mark.parametrize(
    "wanted", [{"words": " "}, {"portal": "nobody"}, {"words": "党员", "portal": "nobody"}]
)
def test_what_cannot_be_looked_for_is_refused(wanted, kept):
    with pytest.raises(ValueError, match=r"no words|no portal"):
        listed(kept, **wanted)
