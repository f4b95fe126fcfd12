"""南方+, a newspaper's app: columns as JSON, articles as pages at two hosts, scripts for much of it."""

from collections.abc import Mapping
from functools import cache, partial

from crawler.replica.site import MISSING, Ask, Reply, Site, Truth, file, html, redirect
from crawler.replica.sites import markup, nfplus_api
from crawler.replica.sites.nfplus_articles import (
    BETWEEN_AUTHORS,
    CHANGES,
    COLUMNS,
    COUNT,
    OUTLET,
    PC,
    STATIC,
    Piece,
    pieces,
)
from crawler.replica.sites.templates import fill

#: Where a script puts a picture.
PICTURE = (
    '<p style="text-align:center"><!--IMAGEARRAY#0-->'
    '<img class="lazy" src="/apptpl/img/blank.png" data-src="{}" alt=""></p>'
)


@cache
def pages(edition: int = 1) -> Mapping[tuple[str, str], Reply]:
    """Every answer of the two hosts that show articles, by host, and path with query."""
    found = {
        (STATIC, "/robots.txt"): file("text/plain", b""),
        (STATIC, "/"): redirect(302, f"https://{PC}/"),
        (PC, "/"): _home(edition),
        (STATIC, nfplus_api.TOPIC_PAGE): html(fill("nfplus_topic", rows=_rows((4, 8), edition))),
        (STATIC, nfplus_api.VIDEO_PAGE.partition("#")[0]): html(fill("nfplus_video")),
        (STATIC, "/upload/202305/manual.pdf"): file("application/pdf", b"%PDF-1.4\n%%EOF\n"),
    }
    for number in CHANGES.shown(range(COUNT), edition):
        found.update(_article(number, edition))
    if edition > 1:
        found[STATIC, pieces()[CHANGES.moved].path] = redirect(301, pieces(2)[CHANGES.moved].truth.url)
        found[STATIC, pieces()[CHANGES.lost].path] = html(fill("nfplus_lost"))
    return found


def _home(edition: int) -> Reply:
    latest = {name: CHANGES.left(numbers[:6], edition) for name, numbers in COLUMNS.values()}
    columns = "".join(
        f"<h2>{name}</h2><ul>{_rows(numbers, edition)}</ul>" for name, numbers in latest.items()
    )
    return html(fill("nfplus_home", columns=columns))


def _rows(numbers: tuple[int, ...], edition: int) -> str:
    truths = (pieces(edition)[number].truth for number in numbers)
    return "".join(f'<li><a href="{truth.url}">{truth.title}</a></li>' for truth in truths)


def _article(number: int, edition: int) -> dict[tuple[str, str], Reply]:
    """An article's page at each of its addresses."""
    piece = pieces(edition)[number]
    page = html(_article_page(number, piece), modified=piece.modified)
    return {
        (STATIC, piece.path): page,
        **{(PC, url.removeprefix(f"https://{PC}")): page for url in piece.truth.also},
    }


def _article_page(number: int, piece: Piece) -> str:
    truth = piece.truth
    shown = f"{piece.moment:%Y-%m-%d %H:%M}"
    return fill(
        "nfplus_article",
        title=truth.title,
        author=truth.author or "",
        copyright=str(piece.ident % 2),
        ident=str(piece.ident),
        date=f"{piece.moment:%Y-%m-%d %H:%M:%S}",
        column=next(name for name, numbers in COLUMNS.values() if number in numbers or number >= COUNT),
        url=truth.url,
        time=shown,
        shown_time=shown if number % 3 else "",
        body=_body(number, piece),
    )


def _body(number: int, piece: Piece) -> str:
    """The article's part of the page: summary, text with pictures between, closing lines."""
    truth = piece.truth
    lead = f"<p>摘要:{truth.summary}</p>\n" if truth.summary else ""
    text = markup.WAYS[number % 4](piece.text)
    text = "\n".join((*(PICTURE.format(url) for url, _ in truth.pictures), text))
    between = BETWEEN_AUTHORS[number % 3]
    author = f"<p>【作者】 {truth.author.replace(' ', between)}</p>\n" if truth.author else ""
    return f"{lead}{text}\n<p>【来源】{truth.source}</p>\n{author}<p>【来源】 {OUTLET}</p>"


def _respond(edition: int, ask: Ask) -> Reply:
    if ask.host == nfplus_api.HOST:
        return nfplus_api.respond(edition, ask)
    return pages(edition).get((ask.host, ask.target), MISSING)


def _truths(edition: int) -> list[Truth]:
    found = pieces(edition)
    return [found[number].truth for number in CHANGES.left(range(len(found)), edition)]


def site(edition: int = 1) -> Site:
    """南方+ in an edition of the replica."""
    lost = (pieces()[CHANGES.lost].truth.url,) if edition > 1 else ()
    hosts = (STATIC, PC, nfplus_api.HOST)
    return Site("nfplus", hosts, partial(_respond, edition), partial(_truths, edition), lost)
