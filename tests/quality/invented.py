"""Invented sites whose templates put lines of the site's own into the article's container.

They were written before the rules that learn such lines, and no rule was made from them. Beside lines that repeat they
have what must not be taken for it: closings that many articles have, a page without the line, a notice in two articles.
"""

from collections.abc import Callable, Iterator, Sequence
from random import Random

from cleaners.model import Hints, Page
from crawler.replica.prose import Prose, Text

ARTICLES = 60

#: Gives the HTML of a page's body: the article, its number, and chance.
Template = Callable[[Text, int, Random], str]


def articles(name: str) -> Iterator[tuple[Page, str]]:
    """The pages of a site, each with its true text."""
    prose, chance = Prose(f"invented {name}"), Random(name)
    for number in range(ARTICLES):
        text = prose.article()
        lines = [*text.paragraphs, *_own_ending(name, number, chance)]
        text = Text(text.title, tuple(lines))
        body = TEMPLATES[name](text, number, chance)
        html = (
            f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{text.title}</title></head>"
            f"<body>{body}</body></html>"
        )
        url = f"https://www.{name}.example/{2020 + number % 4}/{number}.html"
        yield Page(html.encode(), url, "text/html", hints=Hints(title=text.title)), "\n".join(lines)


def _own_ending(name: str, number: int, chance: Random) -> list[str]:
    """Closings that are the articles' own: two of them share a paragraph, and many notices end alike."""
    if name == "bulletin" and chance.random() < 0.6:
        return ["特此通报。"]
    if number in (7, 31):
        return ["活动现场，志愿者还向居民发放了宣传手册三百余份，解答各类问题四十多个，受到大家欢迎。"]
    return []


def _paragraphs(lines: Sequence[str], tag: str = "p") -> str:
    return "".join(f"<{tag}>{line}</{tag}>" for line in lines)


def _menu(*words: str) -> str:
    return (
        "<ul class=nav>"
        + "".join(f"<li><a href=/{n}/>{word}</a></li>" for n, word in enumerate(words))
        + "</ul>"
    )


def _county(text: Text, number: int, chance: Random) -> str:
    """A county's government: its slogan before the text, the hotline behind it."""
    return (
        f"{_menu('首页', '政务公开', '办事大厅', '互动交流', '走进石桥')}<div class=w1200><h1 class=bt>{text.title}</h1>"
        f"<div class=xx>日期：2023-0{1 + number % 9}-1{number % 10} 浏览：<span>{chance.randint(9, 999)}</span></div>"
        f"<div class=zw-body><p>清风拂石桥，实干谱新篇！</p>{_paragraphs(text.paragraphs)}"
        "<p>石桥县便民服务总机0352-6600118，每天早八点到晚六点都有人接听，欢迎咨询。</p></div></div>"
        f"<div class=dibu>{_menu('网站地图', '隐私声明', '常见问题')}<p>石桥县人民政府办公室承办</p></div>"
    )


def _paper(text: Text, number: int, chance: Random) -> str:
    """A paper: its readers' club and its app below the text, in words of its own; not on every page."""
    club = "读者之家：凡订阅本报满一年的朋友，可凭订单到服务台领取文创礼物一份。"
    app = "想在手机里带着石桥走？掌上晚报天天陪您，装一个试试吧。"
    below = f"<p>{club}</p><p>{app}</p>" if number % 15 else ""
    others = "".join(
        f"<li><a href=/{n}.html>{chance.choice('春夏秋冬')}季里的石桥人家之{n}</a></li>" for n in range(6)
    )
    return (
        f"<div id=top>{_menu('要闻', '民生', '文化', '图片', '数字报')}</div><div id=main><div id=left><h2>{text.title}</h2>"
        f"<p class=info>石桥晚报　2022-1{number % 3}-0{1 + number % 9}　记者 {'王李赵'[number % 3]}晓{'明红军'[number % 3]}</p>"
        f"<div id=content-box>{_paragraphs(text.paragraphs)}{below}</div></div>"
        f"<div id=right><h3>大家都在看</h3><ul>{others}</ul></div></div><div id=bottom>石桥晚报社</div>"
    )


def _media(text: Text, number: int, chance: Random) -> str:
    """A media centre: a fixed introduction at the head of the text, and a box between its paragraphs."""
    where = chance.randint(1, max(1, len(text.paragraphs) - 1))
    before, behind = text.paragraphs[:where], text.paragraphs[where:]
    return (
        f"<header>{_menu('新闻', '直播', '问政', '专题')}</header><main class=detail><h1>{text.title}</h1>"
        f"<div class=meta><span>2024-0{1 + number % 9}-2{number % 9}</span><span>来源：石桥融媒</span></div><section class=rich>"
        "<div class=intro>石桥融媒是全县唯一的综合新闻平台，每天为四十万居民讲述身边的故事，传递党和政府的声音。</div>"
        f"{_paragraphs(before)}<div class=replay>往期节目，可在首页的光影石桥栏目里点播，也可到县图书馆二楼借阅光盘。</div>"
        f"{_paragraphs(behind)}</section></main><footer><p>石桥县融媒体中心运营</p></footer>"
    )


def _bulletin(text: Text, number: int, chance: Random) -> str:
    """A party committee's bulletin in tables: who makes the column, and where to send articles."""
    rows = "<br>".join(f"　　{line}" for line in text.paragraphs)
    issue = f"第{1 + number // 4}期" if number % 2 else ""
    return (
        f"<table width=980><tr><td>{_menu('党建要闻', '组工动态', '基层风采', '下载')}</td></tr>"
        f"<tr><td class=biaoti>{text.title}</td></tr><tr><td class=riqi>2021年{1 + number % 12}月{1 + number % 28}日 {issue}</td></tr>"
        "<tr><td class=nr>　　【县委组织部与县广播电视台为您联合推出】<br>"
        f"{rows}<br>　　来稿请发到石桥党建的投稿信箱，一经采用即付稿酬，望广大党员踊跃参与。<br></td></tr>"
        "<tr><td class=dbx>中共石桥县委组织部</td></tr></table>"
    )


def _plain(text: Text, number: int, chance: Random) -> str:
    """A site whose container holds the text alone."""
    return (
        f"<div class=head>{_menu('首页', '新闻', '公告')}</div><h1>{text.title}</h1><p>2020-0{1 + number % 9}-15</p>"
        f"<div class=article-text>{_paragraphs(text.paragraphs)}</div><div class=foot>石桥新闻网</div>"
    )


TEMPLATES: dict[str, Template] = {
    "county": _county,
    "paper": _paper,
    "media": _media,
    "bulletin": _bulletin,
    "plain": _plain,
}
