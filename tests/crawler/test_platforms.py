"""Every CMS family's platform crawls its family's site of the replica, by a portal that declares no more than names."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from scrapy.http import HtmlResponse
from scrapy.settings import Settings

from cleaners.article import clean
from cleaners.model import Page
from crawler.platforms import PLATFORMS
from crawler.registry import PortalLoader
from crawler.replica.site import Ask, Reply
from crawler.replica.sites import sites
from crawler.replica.sites.families import FAMILIES
from crawler.replica.sites.families.kit import FamilySite
from crawler.replica.sites.families.stories import COUNT, DEAD
from tests.crawler.commandline import beside_progress, counts, rows, scrapy

FAMILY = {family.name: family for family in FAMILIES}
SPIDERS = "crawler.replica.spiders.families"
PORTALS = PortalLoader(Settings({"SPIDER_MODULES": [SPIDERS]}))
PRODUCT_PORTALS = PortalLoader(Settings({"SPIDER_MODULES": ["crawler.spiders", "crawler.replica.spiders"]}))
PRODUCT = ("hxw", "puyang", "xnc", "nfplus", "hxmirror", "nfmirror")
FIELDS = "title published source author editor issue text".split()

families = pytest.mark.parametrize("name", sorted(FAMILY))


def crawl(database: Path, replica: str, *options: str) -> None:
    """Crawl all families' sites, which takes its time where the machine is busy."""
    settings = ("-s", f"SPIDER_MODULES={SPIDERS}", "-s", f"REPLICA={replica}")
    ended = scrapy("crawl", *FAMILY, *options, *settings, database=database, seconds=900)
    assert (ended.returncode, beside_progress(ended.stderr)) == (0, ""), ended.stdout


@pytest.fixture(scope="module")
def first(replica, tmp_path_factory) -> Path:
    """A store with all families' sites."""
    database = tmp_path_factory.mktemp("families") / "first.db"
    crawl(database, replica, "--full")
    return database


@pytest.fixture(scope="module")
def second(first, replica, tmp_path_factory) -> Path:
    """The same store after a second crawl."""
    database = tmp_path_factory.mktemp("families") / "second.db"
    database.write_bytes(first.read_bytes())
    crawl(database, replica)
    return database


def address(family: FamilySite, target: str) -> str:
    return f"https://{family.host}{target}"


def asked(database: Path, name: str, role: str) -> dict[str, int]:
    """The addresses of this role that were asked, with how often."""
    query = """SELECT url, count(*) AS n FROM addresses JOIN portals ON portals.id = portal_id
               JOIN (SELECT address_id FROM fetches) ON address_id = addresses.id
               WHERE name = ? AND role = ? GROUP BY url"""
    return {row["url"]: row["n"] for row in rows(database, query, name, role)}


def respond(host: str, target: str) -> Reply:
    (site,) = (site for site in sites() if host in site.hosts)
    return site.respond(Ask("GET", host, target))


def page(url: str) -> HtmlResponse:
    parts = urlsplit(url)
    reply = respond(parts.netloc, parts.path + (f"?{parts.query}" if parts.query else ""))
    assert reply.status == 200, url
    return HtmlResponse(url, headers=dict(reply.headers), body=reply.body)


def as_page(url: str) -> Page:
    return Page(page(url).body, url)


def pages(family: FamilySite) -> Iterator[HtmlResponse]:
    """The front page, all lists that are pages, the articles."""
    lists = (
        target for target, reply in family.list_answers.items() if reply.header("Content-Type") == "text/html"
    )
    articles = (family.article_path(story) for story in family.stories[:COUNT])
    yield from (page(address(family, target)) for target in ("/", *lists, *articles))


# --- what a portal on a platform is --------------------------------------------------------------


def test_every_platform_has_a_portal_and_every_portal_a_platform():
    assert {PORTALS.load(name).__mro__[1] for name in FAMILY} == set(PLATFORMS)
    assert sorted(PORTALS.list()) == sorted(FAMILY)
    assert PORTALS.broken == {}


