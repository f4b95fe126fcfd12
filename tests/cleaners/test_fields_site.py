"""What a footer says of its site."""

import pytest

from cleaners.article import clean
from cleaners.model import Page

ONE = "石桥镇党委把会场搬到田间地头，当面听取群众意见，逐项记入台账。"
TWO = "镇干部分成六组，逐户走访了解情况，能当场解决的当场解决，一时办不了的列出清单。"
LINKS = "".join(f'<li><a href="/{n}">栏目{n}</a></li>' for n in range(20))

FOOTERS = {
    "negative: no footer": ("", {}),
    "negative: a meeting's sponsor": ("<p>主办单位：石桥镇党委</p><p>报名电话：82261999</p>", {}),
    "negative: a text about registration": ("<p>网站须办理ICP备案手续，否则不得开通。</p>", {}),
    "negative: another licence": ("<p>增值电信业务经营许可证：湘B2-20090059</p>", {}),
    "registration": ("<p>湘ICP备17016663号-1</p>", {"registration": "湘ICP备17016663号-1"}),
    "a licence to publish": ("<p>沪ICP证020587 版权所有</p>", {"registration": "沪ICP证020587"}),
    "blanks within": ("<p>备案号： 湘ICP备 17016663号 - 2</p>", {"registration": "湘ICP备17016663号-2"}),
    "sponsor and registration on lines of their own": (
        "<p>主办单位:中共石桥县委组织部</p><p>技术支持：石桥网</p><p>湘ICP备17016663号</p>",
        {"registration": "湘ICP备17016663号", "sponsor": "中共石桥县委组织部"},
    ),
    "all on one line": (
        "<p>主办：石桥县人民政府 承办：石桥县人民政府办公室 地址：石桥路1号 湘ICP备17016663号</p>",
        {"registration": "湘ICP备17016663号", "sponsor": "石桥县人民政府"},
    ),
    "two sponsors": (
        "<p>主 办：中共石桥县委 石桥县人民政府 地址：石桥路1号</p><p>版权所有</p>",
        {"sponsor": "中共石桥县委 石桥县人民政府"},
    ),
    "the role behind the name": (
        "<p>石桥县人民政府办公室（主办） 石桥县数据中心（承办） 湘ICP备 17016663号</p>",
        {"registration": "湘ICP备17016663号", "sponsor": "石桥县人民政府办公室"},
    ),
    "a meeting's sponsor before the site's": (
        f"<p>主办单位：石桥镇党委</p>{LINKS}<p>主办单位：石桥网 版权所有</p>",
        {"sponsor": "石桥网"},
    ),
}  # fmt: skip


def site(html: str, **known) -> dict[str, str]:
    found = clean(Page(html.encode(), **known)).site
    return {name: field.value for name, field in found.items()}


@pytest.mark.parametrize("footer, expected", FOOTERS.values(), ids=FOOTERS)
def test_footers(footer, expected):
    assert site(f"<h1>夜访到家</h1><p>{ONE}</p><p>{TWO}</p>{footer}") == expected


def test_a_page_without_an_article_has_a_site_too():
    assert site(f"<ul>{LINKS}</ul><p>湘ICP备17016663号</p>") == {"registration": "湘ICP备17016663号"}


def test_a_mirror_page_has_the_site_it_was_copied_from():
    text = "長(cháng)沙市望城區(qū)把黨(dǎng)組織建在網(wǎng)格上，把服務(wù)送到群眾(zhòng)家門(mén)口。" * 4
    footer = "湘ICP備(bèi)17016663號(hào)"
    assert site(f"{text}\n{footer}\n", plain=True) == {"registration": "湘ICP备17016663号"}


def test_the_words_are_kept():
    field = clean(Page("<p>主办：石桥网 湘ICP备17016663号</p>".encode())).site["sponsor"]
    assert (field.raw, field.origin) == ("主办：石桥网 湘ICP备17016663号", "footer")
