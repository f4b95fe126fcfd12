"""The mirror sites and the farm they link to."""

import re
from urllib.parse import urlsplit

import pytest
from lxml import html

from cleaners.mirror.annotations import strip
from cleaners.mirror.script import from_mirror, traditional_share
from crawler.replica.damage import breaks, convert, copy, readings
from crawler.replica.site import Ask
from crawler.replica.sites import sites
from crawler.replica.truth import Truth, truth

SITE = {site.name: site for site in sites()}
OF = {"hxmirror": ("hxw", "红星网"), "nfmirror": ("nfplus", "南方+")}

mirrors = pytest.mark.parametrize("mirror", OF)


def page(mirror: str, path: str) -> str:
    reply = SITE[mirror].respond(Ask("GET", SITE[mirror].hosts[0], path))
    assert reply.status == 200, path
    return reply.body.decode()


def shown(article: Truth) -> str:
    return page(article.portal, urlsplit(article.url).path)


def restored(text: str) -> str:
    """A mirror's text without annotations, in Simplified characters; broken bytes stay."""
    return from_mirror(strip(text))


@mirrors
def test_truths_are_the_originals(mirror: str) -> None:
    portal, name = OF[mirror]
    originals = {article.url: article for article in truth(portal)}
    assert 15 <= len(truth(mirror)) <= 20
    for article in truth(mirror):
        original = originals[article.copy_of or ""]
        assert urlsplit(article.url).path == urlsplit(original.url).path
        assert (article.mirror_of, article.title, article.text) == (name, original.title, original.text)
        assert (article.published, article.source, article.author) == (
            original.published,
            original.source,
            original.author,
        )


@mirrors
def test_whole_pages_come_back_and_broken_ones_do_not(mirror: str) -> None:
    for article in truth(mirror):
        text = re.sub("<[^>]*>", "", restored(shown(article)))
        assert all(line in text for line in article.text.split("\n")) == (not article.damaged), article.url


@mirrors
def test_about_every_second_page_is_broken_and_few_beyond_repair(mirror: str) -> None:
    broken = [article for article in truth(mirror) if article.damaged]
    lossy = [article for article in truth(mirror) if article.lossy]
    assert 0.4 <= len(broken) / len(truth(mirror)) <= 0.6
    assert 1 <= len(lossy) < len(broken) / 2
    assert all(article.damaged for article in lossy)


@mirrors
def test_what_is_annotated_is_so_everywhere(mirror: str) -> None:
    text = "".join(shown(article) for article in truth(mirror) if not article.damaged).partition("天气|")[0]
    annotated = set(re.findall(r"([一-鿿])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)", text))
    assert 60 <= len(annotated) <= 90
    assert not re.search(f"[{''.join(annotated)}](?![(])", text)


@mirrors
def test_the_tail_is_simplified_and_behind_the_footer(mirror: str) -> None:
    for article in truth(mirror):
        before, _, tail = shown(article).partition("<div>天气| ")
        names = re.findall(r'<a href="http://\w+\.farm\.example/">(\w+)</a>\| ', tail)
        assert len(names) == 40
        assert traditional_share("".join(names)) == 0 < traditional_share(before)
        assert tail.endswith("客服|</div>\n</body>\n</html>\n")
    assert ("湘ICP" in before) == (mirror == "hxmirror")


@mirrors
def test_no_link_leads_back(mirror: str) -> None:
    hosts = SITE[OF[mirror][0]].hosts
    for article in truth(mirror):
        assert not any(host in shown(article) for host in hosts)


def test_lists_name_every_article() -> None:
    found = set(
        re.findall(
            'href="(/content/[^"]+)"', page("nfmirror", "/list_1.html") + page("nfmirror", "/list_2.html")
        )
    )
    assert found == {urlsplit(article.url).path for article in truth("nfmirror")}
    lists = "".join(
        page("hxmirror", path) for path in ("/channel/101.html", "/channel/101_2.html", "/channel/102.html")
    )
    found = set(re.findall('href="(/content/[^"]+)"', lists))
    assert found == {urlsplit(article.url).path for article in truth("hxmirror")}


def test_some_headlines_begin_with_other_words() -> None:
    headlines = {
        article.url: restored(html.document_fromstring(shown(article)).get_element_by_id("articleTitle").text)
        for article in truth("nfmirror")
    }
    prefixed = [article for article in truth("nfmirror") if headlines[article.url] != article.title]
    assert 3 <= len(prefixed) < len(headlines) / 2
    assert all(headlines[article.url].endswith(f"-{article.title}") for article in prefixed)


def test_the_farm_has_no_end() -> None:
    host, seen = "a.farm.example", set()
    for _ in range(30):
        body = SITE["farm"].respond(Ask("GET", host, "/")).body.decode()
        found = set(re.findall(r"http://(\w+\.farm\.example)/", body))
        assert len(found - seen) == 40
        seen |= found
        host = min(found)


def test_a_break_falls_between_two_characters_only() -> None:
    table = readings("為聯")
    assert not list(breaks("為了聯合，共同發展。", table))
    (found,) = breaks("更新換代", table)
    assert copy("更新換代", table, found) == ("更新?lián)Q代", False)
    table = readings("優")
    assert copy("變為13次", table, next(breaks("變為13次", table))) == ("變?yōu)?3次", True)


def test_a_copy_without_a_break_is_annotated_only() -> None:
    assert copy(convert("为了联合"), readings("為聯")) == ("為(wèi)了聯(lián)合", False)
