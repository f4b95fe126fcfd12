"""The sites of the replica, a module each, or one for what is printed and one for how."""

from functools import cache

from crawler.replica.site import Site
from crawler.replica.sites import farm, hxw, mirrors, nfplus, puyang, xnc
from crawler.replica.sites.families import FAMILIES

#: The modules of the portals that change from edition to edition.
PORTALS = (hxw, puyang, xnc, nfplus)


@cache
def sites(edition: int = 1) -> tuple[Site, ...]:
    """Every site in an edition of the replica. Those of CMS families are the same in all."""
    portals = (portal.site(edition) for portal in PORTALS)
    return (*portals, *mirrors.sites(), farm.site(), *(family.site() for family in FAMILIES))
