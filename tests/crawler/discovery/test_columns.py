"""Which links may lead to lists, and the paths and names on pages."""

import pytest

from crawler.discovery.columns import candidates, is_front
from crawler.discovery.crumb import crumb
from crawler.discovery.naming import is_name, portal_name, site_title
from crawler.discovery.sent_on import sent_on
from tests.crawler.discovery.pages import SITE, menu, page, rows

NO_COLUMNS = {
    "the front page": ("/", "首页"),
    "a front page by another name": ("/Index.aspx", "网站"),
    "another site": ("https://other.example/xw/", "新闻"),
    "a file": ("/upload/1.doc", "通知"),
    "a script": ("javascript:void(0)", "新闻"),
    "a tag": ("/tag/12.html", "党建"),
    "a search": ("/search?q=1", "信息检索"),
    "a login": ("/user/", "登录"),
    "a headline": ("/xw/1.html", "县委召开会议部署今年的基层党建工作"),
    "a page's number": ("/xw/index_2.html", "3"),
    "an issue of a day": ("/html/2024-01/05/node_2.htm", "要闻版"),
    "no words": ("/xw/", "·"),
}


@pytest.mark.parametrize("label", NO_COLUMNS)
def test_links_that_are_no_columns(label):
    assert candidates(page(menu([NO_COLUMNS[label]]))) == []


def test_columns_with_news_come_first_and_places_last():
    places = "".join(f"<a href='/station/{n}.html'>云岫县</a>" for n in range(30))
    found = candidates(
        page(menu([("/about/", "领导之窗"), ("/channel/7.html", "基层动态")]) + f"<div>{places}</div>")
    )
    assert [each.name for each in found[:2]] == ["基层动态", "领导之窗"]
    assert found[2].likely < 0


def test_a_link_to_more_has_the_name_of_its_block():
    block = f"<div class='b'><h3>组工文萃</h3><a href='/zgwc/'>更多&gt;&gt;</a>{rows(5)}</div>"
    (first, *_) = candidates(page(block))
    assert (first.name, first.url) == ("组工文萃", f"{SITE}/zgwc/")


CRUMBS = {
    "with its label": "<div>当前位置：<a href='/'>首页</a> &gt; <a href='/xw/'>要闻</a> &gt; 正文</div>",
    "in two elements": "<table><tr><td>您的位置：</td><td><a href='/'>首页</a> &gt; <a href='/xw/'>要闻</a></td></tr></table>",
    "without a label": "<div><a href='/'>首页</a> &gt;&gt; <a href='/xw/'>要闻</a> &gt;&gt; 正文</div>",
}


@pytest.mark.parametrize("label", CRUMBS)
def test_the_path_of_a_page(label):
    menus = menu([("/", "首页"), ("/xw/", "要闻"), ("/zt/", "专题")])
    assert crumb(page(menus + CRUMBS[label])) == [("首页", f"{SITE}/"), ("要闻", f"{SITE}/xw/")]


def test_a_menu_is_no_path():
    assert crumb(page(menu([("/", "首页"), ("/xw/", "要闻")]))) == []


@pytest.mark.parametrize("path", ["", "/", "/index.html", "/Default.aspx", "/index.jsp"])
def test_front_pages(path):
    assert is_front(f"{SITE}{path}")


@pytest.mark.parametrize("path", ["/xw/", "/xw/index.html", "/index.aspx?id=76", "/indexes.html"])
def test_what_is_no_front_page(path):
    assert not is_front(f"{SITE}{path}")


LEAD_ON = {
    "a refresh": "<meta http-equiv=refresh content='0; url=html/index.html'>",
    "a script": "<script>location.href = 'html/index.html'</script>",
}


@pytest.mark.parametrize("label", LEAD_ON)
def test_a_page_without_links_leads_on(label):
    assert sent_on(page(LEAD_ON[label], "/")) == f"{SITE}/html/index.html"


STAY = {
    "it renews itself": "<meta http-equiv=refresh content='600; url=html/index.html'>",
    "it has links": LEAD_ON["a script"] + rows(5),
    "it leads to itself": "<script>location.href = '/'</script>",
}


@pytest.mark.parametrize("label", STAY)
def test_a_page_that_says_something_doesnt_lead_on(label):
    assert sent_on(page(STAY[label], "/")) is None


NAMES = {
    "https://www.hxw.gov.cn/": "hxw_gov_cn",
    "http://12371.cn/x/": "site_12371_cn",
    "http://127.0.0.1:8080/": "site_127_0_0_1_8080",
    "https://import/": "site_import",
    "https://auto/": "site_auto",
    "https://xn--fiqs8s.cn/": "xn_fiqs8s_cn",
}


@pytest.mark.parametrize("url", NAMES)
def test_names_of_portals(url):
    assert portal_name(url) == NAMES[url]


@pytest.mark.parametrize(
    "name", ["", "Hxw", "1a", "a-b", "../x", "a/b", "class", "auto", "红星", "a b", "a" * 61, "a\n"]
)
def test_what_no_portal_may_be_called(name):
    assert not is_name(name)


TITLES = {
    "<title>首页 - 云岫县人民政府</title>": "云岫县人民政府",
    "<title>基层动态-红星网</title>": "红星网",
    "<title>欢迎访问先锋网</title>": "先锋网",
    "<meta name='SiteName' content='红星网'><title>别的</title>": "红星网",
    "": "www.example.gov.cn",
}


@pytest.mark.parametrize("head", TITLES)
def test_titles_of_sites(head):
    assert site_title(page("", head=head)) == TITLES[head]
