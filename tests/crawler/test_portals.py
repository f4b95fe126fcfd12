"""What a portal's file declares."""

import re
from datetime import timedelta

import pytest
from scrapy.settings import Settings

from cleaners.fields.mirrored import KNOWN
from cleaners.model import Layout
from crawler.declarations import interval
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


UNUSABLE = {
    "a number in words": ({"expect": "five"}, "expect must be a whole number, not 'five'"),
    "yes is no number": ({"expect": True}, "expect must be a whole number"),
    "fewer than none": ({"expect": -1}, "expect must be a whole number"),
    "no patience": ({"delay": 0.1}, "delay must be a number of seconds from 1 to 60"),
    "many at once": ({"concurrency": 50}, "concurrency must be a whole number from 1 to 8"),
    "nothing new": ({"max_new": 0}, "max_new must be a whole number from 1"),
    "unknown TLS": ({"tls": {"all": "x"}}, "tls must be a mapping such as"),
    "TLS without a reason": ({"tls": {"old protocol": ""}}, "tls must be a mapping such as"),
    "not one list page": ({"max_list_pages": 0}, "max_list_pages must be a whole number from 1"),
    "a list of lists": ({"lists": ["/1"]}, "lists must be a mapping"),
    "a list without an address": ({"lists": {"要闻": None}}, "lists must be a mapping"),
    "a list with an empty address": ({"lists": {"要闻": ""}}, "lists must be a mapping"),
    "a list that is no link": ({"lists": {"要闻": "http://[x"}}, "lists must be a mapping"),
    "a list at no web address": ({"lists": {"要闻": "javascript:more()"}}, "lists must be a mapping"),
    "a layout's name": ({"layouts": ["2023"]}, "layouts must be a list of Layouts"),
    "one layout alone": ({"layouts": Layout("1", "p")}, "layouts must be a list of Layouts"),
    "no selector": ({"layouts": [Layout("1", "div[[")]}, "layouts: 'div[[' of layout '1' is no CSS selector"),
    "no selector of a title": ({"layouts": [Layout("1", "p", "h1 >")]}, "layouts: 'h1 >' of layout '1'"),
    "no selector to drop": (
        {"layouts": [Layout("1", "p", drop={"..x": "why"})]},
        "layouts: '..x' of layout '1'",
    ),
    "a selector of a pseudo-element": (
        {"layouts": [Layout("1", "p::before")]},
        "layouts: 'p::before' of layout '1'",
    ),
    "a selector that is a number": (
        {"layouts": [Layout("1", 5)]},
        "layouts: 5 of layout '1' is no CSS selector",
    ),
    "often": ({"every": "often"}, 'every must be such as "12 hours"'),
    "never": ({"every": "0 days"}, "every must be such as"),
    "a number alone": ({"every": 1}, "every must be such as"),
    "quiet at night": ({"quiet": "night"}, "quiet must be hours in China such as"),
    "always quiet": ({"quiet": "06:00-06:00"}, "quiet must be hours in China such as"),
    "quiet hours that are none": ({"quiet": "22-6"}, "quiet must be hours in China such as"),
    "quiet from a number on": ({"quiet": 22}, "quiet must be hours in China such as"),
    "no scheme": ({"home": "www.x.cn"}, "home must be an http or https address, not 'www.x.cn'"),
    "another scheme": ({"home": "ftp://x.cn"}, "home must be an http or https address"),
    "no host": ({"home": "https:///"}, "home must be an http or https address"),
    "a malformed host": ({"home": "https://[x"}, "home must be an http or https address"),
    "one host alone": ({"hosts": "www.x.cn"}, "hosts must be a list of host names"),
    "a title that is none": ({"title": 5}, "title must be a text"),
    "no pattern": ({"article_url": "("}, "article_url must be a regular expression, not '('"),
}


@pytest.mark.parametrize("label", UNUSABLE)
def test_a_declaration_that_cannot_be_used_is_named(label):
    declared, told = UNUSABLE[label]
    with pytest.raises(ValueError, match=re.escape(told)):
        type("X", (PortalSpider,), DECLARED | declared)


@pytest.mark.parametrize(
    ("every", "hours"), [("1 hour", 1), ("12 hours", 12), ("1 day", 24), ("2 weeks", 2 * 7 * 24)]
)
def test_how_often_a_portal_is_due(every, hours):
    assert interval(every) == timedelta(hours=hours)


def test_a_common_base_of_portals_needs_no_declarations():
    assert issubclass(type("Platform", (PortalSpider,), {}), PortalSpider)


def test_no_portal_of_ours_is_broken():
    assert PORTALS.broken == {}


@pytest.mark.parametrize("name", PORTALS.list())
def test_a_portal_says_what_it_is(name):
    portal = PORTALS.load(name)
    assert re.search(r"[\u4e00-\u9fff]", portal.title + portal.region)
    assert portal.expect > 0
    assert len({layout.name for layout in portal.layouts}) == len(portal.layouts)


def test_mirrors_are_traced_to_portals_by_the_titles_declared_here():
    assert {portal.name for portal in KNOWN} <= {PORTALS.load(name).title for name in PORTALS.list()}
