"""红星网 in a new design: nothing is lost, nothing is new, and somebody is told."""

import json

import pytest

from cleaners.article import clean
from cleaners.learning import learn
from cleaners.model import Page
from crawler.replica.server import running
from crawler.replica.sites import hxw
from crawler.replica.truth import truth
from tests.crawler.commandline import counts, rows, scrapy

HOME = "https://www.hxw.gov.cn"
NEW_DESIGN = ("-s", "SPIDER_MODULES=tests.crawler.redesigned")
UNDECLARED = ("-s", "SPIDER_MODULES=tests.crawler.undeclared")


def texts(edition: int) -> dict[str, str]:
    """The true texts of articles that have a page in an edition."""
    lost = {article.url for article in truth("hxw", 2)} - pages(edition).keys()
    return {article.url: article.text for article in truth("hxw", edition) if article.url not in lost}


def pages(edition: int) -> dict[str, Page]:
    """The pages of an edition's articles, as they are fetched; the one that has become a soft 404 left out."""
    (site,) = {hxw.site(edition)}
    replies = {each.url: hxw.pages(edition)[each.url.removeprefix(HOME)] for each in site.truths()}
    return {url: Page(reply.body, url, "text/html") for url, reply in replies.items() if url not in site.lost}


def articles(database) -> dict[str, tuple]:
    """The articles that are there: text, and what else an unchanged one must keep."""
    query = "SELECT url, text, title, published, source, version FROM corpus WHERE portal = 'hxw'"
    return {url: tuple(rest) for url, *rest in map(dict.values, rows(database, query))}


def crawl(database, edition: int, *options: str):
    with running(edition) as replica:
        ended = scrapy("crawl", "hxw", "--full", "-s", f"REPLICA={replica}", *options, database=database)
    assert ended.returncode == 0, ended.stderr
    return counts(database, "hxw")


def status(database):
    ended = scrapy("status", "--json", database=database)
    told = json.loads(ended.stdout)["alerts"]
    return ended.returncode, {each["kind"]: each["text"] for each in told if each["portal"] == "hxw"}


@pytest.fixture(scope="module")
def redesigned(tmp_path_factory):
    """A store that has seen the site before and after: its articles before, and the second crawl's counts."""
    database = tmp_path_factory.mktemp("redesigned") / "articles.db"
    assert "layouts/none fitted" not in crawl(database, 2)
    assert status(database) == (0, {})
    before = articles(database)
    return database, before, crawl(database, 3)


def test_all_articles_are_found_by_the_general_way_and_none_is_new(redesigned):
    database, before, counted = redesigned
    assert articles(database) == before
    assert {url: text for url, (text, *_) in before.items()} == texts(2)
    assert {row["layout"] for row in rows(database, "SELECT layout FROM versions")} == {"2018"}
    assert counted["layouts/none fitted"] == counted["articles/same"] == len(before)
    assert rows(database, "SELECT * FROM events WHERE op != 'new'") == []


def test_status_tells_it_once_and_since_when(redesigned):
    database, before, _ = redesigned
    code, told = status(database)
    assert (code, list(told)) == (1, ["layout"])
    (since,) = rows(database, "SELECT started FROM runs ORDER BY id DESC LIMIT 1")[0].values()
    number = len(before)
    assert told["layout"].startswith(
        f"no layout fits most pages since {since[:16]} UTC: {number} of {number} had none"
    )


def test_a_layout_beside_the_old_one_fits_again(redesigned, tmp_path):
    database = tmp_path / "copy.db"
    database.write_bytes(redesigned[0].read_bytes())
    assert scrapy("reclean", "hxw", *NEW_DESIGN, database=database).returncode == 0
    assert articles(database) == redesigned[1]
    new = tmp_path / "new.db"
    assert crawl(new, 3, *NEW_DESIGN)["layouts/fitted"] == len(texts(3))
    assert {url: text for url, (text, *_) in articles(new).items()} == texts(3)
    assert {row["layout"] for row in rows(new, "SELECT layout FROM versions")} == {"2026"}


def test_the_new_layout_can_be_learned():
    seen = pages(3)
    layout = learn(list(seen.values())[:8], "2026")
    assert layout
    for url, page in seen.items():
        cleaned = clean(page, [layout])
        assert cleaned.layout == "2026"
        assert cleaned.articles[0].text == texts(3)[url]


def test_a_learned_layout_is_retired_and_the_next_is_learned(tmp_path):
    database = tmp_path / "articles.db"
    crawl(database, 2, *UNDECLARED)
    before = articles(database)
    assert crawl(database, 3, *UNDECLARED)["layouts/learned"] == 1
    assert crawl(database, 3, *UNDECLARED)["layouts/learned"] == 1
    assert articles(database) == before
    assert rows(database, "SELECT name, content, title, retired_for FROM layouts") == [
        {
            "name": "learned-1",
            "content": "div#hxzw",
            "title": "h1.hx-bt",
            "retired_for": "used on 0 of the newest 10 pages with articles",
        },
        {
            "name": "learned-2",
            "content": "section.c-body",
            "title": "h1.c-headline",
            "retired_for": None,
        },
    ]
    assert status(database) == (0, {})
