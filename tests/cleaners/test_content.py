"""Which blocks are the article where no layout says it."""

import pytest

from cleaners.blocks import read_html
from cleaners.content import by_features, second_voice
from cleaners.places import ancestors, container, crowd, link_shares

ONE = "石桥镇党委把会场搬到田间地头，当面听取群众意见，逐项记入台账。"
TWO = "镇干部分成六组，逐户走访了解情况，能当场解决的当场解决，一时办不了的列出清单。"
THREE = "群众说，这样的会开到了心坎上，问题一件一件有了着落。"
ADS = "<table><tr><td>·<td><a>名医在线看病</a><td>·<td><a>皮肤问题答疑</a></table>"
BOOKS = "<table>" + "<tr><td>甲村<td>三十户<td>五万元" * 3 + "</table>"
PEOPLE = "<table>" + "<tr><td>甲村<td><a>王芳</a><td>五万元" * 3 + "</table>"
TEXT = f"<div class=text><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></div>"
MENU = "<ul>" + "".join(f"<li><a>栏目{n}</a></li>" for n in range(9)) + "</ul>"

PAGES = {
    "short lines and headings between paragraphs stay": (
        f"{MENU}<div><p>{ONE}</p><p>一、听民声</p><p>{TWO}</p></div>", [ONE, "一、听民声", TWO]
    ),
    "a short line ends the text in its own element": (f"<div><p>{ONE}</p><p>{TWO}</p><p>石桥镇政府</p></div>{MENU}",
                                                      [ONE, TWO, "石桥镇政府"]),
    "paragraphs made of div": (f"<div><div>{ONE}</div><div>{TWO}</div><div>石桥镇政府</div></div>{MENU}",
                               [ONE, TWO, "石桥镇政府"]),
    "a table of advertisements parts the text": (f"<div><p>{ONE}</p>{ADS * 4}<p>{TWO}</p><p>{THREE}</p></div>",
                                                 [ONE, TWO, THREE]),
    "a table of the text's own, some cells linked": (
        f"<div><p>{ONE}</p><table><tr><td>甲村<td>三十户<tr><td><a>乙村</a><td>五十户</table><p>{TWO}</p></div>",
        [ONE, "甲村", "三十户", "乙村", "五十户", TWO],
    ),
    "a linked sentence": (f"<div><p>{ONE}</p><p>详见<a>{TWO[:12]}</a>，会上还研究了其他几件事，逐一定下期限。</p><p>{THREE}</p></div>",
                          [ONE, f"详见{TWO[:12]}，会上还研究了其他几件事，逐一定下期限。", THREE]),
    "an annex": (f"<div><p>{ONE}</p><p><a>附件：名单.doc</a></p><p><a>返回栏目首页</a></p><p>{TWO}</p></div>", [ONE, "附件：名单.doc", TWO]),
    "the first paragraph stands apart": (f"<article><p>{ONE}</p><div><p>{TWO}</p><p>{THREE}</p><p>{TWO}</p></div></article>",
                                         [ONE, TWO, THREE, TWO]),
    "a teaser elsewhere": (
        f"<div><div><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></div><div class=box><p>{THREE}</p></div></div>", [ONE, TWO, THREE]
    ),
    "negative: a table of two rows behind the text": (
        f"<div>{TEXT}<table><tr><td>地址<td>石桥路<tr><td>邮编<td>100027</table></div>", [ONE, TWO, THREE]
    ),
    "negative: a table with links behind the text": (f"<div>{TEXT}{PEOPLE}</div>", [ONE, TWO, THREE]),
    "negative: a table behind another line": (f"<div>{TEXT}<p>办公时间</p>{BOOKS}</div>", [ONE, TWO, THREE]),
    "negative: a table of the page itself": (f"{TEXT}{BOOKS}", [ONE, TWO, THREE]),
    "a list of annexes": (
        f"<div><p>{ONE}</p><p>{TWO}</p><p>附件：1.<a>分工表</a></p><p>2.<a>申报表</a></p><p><a>名单.doc</a></p><p><a>返回栏目</a></p></div>",
        [ONE, TWO, "附件：1.分工表", "2.申报表", "名单.doc"],
    ),
    "negative: an annex behind another line": (
        f"<div>{TEXT}<p>办公时间</p><p>附件：<a>名单.doc</a></p></div>", [ONE, TWO, THREE]
    ),
    "an annex behind the text": (f"<div>{TEXT}<p>附件：<a>名单.doc</a></p>{MENU}</div>", [ONE, TWO, THREE, "附件：名单.doc"]),
    "a table of data behind the text": (f"<div>{TEXT}{BOOKS}</div>", [ONE, TWO, THREE, *["甲村", "三十户", "五万元"] * 3]),
    "right in the body": (f"<p>{ONE}</p><p>{TWO}</p><p>石桥镇政府</p>{MENU}", [ONE, TWO, "石桥镇政府"]),
    "nothing but a menu": (MENU, []),
}  # fmt: skip


@pytest.mark.parametrize("html, texts", PAGES.values(), ids=PAGES)
def test_the_article_s_blocks(html, texts):
    assert [block.text for block in by_features(read_html(html).blocks, html)] == texts


def test_the_article_begins_behind_its_headline_unless_nothing_stands_there():
    html = f"<div><p>{THREE}</p><p>{THREE}</p></div><h1>夜访到家</h1><p>{ONE}</p><p>{TWO}</p>"
    blocks = read_html(html).blocks
    assert [block.text for block in by_features(blocks, html, headline=2)] == [ONE, TWO]
    assert [block.text for block in by_features(blocks[:3], html, headline=2)] == [THREE, THREE]


def test_of_two_rivals_the_second_voice_chooses():
    rival = f"<div class=footer><p>{'我们竭诚为您服务，欢迎来电来函，随时解答您的疑问。' * 5}</p></div>"
    html = f"<html><body>{rival}{MENU * 4}<article><p>{ONE}</p><p>{TWO}</p></article></body></html>"
    assert [block.text for block in by_features(read_html(html).blocks, html)] == [ONE, TWO]


def test_the_second_voice_is_not_asked_about_a_page_that_nests_too_deep():
    assert ONE in second_voice("<div>" * 90 + f"<p>{ONE}</p><p>{TWO}</p>")
    assert second_voice("<div>" * 110 + f"<p>{ONE}</p><p>{TWO}</p>") == ""


def test_places():
    blocks = read_html(
        f"<div id=a><p>{ONE}</p><p>{TWO}</p><table><tr><td>·<td><a>名医在线</a></table></div>"
    ).blocks
    assert container(blocks).endswith("/div.a[1]")
    assert list(ancestors("/a[1]/b[2]")) == ["/a[1]/b[2]", "/a[1]"]
    shares = link_shares(blocks)
    assert crowd(blocks[2], container(blocks), shares) == 0.8
    assert crowd(blocks[0], container(blocks), shares) < 0.1


@pytest.mark.parametrize("html", ["</ ", "", "</html>", f"</html><p>{ONE}</p>"])
def test_the_second_voice_fails_on_no_page(html):
    assert isinstance(second_voice(html), str)
