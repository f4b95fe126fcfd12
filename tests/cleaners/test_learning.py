"""A layout learned from a few pages. What teaches nothing comes first."""

from functools import cache
from urllib.parse import urlsplit

import pytest

from cleaners.article import clean
from cleaners.learning import learn
from cleaners.model import Layout, Page
from crawler.replica.site import Ask
from crawler.replica.sites import sites
from crawler.replica.truth import truth
from tests.cleaners.portal_pages import FRIENDS, article_page, links, list_page, rows

PORTALS = ("hxw", "puyang", "xnc", "nfplus")
SENTENCES = "村里清理河道，新修便道，群众出行方便多了。 镇干部分成六组，逐户走访，当场解决。 会议要求，年底前完成改造，定期通报。".split()


def story(n: int) -> list[str]:
    return [f"第{n}批项目：{sentence}" for sentence in SENTENCES]


def own(n: int, before: str = "<div class=text>", behind: str = "</div>") -> Page:
    """An article of a small site, between its menu and its links."""
    text = "".join(f"<p>{line}</p>" for line in story(n))
    return Page(
        f"<html><head><meta charset=utf-8><title>第{n}批项目开工</title></head><body><ul>{links(FRIENDS)}</ul>"
        f"<h1>第{n}批项目开工</h1><p>发布时间：2023-05-2{n} 来源：石桥报</p><div>{before}{text}{behind}</div><div class=foot>版权所有：石桥镇人民政府</div></body></html>".encode()
    )


@cache
def portal(name: str) -> dict[str, Page]:
    """A replica portal's articles' pages, by address."""
    (site,) = (site for site in sites() if site.name == name)
    found = {}
    for url in dict.fromkeys(each.url for each in truth(name)):
        parts = urlsplit(url)
        reply = site.respond(Ask("GET", parts.netloc, f"{parts.path}{parts.query and '?'}{parts.query}"))
        if reply.status == 200:
            found[url] = Page(reply.body, url, reply.header("Content-Type"))
    return found


def some(name: str, count: int) -> list[Page]:
    return list(portal(name).values())[:count]


LIST = Page(list_page(rows("ul", 20)).encode())
SHELL = Page(b"<html><body><div id=app></div><script>load('/api')</script></body></html>")

NOTHING_LEARNED = {
    "no page": [],
    "one page": some("hxw", 1),
    "two pages": some("hxw", 2),
    "pages of two designs": [*some("hxw", 4), *some("puyang", 4)],
    "lists": [LIST] * 5,
    "shells": [SHELL] * 5,
    "lists, and too few articles": [LIST] * 3 + some("hxw", 3),
    "bytes": [Page(bytes(range(256)) * 9)] * 5,
    "plain text": [Page("\n".join(story(n)).encode(), plain=True) for n in range(5)],
    "a container without a name": [own(n, "<div>") for n in range(5)],
    "a class of each page's own": [own(n, f"<div class=post-81{n}>") for n in range(5)],
    "a class with a number of the page": [own(n, "<div class=post-8123>") for n in range(5)],
    "a tool's class": [own(n, "<div class=sc-bdVaJa>") for n in range(5)],
    "a hash": [own(n, "<div class=Article_1x2y3z>") for n in range(5)],
    "names that would have to be escaped": [own(n, "<div id='a,b' class='*{}[x=\"] p:has(a)'>") for n in range(5)],
    "a container that holds more": [own(n, f"<div class=text><ul>{links(FRIENDS)}</ul>") for n in range(5)],
    "a class that stands twice": [own(n, "<div class=t>新闻</div><div class=t>") for n in range(5)],
}  # fmt: skip


@pytest.mark.parametrize("pages", NOTHING_LEARNED.values(), ids=NOTHING_LEARNED)
def test_nothing_is_learned_from(pages):
    assert learn(pages) is None


LEARNED = {
    "a class": ("<div class=text>", "</div>", "div.text"),
    "an id before a class": ("<div class=text id=zoom>", "</div>", "div#zoom"),
    "one of its classes": ("<div class='sc-bdVaJa f18 text'>", "</div>", "div.f18"),
    "a plain class beside one that changes": ("<div class='text-{n}00 body'>", "</div>", "div.body"),
    "a path where the class stands twice": (
        "<div class=t>新闻</div><div class=main><div class=t>",
        "</div></div>",
        "div.main",
    ),
    "a path within what holds more": (
        f"<div class=t>新闻</div><div class=main><ul>{links(FRIENDS)}</ul><div class=t>",
        "</div></div>",
        "div.main div.t",
    ),
    "the element that says it": ("<article>", "</article>", "article"),
}


@pytest.mark.parametrize("before, behind, content", LEARNED.values(), ids=LEARNED)
def test_the_container_is_named_by(before, behind, content):
    layout = learn([own(n, before.replace("{n}", str(n)), behind) for n in range(1, 6)], "first")
    assert layout == Layout("first", content, "h1")


NOTICE = "石桥镇融媒体中心出品，欢迎转发，未经授权，不得用于商业用途。"


def test_what_repeats_on_most_pages_is_the_site_s_own():
    pages = [own(n, "<div class=text>", f"</div><p>{NOTICE}</p>") for n in range(5)]
    assert NOTICE in clean(pages[0]).articles[0].text
    layout = learn(pages)
    assert layout
    assert [clean(page, [layout]).articles[0].text for page in pages] == [
        "\n".join(story(n)) for n in range(5)
    ]


def test_what_one_page_has_beside_its_container_is_not_lost():
    pages = [own(n, "<div class=text>", f"</div><p>{NOTICE}第{n}期。</p>") for n in range(5)]
    assert learn(pages) is None


def test_some_pages_of_another_kind_are_left_to_the_general_way():
    layout = learn([*some("hxw", 8), LIST, *some("puyang", 1)])
    assert layout
    assert clean(some("puyang", 1)[0], [layout]).layout is None


@pytest.mark.parametrize("name", PORTALS)
@pytest.mark.parametrize("count", [3, 8])
def test_pages_not_seen_get_exactly_the_true_text(name, count):
    pages = portal(name)
    layout = learn(some(name, count))
    assert layout
    assert layout.title or name == "puyang"  # a newsletter's items have their headings
    for url in list(pages)[count:]:
        cleaned = clean(pages[url], [layout])
        assert (url, cleaned.layout) == (url, "learned-1")
        if not (name == "xnc" and is_in_parts(url)):
            assert {each.key: each.text for each in cleaned.articles} == true_texts(name, url)


def true_texts(name: str, url: str) -> dict[str, str]:
    return {each.key: each.text for each in truth(name) if each.url == url}


def is_in_parts(url: str) -> bool:
    """Whether an article has further pages, which are not asked here."""
    return b"_2.html" in portal("xnc")[url].body


def test_a_page_of_more_elements_than_can_be_looked_at_teaches_nothing():
    pages = [
        Page(article_page("<p>" + "</p><p>".join(story(n)) + "</p>" + "<i></i>" * 21_000).encode())
        for n in range(4)
    ]
    assert learn(pages) is None
