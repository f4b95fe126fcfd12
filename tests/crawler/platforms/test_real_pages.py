"""What platforms say of real pages: their own family's, and many that none of them built."""

import gzip
from pathlib import Path

from scrapy.http import HtmlResponse

from crawler.platforms.aspnet import AspNet
from crawler.platforms.dedecms import DedeCms
from crawler.platforms.empirecms import EmpireCms
from crawler.platforms.enp import Enp
from crawler.platforms.people import People
from crawler.platforms.xinhua import Xinhua

FAMILIES = (DedeCms, EmpireCms, AspNet, People, Xinhua, Enp)

#: The pages of these families among the shared ones, by what their files' names have in common.
BUILT_BY = {
    "ednchina_1": "EmpireCMS",
    "people_1": "人民网",
    "xinhuanet.com.c_1125597921": "新华网",
}


def family_of(file: Path) -> list[str]:
    page = HtmlResponse("http://somewhere.example/x.html", body=gzip.decompress(file.read_bytes()))
    return [family.cms for family in FAMILIES if family.signs(page)]


def test_real_pages_are_claimed_by_their_own_family_alone(shared):
    files = sorted((shared / "pages").glob("*/*.html.gz"))
    assert len(files) > 80
    expected = {file: [cms for name, cms in BUILT_BY.items() if name in file.name] for file in files}
    assert {file: family_of(file) for file in files} == expected
