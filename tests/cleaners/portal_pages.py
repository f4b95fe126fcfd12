"""Invented pages of a portal, in the builds that portals use: lists, home pages, and short articles between menus."""

from itertools import cycle, islice

from cleaners.model import Page

VERBS = "走访慰问困难群众 召开民主生活会 举办基层干部培训班 推进河道清淤整治 开展安全生产检查 公布年度部门预算".split()
PLACES = "石桥镇 柳湾乡 青浦街道 东岭县 南塘村 北坡社区 白沙镇".split()
SUMMARY = "{}围绕群众反映的突出问题，逐项登记，逐项销号，年内已办结一百二十余件。"
INTRO = (
    "本栏目发布全县党建工作的通知、公告和经验材料，由县委组织部负责维护，欢迎各乡镇投稿。"
    "来稿请注明单位和联系方式，刊用后按季度通报。"
)
MENU = "首页 政务公开 政务服务 互动交流 党建之窗 走进石桥 专题专栏 数据发布 招商引资 魅力乡村".split()
COLUMNS = "通知公告 工作动态 领导讲话 政策解读 干部任免 教育培训".split()
FRIENDS = [f"{place}人民政府门户网站" for place in PLACES]


def titles(count: int) -> list[str]:
    """So many headlines, no two alike."""
    pairs = zip(cycle(PLACES), cycle(VERBS), range(count), strict=False)
    return [f"{place}{verb}（第{n + 1}批）" for place, verb, n in pairs]


def links(names, folder: str = "c") -> str:
    return "".join(f'<li><a href="/{folder}/{n}/">{name}</a></li>' for n, name in enumerate(names))


def day(n: int) -> str:
    return f"2023-{12 - n // 28 % 12:02}-{28 - n % 28:02}"


#: How a list builds its rows: number, headline, date, summary; the last two may be empty.
BUILDS = {
    "ul": ("<ul>{}</ul>", '<li><a href="/a/{0}.html">{1}</a><span>{2}</span><p>{3}</p></li>'),
    "ul, date first": ("<ul>{}</ul>", '<li><span>[{2}]</span><a href="/a/{0}.html">{1}</a><br>{3}</li>'),
    "table": (
        "<table>{}</table>",
        '<tr><td>·</td><td><a href="/a/{0}.html">{1}</a></td><td>{2}</td></tr><tr><td colspan=3>{3}</td></tr>',
    ),
    "cards": (
        "<div class=list>{}</div>",
        '<div class=item><a href="/a/{0}.html"><img src="/p/{0}.jpg"></a><div class=text>'
        '<h3><a href="/a/{0}.html">{1}</a></h3><p>{3}</p><span>{2}</span></div></div>',
    ),
    "one link a card": (
        "<div class=list>{}</div>",
        '<a class=item href="/a/{0}.html"><h4>{1}</h4><p>{3}</p><i>{2}</i></a>',
    ),
    "more links": (
        "<div>{}</div>",
        '<h2><a href="/a/{0}.html">{1}</a></h2><div>{3}<a href="/a/{0}.html">[查看详情]</a></div><div>{2}</div>',
    ),
    "dl": ("<dl>{}</dl>", '<dt><a href="/a/{0}.html">{1}</a></dt><dd>{3}</dd><dd>{2}</dd>'),
    "lines": ("<div>{}</div>", '· <a href="/a/{0}.html">{1}</a> {2}<br>{3}<br>'),
}


def rows(build: str, count: int, dates: bool = True, summaries: bool = False) -> str:
    whole, row = BUILDS[build]
    return whole.format(
        "".join(
            row.format(n, title, day(n) if dates else "", SUMMARY.format(PLACES[n % 7]) if summaries else "")
            for n, title in enumerate(titles(count))
        )
    )


def frame(title: str, main: str, aside: str = "", foot: str = "") -> str:
    """A page of the portal: its menu above, its footer below."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>
    <div class=top><ul>{links(MENU)}</ul></div><div class=main>{main}</div><div class=side>{aside}</div>
    <div class=foot>{foot}<p>主办单位：石桥镇人民政府 技术支持：石桥信息中心</p>
    <p>地址：石桥镇人民路1号 邮编：412000</p><p>湘ICP备00000000号</p></div></body></html>"""


def list_page(main: str, intro: str = "", foot: str = "") -> str:
    return frame(
        "通知公告_石桥镇人民政府",
        f"<div class=crumb>当前位置：<a href='/'>首页</a> &gt; <a href='/c/'>政务公开</a> &gt; 通知公告</div>"
        f"<h2>通知公告</h2>{intro and f'<p>{intro}</p>'}{main}"
        "<div class=pages>共12页 <a href='1'>首页</a> <a href='2'>下一页</a> <a href='12'>尾页</a></div>",
        f"<h3>栏目导航</h3><ul>{links(COLUMNS)}</ul>",
        foot,
    )


def home_page(groups: int = 6, count: int = 7, news: str = "", title: str = "石桥镇人民政府门户网站") -> str:
    """A front page: groups of links, each under the name of its column."""
    stream = iter(titles(groups * count))
    boxes = "".join(
        f"<div class=box><h3>{name}<a href='/c/{n}/'>更多</a></h3><ul>{links(islice(stream, count), 'a')}</ul></div>"
        for n, name in enumerate(islice(cycle(COLUMNS), groups))
    )
    return frame(title, f"{news}{boxes}", "", f"<div>友情链接：</div><ul>{links(FRIENDS)}</ul>")


def article_page(
    body: str,
    title: str = "关于暂停供水的通知",
    info: str = "发布时间：2023-05-24 来源：石桥水厂",
    aside: str = "",
) -> str:
    """An article, with the portal's lists beside it."""
    return frame(
        f"{title}_石桥镇人民政府",
        f"<div class=crumb>当前位置：<a href='/'>首页</a> &gt; 通知公告 &gt; 正文</div><h1>{title}</h1>"
        f"<div class=info>{info}</div><div class=text>{body}</div>",
        aside,
        f"<ul>{links(FRIENDS)}</ul>",
    )


def designed_page(design: str, n: int) -> Page:
    """An article of its own in a design, which is the class of its container."""
    lines = "".join(
        f"<p>第{n}批项目的第{k}项工程开工，村民盼了多年，镇里现场办公解决。</p>" for k in range(6)
    )
    return Page(
        f"<html><head><meta charset=utf-8><title>第{n}批项目开工</title></head><body><h1>第{n}批项目开工</h1>"
        f"<p>2023-05-24</p><div class={design}>{lines}</div></body></html>".encode()
    )
