"""Feeds (RSS, Atom) and sitemaps: what a site tells machines of its articles."""

from collections.abc import Iterator
from typing import NamedTuple

from parsel import Selector
from scrapy.http import TextResponse

from cleaners.model import Hints
from crawler.links import absolute

#: The types by which a page links to a feed.
TYPES = ("application/rss+xml", "application/atom+xml")
#: So many items of a feed or sitemap are looked at, and so many sitemaps of a list of them.
ITEMS, SITEMAPS = 5000, 1


class Item(NamedTuple):
    """An entry: its canonical address, its title, its date as printed."""

    url: str
    title: str | None = None
    published: str | None = None


def links(response: TextResponse) -> list[str]:
    """The addresses of the feeds that a page's head names."""
    named = response.css("link[rel~=alternate][href]")
    hrefs = [each.attrib["href"] for each in named if each.attrib.get("type") in TYPES]
    return [url for href in hrefs if (url := absolute(response, href))]


def items(response: TextResponse) -> Iterator[Item]:
    """The entries of a feed or a sitemap; none, if it is neither."""
    entries = response.xpath(
        f"(//*[local-name()='item' or local-name()='entry' or local-name()='url'])[position() <= {ITEMS}]"
    )
    for entry in entries:
        address = (
            _first(entry, "loc") or _first(entry, "link") or entry.xpath("*[local-name()='link']/@href").get()
        )
        if address and (url := absolute(response, address)):
            yield Item(url, _first(entry, "title"), _date(entry))


def further(response: TextResponse) -> list[str]:
    """The sitemaps that a list of sitemaps names, the last ones of it: those are the newest, mostly."""
    named = response.xpath("//*[local-name()='sitemap']/*[local-name()='loc']/text()").getall()
    return [url for href in named[-SITEMAPS:] if (url := absolute(response, href))]


def hints(item: Item, column: str | None) -> Hints:
    """What an entry tells of its article."""
    return Hints(title=item.title, published=item.published, column=column)


def _date(entry: Selector) -> str | None:
    for name in ("pubDate", "published", "updated", "publication_date", "lastmod"):
        if found := _first(entry, name):
            return found
    return None


def _first(entry: Selector, name: str) -> str | None:
    """The text of an entry's member, which stands in it or, as in news sitemaps, in a member of it."""
    text = "".join(entry.xpath(f"(*[local-name()='{name}'] | */*[local-name()='{name}'])[1]/text()").getall())
    return " ".join(text.split()) or None
