"""What a page is. Articles first: those that are short, stand beside long lists, or speak of what others are."""

import gzip
from collections import Counter

import pytest

from cleaners.article import clean
from cleaners.model import Page
from tests.cleaners.portal_pages import (
    BUILDS,
    FRIENDS,
    INTRO,
    MENU,
    PLACES,
    SUMMARY,
    article_page,
    frame,
    home_page,
    links,
    list_page,
    rows,
)

NOTICE = "因管网检修，5月26日8时至18时南塘村暂停供水，请提前储水，不便之处敬请谅解。"
STORY = "镇里把会场搬到田间地头，当面听取群众意见，逐项记入台账，一个月内逐项答复，并请群众代表到场监督。"
SIGNED = "<p>石桥水厂</p><p>2023年5月24日</p>"
ASIDE = f"<h3>最新公告</h3>{rows('ul', 20)}"
DATED = "发布时间：2023-05-24 10:02 来源：石桥报"
NO_INFO = {"info": "", "aside": ASIDE}
CAPTIONS = "".join(f"<p><img src={n}.jpg></p><p>志愿者在{p}清理河道。</p>" for n, p in enumerate(PLACES[:3]))
DIGEST = "".join(
    f"<h3><a href=/a/{n}.html>一、{p}的做法</a></h3><p>{STORY}</p>" for n, p in enumerate(PLACES)
)


def speaks(title: str, text: str, info: str = DATED) -> str:
    return article_page(f"<p>{text}</p>", title=title, info=info)


