"""Sites of the replica explored from any of their pages. What is asked is bounded, the site's own, and asked once."""

import gzip
from functools import cache

import pytest
from scrapy.http import HtmlResponse

from cleaners.article import clean
from cleaners.model import Page
from crawler.discovery.reading import Reader
from crawler.exits import CommandError
from crawler.explorer import LIMIT
from crawler.links import host_of
from crawler.platforms.ucap_cloud import UcapCloud
from crawler.replica.site import MISSING, Ask, Reply, Site, file, html
from crawler.replica.sites import sites
from tests.crawler.discovery.direct import Direct, explore
from tests.crawler.discovery.pages import menu, rows

HXW = "https://www.hxw.gov.cn"


@cache
def site(name: str) -> Site:
    return next(each for each in sites() if each.name == name)


def made(pages: dict[str, Reply | str]) -> Site:
    """A site of these pages, and of an article at every address that ends with a number."""

    def respond(ask: Ask) -> Reply:
        there = pages.get(ask.target)
        if there is None and ask.target.rstrip(".html")[-1].isdigit():
            there = article(ask.target)
        return html(f"<html><body>{there}</body></html>") if isinstance(there, str) else there or MISSING

    return Site("made", ("www.example.gov.cn",), respond, list)


def article(path: str) -> str:
    text = "支部书记走村入户，了解老人的困难，当场记下要办的事情，约定一个月内办好，并请大家监督。"
    return (
        f"<h1>第{path}次党员大会在城东社区召开</h1><p>时间：2024-01-05 10:00 来源：本站</p>"
        + f"<p>{text}</p>" * 4
    )


START = "https://www.example.gov.cn/"


def test_a_front_page_leads_to_all_columns():
    found, _ = explore(site("hxw"), f"{HXW}/")
    assert found.declarations["lists"] == {
        "基层动态": "/channel/101.html",
        "组工文萃": "/channel/102.html",
        "专题": "/topic/227/index.html",
    }
    assert (found.declarations["title"], found.declarations["home"]) == ("红星网", HXW)


def test_a_list_is_one_column_by_itself():
    found, _ = explore(site("hxw"), f"{HXW}/channel/102.html")
    assert list(found.declarations["lists"].values()) == ["/channel/102.html"]


def test_a_list_with_the_rest_of_its_site():
    found, _ = explore(site("hxw"), f"{HXW}/channel/102.html", whole=True)
    assert {"/channel/101.html", "/channel/102.html"} <= set(found.declarations["lists"].values())


def test_an_article_leads_back_to_its_column_and_its_site():
    (true, *_) = site("trs").truths()
    found, _ = explore(site("trs"), true.url)
    assert set(found.declarations["lists"].values()) == {"/zwdt/yw/", "/xxgk/tzgg/"}


@pytest.mark.parametrize("name", ["hxw", "puyang", "xnc", "dede"])
def test_nothing_is_asked_twice_nor_elsewhere_nor_without_end(name):
    scheme = site(name).truths()[0].url.partition(":")[0]
    _, asker = explore(site(name), f"{scheme}://{site(name).hosts[0]}/")
    assert len(asker.asked) == len(set(asker.asked)) <= LIMIT
    assert {host_of(url) for url in asker.asked} == {site(name).hosts[0]}


def test_a_site_of_menus_without_end_is_left_in_time():
    endless = menu((f"/m{n}/{n}/", "工作动态") for n in range(60))
    pages = {"/": endless} | {f"/m{n}/{n}/": endless for n in range(60)}
    asker = Direct(made(pages))
    with pytest.raises(CommandError, match="no list of articles"):
        explore(made(pages), START)
    assert asker.number <= LIMIT


def test_tags_that_list_what_columns_list_are_no_columns():
    cloud = menu((f"/t/{n}/", "党建") for n in range(8))
    column = rows(12) + cloud
    pages = {"/": menu([("/xw/", "要闻")]) + cloud, "/xw/": column}
    pages |= {f"/t/{n}/": rows(4, first=n + 1) + cloud for n in range(8)}
    found, _ = explore(made(pages), START)
    assert found.declarations["lists"] == {"要闻": "/xw/"}


