"""The whole way of a page: its text, its faults, its proof; and pages that are no article."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.article import clean
from cleaners.model import Block, Change, Layout, Ledger, Page, replay

PROSE = "石桥镇把会场搬到田间地头，当面听取群众意见，逐项记入台账。"
MENU = "".join(f'<li><a href="/{n}">栏目{n}</a></li>' for n in range(12))
PAGE = f"""<html><head><meta charset="utf-8"><title>夜访到家</title></head><body><ul>{MENU}</ul>
<div id="box"><h1>夜访到家</h1><p>时间：2023-05-24 10:02 来源：石桥报</p>
<div class="text"><p>{PROSE}</p><p>一、听民声</p><p>{PROSE}</p><p>扫一扫进村码，群众办事不出村。</p>
<p>记者走访所见。</p></div>
<p>【打印本页】</p></div><p>主办单位：石桥镇</p></body></html>"""
TEXT = f"{PROSE}\n一、听民声\n{PROSE}\n扫一扫进村码，群众办事不出村。\n记者走访所见。"
LAYOUT = Layout("1", "div.text", title="h1")

NO_ARTICLE = {
    "no bytes": (b"", "empty"),
    "white space": (b" \r\n ", "empty"),
    "a document": (b"%PDF-1.4 ...", "not text"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(200), "not text"),
    "noise": (bytes(range(256)) * 8, "not text"),
    "a soft 404": ("<title>页面不存在</title><p>您访问的页面不存在</p>".encode(), "missing"),
    "a soft 404 that is a sentence": ("<h1>提示</h1><p>页面不存在或已被删除！</p>".encode(), "missing"),
    "a list": (f"<ul>{MENU}</ul>".encode(), "list"),
    "content by script": (f"<div id=app></div><script>{'x();' * 80}</script>".encode(), "shell"),
    "a broken tag and nothing else": (b"</ ", "empty"),
    "an attachment": (
        '<h1>组工信息2023年第9期</h1><p><a href="a.doc">第9期</a></p>'.encode(),
        "attachment only",
    ),
}


@pytest.mark.parametrize("body, kind", NO_ARTICLE.values(), ids=NO_ARTICLE)
def test_pages_without_an_article_say_what_they_are(body, kind):
    cleaned = clean(Page(body))
    assert (cleaned.kind, cleaned.articles) == (kind, ())


@pytest.mark.parametrize("layouts", [(), (LAYOUT,)], ids=["general", "layout"])
def test_text_and_fields(layouts):
    cleaned = clean(Page(PAGE.encode()), layouts)
    (article,) = cleaned.articles
    assert article.text == TEXT
    assert {name: field.value for name, field in article.fields.items()} == {
        "title": "夜访到家",
        "published": "2023-05-24T10:02+08:00",
        "source": "石桥报",
    }
    assert cleaned.layout == (layouts[0].name if layouts else None)


@pytest.mark.parametrize("layouts", [(), (LAYOUT,)], ids=["general", "layout"])
def test_replaying_the_changes_gives_the_article_and_every_block_has_a_fate(layouts):
    (article,) = clean(Page(PAGE.encode()), layouts).articles
    assert replay(article.ledger) == article.blocks
    gone = {change.number for change in article.ledger.changes if change.after is None}
    assert gone | {block.number for block in article.blocks} == {b.number for b in article.ledger.blocks}


def test_a_change_that_does_not_fit_is_refused():
    block = Block(1, 0, "甲。")
    with pytest.raises(ValueError, match="does not fit"):
        replay(Ledger((block,), (Change(1, 0, "step", "why", "乙。", None),)))


FAULTS = {
    "no title": f"<p>时间：2023-05-24</p><p>{PROSE * 4}</p>",
    "no date": f"<h1>夜访到家</h1><p>{PROSE * 4}</p>",
    "under 100 characters": f"<h1>夜访到家</h1><p>时间：2023-05-24</p><p>{PROSE}</p>",
    "damaged characters left": f"<h1>夜访到家</h1><p>时间：2023-05-24</p><p>{PROSE * 4}\ue2fd</p>",
}


@pytest.mark.parametrize("fault, html", FAULTS.items(), ids=FAULTS)
def test_faults_are_named(fault, html):
    (article,) = clean(Page(html.encode())).articles
    assert article.faults == (fault,)


#: Lines on which a pattern that can match in many ways would not come to its end.
HOSTILE = {
    "digits": "1" * 5000 + "村",
    "figures": "2021/" * 2000 + "村",
    "dashes behind a counter": f"点击：{'-' * 5000}中",
    "brackets behind a label": f"来源：{'）' * 50_000}村",
    "names": f"（记者 {'周明 ' * 20_000}村）。",
    "signs of Latin-1": f"会议。{'¡' * 50_000}",
}


@pytest.mark.parametrize("line", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_line_is_a_line_as_any_other(line):
    (article,) = clean(
        Page(f"<h1>夜访到家</h1><p>{PROSE * 4}</p><p>{line}</p><p>{PROSE * 4}</p>".encode())
    ).articles
    assert [block.text for block in article.blocks][1] == line


def test_a_hostile_head_or_source_is_read_to_its_end():
    comments = "<!-- -->" * 5000
    assert clean(Page(f"<title>{'-' * 50_000}_</title><div id=app>{comments}".encode())).kind == "empty"


@pytest.mark.parametrize("attribute", ['}="1"', '{x="1"', "\x01=2"])
def test_an_attribute_without_a_proper_name_harms_nothing(attribute):
    html = f"<h1>夜访到家</h1><p>{PROSE * 4}</p><p><img {attribute} src=a.jpg></p><p>{PROSE * 4}</p>"
    (article,) = clean(Page(html.encode(), url="https://www.example.cn/1.html")).articles
    assert [each.url for each in article.pictures] == ["https://www.example.cn/a.jpg"]


def test_a_first_page_without_text_is_no_hindrance():
    further = Page(f"<h1>夜访到家</h1><p>{PROSE * 4}</p>".encode())
    (article,) = clean(Page(b"<br>"), further=[further]).articles
    assert article.text == PROSE * 4


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400), st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))
    )
)
def test_no_bytes_make_it_fail(body):
    for plain in (False, True):
        for article in clean(Page(body, plain=plain), [LAYOUT]).articles:
            assert replay(article.ledger) == article.blocks


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(PAGE)), st.integers(0, 60)), max_size=4),
    st.sampled_from(["", "<", "&#0;", "?！"]),
)
def test_no_mutilated_page_makes_it_fail(cuts, put):
    html = PAGE
    for start, length in cuts:
        html = html[:start] + put + html[start + length :]
    for article in clean(Page(html.encode()), [LAYOUT]).articles:
        assert replay(article.ledger) == article.blocks
