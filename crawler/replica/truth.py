"""What a perfect crawl of the replica would keep. The replica's pages are made from it."""

from crawler.replica.site import Truth
from crawler.replica.sites import SITES

__all__ = ["Truth", "truth"]


def truth(portal: str) -> list[Truth]:
    """All articles of a portal, those included that no list names but a redirect leads to.

    :raises ValueError: if the replica has no such portal.
    """
    for site in SITES:
        if site.name == portal:
            return site.truths()
    raise ValueError(f"no portal {portal!r}; there are: {', '.join(site.name for site in SITES)}")
