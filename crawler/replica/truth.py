"""What a perfect crawl of the replica would keep. The replica's pages are made from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from crawler.replica.site import Site, Truth
from crawler.replica.sites import sites

__all__ = ["Differences", "Name", "Truth", "differences", "truth"]


class Name(NamedTuple):
    """What names an article of a portal: its canonical address and its key on the page."""

    url: str
    key: str


@dataclass(frozen=True, slots=True)
class Differences:
    """What the second edition of a portal has changed. ``moved`` gives old and new names.

    ``missing`` are still listed but answer with a page that says there is none: what was known of them
    stays true.
    """

    new: tuple[Name, ...]
    edited: tuple[Name, ...]
    gone: tuple[Name, ...]
    moved: tuple[tuple[Name, Name], ...]
    missing: tuple[Name, ...]


def truth(portal: str, edition: int = 1) -> list[Truth]:
    """All articles of a portal, those included that no list names but a redirect leads to.

    :raises ValueError: if the replica has no such portal.
    """
    return _site(portal, edition).truths()


def differences(portal: str) -> Differences:
    """What became of the articles of a portal between the first edition and the second.

    An article that has another name but the same text has moved.

    :raises ValueError: if the replica has no such portal.
    """
    before, after = _named(portal, 1), _named(portal, 2)
    appeared = {after[name].text: name for name in after if name not in before}
    left = [name for name in before if name not in after]
    moved = tuple((name, appeared.pop(before[name].text)) for name in left if before[name].text in appeared)
    return Differences(
        new=tuple(appeared.values()),
        edited=tuple(name for name in before if name in after and before[name] != after[name]),
        gone=tuple(name for name in left if name not in dict(moved)),
        moved=moved,
        missing=tuple(name for name in after if name.url in _site(portal, 2).lost),
    )


def _named(portal: str, edition: int) -> Mapping[Name, Truth]:
    return {Name(article.url, article.key): article for article in truth(portal, edition)}


def _site(portal: str, edition: int) -> Site:
    for site in sites(edition):
        if site.name == portal:
            return site
    raise ValueError(f"no portal {portal!r}; there are: {', '.join(site.name for site in sites(edition))}")
