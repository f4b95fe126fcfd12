"""What feeds and sitemaps name."""

from scrapy.http import XmlResponse

from crawler.discovery import feeds
from crawler.discovery.feeds import Item
from tests.crawler.discovery.pages import SITE, page

ARTICLE = f"{SITE}/xw/1.html"


def feed(text: str) -> XmlResponse:
    return XmlResponse(f"{SITE}/feed.xml", body=text.encode(), encoding="utf-8")


def test_rss():
    found = feed(f"<rss><channel><link>{SITE}</link><item><title>通知</title><link>{ARTICLE}</link><pubDate>Fri, 05 Jan 2024</pubDate></item></channel></rss>")  # fmt: skip
    assert list(feeds.items(found)) == [Item(ARTICLE, "通知", "Fri, 05 Jan 2024")]


def test_atom():
    found = feed(f"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>通知</title><link href='{ARTICLE}'/><updated>2024-01-05</updated></entry></feed>")  # fmt: skip
    assert list(feeds.items(found)) == [Item(ARTICLE, "通知", "2024-01-05")]


def test_sitemap():
    found = feed(f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{ARTICLE}</loc><lastmod>2024-01-05</lastmod></url></urlset>")  # fmt: skip
    assert list(feeds.items(found)) == [Item(ARTICLE, None, "2024-01-05")]


def test_a_sitemap_of_news():
    found = feed(f"<urlset><url><loc>{ARTICLE}</loc><news><title>通知</title><publication_date>2024-01-05</publication_date></news></url></urlset>")  # fmt: skip
    assert list(feeds.items(found)) == [Item(ARTICLE, "通知", "2024-01-05")]


def test_entries_within_entries_are_bounded(monkeypatch):
    monkeypatch.setattr(feeds, "ITEMS", 3)
    found = feed(f"<rss>{f'<item><link>{ARTICLE}</link>' * 9}{'</item>' * 9}</rss>")
    assert len(list(feeds.items(found))) == 3


def test_a_list_of_sitemaps_leads_to_the_last_one():
    named = "".join(f"<sitemap><loc>/map{n}.xml</loc></sitemap>" for n in range(3))
    assert feeds.further(feed(f"<sitemapindex>{named}</sitemapindex>")) == [f"{SITE}/map2.xml"]


def test_entities_of_a_feed_are_not_resolved():
    found = feed(f"<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><item><title>&x;</title><link>{ARTICLE}</link></item></rss>")  # fmt: skip
    assert [item.title for item in feeds.items(found)] == [None]


def test_what_a_page_names():
    head = "<link rel=alternate type='application/rss+xml' href='/rss.xml'><link rel=alternate hreflang=en href='/en/'>"
    assert feeds.links(page("", head=head)) == [f"{SITE}/rss.xml"]
