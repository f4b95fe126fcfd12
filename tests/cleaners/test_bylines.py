"""Who wrote it, who published it and when, where no label says so."""

import pytest

from cleaners.article import clean
from cleaners.fields.names import is_name, people
from cleaners.model import Page

ONE = "石桥镇党委把会场搬到田间地头，当面听取群众意见，逐项记入台账。"
TWO = "镇干部分成六组，逐户走访了解情况，能当场解决的当场解决，一时办不了的列出清单。"
TITLE = "石桥镇：夜访到家解难题"
HEADLINE = "石桥镇把会场搬到田间地头"


def fields(
    above: str = "", first: str = ONE, last: str = TWO, below: str = "", head: str = ""
) -> dict[str, str]:
    html = f"<head><title>{TITLE}</title>{head}</head><h1>{TITLE}</h1>{above}<div><p>{first}</p><p>{TWO}</p><p>{last}</p></div>{below}"
    (article,) = clean(Page(html.encode())).articles
    return {name: field.value for name, field in article.fields.items() if name != "title"}


AUTHORS = {
    "negative: a picture's": ({"last": f"{TWO}（周明摄）"}, None),
    "negative: a reporter's picture": ({"first": "石桥报记者 周明 摄"}, None),
    "negative: an abbreviation in brackets": ({"last": f"{TWO}（江苏网）"}, None),
    "negative: a heading that begins as a name does": ({"above": "<p>关键词</p>"}, None),
    "negative: a short word above": ({"above": "<p>周到</p>"}, None),
    "negative: a reporter's diary": ({"first": "本报记者 手记"}, None),
    "negative: the system's name in the head": ({"head": '<meta name="author" content="大石网络公司">'}, None),
    "negative: nobody": ({"above": "<p>作者：佚名</p>"}, None),
    "a reporter within the first sentence": ({"first": f"本报讯（记者 周明 李红）{ONE}"}, "周明 李红"),
    "a reporter without a blank": ({"first": f"石桥网5月8日电 （记者周明）{ONE}"}, "周明"),
    "behind a date line": ({"first": f"石桥网5月8日电 （周明、李红）{ONE}"}, "周明 李红"),
    "a line of its own": ({"above": "<p>石桥报记者 周明 李红</p>"}, "周明 李红"),
    "a line at the end, with the place": ({"last": "石桥报记者 周明 双河报道"}, "周明"),
    "signed": ({"last": f"{TWO}（周明）"}, "周明"),
    "signed, with the place": ({"last": f"{TWO}（周明 双河报道）"}, "周明"),
    "a name under the headline": ({"above": "<p>周 明</p>"}, "周明"),
    "with the outlet": ({"above": "<p>周明/石桥报</p><p>2023-05-24</p>"}, "周明"),
    "文 and a bar": ({"first": "文|周明"}, "周明"),
    "执笔 and a stroke": ({"first": "执笔/石桥姐、周明"}, "石桥姐 周明"),
    "who reported": ({"last": "采写：石桥报见习记者 周明"}, "周明"),
    "an account's post": ({"above": "<p>qiaoxiang 发表于 2023-5-24 10:02:33</p>"}, "qiaoxiang"),
    "in the head, as a name": ({"head": '<meta name="author" content="周明">'}, "周明"),
}  # fmt: skip


@pytest.mark.parametrize("page, author", AUTHORS.values(), ids=AUTHORS)
def test_authors(page, author):
    assert fields(**page).get("author") == author


SOURCES = {
    "negative: an address": ("<p>http://www.shiqiao.example 2023年05月24日 10:02</p>", None),
    "negative: a counter and words to click": ("<p>2023-05-24 10:02<span>1307</span><span>我有话说</span></p>", None),
    "negative: the label is there and empty": ("<p>2023-05-24</p><p>来源：</p><p>石桥报</p>", None),
    "negative: markup that went wrong": ('<p>来源： size="20" 发布日期： 9/17/2004 5:54:13 AM</p>', None),
    "negative: the author beside the date": ("<p>作者：周明</p><p>2023-05-24 10:02 <span>周明</span></p>", None),
    "negative: a second headline": ("<p>全县推广夜访做法</p><p>2023-05-24</p>", None),
    "behind the date": ("<p><span>2023年05月24日 10:02</span><a>石桥晚报</a></p>", "石桥晚报"),
    "before the date": ("<p><span>原创</span><span>桥头</span><span>2023-05-24 10:02:33</span></p>", "桥头"),
    "a label beside a link": ("<p>2023-05-24 来源:<a>石桥晚报</a><a>举报</a></p>", "石桥晚报"),
    "a date behind it": ("<p>来源：石桥晚报 2023-05-24 10:02</p>", "石桥晚报"),
    "a line of its own": ("<p>石桥晚报</p><p>2023-05-24</p>", "石桥晚报"),
    "beside the author": ("<p>周明/石桥晚报</p><p>2023-05-24</p>", "石桥晚报"),
    "a table's cells": ("<table><tr><td>发布机构</td><td>石桥镇政府</td></tr></table>", "石桥镇政府"),
    "a bar": ("<p>来源丨石桥发布</p>", "石桥发布"),
}  # fmt: skip