ARTICLES = {
    "a notice beside a list": article_page(f"<p>{NOTICE}</p>", info=DATED, aside=ASIDE),
    "a notice without a date beside a list": article_page(f"<p>{NOTICE}</p>", **NO_INFO),
    "a notice that is signed": article_page(f"<p>{NOTICE}</p>{SIGNED}", **NO_INFO),
    "a notice on a bare page": f"<title>停水</title><h1>停水</h1><p>{NOTICE}</p>",
    "a photo report": article_page(CAPTIONS, title="镜头里的清河行动", aside=ASIDE),
    "a digest of linked stories": article_page(DIGEST, title="七个乡镇怎样办好民生实事", info=DATED),
    "an article among the links of a portal": frame("要闻", f"<h1>夜访</h1><p>{STORY * 20}</p>", rows("ul", 30)),
    "a site under attack": speaks("网站昨日遭攻击", "市民反映，打开网页时提示“您的访问被拦截”，技术人员说，网站防火墙已经升级。"),
    "of firewalls": speaks("关于升级网站防火墙的通知", "6月1日升级网站防火墙，期间请求可能被拦截，敬请谅解。"),
    "of many requests": speaks("关于错峰填报的通知", "近期个别单位访问过于频繁，请错峰填报。"),
    "of verification": speaks("养老金资格认证", "请完成安全验证后再领取，正在进行人机识别时不要退出，工作人员可上门协助。"),
    "of missing pages": speaks("信箱回音", "网友问：为什么提示“您访问的页面不存在”？答：旧文章已下线，请从新栏目进入。"),
    "of missing pages, without a date": speaks("关于门户网站改版的通知", "因改版，旧网址已失效，请更新收藏。", ""),
    "of a missing page in its headline": speaks("“页面不存在”，问题出在哪里", STORY * 4, ""),
    "of scripts": speaks("网上办事大厅使用说明", "请启用JavaScript后登录，填报前请备好证件。"),
    "of 404": speaks("第404批名单公示", "第404批名单现予公示，公示期五个工作日。"),
    "of a cookie": speaks("网页设计课", "document.cookie = 1; location.reload(); 这两句话是什么意思？老师当堂讲解。"),
    "with a script that sets a cookie": article_page(
        f"<p>{STORY * 3}</p><script>document.cookie='v=1';if(!x)location.reload();</script>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("html", ARTICLES.values(), ids=ARTICLES)
def test_an_article_stays_one(html):
    cleaned = clean(Page(html.encode()))
    assert (cleaned.kind, len(cleaned.articles)) == ("article", 1)


@pytest.mark.parametrize("build", BUILDS)
def test_a_notice_is_kept_beside_a_list_of_any_build(build):
    html = article_page(f"<p>{NOTICE}</p>", aside=f"<h3>最新公告</h3>{rows(build, 20)}")
    (article,) = clean(Page(html.encode())).articles
    assert article.text == NOTICE


LISTS = {
    f"{build}, {count} rows{', dates' * dates}{', summaries' * summaries}": list_page(
        rows(build, count, dates, summaries)
    )
    for build in BUILDS
    for count in (5, 20, 200)
    for dates in (True, False)
    for summaries in (True, False)
} | {
    f"{build}, {what}": list_page(rows(build, 12), intro, foot)
    for build in BUILDS
    for what, intro, foot in (
        ("an introduction", INTRO, ""),
        ("a long introduction", INTRO * 2, ""),
        ("a big footer", "", f"<p>友情链接</p><p>{'</p><p>'.join(FRIENDS * 4)}</p>"),
        ("an introduction and a footer", INTRO, f"<p>{'</p><p>'.join(FRIENDS * 4)}</p>"),
    )
}
LISTS |= {
    "rows in blocks of five": list_page(rows("ul", 5) * 4),
    "a column with a long name": list_page(rows("ul", 20), INTRO).replace("通知公告", "党风廉政建设和反腐败工作"),
    "only a list": f"<title>通知</title>{rows('ul', 20)}",
    "a list with documents among its rows": list_page(rows("ul", 20).replace("/a/3.html", "/a/3.doc")),
    "short links alone": f"<ul>{links(MENU)}</ul>",
}  # fmt: skip


@pytest.mark.parametrize("html", LISTS.values(), ids=LISTS)
def test_a_list_gives_no_article(html):
    cleaned = clean(Page(html.encode()))
    assert (cleaned.kind, cleaned.articles) == ("list", ())


LEAD = f"<div><h1><a href=/a/1.html>石桥镇召开党员大会</a></h1><p>{SUMMARY.format('石桥镇') * 3}<a href=/a/1.html>[详细]</a></p></div>"
HOMES = {
    "groups of links": home_page(),
    "many groups": home_page(20, 10),
    "a leading story": home_page(news=LEAD),
    "a welcome": home_page(news=f"<div><h3>走进石桥</h3><p>{INTRO * 3}</p></div>"),
    "its own name as a headline": home_page(news="<h1>石桥镇人民政府门户网站</h1>" + LEAD),
    "a portal of news": home_page(8, 9, LEAD, "石桥新闻网_石桥第一门户"),
    "today's date": home_page(news=f"<div>今天是2023年5月24日 星期三</div>{LEAD}"),
}


@pytest.mark.parametrize("html", HOMES.values(), ids=HOMES)
def test_a_front_page_gives_no_article(html):
    cleaned = clean(Page(html.encode()))
    assert (cleaned.kind, cleaned.articles) == ("home", ())


def script(text: str, body: str = "", title: str = "") -> str:
    return f"<html><head><title>{title}</title></head><body>{body}<script>{text}</script></body></html>"


CHALLENGES = {
    "a cookie made of characters": script("document.cookie=('_')+('_')+('jsl_clearance_s')+'=1|-1;';location.href=location.pathname+location.search"),
    "a cookie of a known name": script("var arg1='3A0F';setCookie('acw_sc__v2', unbox(arg1));document.location.reload();"),
    "a list of numbers": '<html><head><meta content="abc"><script>$_ts=window["$_ts"];if(!$_ts)$_ts={};$_ts.nsd=1;</script></head><body></body></html>',
    "a cookie shell": script("var v='C3VK=a1b2c3; max-age=300; path=/';document.cookie=v;window.location.reload();"),
    "a cookie and a new address": script("document['cookie']='k=1';window.location.replace('/')"),
    "an encoded answer": script("var dynamicurl='/WZWSREL2E=';var wzwsquestion='5';", title="请稍候"),
    "a check at the edge": script("var k='EO_Bot_Ssid';fetch('/');", "<noscript>JavaScript</noscript>"),
    "please verify": "<h2>请完成安全验证</h2><p>拖动滑块完成拼图，即可继续访问。</p>",
    "too often": "<title>提示</title><p>您的访问过于频繁，请稍后再试！</p>",
    "refused": "<div>很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。</div><p>请求编号：7f3a</p>",
    "refused by a firewall": "<h1>网站防火墙</h1><p>您的请求带有不合法参数，已被网站管理员设置拦截！</p><p>可能原因：您提交的内容包含危险的攻击请求</p>",
    "is it a human": "<title>人机验证</title><p>正在进行人机识别，请稍候…</p>",
    "just a moment": script("window._cf_chl_opt={}", "<p>Verifying you are human. This may take a few seconds.</p>", "Just a moment..."),
    "without scripts": "<title>Just a moment...</title><h1>www.example.cn</h1><p>Enable JavaScript and cookies to continue</p>",
}  # fmt: skip


@pytest.mark.parametrize("html", CHALLENGES.values(), ids=CHALLENGES)
def test_a_challenge_gives_no_article(html):
    cleaned = clean(Page(html.encode()))
    assert (cleaned.kind, cleaned.articles) == ("challenge", ())


WORDS = {
    "is not there": "<h1>您访问的页面不存在或已删除</h1><p><a href=/>返回首页</a></p>",
    "taken off": "<p>抱歉，该文章已下线。</p>",
    "counts down": "<p>对不起，您要找的内容不见了，3秒后自动跳转到首页。</p>",
    "a number": "<h1>404</h1><p>抱歉，找不到您要的页面，请检查输入的网址是否正确。</p>",
    "English": "<h1>404 Not Found</h1><p>The page you requested could not be found on this server.</p>",
    "two sentences": "<div><p>很抱歉，您查看的信息不存在。</p><p>可能原因：信息已过期，或者地址输入有误。</p></div>",
}
MISSING = {
    f"{words}, {around}": make(html)
    for words, html in WORDS.items()
    for around, make in {
        "bare": lambda html: html,
        "in the portal's frame": lambda html: frame("提示信息_石桥镇人民政府", html),
        "in a frame whose title says it": lambda html: frame("您访问的页面不存在_石桥镇人民政府", html),
        "with recommended links": lambda html: frame("提示", html + f"<h3>为您推荐</h3>{rows('ul', 12)}"),
        "with recommended stories": lambda html: frame("提示", html + rows("cards", 8, True, True)),
        "above a site's columns": lambda html: home_page(news=html),
    }.items()
}


@pytest.mark.parametrize("html", MISSING.values(), ids=MISSING)
def test_a_page_that_is_not_there_gives_no_article(html):
    cleaned = clean(Page(html.encode()))
    assert (cleaned.kind, cleaned.articles) == ("missing", ())


APP = "<script src=/js/chunk-vendors.3f2a.js></script><script src=/js/app.91bc.js></script>"
SHELLS = {
    "a mount point": f"<title>石桥发布</title><body><div id=app></div>{APP}</body>",
    "a mount point with a comment": f'<body><div id="root"><!-- rendered --></div>{APP}</body>',
    "a request in noscript": f"<noscript>请启用JavaScript以继续</noscript><div class=c></div>{APP}",
    "a request to read": f"<p>您的浏览器不支持脚本，请启用JavaScript后重新打开本页面。</p>{APP}",
    "an English request": f"<noscript>We're sorry but this app doesn't work properly without JavaScript enabled.</noscript>{APP}",
    "loading": f"<div id=app><div>加载中...</div></div><script>{'x();' * 80}</script>",
    "a menu, and a script for the list": frame("通知公告", f"<div id=380055></div><script>{'loadPageData();' * 20}</script>"),
}  # fmt: skip


@pytest.mark.parametrize("html", SHELLS.values(), ids=SHELLS)
def test_a_shell_gives_no_article(html):
    cleaned = clean(Page(html.encode()))
    assert (cleaned.kind, cleaned.articles) == ("shell", ())


def test_every_real_article_stays_one_and_every_real_list_gives_none(shared):
    pages = sorted((shared / "pages").glob("*/*.html.gz"))
    kinds = Counter(
        (file.parent.name == "lists", clean(Page(gzip.decompress(file.read_bytes()))).kind) for file in pages
    )
    assert kinds == {(False, "article"): len(pages) - 3, (True, "list"): 2, (True, "shell"): 1}


def test_three_paragraphs_between_hundreds_of_links_are_an_article():
    links = (
        "<ul>"
        + "".join(f"<li><a href='/{n}.html'>石桥镇第{n}次夜访记事与随想</a></li>" for n in range(300))
        + "</ul>"
    )
    text = (
        "<p>石桥镇党委把会场搬到田间地头，当面听取群众意见，逐项记入台账，明确专人限期办理，办结一件销号一件。</p>"
        * 5
    )
    page = f"<title>石桥网</title>{links}<div>{text}</div>{links}"
    assert clean(Page(page.encode())).kind == "article"
