"""新农村网, a reprint portal: DedeCMS, GBK called gb2312, articles of up to three pages, a trap of tags."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time
from functools import cache, partial

from crawler.replica.site import MISSING, Ask, Reply, Site, Truth, file, html, redirect
from crawler.replica.sites import markup
from crawler.replica.sites.templates import fill
from crawler.replica.sites.xnc_articles import (
    CHANGES,
    COLUMNS,
    COUNT,
    HOST,
    WITHOUT_SECOND_PAGE,
    Piece,
    pieces,
)

ROWS = 10
TAGS = 37
WITHOUT_VALIDATORS = range(3, 40, 7)

#: Rows of the first column that lead to no article, by the row they stand before.
ODD_ROWS = {
    1: ("/news/jiceng/2021/0223/8060.html", "各地春耕备耕有序展开"),  # 404
    5: ("https://www.example.com/nongji/", "农机选购专题"),
    9: ("javascript:AddFavorite()", "收藏本站"),
    14: ("/uploads/soft/210204/1-210204.doc", "投稿须知下载"),
    18: ("/plus/view.php?aid=7990", "往期导读"),  # 301 to the first column
}

#: Words of the tag cloud.
WORDS = (
    "春播 大棚 水渠 新村 合作社 稻谷 冷链 直播 民宿 果园 返乡 创业 养殖 补贴 电商 山货 河长 路网 培训 医保 "
    "饮水 村史 年货 农机 育苗 茶园 集市 绿化 晚会 夜校 网格 账本 食堂 驿站 灌溉 林下 采摘 "
    "良种 土肥 节水 秸秆 竹编 渔家 蜂蜜 药材 花卉 菌菇 柑橘"
).split()


@cache
def pages(edition: int = 1) -> Mapping[str, Reply]:
    """Every answer of the site, by path; pages of tags are made when asked for."""
    found = {
        "/robots.txt": redirect(302, "/"),
        "/plus/view.php?aid=7990": redirect(301, "/news/jiceng/list_14_1.html"),
        "/uploads/soft/210204/1-210204.doc": file("application/msword", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        "/include/top.html": html("<html><body><a href='/'>新农村网</a> 投稿 登录</body></html>", "gbk"),
        "/include/nav.js": file("application/javascript", "document.write('三农 乡村');".encode("gbk")),
    }
    for column in COLUMNS:
        found.update(_column(column, edition))
    found["/"] = found["/index.html"] = found["/news/jiceng/list_14_1.html"]
    for number in CHANGES.shown(range(COUNT), edition):
        found.update(_article(number, edition))
    if edition > 1:
        found.update(_moved())
    return found


def _moved() -> Iterator[tuple[str, Reply]]:
    """The old addresses of the article that has moved, page by page."""
    old, new = pieces(1)[CHANGES.moved], pieces(2)[CHANGES.moved]
    for page in range(1, len(old.pages) + 1):
        yield old.page_path(page), redirect(301, new.page_path(page))


def _column(column: str, edition: int) -> Iterator[tuple[str, Reply]]:
    """The list pages of a column, with their paths."""
    folder, title, numbers = COLUMNS[column]
    shown = CHANGES.shown(numbers, edition) if column == "14" else CHANGES.left(numbers, edition)
    rows = [
        row for place, number in enumerate(shown) for row in _rows(column, place, pieces(edition)[number])
    ]
    last = -(-len(rows) // ROWS)
    names = [f"list_{column}_{page}.html" for page in range(1, last + 1)]
    for page in range(1, last + 1):
        main = fill(
            "xnc_list",
            title=title,
            rows="\n".join(rows[(page - 1) * ROWS : page * ROWS]),
            pages=str(last),
            total=str(len(rows)),
            pager=f"{_pager(names, page)}<li><a href='{names[-1]}'>末页</a></li>",
        )
        yield f"/news/{folder}/list_{column}_{page}.html", _page(title, title, main)


def _pager(names: list[str], page: int) -> str:
    """Links to the pages of these names as DedeCMS writes them; beyond either end they lead nowhere."""
    links = [
        f"<li class=\"thisclass\"><a href='#'>{number}</a></li>"
        if number == page
        else f"<li><a href='{name}'>{number}</a></li>"
        for number, name in enumerate(names, 1)
    ]
    before, _, behind = ["#", *names, "#"][page - 1 : page + 2]
    return f"<li><a href='{before}'>上一页</a></li>{''.join(links)}<li><a href='{behind}'>下一页</a></li>"


def _rows(column: str, place: int, piece: Piece) -> Iterator[str]:
    """The row of an article, and the odd row that stands before it, if one does."""
    if column == "14" and place in ODD_ROWS:
        target, title = ODD_ROWS[place]
        yield f'<li><a href="{target}">{title}</a><span>2021-02-04</span></li>'
    yield f"<li>{_link(piece)}<span>{piece.day}</span></li>"


def _link(piece: Piece) -> str:
    return f'<a href="{piece.path}" target="_blank">{piece.truth.title}</a>'


def _article(number: int, edition: int) -> Iterator[tuple[str, Reply]]:
    """The pages of an article, with their paths."""
    piece = pieces(edition)[number]
    for page in range(1, len(piece.pages) + 1):
        if edition > 1 and number == CHANGES.lost:
            main = '<div class="tip">页面不存在</div><div class="tip">您访问的页面不存在或已被删除</div>'
            yield piece.page_path(page), _page("页面不存在", "提示信息", main)
        elif (number, page) != (WITHOUT_SECOND_PAGE, 2):
            yield piece.page_path(page), _article_page(number, page, edition)


def _article_page(number: int, page: int, edition: int) -> Reply:
    piece = pieces(edition)[number]
    last = len(piece.pages)
    title = piece.truth.title + (f"({page})" if page > 1 else "")
    names = [piece.page_path(number).rpartition("/")[2] for number in range(1, last + 1)]
    pager = f"<ul class='pagelist'><li><a>共{last}页: </a></li>{_pager(names, page)}</ul>" if last > 1 else ""
    signature = f"<p>责任编辑:{piece.truth.editor}</p>\n<p>来源: {piece.source}</p>" if page == last else ""
    main = fill(
        "xnc_article",
        title=title,
        day=piece.day.isoformat(),
        ident=names[0].removesuffix(".html"),
        body=markup.WAYS[number % 4](piece.pages[page - 1]),
        signature=signature,
        pager=pager,
        earlier=_link(pieces()[(number - 1) % COUNT]),
    )
    modified = datetime.combine(piece.day, time(1, 30), UTC)
    if edition > 1 and number == CHANGES.edited:
        modified = datetime(2021, 3, 1, 6, tzinfo=UTC)
    return _page(title, "正文", main, None if number in WITHOUT_VALIDATORS else modified)


def _page(title: str, crumb: str, main: str, modified: datetime | None = None, tag: int = 0) -> Reply:
    """A page of the site around its main part; ``tag`` is the number its tag cloud begins after."""
    cloud = " ".join(_tag_link(number) for number in range(tag + 1, tag + 1 + TAGS))
    text = fill("xnc_shell", title=title, crumb=crumb, main=main, cloud=cloud)
    return html(text, "gbk", modified)


def _tag_link(number: int) -> str:
    return f'<a href="/tag/{number}.html">{WORDS[number % len(WORDS)]}</a>'


def _tag(number: int) -> Reply:
    """A tag's page: the same articles as many others list, and tags that no page has named before."""
    rows = "\n".join(f"<li>{_link(pieces()[(number + step) % 8])}</li>" for step in (0, 2, 5))
    main = fill("xnc_list", title=WORDS[number % len(WORDS)], rows=rows, pages="1", total="3", pager="")
    return _page(f"标签 {number}", "标签", main, tag=number)


def _respond(edition: int, ask: Ask) -> Reply:
    tag = re.fullmatch(r"/tag/(\d{1,9})\.html", ask.target)
    return _tag(int(tag[1])) if tag else pages(edition).get(ask.target, MISSING)


def _truths(edition: int) -> list[Truth]:
    found = pieces(edition)
    return [found[number].truth for number in CHANGES.left(range(len(found)), edition)]


def site(edition: int = 1) -> Site:
    """新农村网 in an edition of the replica."""
    lost = (pieces()[CHANGES.lost].truth.url,) if edition > 1 else ()
    return Site("xnc", (HOST,), partial(_respond, edition), partial(_truths, edition), lost)
