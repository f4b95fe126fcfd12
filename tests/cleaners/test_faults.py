"""What an editor would object to: a page that has each fault, and pages that come close and have none."""

import pytest

from cleaners.article import clean
from cleaners.model import Layout, Page

DAY = "<p>时间：2023-05-24 来源：石桥报</p>"
PROSE = "石桥镇把会场搬到田间地头，当面听取群众意见，逐项记入台账，一个月内答复。" * 4
LAYOUT = Layout("1", "div.text")


def page(*lines: str, title: str = "夜访到家", info: str = DAY) -> str:
    body = "".join(f"<p>{line}</p>" for line in (PROSE, *lines, PROSE))
    return f"<h1>{title}</h1>{info}<div class=text>{body}</div>"


def faults(html: str) -> tuple[str, ...]:
    (article,) = clean(Page(f"<meta charset=utf-8>{html}".encode()), [LAYOUT]).articles
    return article.faults


def twisted(text: str, written: str, read: str) -> str:
    """A text whose bytes were read as if in another charset."""
    return text.encode(written).decode(read, "replace")


NONE = {
    "a good article": page(),
    "headings that speak of duties": page("责任编辑制度更加完善", "技术支持更有力", "版权所有人到场致辞"),
    "headings that speak of controls": page("扫一扫就能办", "分享到田间", "打印本页材料三百份", "上一条战线"),
    "headings that speak of links": page("相关阅读活动丰富多彩", "点击进入新赛道", "推荐阅读好书一百种"),
    "sentences that speak of all that": page(
        "责任编辑：一审王芳，二审李强，三审赵敏，制度从此定了下来。",
        "群众扫一扫二维码，打印本页，关闭窗口，事情就办完了。",
        "记者注意到，网页下方写着“版权所有：石桥镇”，没有ICP备案号。",
    ),
    "some links": page('<a href="/1.html">全省基层治理现场会</a>在石桥镇召开，<a href="/2.html">柳湾乡</a>作了发言。'),
    "rare names": page("朱镕基、陶喆、李堃、祎玥、张骞、郎朗、珺珺、石䶮，名字各不相同。"),
    "a rare idiom": page("涓涓细流，汇成江海，涓滴之水，可以穿石。"),
    "French and Turkish names": page("José、François、Müller、Çağlar、Ångström与Señora，都是café的常客。"),
    "Traditional characters": page("會議強調，要鞏固拓展脫貧攻堅成果，鏈條責任鎖緊壓實，鍾樓鎮帶頭。"),
    "a dotted line": page("××××××××××××", "································"),
    "pinyin in a lesson": page("石桥(shí qiáo)的读音，老师讲了三遍。"),
    "just long enough": f"<h1>夜访到家</h1>{DAY}<p>{'办好民生实事，' * 14}好。</p>",
}  # fmt: skip


@pytest.mark.parametrize("html", NONE.values(), ids=NONE)
def test_no_fault_is_invented(html):
    assert faults(html) == ()


LINK = '<a href="/1.html">全省基层治理现场会在石桥镇召开，各县代表围绕治理难题作了交流</a>'
FAULTY = {
    "no title": [f"{DAY}<p>{PROSE}</p>"],
    "no date": [page(info="")],
    "under 100 characters": [f"<h1>夜访到家</h1>{DAY}<p>{'办好民生实事，' * 13}好。</p>"],
    "half in links": [f"<h1>夜访到家</h1>{DAY}<div class=text>{f'<p>{LINK}。</p>' * 6}</div>"],
    "boilerplate left": [
        page(line)
        for line in (
            "本网通讯员供稿 责任编辑：王芳 校对李强",
            "扫一扫，手机阅读更方便",
            "版权所有 湘ICP备00000000号 联系电话：",
            "石桥发布客户端 打印本页",
            "上一篇 石桥镇召开党员大会",
            "相关阅读 石桥镇：夜访入户听民声",
            "喜欢就分享到朋友圈",
            "点击进入石桥镇主题教育专题",
            "本文累计阅读量：352 次",
        )
    ],
    "damaged characters left": [
        page(line)
        for line in (
            "会议强调\ufffd\ufffd抓好落实。",
            "会议强调\ue2fd抓好落实。",
            "会议锟斤拷落实。",
            "烫烫烫烫，会议开始了。",
            twisted("会议强调，要抓好落实。", "utf-8", "latin-1"),
            twisted("会议强调，要抓好落实。", "utf-8", "cp1252"),
            twisted("要抓好落实", "gbk", "latin-1"),
            twisted("会议强调，要抓好全国的落实，公开是原则，不公开是例外。", "utf-8", "gbk").replace("\ufffd", "?"),
            twisted("会议强调", "gbk", "utf-8"),
        )
    ],
}  # fmt: skip


@pytest.mark.parametrize("fault, html", [(fault, html) for fault, pages in FAULTY.items() for html in pages])
def test_a_fault_is_named(fault, html):
    assert faults(html) == (fault,)
