"""What platforms make of single pages: odd pagers, lists that are no HTML, addresses."""

import json
from urllib.parse import parse_qsl, urlsplit

import pytest
from scrapy.http import HtmlResponse, TextResponse
from w3lib.url import canonicalize_url

from crawler.platforms import PLATFORMS
from crawler.platforms.aspnet import AspNet
from crawler.platforms.dedecms import DedeCms
from crawler.platforms.empirecms import EmpireCms
from crawler.platforms.enp import Enp
from crawler.platforms.jcms import Jcms
from crawler.platforms.jpaas import Jpaas
from crawler.platforms.nfcms import Nfcms
from crawler.platforms.people import People
from crawler.platforms.platform import Platform
from crawler.platforms.trs import Trs
from crawler.platforms.ucap import Ucap
from crawler.platforms.ucap_cloud import UcapCloud
from crawler.platforms.vsb import Vsb
from crawler.platforms.xinhua import Xinhua

HOME = "https://www.site.cn"


def portal(platform: type[Platform]) -> Platform:
    declared = {"name": "x", "title": "某网", "home": HOME, "lists": {"要闻": "/1"}}
    return type("X", (platform,), declared)()


def page(path: str, body: str) -> TextResponse:
    return HtmlResponse(HOME + path, body=body, encoding="utf-8")


def next_pages(platform: type[Platform], path: str, body: str) -> list[str]:
    return [url.removeprefix(HOME) for url in portal(platform).next_pages(page(path, body))]


RECORD = "<record><![CDATA[<li><a href='/art/2026/9/10/art_1_{}.html'>题</a></li>]]></record>"
PROXY = "/module/web/jpage/dataproxy.jsp?columnid=1&{}&unitid=9"
PARAM = (
    "<script>var p={columnid:1,unitid:'9'};f({perPage:3,proxyUrl:'/module/web/jpage/dataproxy.jsp'})</script>"
)
GROUP = (
    "<script type='text/xml'><datastore><nextgroup><![CDATA[<a href='/module/jpage/dataproxy.jsp?page=1&columnid=1"
    "&unitid=9'></a>]]></nextgroup>{}</datastore></script>"
)
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
TYPES = {
    "webId": "1",
    "pageId": "2",
    "parseType": "bulidstatic",
    "pageType": "column",
    "tagId": "列表",
    "tplSetId": "a",
}


def built(**pager: int) -> str:
    attributes = " ".join(f"{name}='{value}'" for name, value in pager.items())
    return json.dumps({"data": {"html": f"<div {attributes}></div>"}})


def results(**data: object) -> str:
    return json.dumps({"data": data})


