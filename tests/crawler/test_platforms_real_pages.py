"""What platforms see on real pages, where those are at hand."""

import gzip
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from scrapy.http import HtmlResponse, TextResponse

from crawler.platforms import PLATFORMS
from crawler.platforms.jcms import Jcms
from crawler.platforms.trs import Trs
from crawler.platforms.ucap import Ucap
from crawler.platforms.ucap_cloud import UcapCloud
from crawler.platforms.vsb import Vsb
from tests.crawler.test_platform_pages import HOME, portal

REAL = {
    "lists/gansu_ucap": Ucap,
    "lists/jiangxi_jpaas": UcapCloud,
    "news/shanxi_1": Trs,
    "news/sxmu_1": Vsb,
    "news/gzggw_1": Jcms,
}


def real(shared: Path, name: str, path: str = "/a/b.html") -> TextResponse:
    return HtmlResponse(HOME + path, body=gzip.decompress((shared / f"pages/{name}.html.gz").read_bytes()))


@pytest.mark.parametrize("name", REAL)
def test_a_real_page_shows_its_family_and_no_other(shared, name):
    assert [each for each in PLATFORMS if each.signs(real(shared, name))] == [REAL[name]]


def test_no_real_page_shows_two_families(shared):
    for file in sorted((shared / "pages").glob("*/*.html.gz")):
        found = real(shared, f"{file.parent.name}/{file.name.removesuffix('.html.gz')}")
        assert len([each for each in PLATFORMS if each.signs(found)]) <= 1, file.name


def test_a_real_list_of_ucap(shared):
    response = real(shared, "lists/gansu_ucap", "/jyt/c110634/zwgklist.shtml")
    assert list(portal(Ucap).next_pages(response)) == [f"{HOME}/jyt/c110634/zwgklist_2.shtml"]
    found = portal(Ucap).read_links(response, "要闻").found
    assert len(found) == 20
    assert all(each.hints.published and each.hints.title for each in found)


def test_a_real_list_of_ucap_s_cloud(shared):
    response = real(shared, "lists/jiangxi_jpaas", "/jxssthjt/col/col42150/index.html")
    (following,) = portal(UcapCloud).next_pages(response)
    assert dict(parse_qsl(urlsplit(following).query)) == {
        "channelCode[]": "col42150", "current": "4", "pageSize": "15", "webSiteCode[]": "jxssthjt",
    }  # fmt: skip
    found = [each for each in portal(UcapCloud).read_links(response, "要闻").found if not each.reason]
    assert len(found) > 40
    assert all(each.hints.published and each.hints.title for each in found)
