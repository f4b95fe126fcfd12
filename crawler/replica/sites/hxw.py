"""红星网, a party-building portal: UTF-8, one article a page, lists of several pages."""

from collections.abc import Iterator, Mapping
from functools import cache, partial

from crawler.replica.documents import DOCX, docx
from crawler.replica.prose import Prose
from crawler.replica.site import MISSING, Ask, Reply, Site, Truth, file, html, redirect
from crawler.replica.sites import markup
from crawler.replica.sites.hxw_articles import (
    CAMPAIGN,
    CHANGES,
    COLUMNS,
    COUNT,
    HOST,
    OLD_WITHOUT_DATE,
    UNLISTED,
    Piece,
    pieces,
)
from crawler.replica.sites.templates import fill

ROWS = 12
TITLE_ROOM = 16

#: Addresses that are no article of a list.
DEAD = "/content/2018/08/22/402000.html"
SHEET = "/upload/2018/08-13/5b7f0c22.xlsx"
OVERLONG = "/content/2018/08/02/401990.html?from=" + "x" * 2100
EMPTY = "/content/2018/08/09/402177.html"
ELSEWHERE = "/content/2018/08/15/399999.html"  # 302 to the article MOVED_TO
OLD_ADDRESS = "/c/2018/08/01/3538787.htm"  # 301 to the article no list names
MOVED_TO = 4

#: Rows of the first column that lead to them, by the row they stand before.
ODD_ROWS = {
    2: (DEAD, "我省召开基层工作座谈会"),
    6: ("https://www.example.com/special/2018.html", "专题：一线风采"),
    8: ("javascript:openApp()", "下载客户端阅读更多"),
    11: (SHEET, "关于公示拟表彰名单的通知"),
    14: (OVERLONG, "一线风采录"),
    17: (EMPTY, "图说基层"),
    20: (ELSEWHERE, "本周关注"),
    24: (OLD_ADDRESS, "往期回顾"),
}


@cache
def pages(edition: int = 1) -> Mapping[str, Reply]:
    """Every answer of the site, by path and query."""
    campaign = [row_of(pieces()[number]) for number in CAMPAIGN]
    latest = [pieces(edition)[number] for number in CHANGES.shown(range(10), edition)]
    found = _odd_replies()
    found["/"] = _list_page("红星网", "首页", list(map(row_of, latest)), "")
    found["/topic/227/index.html"] = _list_page("村级阵地建设", "专题", campaign, "")
    found["/index.html"] = found["/"]
    for column in COLUMNS:
        found.update(_column(column, edition))
    for number in CHANGES.shown(range(COUNT), edition):
        piece = pieces(edition)[number]
        found[piece.path] = _article(number, piece)
        for url, name in piece.truth.attachments:
            found[url.removeprefix(f"https://{HOST}")] = file(DOCX, docx(name, *piece.text.paragraphs[:1]))
    if edition > 1:
        found[pieces()[CHANGES.moved].path] = redirect(301, pieces(2)[CHANGES.moved].path)
        found[pieces()[CHANGES.lost].path] = _lost()
    return found


def _odd_replies() -> dict[str, Reply]:
    """The answers that are no page of the portal's design."""
    return {
        "/robots.txt": file("text/plain", b"User-agent: *\nDisallow: /search\n"),
        "/public/top.html": html("<html><body><a href='/'>红星网</a> 设为首页 加入收藏</body></html>"),
        "/static/js/count.js": file("application/javascript", b"document.write('');"),
        SHEET: file("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04"),
        OVERLONG: Reply(414),
        EMPTY: file("text/html", b""),
        ELSEWHERE: redirect(302, pieces()[MOVED_TO].path),
        OLD_ADDRESS: redirect(301, pieces()[UNLISTED].truth.url),
    }


def _lost() -> Reply:
    """What a server without manners says of a page it doesn't have."""
    return _list_page("页面不存在", "提示", ["<li>抱歉，您访问的页面不存在或已删除</li>"], "")


def _column(column: str, edition: int) -> Iterator[tuple[str, Reply]]:
    """The list pages of a column, with their paths."""
    numbers = COLUMNS[column][1]
    shown = CHANGES.shown(numbers, edition) if column == "101" else CHANGES.left(numbers, edition)
    listed = [pieces(edition)[number] for number in shown]
    return list_pages(
        column, [row for place, piece in enumerate(listed) for row in _rows(column, place, piece)]
    )


