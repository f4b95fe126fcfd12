"""The index table of a government document, and what looks like one."""

import pytest

from cleaners.article import clean
from cleaners.fields.document import document_number
from cleaners.model import Page

ONE = "各村要把会场搬到田间地头，当面听取群众意见，逐项记入台账。"
TWO = "各组要逐户走访了解情况，能当场解决的当场解决，一时办不了的列出清单，明确责任人和完成时限。"
TITLE = "关于做好夜访工作的通知"
NAMES = ("agency", "document_number", "index_number", "signed", "published", "source")


def index(above: str = "", below: str = "", first: str = ONE, last: str = TWO) -> dict[str, str]:
    body = f"<div><p>{first}</p><p>{TWO}</p><p>{last}</p></div>"
    html = f"<title>{TITLE}</title>{above}<h1>{TITLE}</h1>{below}{body}"
    (article,) = clean(Page(html.encode())).articles
    assert article.value("title") == TITLE
    return {name: field.value for name, field in article.fields.items() if name in NAMES}


WHOLE = {
    "agency": "石桥县人民政府办公室",
    "document_number": "石政办发〔2023〕15号",
    "index_number": "000014349/2023-00035",
    "signed": "2023-05-20",
    "published": "2023-05-24",
}
TABLE = """<table><tr><td>索 引 号：</td><td>000014349/2023-00035</td><td>主题分类：</td><td></td></tr>
<tr><td>发文机关：</td><td>石桥县人民政府办公室</td><td>成文日期：</td><td>2023年05月20日</td></tr>
<tr><td>文　　号：</td><td>石政办发[2023]15号</td><td>发布日期：</td><td>2023-05-24</td></tr></table>"""
CASES = {
    "negative: a sentence that names a number": (
        {"last": "来文请注明文号：石政办发〔2023〕15号，并附索引号：0001/2023-1。"}, {}
    ),
    "negative: a paragraph that begins with a label": ({"first": f"文号：请按石政办发〔2023〕15号执行，{ONE}"}, {}),
    "negative: a line about numbers": ({"last": "文号：见附件"}, {}),
    "negative: a table of contents": (
        {"above": "<table><tr><th>索引号</th><th>文号</th></tr><tr><td>1</td><td>2</td></tr></table>"}, {}
    ),
    "negative: empty cells": (
        {"above": "<table><tr><td>发文机关</td><td></td><td>公文种类</td><td></td></tr>"
         "<tr><td>索引号</td><td></td><td>gongwen2023</td></tr></table>"}, {}
    ),
    "negative: empty cells that have names": (
        {"above": '<table><tr><td class="k">发文机关</td><td class="v"></td><td class="k">主题分类</td></tr></table>'}, {}
    ),
    "negative: a number in the text": ({"first": f"根据石政办发〔2023〕15号文件要求，{ONE}"}, {}),
    "negative: a day that can't be": ({"above": "<p>成文日期：2023-02-31</p>"}, {}),
    "cells": ({"above": TABLE}, WHOLE),
    "list items": (
        {"above": "<ul><li>索 引 号：000014349/2023-00035</li><li>发布机构：石桥县人民政府办公室</li>"
         "<li>生成日期：2023-05-20</li><li>发文字号：石政办发〔2023〕15号</li><li>公开日期：2023-05-24</li></ul>"},
        WHOLE | {"source": "石桥县人民政府办公室"},
    ),
    "terms": (
        {"above": "<dl><dt>索引号</dt><dd>000014349/2023-00035</dd><dt>发文机关</dt><dd>石桥县人民政府办公室</dd>"
         "<dt>成文日期</dt><dd>2023-05-20</dd><dt>文号</dt><dd>石政办发（2023）15号</dd>"
         "<dt>发布日期</dt><dd>2023-05-24</dd></dl>"},
        WHOLE,
    ),
    "label and value in one cell": (
        {"above": "<table><tr><td><b>索引号：</b>000014349/2023-00035</td><td><b>发文机关：</b>石桥县人民政府办公室</td></tr>"
         "<tr><td><b>文号：</b>石政办发【2023】15号</td><td><b>成文日期：</b>2023年5月20日</td></tr></table>",
         "below": "<p>发布时间：2023-05-24</p>"},
        WHOLE,
    ),
    "paragraphs in cells": (
        {"above": "<table><tr><td><p>索引号</p></td><td><p>000014349/2023-00035</p></td></tr></table>"},
        {"index_number": "000014349/2023-00035"},
    ),
    "elements side by side": (
        {"above": "<div><div>发文机关：</div><div>石桥县人民政府办公室</div></div>"}, {"agency": "石桥县人民政府办公室"}
    ),
    "a decree": ({"above": "<p>发文字号：石桥县人民政府令第12号</p>"}, {"document_number": "石桥县人民政府令第12号"}),
    "several agencies": (
        {"above": "<p>发文机关：石桥县财政局、石桥县民政局</p>"}, {"agency": "石桥县财政局、石桥县民政局"}
    ),
    "a line under the headline": ({"below": "<p>（石政办发〔2023〕15号）</p>"}, {"document_number": "石政办发〔2023〕15号"}),
    "the first line of the text": ({"first": "石政办发〔2023〕15号"}, {"document_number": "石政办发〔2023〕15号"}),
    "the day of signing alone is no date of publication": (
        {"above": "<table><tr><td>成文日期</td><td>2023-05-20</td></tr></table>"}, {"signed": "2023-05-20"}
    ),
    "the line of the day of signing neither": ({"below": "<p>成文日期：2023-05-20</p>"}, {"signed": "2023-05-20"}),
    "the line under the headline dates the publication": (
        {"above": "<p>成文日期：2023-05-20</p>", "below": "<p>2023-05-24 10:02</p>"},
        {"signed": "2023-05-20", "published": "2023-05-24T10:02+08:00"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("parts, expected", CASES.values(), ids=CASES)
def test_the_index_of_a_document(parts, expected):
    assert index(**parts) == expected


@pytest.mark.parametrize(
    "text, number",
    [
        ("国发〔2023〕15号文件", None),
        ("2023年第15号", None),
        ("电话（2023）8226号线", None),
        ("国发［2023］ 15 号", "国发〔2023〕15号"),
        ("国发﹝２０２３﹞１５号", "国发〔2023〕15号"),
        ("发改价格(2023)第7号", "发改价格〔2023〕第7号"),
    ],
)
def test_document_numbers(text, number):
    assert document_number(text) == number


def test_a_number_keeps_the_words_it_was_read_from():
    (article,) = clean(Page(f"<h1>{TITLE}</h1>{TABLE}<p>{ONE}</p><p>{TWO}</p>".encode())).articles
    field = article.fields["document_number"]
    assert (field.value, field.raw, field.origin) == (
        "石政办发〔2023〕15号", "文 号： 石政办发[2023]15号", "line",
    )  # fmt: skip


NAMED = "<tr><td>名　　称</td><td>石桥县夜访工作办法</td></tr>"


@pytest.mark.parametrize(
    "table, title",
    [
        (f"<table>{NAMED}<tr><td>电　　话</td><td>82261234</td></tr></table>", None),
        (f"<table>{NAMED}<tr><td>索引号</td><td>0001/2023-00035</td></tr></table>", "石桥县夜访工作办法"),
    ],
    ids=["negative: a table of something else", "an index"],
)
def test_the_headline_that_only_the_index_has(table, title):
    page = f"<title>信息公开内容页</title>{table}<div><p>{ONE}</p><p>{TWO}</p></div>"
    (article,) = clean(Page(page.encode())).articles
    assert article.value("title") == title