@families
def test_a_portal_declares_names_and_addresses_alone(name):
    declared = {each for each in vars(PORTALS.load(name)) if not each.startswith("_")}
    assert declared == {"name", "title", "region", "home", "lists"}


# --- a crawl -------------------------------------------------------------------------------------


@families
def test_every_article_is_kept_once_with_its_true_fields_and_text(first, name):
    kept = {row["url"]: row for row in rows(first, "SELECT * FROM corpus WHERE portal = ?", name)}
    truths = FAMILY[name].truths()
    assert sorted(kept) == sorted(true.url for true in truths)
    for true in truths:
        found = {field: kept[true.url][field] for field in FIELDS}
        assert found == {field: getattr(true, field) for field in FIELDS}
        files = [each["url"] for each in json.loads(kept[true.url]["attachments"])]
        assert files == [url for url, _ in true.attachments]


@families
def test_the_general_way_reads_the_same_without_layouts(name):
    family = FAMILY[name]
    for story, true in zip(family.stories, family.truths(), strict=False):
        here, *further = (
            as_page(address(family, family.article_path(story, part + 1))) for part in range(len(story.parts))
        )
        (article,) = clean(here, (), further).articles
        assert (article.text, article.fields["title"].value) == (true.text, true.title), true.url


@families
def test_every_list_page_is_read_and_asked_once(first, name):
    family = FAMILY[name]
    assert asked(first, name, "list") == {address(family, target): 1 for target in family.list_answers}
    assert len(family.list_answers) >= 6
    assert {row["state"] for row in rows(first, "SELECT state FROM addresses WHERE role = 'list'")} == {
        "list"
    }


@families
def test_no_tag_file_or_list_is_asked_as_an_article(first, name):
    family = FAMILY[name]
    there = [
        family.article_path(story, part)
        for story in family.stories[:COUNT]
        for part in range(1, len(story.parts) + 1)
    ]
    dead = family.article_path(family.stories[DEAD])
    expected = dict.fromkeys((address(family, path) for path in there), 1)
    assert asked(first, name, "article") == expected | {address(family, dead): 2}


@families
def test_every_address_handed_out_came_back(first, name):
    found = counts(first, name)
    assert found["addresses/handed_out"] == found["addresses/ended"] > 40


@families
def test_a_second_crawl_asks_for_lists_alone(second, name):
    query = """SELECT role, count(*) AS n FROM fetches JOIN addresses ON addresses.id = address_id
               WHERE fetches.run_id = (SELECT max(runs.id) FROM runs JOIN portals ON portals.id = portal_id WHERE name = ?)
               GROUP BY role"""
    (found,) = rows(second, query, name)
    assert (found["role"], found["n"] < len(FAMILY[name].list_answers)) == ("list", True)


# --- signs ---------------------------------------------------------------------------------------


@families
def test_a_platform_shows_itself_on_its_own_pages(name):
    without = [each.url for each in pages(FAMILY[name]) if not PORTALS.load(name).signs(each)]
    assert without == []


@families
def test_no_other_platform_claims_a_family_s_page(name):
    others = [platform for platform in PLATFORMS if not issubclass(PORTALS.load(name), platform)]
    found = [(each.url, other.cms, other.signs(each)) for each in pages(FAMILY[name]) for other in others]
    assert [claim for claim in found if claim[2]] == []


@pytest.mark.parametrize("portal", PRODUCT)
def test_no_platform_claims_a_page_of_another_portal(portal):
    (site,) = (site for site in sites() if site.name == portal)
    urls = [true.url for true in site.truths() if urlsplit(true.url).netloc in site.hosts]
    home = urlsplit(urls[0])._replace(path="/", query="")
    there = [home.geturl()] if respond(home.netloc, "/").status == 200 else []
    others = [each for each in PLATFORMS if not issubclass(PRODUCT_PORTALS.load(portal), each)]
    found = [(url, each.cms, each.signs(page(url))) for url in (*there, *urls) for each in others]
    assert [claim for claim in found if claim[2]] == []