LAST = {
    "TRS: the last page, counted from 0": (Trs, "/yw/", 'createPageHTML(3, 2, "index", "html")'),
    "TRS: an article of one page": (Trs, "/yw/", 'createPageHTML(1,0,"t20190918_693227","shtml")'),
    "TRS: a template that nobody filled": (Trs, "/yw/", 'createPageHTML(${PAGE_COUNT}, ${PAGE_INDEX}, "index")'),
    "TRS: the function itself": (Trs, "/yw/", "function createPageHTML(_nPageCount, _nCurrIndex, _sPageName){}"),
    "TRS: UCAP's call": (Trs, "/yw/", "createPageHTML('page_div',10, 1,'list','shtml',200)"),
    "UCAP: the last page, counted from 1": (Ucap, "/c1/list_3.shtml", "createPageHTML('page_div',3, 3,'list','shtml',9)"),
    "UCAP: TRS's call": (Ucap, "/c1/list.shtml", 'createPageHTML(3, 0, "index", "html")'),
    "vsb: the last page": (Vsb, "/tzgg/1.htm", '<a href="2.htm">上页</a>'),
    "vsb: no pager": (Vsb, "/tzgg.htm", '<a href="info/1/2.htm">题</a>'),
    "vsb: another column's pager": (Vsb, "/tzgg.htm", '<a href="xwdt/5.htm">更多</a>'),
    "jcms: all records are there": (Jcms, "/col/col1/", f"{RECORD}{PARAM}<script>totalRecord:1</script>"),
    "jcms: parameters that are encrypted": (Jcms, "/col/col1/", f"{RECORD}<script>f({{perPage:3,columnidx:1}})</script>"),
    "jcms: records without end": (Jcms, "/col/col1/", f"{'<record><![CDATA[' * 100_000}{PARAM}"),
    "jcms: a link to the proxy that is encrypted": (Jcms, "/col/col1/", GROUP.format(RECORD).replace("columnid=1", "x=7f")),
    "jcms: an answer that is not full": (Jcms, PROXY.format("endrecord=18&perpage=3&startrecord=10"), RECORD),
    "jcms: an answer without records": (Jcms, PROXY.format("endrecord=18&perpage=3&startrecord=10"), ""),
    "jpaas: a unit of another kind": (Jpaas, "/col/", f"<script queryData=\"{TYPES | {'pageType': 'home'}}\"></script>"),
    "jpaas: a unit that tells too little": (Jpaas, "/col/", "<script queryData=\"{'webId':'1'}\"></script>"),
    "jpaas: a unit that is none": (Jpaas, "/col/", "<script queryData=\"f('\"></script>"),
    "jpaas: the last page": (Jpaas, f'{UNIT}?paramJson={{"pageNo":2}}', built(count=16, pageSize=8)),
    "jpaas: nothing is counted": (Jpaas, f"{UNIT}?pageId=2", built()),
    "NFCMS: the last page": (Nfcms, "/yw/index_3.html", '<a href="index_2.html">2</a>'),
    "NFCMS: an answer without articles": (Nfcms, "/gkmlpt/api/all/5?page=4", '{"articles": [], "total": 28}'),
    "NFCMS: an answer with all": (Nfcms, "/gkmlpt/api/all/5", '{"articles": [{}, {}], "total": 2}'),
    "NFCMS: an answer that doesn't count": (Nfcms, "/gkmlpt/api/all/5", '{"articles": [{}], "total": null}'),
    "UCAP cloud: the last page": (UcapCloud, "/queryList?current=2&pageSize=15", results(results=[], total=30)),
    "UCAP cloud: an answer that doesn't count": (UcapCloud, "/queryList?current=1", results(results=[])),
    "UCAP cloud: no pager": (UcapCloud, "/col/col1/", "<script>var listData={articleList: []}</script>"),
}  # fmt: skip


@pytest.mark.parametrize("label", LAST)
def test_nothing_comes_behind(label):
    assert next_pages(*LAST[label]) == []


PAGER = "<script>loadPageData({webSiteCode: ['s'], channelCode: ['c'], perPage: '15'}, '1')</script>"
FORM = "channelCode%5B%5D=c&current={}&pageSize=15&webSiteCode%5B%5D=s"
NEXT = {
    "TRS: a list with another name": (Trs, "/yw/", 'createPageHTML(3, 1, "newxxgklist", "html")', "/yw/newxxgklist_2.html"),
    "TRS: double calls": (Trs, "/yw/", 'createPageHTML(2,0,"index","shtml");' * 2, "/yw/index_1.shtml"),
    "UCAP: behind the end of a comment": (
        Ucap, "/c1/list9.shtml", "createPageHTML('page_div',10, 1,'list9','shtml',200);-->", "/c1/list9_2.shtml",
    ),
    "vsb: from the end": (Vsb, "/a/tzgg.htm", '<a href="tzgg/5.htm">下页</a><a href="tzgg/1.htm">尾页</a>', "/a/tzgg/5.htm"),
    "vsb: counted down": (Vsb, "/a/tzgg/5.htm", '<a href="4.htm">下页</a><a href="../tzgg.htm">首页</a>', "/a/tzgg/4.htm"),
    "jcms: behind the page's records": (
        Jcms, "/col/col1/", RECORD * 2 + PARAM, PROXY.format("endrecord=11&perpage=3&startrecord=3"),
    ),
    "jcms: told by the link to the proxy alone": (
        Jcms, "/col/col1/", GROUP.format(RECORD * 6), "/module/jpage/dataproxy.jsp?columnid=1&endrecord=12&perpage=2&startrecord=7&unitid=9",
    ),
    "jcms: behind a full answer": (
        Jcms, PROXY.format("endrecord=2&perpage=2&startrecord=1"), RECORD * 2, PROXY.format("endrecord=8&perpage=2&startrecord=3"),
    ),
    "NFCMS: a page that is not full": (
        Nfcms, "/gkmlpt/api/all/5?page=3&sid=2", '{"articles": [{}], "total": 28}', "/gkmlpt/api/all/5?page=4&sid=2",
    ),
    "UCAP cloud: nothing in the script": (UcapCloud, "/col/col1/", PAGER, f"/queryList?{FORM.format(1)}"),
    "UCAP cloud: where the script ends": (
        UcapCloud, "/col/col1/", f"<script>articleList: {json.dumps([{}] * 50)}</script>{PAGER}", f"/queryList?{FORM.format(4)}",
    ),
}  # fmt: skip


