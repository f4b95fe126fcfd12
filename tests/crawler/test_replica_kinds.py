"""What the replica's pages are that are no article: its front pages, lists and tags give none."""

from urllib.parse import urlsplit

import pytest

from cleaners.article import clean
from cleaners.model import Page
from crawler.replica.site import Ask
from crawler.replica.sites import sites

SITES = {site.name: site for site in sites()}
LINKS = {
    "hxw": ["https://www.hxw.gov.cn/", *(f"https://www.hxw.gov.cn/channel/{n}.html" for n in (101, "101_2", 102))],
    "puyang": [f"https://zugong.puyang.example/{path}" for path in ("", "index.aspx?lanmuid=76")],
    "xnc": [f"http://www.xnc.example/{path}" for path in ("", "tag/1036.html")],
    "nfplus": ["https://pc.nfnews.com/"],
    "hxmirror": [f"http://www.hxmirror.example/{path}" for path in ("", "channel/101.html")],
    "nfmirror": ["http://m.nfmirror.example/"],
}  # fmt: skip


@pytest.mark.parametrize("site, url", [(site, url) for site, urls in LINKS.items() for url in urls])
def test_a_page_of_links_gives_no_article(site, url):
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    reply = SITES[site].respond(Ask("GET", parts.netloc, target, parts.scheme))
    assert reply.status == 200
    cleaned = clean(Page(reply.body, url, reply.header("Content-Type")))
    assert cleaned.kind in ("list", "home")
    assert cleaned.articles == ()
