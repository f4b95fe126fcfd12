"""How a site's lists are read: by the class of its platform, or the general way."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from scrapy.http import JsonResponse, TextResponse

from crawler.discovery.addresses import shape
from crawler.discovery.anchors import Anchor
from crawler.discovery.pager import next_page
from crawler.discovery.rows import Group, groups
from crawler.links import host_of
from crawler.platforms.platform import Platform
from crawler.portal import PortalSpider


class Reader:
    """Reads the lists of a site. ``platform`` is the family it was recognised as; None: it is read the general way."""

    def __init__(self, home: str, platform: type[Platform] | None = None) -> None:
        self.home = home
        self.platform = platform
        self.parameter = ""
        self._portal = _portal(platform, home) if platform else None

    def groups(self, page: TextResponse) -> list[Group]:
        """The lists on a page, the likeliest first."""
        named = self._named(page) if self._portal else None
        return [named] if named else [] if isinstance(page, JsonResponse) else groups(page)

    def following(self, page: TextResponse) -> list[str]:
        """The pages right behind a list's page."""
        if self._portal:
            try:
                return [url for url in self._portal.next_pages(page) if url != page.url]
            except (ValueError, RecursionError):
                return []
        url = None if isinstance(page, JsonResponse) else next_page(page, self.parameter)
        return [url] if url else []

    def form(self, url: str) -> Mapping[str, str] | None:
        """What is posted to ask for a list's page."""
        try:
            return self._portal.posted(url) if self._portal else None
        except LookupError:
            return None

    def is_list(self, url: str) -> bool:
        """Whether an address looks like one of the platform's lists."""
        return bool(self.platform and self.platform.list_url and re.search(self.platform.list_url, url))

    def columns(self, page: TextResponse) -> Sequence[tuple[str, str]]:
        """The columns that a page leads to by the platform's scripts."""
        return self.platform.columns(page) if self.platform and not isinstance(page, JsonResponse) else ()

    def _named(self, page: TextResponse) -> Group | None:
        """What the platform's class reads of a page."""
        assert self._portal  # noqa: S101  # asked for above
        try:
            found = [each for each in self._portal.read_links(page, None).found if each.state == "pending"]
        except (ValueError, RecursionError):  # as in a crawl: JSON may be nested without end
            return None
        rows = tuple(Anchor(each.url, each.hints.title or "", "", None) for each in found)
        dates = {each.url: each.hints.published for each in found if each.hints.published}
        return Group("", shape(rows[0].url), rows, dates) if rows else None


def recognise(
    page: TextResponse, platforms: Sequence[type[Platform]]
) -> tuple[type[Platform] | None, Sequence[str]]:
    """The platform that a page shows signs of, and the signs."""
    for platform in platforms:
        if signs := platform.signs(page):
            return platform, signs
    return None, ()


def _portal(platform: type[Platform], home: str) -> PortalSpider:
    """A portal on a platform, as far as it is known before its lists are."""
    given: dict[str, Any] = {"name": "unknown", "title": host_of(home), "home": home, "lists": {"?": home}}
    if not getattr(platform, "article_url", ""):
        given["article_url"] = r"\d"
    made: type[PortalSpider] = type("Unknown", (platform,), given)
    return made()