@pytest.mark.parametrize("label", NEXT)
def test_the_page_right_behind(label):
    platform, path, body, expected = NEXT[label]
    assert set(next_pages(platform, path, body)) == {expected}


def test_jpaas_asks_for_a_unit_s_first_page_and_then_for_the_next():
    (first,) = next_pages(Jpaas, "/col/col2/index.html", f'<script queryData="{TYPES}"></script>')
    (second,) = next_pages(Jpaas, first, built(count=16, pageSize=8))
    asked = [dict(parse_qsl(urlsplit(url).query)) for url in (first, second)]
    assert [json.loads(each.pop("paramJson"))["pageNo"] for each in asked] == [1, 2]
    assert asked == [TYPES | {"editType": "null"}] * 2
    assert canonicalize_url(first) == first


UNREADABLE = {
    "jpaas: no JSON": (Jpaas, UNIT, "<html>"),
    "jpaas: no unit": (Jpaas, UNIT, '{"data": null}'),
    "NFCMS: no articles": (Nfcms, "/gkmlpt/api/all/5", "[]"),
    "UCAP cloud: no results": (UcapCloud, "/queryList", '{"data": {"total": 3}}'),
    "UCAP cloud: a script that breaks off": (UcapCloud, "/col/col1/", "articleList: [{"),
}


@pytest.mark.parametrize("label", UNREADABLE)
def test_a_list_that_is_none_is_refused(label):
    platform, path, body = UNREADABLE[label]
    with pytest.raises(ValueError):
        portal(platform).read_links(page(path, body), "要闻")


def item(**told: object) -> dict[str, object]:
    return {"urls": json.dumps({"pc": "/a/content/content_1951206363677671424.html"})} | told


def read(platform: type[Platform], path: str, body: str):
    return portal(platform).read_links(page(path, body), "要闻")


def test_items_that_are_none_are_counted_and_odd_values_tell_nothing():
    odd = [item(title=3, pubDate=None), {"urls": "{"}, {"urls": "[]"}, {"urls": 3}, {}, 3]
    found = read(UcapCloud, "/col/", f"articleList: {json.dumps(odd)}")
    assert [(each.hints.title, each.hints.published) for each in found.found] == [(None, None)]
    assert found.skipped == {"malformed link": 4}


def test_an_interface_s_items_are_hints():
    articles = [
        {
            "url": f"{HOME}/content/post_1.html",
            "title": "题",
            "publisher": "某局",
            "display_publish_time": 1729241100,
        }
    ]
    (found,) = read(Nfcms, "/gkmlpt/api/all/5", json.dumps({"articles": articles})).found
    hints = (found.hints.title, found.hints.source, found.hints.published, found.hints.column)
    assert hints == ("题", "某局", "2024-10-18", "要闻")


@pytest.mark.parametrize("moment", [-1, 10**30, 0, "2024", None, 1.5])
def test_an_impossible_moment_is_no_date(moment):
    articles = [{"url": f"{HOME}/content/post_1.html", "display_publish_time": moment}]
    assert (
        read(Nfcms, "/gkmlpt/api/all/5", json.dumps({"articles": articles})).found[0].hints.published is None
    )


