"""Sites of CMS families, one of each: for the tests of platforms. The demo doesn't crawl them."""

from crawler.replica.sites.families.jcms import JcmsSite
from crawler.replica.sites.families.jpaas import JpaasSite
from crawler.replica.sites.families.kit import FamilySite
from crawler.replica.sites.families.nfcms import NfcmsSite
from crawler.replica.sites.families.trs import TrsSite
from crawler.replica.sites.families.ucap import UcapSite
from crawler.replica.sites.families.ucap_cloud import UcapCloudSite
from crawler.replica.sites.families.vsb import VsbSite

#: One site of every family that has a class in ``crawler.platforms``.
FAMILIES: tuple[FamilySite, ...] = (
    TrsSite(),
    UcapSite(),
    UcapCloudSite(),
    JcmsSite(),
    JpaasSite(),
    VsbSite(),
    NfcmsSite(),
)
