"""The sites of the replica, a module each, or one for what is printed and one for how."""

from functools import cache

from crawler.replica.site import Site
from crawler.replica.sites import farm, hxw, mirrors, nfplus, puyang, xnc

#: The modules of the portals that change from edition to edition.
PORTALS = (hxw, puyang, xnc, nfplus)


@cache
def sites(edition: int = 1) -> tuple[Site, ...]:
    """Every site in an edition of the replica."""
    return (*(portal.site(edition) for portal in PORTALS), *mirrors.sites(), farm.site())
