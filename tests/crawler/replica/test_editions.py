"""The second edition: what differences() says is what the two editions' sites answer."""

import re
from functools import cache
from urllib.parse import urljoin, urlsplit

import pytest

from crawler.replica.editions import corrected
from crawler.replica.prose import Text
from crawler.replica.site import Ask, Reply
from crawler.replica.sites import sites
from crawler.replica.truth import Name, Truth, differences, truth

#: How many articles of each portal are new, edited, gone, moved and missing. An issue of puyang has three.
COUNTS = {
    "hxw": (3, 1, 1, 1, 1),
    "puyang": (6, 1, 3, 3, 3),
    "xnc": (2, 1, 1, 1, 1),
    "nfplus": (3, 1, 1, 1, 1),
}
LISTS = {
    "hxw": [
        f"https://www.hxw.gov.cn/channel/{page}.html" for page in ("101", "101_2", "101_3", "101_4", "102")
    ],
    "puyang": [
        f"https://zugong.puyang.example/index.aspx?lanmuid={page}"
        for page in ("76", "76&page=2", "76&page=3", "81")
    ],
    "xnc": [
        f"http://www.xnc.example/news/{page}.html"
        for page in ("jiceng/list_14_1", "jiceng/list_14_2", "jiceng/list_14_3", "zixun/list_15_1")
    ],
    "nfplus": [
        *(
            f"https://api.nfapp.southcn.com/nanfang_if/getArticles?columnId=7747&count=10&rowNumber={row}"
            for row in range(0, 40, 10)
        ),
        "https://api.nfapp.southcn.com/nfplus-manuscript-web/article/list?columnId=20581&pageNum=1&pageSize=40",
    ],
}
ENCODING = {"hxw": "utf-8", "puyang": "gbk", "xnc": "gbk", "nfplus": "utf-8"}

ARTICLE = re.compile(r"/content/|[?&]id=|/news/.*/\d{4}/|nfnews")

portals = pytest.mark.parametrize("portal", COUNTS)


def get(portal: str, url: str, edition: int) -> Reply:
    (site,) = (site for site in sites(edition) if site.name == portal)
    parts = urlsplit(url)
    return site.respond(Ask("GET", parts.netloc, parts.path + (f"?{parts.query}" if parts.query else "")))


@cache
def listed(portal: str, edition: int) -> list[str]:
    """The addresses that the lists name, in their order."""
    found = []
    for url in LISTS[portal]:
        text = get(portal, url, edition).body.decode(ENCODING[portal]).replace("&amp;", "&")
        text = re.split(r'class="(?:hx-lb|lb|newslist)"', text)[-1].partition("</ul>")[0]
        rows = re.findall(r'<li>(?:<span>[^<]*</span>)?<a href="([^"]+)"|"shareUrl": "([^"]+)"', text)
        found += [sorted_query(urljoin(url, one or other)) for one, other in rows]
    return [url for url in found if ARTICLE.search(url)]


def sorted_query(url: str) -> str:
    path, mark, query = url.partition("?")
    return path + mark + "&".join(sorted(query.split("&")))


def named(portal: str, edition: int) -> dict[Name, Truth]:
    return {Name(article.url, article.key): article for article in truth(portal, edition)}


def is_missing_page(reply: Reply, portal: str) -> bool:
    return reply.status == 200 and "页面不存在" in reply.body.decode(ENCODING[portal])


@portals
def test_a_little_of_everything(portal: str) -> None:
    found = differences(portal)
    groups = (found.new, found.edited, found.gone, found.moved, found.missing)
    assert tuple(map(len, groups)) == COUNTS[portal]


@portals
def test_new_articles_are_listed_first(portal: str) -> None:
    new = {name.url for name in differences(portal).new}
    articles = [url for url in listed(portal, 2) if url in {article.url for article in truth(portal, 2)}]
    assert set(articles[: len(new)]) == new
    for url in new:
        assert (get(portal, url, 1).status, get(portal, url, 2).status) == (404, 200)


@portals
def test_the_edited_article_has_other_text_and_validators(portal: str) -> None:
    (name,) = differences(portal).edited
    before, after = get(portal, name.url, 1), get(portal, name.url, 2)
    for header in ("ETag", "Last-Modified"):
        assert before.header(header) and after.header(header)
        assert before.header(header) != after.header(header)
    assert named(portal, 1)[name].text != named(portal, 2)[name].text


@portals
def test_the_gone_article_is_not_listed_and_not_found(portal: str) -> None:
    for name in differences(portal).gone:
        assert (get(portal, name.url, 1).status, get(portal, name.url, 2).status) == (200, 404)
        assert (name.url in listed(portal, 1), name.url in listed(portal, 2)) == (True, False)


@portals
def test_the_moved_article_is_listed_at_its_new_address(portal: str) -> None:
    for old, new in differences(portal).moved:
        reply = get(portal, old.url, 2)
        assert (reply.status, urljoin(old.url, reply.header("Location") or "")) == (301, new.url)
        assert (get(portal, old.url, 1).status, get(portal, new.url, 2).status) == (200, 200)
        assert (old.url in listed(portal, 2), new.url in listed(portal, 2)) == (False, True)
        assert named(portal, 1)[old].text == named(portal, 2)[new].text


@portals
def test_the_missing_article_is_listed_and_stays_true(portal: str) -> None:
    for name in differences(portal).missing:
        assert name.url in listed(portal, 2)
        assert not is_missing_page(get(portal, name.url, 1), portal)
        assert is_missing_page(get(portal, name.url, 2), portal)
        assert named(portal, 2)[name] == named(portal, 1)[name]


@portals
def test_everything_else_is_as_it_was(portal: str) -> None:
    found = differences(portal)
    changed = {
        name.url for name in (*found.edited, *found.gone, *found.missing, *(old for old, _ in found.moved))
    }
    same = [article for article in truth(portal) if article.url not in changed]
    assert len(same) > 20
    for article in same:
        assert named(portal, 2)[Name(article.url, article.key)] == article
        for url in (article.url, *article.also):
            assert get(portal, url, 2) == get(portal, url, 1)


def test_further_pages_of_an_article_change_with_it() -> None:
    found = differences("xnc")
    ((old, new),) = found.moved
    second = get("xnc", old.url.replace(".html", "_2.html"), 2)
    assert urljoin(old.url, second.header("Location") or "") == new.url.replace(".html", "_2.html")
    assert get("xnc", new.url.replace(".html", "_2.html"), 2).status == 200


def test_an_issue_s_other_articles_stay_when_one_is_edited() -> None:
    (edited,) = differences("puyang").edited
    before, after = named("puyang", 1), named("puyang", 2)
    others = [name for name in before if name.url == edited.url and name != edited]
    assert len(others) == 2
    assert all(before[name] == after[name] for name in others)


def test_a_figure_is_corrected() -> None:
    assert corrected(Text("题", ("无。", "共19户、20人。"))).paragraphs == ("无。", "共20户、20人。")


def test_mirrors_have_one_edition() -> None:
    assert truth("hxmirror", 2) == truth("hxmirror")
    assert differences("nfmirror").new == ()
