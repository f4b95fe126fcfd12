"""What stands around a headline: kicker (引题), subtitle (副题), and the path that names the column (栏目)."""

import pytest

from cleaners.article import clean
from cleaners.model import Hints, Page

ONE = "石桥镇党委把会场搬到田间地头，当面听取群众意见，逐项记入台账。"
TWO = "镇干部分成六组，逐户走访了解情况，能当场解决的当场解决，一时办不了的列出清单。"
TITLE = "石桥镇：夜访到家解难题"
INFO = "<p>2023-05-24 10:02 来源：石桥报</p>"
KICKER = "民情大走访下沉到村组一线"
SUBTITLE = "全镇解决急难愁盼三百余件"


def page(
    above: str = "",
    below: str = "",
    info: str = INFO,
    title: str = f"<h1>{TITLE}</h1>",
    first: str = ONE,
    last: str = TWO,
    around: str = "",
    head: str = "",
) -> str:
    body = f"<div class=text><p>{first}</p><p>{TWO}</p><p>{last}</p></div>"
    return f"<head><title>{TITLE}</title>{head}</head>{around}<div>{above}{title}{below}{info}{body}</div>"


def found(html: str, name: str, **known) -> str | None:
    (article,) = clean(Page(html.encode(), **known)).articles
    assert article.value("title") == TITLE
    return article.value(name)


KICKERS = {
    "negative: nothing above": ({}, None),
    "negative: a menu's word": ({"above": "<p>党建动态</p>"}, None),
    "negative: a column": ({"above": "<p>石桥镇基层党建工作动态</p>"}, None),
    "negative: an office": ({"above": "<p>中共石桥县委组织部主办石桥县人民政府</p>"}, None),
    "negative: a link": ({"above": f'<p><a href="/1">{KICKER}</a></p>'}, None),
    "negative: a sentence": ({"above": f"<p>{KICKER}。</p>"}, None),
    "negative: a date": ({"above": "<p>2023年5月24日 星期三 农历四月初六</p>"}, None),
    "negative: the path": ({"above": "<p>当前位置：首页 > 党建动态 > 正文</p>"}, None),
    "negative: behind other lines of its element": ({"above": f"<p>{ONE}</p><p>{KICKER}</p>"}, None),
    "negative: another element's": ({"around": f"<div><p>{KICKER}</p></div>"}, None),
    "negative: the site's name": ({"above": "<p>全国先进基层党组织示范县</p>", "head": '<meta name="SiteName" content="全国先进基层党组织示范县">'}, None),
    "negative: a word for it in the text": ({"last": "引题：是新闻标题的一种，位于主题之前。"}, None),
    "right above, first in the element": ({"above": f"<p>{KICKER}</p>"}, KICKER),
    "behind the path": ({"above": f"<p>当前位置：首页 &gt; 党建动态 &gt; 正文</p><p>{KICKER}</p>"}, KICKER),
    "in the headline's element": ({"title": f"<h1>{KICKER}<br>{TITLE}</h1>"}, KICKER),
    "in an element named for it": ({"above": f'<p>{ONE}</p><p class="yinti">喜迎党的生日</p>'}, "喜迎党的生日"),
    "labelled": ({"above": "<p>引题：喜迎党的生日</p>"}, "喜迎党的生日"),
}  # fmt: skip


@pytest.mark.parametrize("parts, kicker", KICKERS.values(), ids=KICKERS)
def test_kickers(parts, kicker):
    assert found(page(**parts), "kicker") == kicker


SUBTITLES = {
    "negative: nothing below": ({}, None),
    "negative: a dash line in the text": ({"last": "——摘自石桥镇夜访日记"}, None),
    "negative: a dash line behind the information line": ({"info": f"{INFO}<p>——石桥镇夜访纪实</p>"}, None),
    "negative: a rule": ({"below": "<p>——————</p>"}, None),
    "negative: whose words a motto is": ({"below": "<p>——欧阳石桥</p>"}, None),
    "negative: where a motto is from": ({"below": "<p>——《石桥县志》</p>"}, None),
    "negative: a list's item": ({"below": f'<p>- <a href="/1">{SUBTITLE}</a></p>'}, None),
    "negative: a line that may be anything": ({"below": f"<p>{SUBTITLE}</p>"}, None),
    "negative: the outlet": ({"below": "<h3>石桥日报社融媒体新闻中心</h3>"}, None),
    "negative: the first heading of the text": ({"below": f"<h2>{SUBTITLE}</h2>", "info": ""}, None),
    "negative: the headline again": ({"below": f"<h2>{TITLE}</h2>"}, None),
    "a dash": ({"below": "<p>——石桥镇夜访纪实</p>"}, "——石桥镇夜访纪实"),
    "a dash, without an information line": ({"below": "<p>——石桥镇夜访纪实</p>", "info": ""}, "——石桥镇夜访纪实"),
    "a dash, behind the headline again": ({"below": f"<div>{TITLE}</div><p>—石桥镇夜访纪实</p>"}, "—石桥镇夜访纪实"),
    "a dash in the headline's element": ({"title": f"<h1>{TITLE}<br>——石桥镇夜访纪实</h1>"}, "——石桥镇夜访纪实"),
    "a speech with its day": ({"below": "<p>——在全镇大会上的讲话（2023年5月24日）</p>"}, "——在全镇大会上的讲话（2023年5月24日）"),
    "a heading above date and source": ({"below": f"<h3>{SUBTITLE}</h3>"}, SUBTITLE),
    "in an element named for it": ({"below": '<p class="subtitle">夜访纪实</p>'}, "夜访纪实"),
    "labelled": ({"below": "<p>副标题：夜访纪实</p>"}, "夜访纪实"),
    "in the head": ({"head": '<meta name="subtitle" content="夜访纪实">'}, "夜访纪实"),
}  # fmt: skip