def test_forms_are_posted_and_pages_are_not():
    proxy = PROXY.format("endrecord=18&perpage=3&startrecord=10")
    assert portal(Jcms).posted(HOME + proxy) == {"columnid": "1", "unitid": "9"}
    assert portal(UcapCloud).posted(f"{HOME}/queryList?{FORM.format(2)}") == {
        "channelCode[]": "c", "current": "2", "pageSize": "15", "webSiteCode[]": "s",
    }  # fmt: skip
    assert portal(Jcms).posted(f"{HOME}/col/col1/index.html") is None
    assert portal(UcapCloud).posted(f"{HOME}/col/col1/index.html") is None


ARTICLES = {
    Trs: ("/yw/201909/t20190918_693227.shtml", "/a/t3714581.htm", "/a/201803/t20180318_4974188_1.html"),
    Ucap: ("/jyt/c110634/202510/174227388.shtml", "/a/c123/202401/0123456789abcdef0123456789abcdef.shtml"),
    UcapCloud: ("/a/col/col1/content/content_1951206363677671424.html",),
    Jcms: ("/art/2024/10/14/art_60085_11394426.html", "/art/2026/9/24/art_6372_11834669.html"),
    Jpaas: ("/art/2022/art_0123456789abcdef0123456789abcdef.html", "/art/2024/10/14/art_60085_11394426.html"),
    Vsb: ("/info/1008/6476.htm", "/content.jsp?urltype=news.NewsContentUrl&wbnewsid=6476&wbtreeid=1021"),
    Nfcms: ("/gzdt/content/post_9901188.html", "/gkmlpt/content/9/9901/post_9901188.html", "/a/content/mpost_1.html"),
    DedeCms: ("/a/news/2021/0223/8051.html", "/plus/view.php?aid=8051", "/plus/view.php?a=1&aid=8051"),
    EmpireCms: ("/news/xw/2021-02-23/8051.html", "/e/action/ShowInfo.php?classid=4&id=8051"),
    AspNet: ("/Info.aspx?Id=8051&ModelId=1", "/info.aspx?ModelId=1&id=8051", "/Info.aspx?ModelId=1&Id=8051"),
    People: ("/n1/2019/0211/c117092-30617896.html", "/n2/2024/1018/c1-9.html"),
    Xinhua: ("/politics/2019-03/15/c_1124236759.htm", "/politics/20240722/0123456789abcdef0123456789abcdef/c.html", "/20240722/0123456789abcdef0123456789abcdef/c.html",
             "/jizhe/2005-08/16/content_4894059.htm"),
    Enp: ("/html/2022-02/13/content_128707.htm", "/html/2022-02/13/content_128707_14785.htm", "/yw/2022-02/13/content_1.html"),
}  # fmt: skip
NO_ARTICLES = (
    "/", "/yw/", "/yw/index_1.html", "/tags/t3.html?x", "/c110634/zwgklist_2.shtml", "/col/col60085/index.html",
    "/tzgg/5.htm", "/tzgg.htm", "/yw/index_2.html", "/upload/t20190918_1.docx", "/content/2018/08/23/402300.html",
)  # fmt: skip


@pytest.mark.parametrize("platform", PLATFORMS)
def test_article_addresses(platform):
    scope = portal(platform).scope
    assert [path for path in ARTICLES[platform] if not scope.has_article(HOME + path)] == []
    assert [path for path in NO_ARTICLES if scope.has_article(HOME + path)] == []


def test_friends_links_are_no_sign():
    links = "".join(f'<a href="https://www.other.cn/a/t20190918_{n}.html">x</a>' for n in range(5))
    assert Trs.signs(page("/", links)) == []
    assert Trs.signs(page("/", links.replace("https://www.other.cn", ""))) != []


def test_rows_within_a_comment():
    row = '<li><a href="/c1/202401/1{}.shtml">题</a><b>2024-01-0{}</b></li>'
    comments = f"<!-- {row.format(1, 1)} --><!-- {row.format(2, 2)} <script>createPageHTML('b',1, 1,'list','shtml',1);</script>-->"
    (found,) = read(Ucap, "/c1/list.shtml", f"<ul>{comments}</ul>").found
    assert (found.url, found.hints.published) == (f"{HOME}/c1/202401/12.shtml", "2024-01-02")
