"""Lists on a page: groups of links of one build, with addresses of one shape, and with headlines or dates."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from statistics import median
from typing import NamedTuple
from urllib.parse import urlsplit

from scrapy.http import TextResponse

from crawler.discovery.addresses import has_number, shape
from crawler.discovery.anchors import Anchor, anchors, dates
from crawler.discovery.covered import uncovered
from crawler.links import ATTACHMENTS, host_of

#: Headlines have so many characters, most names of columns fewer.
HEADLINE = 9
#: So many rows make a list, where nothing else is known; fewer, where each has a date.
ROWS, DATED = 4, 2
#: The least score of what looks like a list at all.
ANY = 0.1
_MORE = re.compile(r"^\W*(?:更多|more|查看更多|详细|详情|\[?详细\]?|阅读全文|全文)\W*$", re.IGNORECASE)


class Group(NamedTuple):
    """Links of one build and one shape: ``dates`` are those of their rows by address, as printed."""

    build: str
    shape: str
    anchors: tuple[Anchor, ...]
    dates: Mapping[str, str]

    @property
    def urls(self) -> list[str]:
        """Their addresses, each once, in the order of the page."""
        return list(dict.fromkeys(each.url for each in self.anchors))

    @property
    def titles(self) -> Mapping[str, str]:
        """What the longest link to each address says."""
        found: dict[str, str] = {}
        for each in self.anchors:
            found[each.url] = max(found.get(each.url, ""), each.text, key=len)
        return found

    @property
    def score(self) -> float:
        """How much it looks like the rows of a list; 0: not at all."""
        urls, titles = self.urls, self.titles
        said = [title for title in titles.values() if title and not _MORE.match(title)]
        dated = len(self.dates) / len(urls)
        length = median(map(len, said)) if said else 0
        is_list = len(urls) >= (DATED if dated > 0.5 else ROWS) and (length >= HEADLINE or dated > 0.5)
        return len(urls) * (1 + 3 * dated) * min(length / HEADLINE, 2) if is_list else 0.0


def groups(response: TextResponse) -> list[Group]:
    """The lists on a page, the likeliest first; those it carries without showing them, where it shows none.

    Attachments, other hosts and addresses of words only are left alone.
    """
    host = host_of(response.url)
    shown = group(anchors(response), host)
    hidden = None if shown else uncovered(response)
    return group(anchors(hidden), host) if hidden else shown


def group(found: Iterable[Anchor], host: str, least: float = ANY) -> list[Group]:
    """The lists among links of a page of this host, the likeliest first.

    :param least: the score that a list must have.
    """
    sorted_out: defaultdict[tuple[str, str], list[Anchor]] = defaultdict(list)
    for each in found:
        if host_of(each.url) == host and has_number(each.url) and not _is_file(each.url):
            sorted_out[each.build, shape(each.url)].append(each)
    made = (Group(*key, tuple(members), dates(members)) for key, members in sorted_out.items())
    return sorted(
        (each for each in made if each.score >= least), key=lambda each: (-each.score, -len(each.urls))
    )


def beside(found: Sequence[Group], articles: Sequence[Sequence[Anchor]]) -> list[Group]:
    """The lists that do not stand on articles' pages too, as 热点 and 推荐阅读 do.

    :param articles: the links of some articles' pages.
    """
    return [each for each in found if not _stands_beside(each, articles)]


def _stands_beside(each: Group, articles: Sequence[Sequence[Anchor]]) -> bool:
    """Whether a list's build holds links of its shape on all these pages, or some of its own on one."""
    urls = set(each.urls)
    there = [
        {a.url for a in page if a.build == each.build and shape(a.url) == each.shape} for page in articles
    ]
    if any(2 * len(urls & other) > len(urls) for other in there):
        return True
    dated = len(each.dates) > len(urls) / 2
    return len(there) > 1 and all(len(other) >= ROWS for other in there) and not dated


def _is_file(url: str) -> bool:
    return PurePosixPath(urlsplit(url).path).suffix.lower() in ATTACHMENTS