@pytest.mark.parametrize("above, source", SOURCES.values(), ids=SOURCES)
def test_sources(above, source):
    assert fields(above).get("source") == source


DAYS = {
    "negative: when an account was opened": ({"above": "<p>建立于:2004年10月6日</p>"}, None),
    "negative: when a law was passed": ({"above": "<p>（2018年3月20日镇人民代表大会通过）</p>"}, None),
    "negative: a date in a sentence": ({"last": f"会议于2023年5月24日召开。{TWO}"}, None),
    "over three blocks": ({"above": "<div>2023</div><div>05/24</div><div>19:02</div>"}, "2023-05-24"),
    "over pieces": ({"above": "<p><em>2023</em> <em>05</em>/<em>24</em> 19:02:11</p>"}, "2023-05-24"),
    "American, with its half of the day": ({"above": "<p>发布日期： 9/17/2023 5:54:13 PM</p>"}, "2023-09-17"),
    "below the text": ({"below": "<p>收录日期 2023-05-24</p>"}, "2023-05-24"),
    "in the head, of another zone": (
        {"head": '<meta property="article:published_time" content="2023-05-23T20:00:00Z">'}, "2023-05-24"
    ),
    "in numerals": ({"above": "<p>发布日期：二〇二三年五月二十四日</p>"}, "2023-05-24"),
}  # fmt: skip


@pytest.mark.parametrize("page, day", DAYS.values(), ids=DAYS)
def test_days(page, day):
    assert (fields(**page).get("published") or "")[:10] == (day or "")


@pytest.mark.parametrize(
    "line, editors",
    [
        ("责任编辑：李红_AB1234", "李红"),
        ("编辑 李红 校对 周明", "李红"),
        ("编辑|李红", "李红"),
        ("编辑:李红 原创版权禁止商业转载", "李红"),
        ("编辑 工作简报", None),
    ],
)
def test_editors(line, editors):
    assert fields(below=f"<p>{line}</p>").get("editor") == editors


def test_editors_of_lines_that_stand_together_are_all_named():
    assert fields(below="<p>编辑|李红</p><p>责编|周明</p><p>编辑|李红</p>")["editor"] == "李红 周明"


HEADLINES = {
    "negative: a menu": ("<p>工作动态 会员须知 申请入会</p>", None),
    "negative: a date": ("<p>2023年5月24日星期三</p>", None),
    "negative: a cell of a table": ("<table><tr><th>任职</th><td>石桥镇夜访办主任</td></tr></table>", None),
    "negative: words of the site far above": (f"<p>石桥欢迎四方来客</p>{9 * '<p>动态</p>'}", None),
    "the line above": ("<p>夜访制度走进千家万户</p><p>2023-05-24</p>", "夜访制度走进千家万户"),
    "a heading before another line": ("<h3>夜访制度走进千家万户</h3><p>查看全镇部署情况</p>", "夜访制度走进千家万户"),
    "words that recur, before a nearer line": (f"<p>{HEADLINE}</p><p>2023-05-24</p><p>分享至好友</p>", HEADLINE),
    "words that recur, far above": (f"<p>{HEADLINE}</p>{9 * '<p>动态</p>'}", HEADLINE),
    "a number at its beginning": ("<p>1-10月夜访制度走进千家万户</p><p>2023-05-24</p>", "1-10月夜访制度走进千家万户"),
}  # fmt: skip


@pytest.mark.parametrize("above, title", HEADLINES.values(), ids=HEADLINES)
def test_a_head_that_names_the_site_alone_gives_no_headline(above, title):
    html = f"<title>石桥学会网站</title>{above}<div><p>{ONE}</p><p>{TWO}</p></div><h5>石桥学会</h5>"
    (article,) = clean(Page(html.encode())).articles
    assert article.value("title") == title


@pytest.mark.parametrize("text", ["资料图", "石桥县", "江苏", "高清", "关于我们的"])
def test_what_is_no_name(text):
    assert not is_name(text)


@pytest.mark.parametrize(
    "text, names",
    [
        ("赵 培", "赵培"),
        ("John Smith", "John Smith"),
        ("石桥融媒体中心", "石桥融媒体中心"),
        ("网络整理", "网络整理"),
    ],
)
def test_people(text, names):
    assert people(text) == names
