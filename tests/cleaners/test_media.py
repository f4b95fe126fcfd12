"""Links, pictures and attachments: what is an article's, and what only stands beside it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.article import clean
from cleaners.markdown import markdown
from cleaners.model import Attachment, Layout, Link, Page, Picture, replay

URL = "https://www.example.cn/news/1.html"
PROSE = "石桥镇把会场搬到田间地头，当面听取群众意见，逐项记入台账。"
MENU = "".join(f'<li><a href="/{n}"><img src="/menu{n}.jpg">栏目{n}</a></li>' for n in range(12))
LAYOUT = Layout("1", "div.text", title="h1")


def page(body: str, below: str = "", head: str = "") -> Page:
    """A page with a logo, a menu, and an article of two paragraphs around ``body``."""
    html = f"""<html><head><meta charset="utf-8">{head}</head><body><img src="/top.jpg"><ul>{MENU}</ul>
    <div id="box"><h1>夜访到家</h1><p>时间：2023-05-24 来源：石桥报</p>
    <div class="text"><p>{PROSE}</p>{body}<p>{PROSE}</p>{below}</div></div>
    <div><img src="/foot.jpg"><p>主办单位：石桥镇</p></div></body></html>"""
    return Page(html.encode(), URL)


def article(*given: str, layouts=(LAYOUT,), **more):
    (made,) = clean(page(*given, **more), layouts).articles
    assert replay(made.ledger) == made.blocks
    return made


@pytest.fixture(params=[(), (LAYOUT,)], ids=["general", "layout"])
def layouts(request):
    return request.param


NO_PICTURE = {
    "data in the address": '<p><img src="data:image/png;base64,AAAA"></p>',
    "a script's address": '<p><img src="javascript:x()"></p>',
    "no address": '<p><img alt="会场"></p>',
    "an address without end": f'<p><img src="/{"a" * 3000}.jpg"></p>',
    "an address that is none": '<p><img src="http://[1/a.jpg"></p>',
    "a pixel": '<p><img src="/a.gif" width="1" height="1"></p>',
    "an icon by its size": '<p><img src="/file.gif" width="16px"></p>',
    "an icon by its name": '<p><img src="/images/icon_doc.gif"></p>',
    "a logo": '<p><img src="/images/site-logo.png"></p>',
    "an avatar by its class": '<p><img class="avatar" src="/u/12.jpg"></p>',
    "a code to scan": '<p><img src="/a.jpg" alt="二维码"></p>',
    "a code above its words": '<div class="x"><img src="/a.jpg"><p>扫一扫</p><p>在手机打开当前页</p></div>',
    "a share button by its box": '<div class="share"><img src="/a.jpg"></div>',
    "hidden": '<p style="display:none"><img src="/a.jpg"></p>',
    "an advertisement": '<p><a href="https://www.shop.example/"><img src="/a.jpg"></a></p>',
    "further reading": '<div><h3>相关阅读</h3><ul><li><img src="/b.jpg"><a href="/2">石桥镇的夜访</a></li></ul></div>',
}


@pytest.mark.parametrize("html", NO_PICTURE.values(), ids=NO_PICTURE)
def test_no_picture(html, layouts):
    assert article(html, layouts=layouts).pictures == ()


PICTURES = {
    "between paragraphs": ('<p><img src="a.jpg"></p>', "https://www.example.cn/news/a.jpg"),
    "a lazy one behind a pixel": (
        '<p><img src="/1x1.gif" data-src="/b.jpg"></p>',
        "https://www.example.cn/b.jpg",
    ),
    "a lazy one without src": (
        '<p><img data-original="//i.example.cn/b.jpg"></p>',
        "https://i.example.cn/b.jpg",
    ),
    "a forum's": (
        '<p><img src="/none.gif" zoomfile="b.jpg" file="b.jpg"></p>',
        "https://www.example.cn/news/b.jpg",
    ),
    "linked to itself": ('<p><a href="/b.jpg"><img src="/b.jpg"></a></p>', "https://www.example.cn/b.jpg"),
    "blanks in its name": ('<p><img src=" /b 1.jpg\n"></p>', "https://www.example.cn/b%201.jpg"),
    "share is no word of its name": (
        '<p><img src="/sharecropper.jpg"></p>',
        "https://www.example.cn/sharecropper.jpg",
    ),
}


@pytest.mark.parametrize("html, url", PICTURES.values(), ids=PICTURES)
def test_picture(html, url, layouts):
    made = article(html, layouts=layouts)
    (picture,) = made.pictures
    assert picture.url == url
    assert (picture.part, picture.number) == made.blocks[1].key
    assert made.text == f"{PROSE}\n{PROSE}"


def test_pictures_above_and_below_the_text_are_the_articles(layouts):
    html = page("", '<p><img src="b.jpg"></p>').body.replace(
        b'<div class="text">', b'<div class="text"><p><img src="a.jpg"></p>'
    )
    (made,) = clean(Page(html, URL), layouts).articles
    first, last = made.blocks[0].number, made.blocks[-1].number
    assert made.pictures == (
        Picture(1, first, "https://www.example.cn/news/a.jpg"),
        Picture(1, last + 1, "https://www.example.cn/news/b.jpg"),
    )


def test_without_the_pages_address_only_whole_ones_are_known():
    html = page('<p><img src="a.jpg"><img src="https://i.example.cn/b.jpg"></p>').body
    (made,) = clean(Page(html)).articles
    assert [each.url for each in made.pictures] == ["https://i.example.cn/b.jpg"]


def test_a_base_is_obeyed():
    made = article('<p><img src="a.jpg"></p>', head='<base href="/up/load/">')
    assert made.pictures[0].url == "https://www.example.cn/up/load/a.jpg"


CENTRED = '<p style="text-align: center"><img src="a.jpg"></p><p style="text-align:center">{}</p>'
CAPTIONS = {
    "negative: a paragraph": ('<p><img src="a.jpg"></p><p>石桥镇，村民在会场。</p>', None),
    "negative: a centred subhead": (CENTRED.format("一、听民声"), None),
    "negative: a file's name": ('<p><img src="a.jpg" alt="IMG_2023.jpg" title="图片1"></p>', None),
    "negative: the headline": ('<p><img src="a.jpg" alt="夜访到家"></p>', None),
    "negative: a name all pictures have": (
        '<img src="a.jpg" alt="石桥在线"><img src="b.jpg" alt="石桥在线">',
        None,
    ),
    "a figure's": ("<figure><img src=a.jpg><figcaption>会场一角</figcaption></figure>", "会场一角"),
    "图为": ('<p><img src="a.jpg"></p><p>图为会议现场。</p>', "图为会议现场。"),
    "in the same paragraph": ('<p><img src="a.jpg"><br>图为会议现场。</p>', "图为会议现场。"),
    "摄": ('<p><img src="a.jpg"></p><p>村民在田间开会。李明 摄</p>', "村民在田间开会。李明 摄"),
    "a triangle": ('<p><img src="a.jpg"></p><p>▲会场</p>', "▲会场"),
    "a centred line": (CENTRED.format("会场一角"), "会场一角"),
    "a line that the image's text repeats": ('<img src="a.jpg" alt="会场一角"><p>会场一角</p>', "会场一角"),
    "alternative text": ('<p><img src="a.jpg" alt="会场一角"></p>', "会场一角"),
    "an image's title": ('<p><img src="a.jpg" alt="1.jpg" title="会场一角"></p>', "会场一角"),
}


@pytest.mark.parametrize("html, caption", CAPTIONS.values(), ids=CAPTIONS)
def test_caption(html, caption, layouts):
    assert {each.caption for each in article(html, layouts=layouts).pictures} == {caption}


def test_of_pictures_in_a_row_the_last_has_the_caption():
    made = article('<p><img src="a.jpg"></p><p><img src="b.jpg"></p><p>图为会场。</p>')
    assert [each.caption for each in made.pictures] == [None, "图为会场。"]
    assert "图为会场。" in made.text


def test_links_are_those_of_the_kept_blocks():
    made = article(
        '<p>详见<a href="/a.html">通知</a>和<a href="https://b.example/#c">公告</a>。<a href="#top">顶部</a>'
        '<a href="mailto:a@b.example">信箱</a><a href="javascript:x()">打印</a><a name="x"></a></p>'
    )
    number = made.blocks[1].number
    assert made.links == (
        Link(1, number, "通知", "https://www.example.cn/a.html"),
        Link(1, number, "公告", "https://b.example/#c"),
    )


def test_a_link_around_several_lines_is_one_for_each():
    made = article(f'<a href="/a.html"><p>{PROSE}</p><p>听民声。</p></a>')
    assert [each.text for each in made.links] == [PROSE, "听民声。"]


DOC = "https://www.example.cn/up/a.docx"
ATTACHED = {
    "negative: a link": ('<p>见<a href="/a.html">通知</a></p>', []),
    "in the text": (f'<p>见<a href="{DOC}">申报表</a></p>', [Attachment(DOC, "申报表")]),
    "labelled": ('<p>附件：<a href="/d?id=1">申报表</a></p>', [Attachment("https://www.example.cn/d?id=1", "申报表")]),
    "named so": ('<p><a href="/d?id=1">附件1.申报表</a></p>', [Attachment("https://www.example.cn/d?id=1", "附件1.申报表")]),
    "by the name of the file": ('<p><a href="/d">申报表.xls</a></p>', [Attachment("https://www.example.cn/d", "申报表.xls")]),
    "a button": (f'<p>申报表.docx <a href="{DOC}">[下载]</a></p>', [Attachment(DOC, "申报表.docx")]),
    "a picture": (f'<p>附件：<a href="{DOC}"><img src="/icon_doc.gif"></a></p>', [Attachment(DOC, "a.docx")]),
    "twice": (f'<p><a href="{DOC}"><img src="/w.gif"></a><a href="{DOC}">申报表</a></p>', [Attachment(DOC, "申报表")]),
}  # fmt: skip


@pytest.mark.parametrize("html, attachments", ATTACHED.values(), ids=ATTACHED)
def test_attachments(html, attachments, layouts):
    made = article(html, layouts=layouts)
    assert list(made.attachments) == attachments
    assert article("", html, layouts=layouts).attachments == made.attachments


def test_attachments_right_below_the_text_are_its_own_and_others_are_not(layouts):
    html = page("").body.replace(
        b"</div></div>",
        f"""</div><div class="fj"><p>附件下载：</p><ul><li><a href="{DOC}">申报表</a></li></ul></div></div>
        <div><h3>相关阅读</h3><p><a href="/b.doc">别的表</a></p></div>""".encode(),
    )
    (made,) = clean(Page(html, URL), layouts).articles
    assert made.attachments == (Attachment(DOC, "申报表"),)


def test_each_item_of_a_newsletter_has_its_own():
    item = '<p>{0}县:夜访到家</p><p>{1}</p><p><img src="{2}.jpg"></p><p>{1}<a href="/{2}.doc">附件{2}</a></p>'
    html = f"""<h1>【组工信息】2023年第8期</h1><p>时间:2023/5/24 来源:</p><div>
    {item.format("清河", PROSE, 1)}{item.format("白塔", PROSE, 2)}</div>"""
    first, second = clean(Page(html.encode(), URL)).articles
    for number, made in enumerate((first, second), 1):
        assert [each.url for each in made.pictures] == [f"https://www.example.cn/news/{number}.jpg"]
        assert [each.name for each in made.attachments] == [f"附件{number}"]
        assert [each.text for each in made.links] == [f"附件{number}"]


def test_the_pages_of_an_article_keep_theirs_and_a_joined_paragraph_its_links():
    cut = PROSE.removesuffix("记入台账。")
    one = page('<p><img src="1.jpg"></p>', f"<p>{PROSE}</p><p>{cut}</p>")
    two = page("", "").body.replace(
        f"<p>{PROSE}</p><p>{PROSE}</p>".encode(),
        f'<p>记入<a href="/a.html">台账</a>。</p><p><img src="2.jpg"></p><p>{PROSE * 2}</p>'.encode(),
    )
    (made,) = clean(one, (LAYOUT,), [Page(two, "https://www.example.cn/news/1_2.html")]).articles
    assert PROSE in made.text.split("\n")[-2]
    assert [(each.part, each.url[-5:]) for each in made.pictures] == [(1, "1.jpg"), (2, "2.jpg")]
    assert [(each.part, each.text) for each in made.links] == [(2, "台账")]


def test_words_on_a_traditional_page_are_simplified_as_its_text_is():
    prose = "石橋鎮黨委聽取群眾意見，逐項記入臺賬，辦實事開會議。"
    html = f"""<h1>夜訪到家</h1><p>{prose}</p><p><img src="a.jpg" alt="會場一角">見<a href="/a.html">關於黨建的通知</a>。
    </p><p>{prose}<a href="/b.doc">申報表</a></p>"""
    (made,) = clean(Page(html.encode(), URL)).articles
    assert [each.text for each in made.links] == ["关于党建的通知", "申报表"]
    assert [each.caption for each in made.pictures] == ["会场一角"]
    assert [each.name for each in made.attachments] == ["申报表"]


PIECES = st.sampled_from(
    [PROSE, "<p>", "</p>", "<div class='share'>", "</div>", "<br>", "附件：", "图为会场。", "<table><tr><td>", "</a>",
     "<a href='x.doc'>", "<a href='http://[bad'>", "<a href='&#xd83d;\x00'>", "<img src='a.jpg' width='9e99'>",
     "<img data-src=' //[x' alt='会场一角'>", "<img src='&#55357;.jpg' width='99999999999999'>", "<ul><li>", "<h2>", "\ud83d"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=40), st.sampled_from([URL, "", "http://[", "ftp://x/"]))
def test_no_page_makes_it_fail_and_every_address_is_a_web_address(pieces, url):
    html = "".join(pieces)
    for made in clean(Page(html.encode("utf-8", "replace"), url)).articles:
        assert replay(made.ledger) == made.blocks
        addresses = [each.url for each in (*made.links, *made.pictures, *made.attachments)]
        assert all(each.startswith(("http://", "https://")) and " " not in each for each in addresses)
        markdown(made)