def list_pages(column: str, rows: list[str]) -> Iterator[tuple[str, Reply]]:
    """The pages, with their paths, that a column of these rows has."""
    title = COLUMNS[column][0]
    last = -(-len(rows) // ROWS)
    for page in range(1, last + 1):
        pager = f"共{last}页 " + " ".join(
            f"<b>{other}</b>" if other == page else f'<a href="{_list_path(column, other)}">{other}</a>'
            for other in range(1, last + 1)
        )
        if page < last:
            pager += f' <a href="{_list_path(column, page + 1)}">下一页</a>'
        yield _list_path(column, page), _list_page(title, title, rows[(page - 1) * ROWS : page * ROWS], pager)


def _list_path(column: str, page: int) -> str:
    return f"/channel/{column}.html" if page == 1 else f"/channel/{column}_{page}.html"


def _rows(column: str, place: int, piece: Piece) -> Iterator[str]:
    """The row of an article, and the odd row that stands before it, if one does."""
    if column == "101" and place in ODD_ROWS:
        target, title = ODD_ROWS[place]
        yield f'<li><span>[08-13]</span><a href="{target}" title="{title}" target="_blank">{title}</a></li>'
    yield row_of(piece, "[%m-%d]" if column == "101" else "%Y-%m-%d")


def row_of(piece: Piece, form: str = "[%m-%d]") -> str:
    """The row of an article: its date in a form of ``strftime``, its link."""
    date = "" if piece == pieces()[OLD_WITHOUT_DATE] else f"<span>{piece.moment.strftime(form)}</span>"
    return f"<li>{date}{_link(piece)}</li>"


def _link(piece: Piece) -> str:
    """A link whose text is cut, and whose title attribute is not."""
    title = piece.truth.title
    short = title if len(title) <= TITLE_ROOM else title[: TITLE_ROOM - 2] + ".."
    return f'<a href="{piece.path}" title="{title}" target="_blank">{short}</a>'


def _list_page(title: str, crumb: str, rows: list[str], pager: str) -> Reply:
    return html(_shell(title, crumb, fill("hxw_list", title=title, rows="\n".join(rows), pager=pager), 0))


def _article(number: int, piece: Piece) -> Reply:
    """An article's page. Its links to others stay as they were when it was first made."""
    body = _with_media(piece.truth, markup.WAYS[number % len(markup.WAYS)](piece.text))
    if piece.signature:
        body += f'\n<p style="text-align:right">{piece.signature}</p>'
    main = fill(
        "hxw_article",
        title=piece.truth.title,
        info=piece.info,
        body=body,
        earlier=_link(pieces()[(number - 1) % COUNT]),
        later=_link(pieces()[(number + 1) % UNLISTED]),
    )
    crumb = next((title for title, numbers in COLUMNS.values() if number in numbers), "往期")
    return html(_shell(piece.truth.title, f"{crumb} &gt; 正文", main, number), modified=piece.modified)


def _with_media(truth: Truth, body: str) -> str:
    """An article's body with its pictures, which a script shows later, above and its documents below."""
    for url, caption in truth.pictures:
        image = (
            f'<img src="/static/img/blank.gif" data-original="{url.removeprefix(f"https://{HOST}")}" alt="">'
        )
        body = f'<p align="center">{image}</p>\n<p align="center">{caption}</p>\n{body}'
    for url, name in truth.attachments:
        icon = '<img src="/static/img/icon_doc.gif">'
        body += f'\n<p>{icon}附件：<a href="{url.removeprefix(f"https://{HOST}")}">{name}</a></p>'
    return body


def _shell(title: str, crumb: str, main: str, number: int) -> str:
    """A page of the site around its main part; ``number`` turns the recommendations."""
    every = pieces()[:UNLISTED]
    stations = " ".join(
        f'<a href="/station/{place}.html">{name}</a>' for place, name in enumerate(_stations())
    )
    hot = "".join(f"<li>{_link(piece)}</li>" for piece in every[::6])
    picks = "".join(f"<li>{_link(every[(number + step) % UNLISTED])}</li>" for step in (3, 8, 15, 22, 30))
    return fill("hxw_shell", title=title, crumb=crumb, main=main, stations=stations, hot=hot, picks=picks)


def _stations() -> list[str]:
    """The counties of the menu in the header."""
    prose = Prose("hxw stations")
    return [prose.county() for _ in range(24)]


def _respond(edition: int, ask: Ask) -> Reply:
    return pages(edition).get(ask.target, MISSING)


def _truths(edition: int) -> list[Truth]:
    found = pieces(edition)
    return [found[number].truth for number in CHANGES.left(range(len(found)), edition)]


def site(edition: int = 1) -> Site:
    """红星网 in an edition of the replica."""
    lost = (pieces()[CHANGES.lost].truth.url,) if edition > 1 else ()
    return Site("hxw", (HOST,), partial(_respond, edition), partial(_truths, edition), lost)