@pytest.mark.parametrize("parts, subtitle", SUBTITLES.values(), ids=SUBTITLES)
def test_subtitles(parts, subtitle):
    assert found(page(**parts), "subtitle") == subtitle


@pytest.mark.parametrize("info", [INFO, ""])
def test_what_is_kept_as_a_field_is_no_text(info):
    paragraphs = f"<p>{KICKER}</p><p>{TITLE}</p><p>——石桥镇夜访纪实</p>{info}<p>{ONE}</p><p>{TWO}</p>"
    (article,) = clean(Page(f"<title>{TITLE}</title><div>{paragraphs}</div>".encode())).articles
    assert article.text == f"{ONE}\n{TWO}"


def test_the_subtitle_of_an_issue_is_none_of_its_articles():
    items = "".join(f"<p>{county}：夜访解难题</p><p>{ONE}</p><p>{TWO}</p>" for county in ("石桥县", "双河县"))
    html = f"<h1>【组工信息】2023年第8期</h1><p>——基层党建专刊</p><div>{items}</div>"
    articles = clean(Page(html.encode())).articles
    assert [(each.value("title"), each.value("subtitle")) for each in articles] == [("夜访解难题", None)] * 2


COLUMNS = {
    "negative: no path": ("", None),
    "negative: a menu": ("<p><a>首页</a> | <a>要闻</a> | <a>党建</a> | <a>通知公告</a></p>", None),
    "negative: a menu with strokes": ("<p><a>首页</a> - <a>要闻</a> - <a>党建</a></p>", None),
    "negative: the home page alone": ("<p>当前位置：<a>首页</a></p>", None),
    "negative: a call to click": ("<p><a>点击进入夜访专题</a> &gt;&gt;</p>", None),
    "negative: the pager": ("<p><a>上一页</a> &gt; <a>下一页</a></p>", None),
    "arrows": ("<p>当前位置：<a>首页</a> > <a>要闻</a> > 正文</p>", "要闻"),
    "below the site's name": (
        '<p>石桥新闻网</p><p class="crumb">您当前的位置：<a>首页</a> > <a>要闻</a> > <a>镇街</a></p>', "镇街"
    ),
    "double arrows without a label": ("<p>首页 >> 组工信息</p>", "组工信息"),
    "the headline at its end": (f"<p><a>首页</a> » <a>党建动态</a> » {TITLE}</p>", "党建动态"),
    "the headline, cut": (f"<p><a>首页</a> › <a>党建动态</a> › {TITLE[:9]}...</p>", "党建动态"),
    "the site first": ("<p><a>石桥网</a> -> <a>镇街</a> -> 信息详情</p>", "镇街"),
    "bars behind a label": ("<p>您现在的位置：首页｜镇街｜夜访</p>", "夜访"),
    "strokes before the page itself": ("<p><a>首页</a>/<a>镇街</a>/正文</p>", "镇街"),
    "words to click behind": ("<p><a>首页</a> > <a>镇街</a> > 正文 <a>我要纠错</a></p>", "镇街"),
    "cells": ("<table><tr><td>当前位置：</td><td><a>首页</a></td><td>&gt;<a>要闻</a></td><td>&gt;<a>镇街</a></td></tr></table>", "镇街"),
    "list items": ("<ul><li><a>首页</a></li><li>> <a>镇街</a></li><li>> 正文</li></ul>", "镇街"),
    "list items whose arrows a style draws": ('<ol class="breadcrumb"><li><a>首页</a></li><li><a>镇街</a></li><li>正文</li></ol>', "镇街"),
}  # fmt: skip


@pytest.mark.parametrize("path, column", COLUMNS.values(), ids=COLUMNS)
def test_columns(path, column):
    menu = "".join(f'<li><a href="/{word}">{word}</a></li>' for word in ("首页", "要闻", "党建", "服务"))
    assert found(page(around=f"<ul>{menu}</ul>{path}"), "column") == column


META = '<meta name="ColumnName" content="镇街动态">'


@pytest.mark.parametrize(
    "path, head, listed, column, origin",
    [
        ("<p>首页 > 要闻</p>", META, "列表", "要闻", "crumb"),
        ("", META, "列表", "镇街动态", "meta"),
        ("", '<meta name="ColumnName" content=" ">', "列表", "列表", "list"),
    ],
)
def test_the_path_comes_before_the_head_and_this_before_the_list(path, head, listed, column, origin):
    html = page(around=path, head=head)
    (article,) = clean(Page(html.encode(), hints=Hints(column=listed))).articles
    field = article.fields["column"]
    assert (field.value, field.origin) == (column, origin)
