"""红星网, a party-building portal: UTF-8, one article a page, lists of several pages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from functools import cache

from crawler.replica.prose import HARD, Prose, Text
from crawler.replica.site import MISSING, Ask, Reply, Site, Truth, html, redirect
from crawler.replica.sites import markup
from crawler.replica.sites.templates import fill

HOST = "www.hxw.gov.cn"
CHINA = timezone(timedelta(hours=8))

#: Articles by number: those of each column, in the order of its list, and one that no list names.
COLUMNS = {"101": ("基层动态", range(28)), "102": ("组工文萃", (*range(28, 34), 2, *range(34, 37)))}
COUNT = 38
UNLISTED = 37

#: The odd ones among them.
OLD_WITHOUT_DATE = 5
SOURCE_LEFT_EMPTY, WITHOUT_SOURCE = 7, 19
CAMPAIGN = (9, 10, 11, 21)
SILENT_ABOUT_AGE = range(3, COUNT, 9)  # no ETag, no Last-Modified

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


@dataclass(frozen=True, slots=True)
class Piece:
    """An article with what its page shows beside the truth's fields.

    ``moment`` is when it was published; ``text`` its paragraphs; ``signature`` the editor's line.
    """

    truth: Truth
    moment: datetime
    text: Text
    info: str
    signature: str

    @property
    def path(self) -> str:
        """The address without scheme and host."""
        return self.truth.url.removeprefix(f"https://{HOST}")


@cache
def pieces() -> tuple[Piece, ...]:
    """All articles, by number."""
    return tuple(map(_piece, range(COUNT)))


def _piece(number: int) -> Piece:
    prose = Prose(f"hxw {number}")
    county = prose.county()
    text = prose.article(county=county, hard=dict(enumerate(HARD)).get(number % (len(HARD) + 4)))
    if number in CAMPAIGN:
        text = replace(text, title=f"{county}：三级联动，让村级阵地“亮”起来")
    hour, minute = 8 + number * 7 % 11, number * 13 % 60
    moment = datetime(2018, 8, 23, hour, minute, tzinfo=CHINA) - timedelta(days=number)
    if number == OLD_WITHOUT_DATE:
        moment = datetime(2012, 10, 8, tzinfo=CHINA)
    source = None if number in (SOURCE_LEFT_EMPTY, WITHOUT_SOURCE) else f"{county}委组织部"
    editor, signature = _editor(number, prose)
    truth = Truth(
        portal="hxw",
        url=f"https://{HOST}/content/{moment:%Y/%m/%d}/{402300 - 7 * number}.html",
        key="",
        title=text.title,
        published=f"{moment:%Y-%m-%d}" if number == OLD_WITHOUT_DATE else f"{moment:%Y-%m-%dT%H:%M}+08:00",
        source=source,
        author=None,
        editor=editor,
        issue=None,
        text="\n".join(text.paragraphs),
    )
    return Piece(truth, moment, text, _info(number, source, moment), signature)


def _editor(number: int, prose: Prose) -> tuple[str | None, str]:
    """The editors' names, and the line at the article's end that gives them; most articles have neither."""
    one, other = prose.name(), prose.name()
    lines = {
        1: (one, f"（责任编辑：{one}）"),
        4: (one, f"编辑：{one}"),
        6: (f"{one} {other}", f"（责任编辑：{one}、{other}）"),
    }
    return lines.get(number % 8, (None, ""))


def _info(number: int, source: str | None, moment: datetime) -> str:
    """The line under the title: source and time, two spaces between."""
    parts = [] if number == WITHOUT_SOURCE else [f"文章来源: {source or ''}"]
    if number != OLD_WITHOUT_DATE:
        parts.append(f"时间: {moment:%Y-%m-%d %H:%M}")
    return "&nbsp;&nbsp;".join(parts)


@cache
def pages() -> Mapping[str, Reply]:
    """Every answer of the site, by path and query."""
    campaign = [_row(pieces()[number]) for number in CAMPAIGN]
    found = _odd_replies()
    found["/"] = _list_page("红星网", "首页", list(map(_row, pieces()[:10])), "")
    found["/topic/227/index.html"] = _list_page("村级阵地建设", "专题", campaign, "")
    found["/index.html"] = found["/"]
    for column in COLUMNS:
        found.update(_column(column))
    found.update((piece.path, _article(number)) for number, piece in enumerate(pieces()))
    return found


def _odd_replies() -> dict[str, Reply]:
    """The answers that are no page of the portal's design."""
    return {
        "/robots.txt": _file("text/plain", b"User-agent: *\nDisallow: /search\n"),
        "/public/top.html": html("<html><body><a href='/'>红星网</a> 设为首页 加入收藏</body></html>"),
        "/static/js/count.js": _file("application/javascript", b"document.write('');"),
        SHEET: _file("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04"),
        OVERLONG: Reply(414),
        EMPTY: _file("text/html", b""),
        ELSEWHERE: redirect(302, pieces()[MOVED_TO].path),
        OLD_ADDRESS: redirect(301, pieces()[UNLISTED].truth.url),
    }


def _file(content_type: str, body: bytes) -> Reply:
    return Reply(200, (("Content-Type", content_type),), body)


def _column(column: str) -> Iterator[tuple[str, Reply]]:
    """The list pages of a column, with their paths."""
    title, numbers = COLUMNS[column]
    rows = [row for place, number in enumerate(numbers) for row in _rows(column, place, pieces()[number])]
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
    yield _row(piece, "[%m-%d]" if column == "101" else "%Y-%m-%d")


def _row(piece: Piece, form: str = "[%m-%d]") -> str:
    date = "" if piece is pieces()[OLD_WITHOUT_DATE] else f"<span>{piece.moment.strftime(form)}</span>"
    return f"<li>{date}{_link(piece)}</li>"


def _link(piece: Piece) -> str:
    """A link whose text is cut, and whose title attribute is not."""
    title = piece.truth.title
    short = title if len(title) <= TITLE_ROOM else title[: TITLE_ROOM - 2] + ".."
    return f'<a href="{piece.path}" title="{title}" target="_blank">{short}</a>'


def _list_page(title: str, crumb: str, rows: list[str], pager: str) -> Reply:
    return html(_shell(title, crumb, fill("hxw_list", title=title, rows="\n".join(rows), pager=pager), 0))


def _article(number: int) -> Reply:
    piece = pieces()[number]
    body = markup.WAYS[number % len(markup.WAYS)](piece.text)
    if piece.signature:
        body += f'\n<p style="text-align:right">{piece.signature}</p>'
    main = fill(
        "hxw_article",
        title=piece.truth.title,
        info=piece.info,
        body=body,
        earlier=_link(pieces()[number - 1]),
        later=_link(pieces()[(number + 1) % UNLISTED]),
    )
    crumb = next((title for title, numbers in COLUMNS.values() if number in numbers), "往期")
    modified = None if number in SILENT_ABOUT_AGE else piece.moment.astimezone(UTC)
    return html(_shell(piece.truth.title, f"{crumb} &gt; 正文", main, number), modified=modified)


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


def _respond(ask: Ask) -> Reply:
    return pages().get(ask.target, MISSING)


def _truths() -> list[Truth]:
    return [piece.truth for piece in pieces()]


SITE = Site("hxw", (HOST,), _respond, _truths)
