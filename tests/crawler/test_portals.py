"""What a portal's file declares."""

import re

import pytest
from scrapy.settings import Settings

from crawler.portal import PortalSpider
from crawler.registry import PortalLoader

DECLARED = {
    "name": "x",
    "title": "某网",
    "home": "https://x.cn",
    "lists": {"要闻": "/1"},
    "article_url": "/c/",
}

PORTALS = PortalLoader(Settings({"SPIDER_MODULES": ["crawler.spiders"]}))


@pytest.mark.parametrize("lacking", sorted(DECLARED.keys() - {"name"}))
def test_a_portal_that_lacks_a_declaration_is_refused(lacking):
    declared = {name: value for name, value in DECLARED.items() if name != lacking}
    with pytest.raises(TypeError, match=f"portal x declares no {lacking}"):
        type("X", (PortalSpider,), declared)


def test_a_pattern_that_is_none_is_refused():
    with pytest.raises(re.error):
        type("X", (PortalSpider,), DECLARED | {"article_url": "("})


def test_a_common_base_of_portals_needs_no_declarations():
    assert issubclass(type("Platform", (PortalSpider,), {}), PortalSpider)


def test_no_portal_of_ours_is_broken():
    assert PORTALS.broken == {}


@pytest.mark.parametrize("name", PORTALS.list())
def test_a_portal_says_what_it_is(name):
    portal = PORTALS.load(name)
    assert re.search(r"[\u4e00-\u9fff]", portal.title + portal.region)
    assert re.fullmatch(r"\d+ (hours?|days?)", portal.every)
    assert portal.expect > 0
    assert len({layout.name for layout in portal.layouts}) == len(portal.layouts)
