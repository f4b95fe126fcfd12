"""What exploring finds: a portal's declarations, and how sure they are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from scrapy.http import TextResponse

from crawler.discovery.articles import Sample
from crawler.discovery.columns import Candidate
from crawler.discovery.naming import distinct
from crawler.discovery.search import Column
from crawler.portal import PortalSpider

#: So many links are named of those that are in doubt.
NAMED = 20
#: What a column is called whose page doesn't say.
UNNAMED = "列表"


@dataclass(frozen=True)
class Discovery:
    """What was found of a site.

    ``base`` is the class its portal is made of, ``declarations`` what the portal declares; ``signs`` are those of its
    platform, ``unsure`` what somebody should look at, ``asked`` how many pages were asked.
    """

    base: type[PortalSpider]
    declarations: dict[str, Any]
    samples: Sequence[Sample]
    signs: Sequence[str]
    unsure: Sequence[str]
    asked: int

    def portal(self, **more: Any) -> type[PortalSpider]:
        """The portal as a class in memory.

        :param more: declarations that stand before those found.
        :raises ValueError: if a declaration can't be used.
        """
        return type("Discovered", (self.base,), self.declarations | more)


def names(links: Sequence[Candidate]) -> str:
    """What the first of some links are called."""
    return ", ".join(dict.fromkeys(each.name or each.url for each in links[:NAMED]))


def pruned(columns: Sequence[Column]) -> list[Column]:
    """Without those that only show what others list."""
    kept = list(columns)
    for column in sorted(columns, key=lambda each: len(each.rows)):
        others = {url for each in kept if each is not column for url in each.rows}
        if not column.following and column.rows <= others:
            kept.remove(column)
    return kept


def lists(columns: Sequence[Column], home: TextResponse) -> dict[str, str]:
    """The columns' names and first pages, as a portal declares them."""
    origin = urljoin(home.url, "/").removesuffix("/")
    lists: dict[str, str] = {}
    for column in columns:
        lists[distinct(column.name or UNNAMED, set(lists))] = column.url.removeprefix(origin) or "/"
    return lists


def suits(base: type[PortalSpider], columns: Sequence[Column]) -> bool:
    """Whether the platform's own expression finds the rows."""
    pattern = getattr(base, "article_url", "")
    rows = [url for column in columns for url in column.rows]
    return bool(pattern) and sum(bool(re.search(pattern, url)) for url in rows) >= 0.9 * len(rows)