def test_columns_with_folders_of_their_own_are_all_found():
    pages = {"/": menu((f"/lm{n}/", "工作动态") for n in range(15))}
    pages |= {f"/lm{n}/": rows(6, f"/lm{chr(97 + n)}/{{}}.html", first=10 * n) for n in range(15)}
    found, asker = explore(made(pages), START)
    assert list(found.declarations["lists"].values()) == [f"/lm{n}/" for n in range(15)]
    assert asker.number <= 1 + 15 + 6


def test_a_feed_names_the_articles_where_no_page_does():
    items = "".join(f"<item><title>第{n}次</title><link>{START}xw/{n}.html</link></item>" for n in range(6))
    feed = file("application/rss+xml", f"<rss><channel>{items}</channel></rss>".encode())
    head = "<link rel='alternate' type='application/rss+xml' href='/rss.xml'><div id='app'></div>"
    found, _ = explore(made({"/": head, "/rss.xml": feed}), START)
    assert found.declarations["lists"] == {"最新": "/rss.xml"}


def test_what_is_not_sure_is_told():
    pages = {"/": menu([("/xw/", "要闻"), ("/zw/", "政务公开信息")]), "/xw/": rows(20), "/zw/": "建设中"}
    found, _ = explore(made(pages), START)
    assert found.unsure == (
        "no next page was found of 要闻",
        "links that look like columns, and where no list was found: 政务公开信息",
    )


def test_data_beside_pages_are_no_lists():
    data = file("application/json", b'{"a": [1]}')
    found, _ = explore(
        made({"/": menu([("/data/1", "新闻"), ("/xw/", "要闻")]), "/xw/": rows(6), "/data/1": data}), START
    )
    assert found.declarations["lists"] == {"要闻": "/xw/"}
    with pytest.raises(CommandError, match="no HTML page"):
        explore(made({"/": data}), START)


NO_LIST = {
    "text": "<p>建设中</p>",
    "a menu": menu([("/about/", "领导之窗")]),
    "links to other sites": "".join(
        f"<li><a href='https://o.example/{n}.html'>县委召开会议部署工作</a></li>" for n in range(9)
    ),
    "rows that lead to nothing": rows(9, "/none/{}/x.html"),
}


@pytest.mark.parametrize("label", NO_LIST)
def test_a_page_without_lists(label):
    with pytest.raises(CommandError, match="no list of articles was found"):
        explore(made({"/": NO_LIST[label]}), START)


def test_real_articles_are_taken_for_articles_and_not_for_lists(shared):
    pages = sorted((shared / "pages").glob("*/*.html.gz"))
    kinds = {
        file: clean(Page(gzip.decompress(file.read_bytes()), START)).kind
        for file in pages
        if file.parent.name != "lists"
    }
    wrong = [file.stem for file, kind in kinds.items() if kind in ("list", "home")]
    assert len(wrong) <= 0.02 * len(kinds), wrong


def test_lists_are_no_articles(shared):
    for each in (shared / "pages" / "lists").glob("*.html.gz"):
        body = gzip.decompress(each.read_bytes())
        assert clean(Page(body, START)).kind not in ("article", "newsletter")


def test_a_column_whose_page_has_no_name_gets_one():
    found, _ = explore(made({"/xw/": rows(8, "/xw/2024/{}.html")}), f"{START}xw/")
    assert found.portal().lists == {"列表": "/xw/"}


def test_data_nested_without_end_is_no_list():
    nested = HtmlResponse(START, body=b"<script>articleList: " + b"[" * 200_000, encoding="utf-8")
    reader = Reader(START, UcapCloud)
    assert (reader.groups(nested), reader.following(nested)) == ([], [])
