"""What holds for the site of every CMS family: its pages show its truth, and all its traps are there."""

import re
from collections.abc import Iterator

import pytest
from lxml import html

from crawler.replica.site import Ask, Reply, Truth
from crawler.replica.sites.families import FAMILIES
from crawler.replica.sites.families.kit import FamilySite
from crawler.replica.sites.families.stories import CONTRADICTED, COUNT, DEAD, SHARED, WITHOUT_SOURCE

families = pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
PUB_DATE = re.compile(r'name="PubDate" content="(\d{4}-\d\d-\d\d)')


def get(family: FamilySite, target: str) -> Reply:
    return family.site().respond(Ask("GET", family.host, target))


def text(family: FamilySite, reply: Reply) -> str:
    return reply.body.decode(family.encoding)


def articles(family: FamilySite) -> Iterator[tuple[Truth, list[str]]]:
    """Each article's truth with its pages."""
    for story, truth in zip(family.stories, family.truths(), strict=False):
        paths = (family.article_path(story, part) for part in range(1, len(story.parts) + 1))
        yield truth, [text(family, get(family, path)) for path in paths]


def without_blanks(words: str) -> str:
    return re.sub(r"\s", "", words)


def listed(family: FamilySite, folder: str) -> str:
    """All that a column's list answers, of any kind."""
    return "\n".join(text(family, reply) for _, reply in family.lists(folder))


@families
def test_there_are_forty_articles_and_three_list_pages_a_column(family):
    assert (
        len({truth.url for truth in family.truths()}) == len({truth.title for truth in family.truths()}) == 40
    )
    assert [len(list(family.lists(folder))) >= 3 for folder in family.columns] == [True, True]


@families
def test_pages_show_each_paragraph_as_a_line(family):
    for truth, pages in articles(family):
        shown = without_blanks("".join(html.document_fromstring(page).text_content() for page in pages))
        lines = map(without_blanks, (truth.title, *truth.text.split("\n")))
        assert [line for line in lines if line not in shown] == []


@families
def test_an_article_stands_in_both_columns(family):
    name = family.article_path(family.stories[SHARED]).rpartition("/")[2]
    assert [name in listed(family, folder) for folder in family.columns] == [True, True]


@families
def test_lists_lead_to_odd_places(family):
    first = listed(family, family.first)
    dead = family.article_path(family.stories[DEAD])
    names = ("https://www.example.com/", "javascript:", ".xlsx", ".pdf", ".doc", dead.rpartition("/")[2])
    assert [name for name in names if name not in first] == []
    assert get(family, dead).status == get(family, "/wsdc/index.html").status == 404


@families
def test_no_header_names_a_charset_and_part_of_a_page_comes_from_elsewhere(family):
    home = get(family, "/")
    assert home.header("Content-Type") == "text/html"
    elsewhere = re.findall(r'src="(/public/[^"]+)"', text(family, home))
    assert len(elsewhere) >= 2
    assert {get(family, path).status for path in elsewhere if "jiucuo" not in path} == {200}


@families
def test_tags_and_friends_stand_on_every_page(family):
    for _, pages in articles(family):
        assert all("/tag/0.html" in page and "友情链接" in page for page in pages)
    assert get(family, "/tag/0.html").status == 200


@families
def test_half_of_a_government_s_heads_tell_the_date_and_one_of_them_another(family):
    dates = [(truth.published[:10], PUB_DATE.search(pages[0])) for truth, pages in articles(family)]
    told = {number: (shown, date[1]) for number, (shown, date) in enumerate(dates) if date}
    assert len(told) == (COUNT // 2 if family.governmental else 0)
    assert [number for number, (shown, date) in told.items() if shown != date] == (
        [CONTRADICTED] if family.governmental else []
    )


@families
def test_some_articles_have_no_source(family):
    without = [number for number, truth in enumerate(family.truths()) if truth.source is None]
    assert without == (list(WITHOUT_SOURCE) if family.sourced else list(range(COUNT)))


@families
def test_a_site_is_the_same_each_time(family):
    assert type(family)().answers == family.answers
