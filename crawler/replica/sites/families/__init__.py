"""Sites of CMS families, one of each: for the tests of platforms. The demo doesn't crawl them."""

from crawler.replica.sites.families.aspnet import AspNetSite
from crawler.replica.sites.families.dede import DedeSite
from crawler.replica.sites.families.empire import EmpireSite
from crawler.replica.sites.families.enp import EnpSite
from crawler.replica.sites.families.jcms import JcmsSite
from crawler.replica.sites.families.jpaas import JpaasSite
from crawler.replica.sites.families.kit import FamilySite
from crawler.replica.sites.families.nfcms import NfcmsSite
from crawler.replica.sites.families.people import PeopleSite
from crawler.replica.sites.families.trs import TrsSite
from crawler.replica.sites.families.ucap import UcapSite
from crawler.replica.sites.families.ucap_cloud import UcapCloudSite
from crawler.replica.sites.families.vsb import VsbSite
from crawler.replica.sites.families.xinhua import XinhuaSite

#: One site of every family that has a class in ``crawler.platforms``.
FAMILIES: tuple[FamilySite, ...] = (
    TrsSite(),
    UcapSite(),
    UcapCloudSite(),
    JcmsSite(),
    JpaasSite(),
    VsbSite(),
    NfcmsSite(),
    DedeSite(),
    EmpireSite(),
    AspNetSite(),
    PeopleSite(),
    XinhuaSite(),
    EnpSite(),
)
