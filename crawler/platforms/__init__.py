"""CMS families (平台), a class in a file each: how their lists, pagers and articles are built."""

from crawler.platforms.aspnet import AspNet
from crawler.platforms.dedecms import DedeCms
from crawler.platforms.empirecms import EmpireCms
from crawler.platforms.enp import Enp
from crawler.platforms.jcms import Jcms
from crawler.platforms.jpaas import Jpaas
from crawler.platforms.nfcms import Nfcms
from crawler.platforms.people import People
from crawler.platforms.platform import Platform
from crawler.platforms.trs import Trs
from crawler.platforms.ucap import Ucap
from crawler.platforms.ucap_cloud import UcapCloud
from crawler.platforms.vsb import Vsb
from crawler.platforms.xinhua import Xinhua

#: Every family, those with the surest signs first.
PLATFORMS: tuple[type[Platform], ...] = (
    Trs,
    Ucap,
    UcapCloud,
    Jcms,
    Jpaas,
    Vsb,
    Nfcms,
    DedeCms,
    EmpireCms,
    AspNet,
    People,
    Xinhua,
    Enp,
)
