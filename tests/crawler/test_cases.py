"""Every saved case: what the cleaner makes of its pages is what a person has found right."""

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from scrapy.settings import Settings

from crawler import settings, snapshots
from crawler.registry import PortalLoader
from crawler.replica.site import Ask
from crawler.replica.sites import sites

FOLDER = Path(settings.CASES)
CASES = snapshots.find(FOLDER)
PORTALS = PortalLoader(Settings({"SPIDER_MODULES": ["crawler.spiders"]}))

each_case = pytest.mark.parametrize("case", CASES, ids=[str(case.relative_to(FOLDER)) for case in CASES])


def test_there_are_cases_of_every_kind():
    expected = [json.loads((case / "expected.json").read_text("utf-8")) for case in CASES]
    assert {"article", "newsletter", "empty"} <= {each["kind"] for each in expected}
    assert max(len(snapshots.read(case)) for case in CASES) > 1


@each_case
def test_the_articles_are_what_is_expected(case):
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    assert snapshots.made(snapshots.read(case), PORTALS.load(case.parent.name).layouts) == expected


@each_case
def test_what_is_said_to_be_the_replica_s_is(case):
    """Pages of others are theirs: a case that is published can be made again from the replica."""
    if json.loads((case / "case.json").read_text("utf-8"))["world"] == "replica":
        for page in filter(None, snapshots.read(case)):
            assert page.body in answers(page.url)


def answers(url: str) -> list[bytes]:
    """What the replica's editions answer at an address."""
    parts = urlsplit(url)
    target = f"{parts.path}{parts.query and '?'}{parts.query}"
    there = [site for edition in (1, 2) for site in sites(edition) if parts.netloc in site.hosts]
    return [site.respond(Ask("GET", parts.netloc, target)).body for site in there]
