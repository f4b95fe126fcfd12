"""What holds for every portal of the replica: its pages show its truth, and every link has an answer."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html

from crawler.replica.site import Ask, Reply, Site
from crawler.replica.sites import sites
from crawler.replica.truth import Truth, truth

SITE = {site.name: site for site in sites()}
PORTALS = ("hxw", "nfplus", "puyang", "xnc")
LISTS = {
    "hxw": ["/channel/101.html", "/channel/101_2.html", "/channel/101_3.html", "/channel/102.html"],
    "puyang": [f"/index.aspx?lanmuid=76{page}" for page in ("", "&page=2", "&page=3")],
    "xnc": [f"/news/jiceng/list_14_{page}.html" for page in (1, 2, 3)],
}
ENCODING = {"hxw": "utf-8", "nfplus": "utf-8", "puyang": "gbk", "xnc": "gbk"}
#: What a sentence may speak of though pages use it for their controls.
CONTROLS = ("打印", "扫一扫", "版权", "来源", "关闭窗口", "摘要")

portals = pytest.mark.parametrize("portal", PORTALS)
with_html_lists = pytest.mark.parametrize("portal", sorted(LISTS))


def get(site: Site, target: str) -> Reply:
    return site.respond(Ask("GET", site.hosts[0], target))


def page(portal: str, target: str) -> html.HtmlElement:
    reply = get(SITE[portal], target)
    assert reply.status == 200, target
    return html.document_fromstring(reply.body.decode(ENCODING[portal]))


def target(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def lines(portal: str, article: Truth) -> list[str]:
    """The page's text, each block and each line of it stripped."""
    root = page(portal, target(article.url))
    for line_break in root.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    texts = (element.text_content() for element in root.iter("p", "div"))
    return [line.strip() for text in texts for line in text.split("\n")]


def list_links(portal: str) -> Iterator[str]:
    for path in LISTS[portal]:
        root = page(portal, path)
        yield from (
            urljoin(f"https://{SITE[portal].hosts[0]}{path}", href) for href in root.xpath("//li/a/@href")
        )


@portals
def test_there_are_enough_articles_and_no_two_have_one_key(portal: str) -> None:
    articles = truth(portal)
    assert len(articles) >= 30
    assert len({(article.url, article.key) for article in articles}) == len(articles)


@pytest.mark.parametrize("portal", ["hxw", "nfplus", "puyang"])
def test_pages_show_each_paragraph_as_a_line(portal: str) -> None:
    for article in truth(portal):
        found = lines(portal, article)
        assert [line for line in article.text.split("\n") if line not in found] == [], article.url


@portals
def test_truth_is_clean_text(portal: str) -> None:
    for article in truth(portal):
        for line in article.text.split("\n"):
            assert line and line == line.strip()


@portals
@pytest.mark.parametrize("word", CONTROLS)
def test_sentences_speak_of_what_pages_have_as_controls(portal: str, word: str) -> None:
    assert any(word in article.text for article in truth(portal))


@portals
def test_hard_paragraphs_are_there(portal: str) -> None:
    paragraphs = [line for article in truth(portal) for line in article.text.split("\n")]
    assert any(len(line) <= 8 and line.endswith("。") for line in paragraphs)
    assert any(line.startswith("“") and line.endswith("。”") for line in paragraphs)
    assert any(line.endswith("？") for line in paragraphs)
    assert any("一是" in line and "二是" in line for line in paragraphs)


@pytest.mark.parametrize("portal", ["hxw", "puyang"])
def test_list_rows_are_ten_to_fifteen_or_an_issue_pages_four_or_five(portal: str) -> None:
    rows = [
        len(page(portal, path).xpath("//div[@class='hx-left']//li | //ul[@class='lb']/li"))
        for path in LISTS[portal]
    ]
    assert all(10 <= count <= 15 for count in rows) or all(4 <= count <= 5 for count in rows)


@with_html_lists
def test_lists_lead_to_odd_places(portal: str) -> None:
    site = SITE[portal]
    links = list(list_links(portal))
    here = [link for link in links if urlsplit(link).hostname == site.hosts[0]]
    statuses = {get(site, target(link)).status for link in here}
    assert {200, 404} <= statuses
    assert any(link.startswith("javascript:") for link in links)
    assert any(urlsplit(link).hostname not in (None, site.hosts[0]) for link in links)
    assert any(link.endswith((".xlsx", ".doc")) for link in here)


@portals
def test_some_pages_have_validators_and_some_have_none(portal: str) -> None:
    tags = [get(SITE[portal], target(article.url)).header("ETag") for article in truth(portal)]
    assert None in tags and any(tags)


@with_html_lists
def test_one_page_is_linked_from_two_columns(portal: str) -> None:
    columns = {
        "hxw": ("/channel/101.html", "/channel/102.html"),
        "puyang": ("/index.aspx?lanmuid=76", "/index.aspx?lanmuid=81"),
        "xnc": ("/news/jiceng/list_14_1.html", "/news/zixun/list_15_1.html"),
    }
    lists = "//div[@class='hx-left']//li/a/@href | //ul[@class='lb' or @class='newslist']/li/a/@href"
    first, second = (set(page(portal, path).xpath(lists)) for path in columns[portal])
    assert first & second


@portals
def test_pages_are_the_same_each_time(portal: str) -> None:
    assert [target(article.url) for article in truth(portal)] == [
        target(article.url) for article in SITE[portal].truths()
    ]
