"""Mirror sites: pages of 红星网 and 南方+ in Traditional characters with pinyin, and links to a farm."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, partial
from random import Random
from urllib.parse import urljoin, urlsplit

from cleaners.mirror.tables import made_by_mirrors
from crawler.replica.damage import SPACE, Break, breaks, convert, copy, readings
from crawler.replica.site import MISSING, Ask, Reply, Site, Truth, html
from crawler.replica.sites import farm, hxw, nfplus
from crawler.replica.sites.nfplus_articles import STATIC
from crawler.replica.sites.templates import fill

#: The articles of the originals they have: of 红星网's, all that its pages name beside a list are among them.
OF_HXW = (*range(13), 15, 18, 22, 24, 30, 36)
OF_NFPLUS = range(16)
ROWS = 10

#: A mirror annotates so many of the commonest characters that it has converted, of so many.
ANNOTATED, OF = 90, 140

#: Every second article has a broken stretch; every so many-th one in which a character is lost for good.
BROKEN_EVERY, LOSSY_EVERY = 2, 8

#: Words put before the headline by the mirror of 南方+, and on which of its articles.
JUNK = "手机版官网下载 在线登录入口 最新地址 免费试玩平台 注册送礼 开奖直播网".split()
JUNK_EVERY = 3
HEADLINE = '<h1 id="articleTitle">'

BACK = re.compile(r"(?:https?:)?//(?:static|pc)\.nfnews\.com")


@dataclass(frozen=True, slots=True)
class Original:
    """A page of the original: its path, its HTML, the article's truth; lists have none."""

    path: str
    page: str
    truth: Truth | None = None


@dataclass(frozen=True, slots=True)
class Mirror:
    """A mirror: its name as a portal, its host, the name of the site it copies, and that site's pages."""

    name: str
    host: str
    of: str
    originals: Callable[[], Iterable[Original]]
    junk: bool = False


@dataclass(frozen=True, slots=True)
class Copied:
    """What a mirror shows: its answers by path, and its truths."""

    pages: Mapping[str, Reply]
    truths: tuple[Truth, ...]


@cache
def copied(mirror: Mirror) -> Copied:
    """All pages of a mirror."""
    originals = [replace(found, page=convert(found.page)) for found in mirror.originals()]
    table = _table(mirror.host, "".join(found.page for found in originals))
    pages, truths = {}, []
    for number, original in enumerate(originals):
        broken = _break(original, table, number) if number % BROKEN_EVERY == 0 else None
        page, lossy = copy(original.page, table, broken)
        pages[original.path] = html(_with_spam(mirror, page, number, original))
        if original.truth:
            truths.append(
                replace(_truth(mirror, original, original.truth), damaged=broken is not None, lossy=lossy)
            )
    return Copied(pages, tuple(truths))


def _truth(mirror: Mirror, original: Original, truth: Truth) -> Truth:
    """The original's truth at the mirror's address: what a perfect repair would give."""
    url = f"http://{mirror.host}{original.path}"
    pictures = tuple((urljoin(url, urlsplit(each).path), caption) for each, caption in truth.pictures)
    here = replace(truth, portal=mirror.name, url=url, also=(), pictures=pictures)
    return replace(here, copy_of=truth.url, mirror_of=mirror.of)


def _table(seed: str, text: str) -> dict[str, str]:
    """The characters a mirror annotates, with what it puts behind them."""
    made = Counter(one for one in text if one in made_by_mirrors())
    commonest = [one for one, _ in made.most_common(OF)]
    return readings("".join(Random(seed).sample(commonest, ANNOTATED)))  # noqa: S311  # no secret


def _break(original: Original, table: Mapping[str, str], seed: int) -> Break | None:
    """A place in the article's text where the mirror breaks a character, if there is one.

    Left to chance, nearly all would be in front of a mark and end without a loss: some of each are wanted.
    """
    lossy = seed % LOSSY_EVERY == 0
    found: dict[tuple[bool, bool], list[Break]] = {}
    for line in map(convert, original.truth.text.split("\n") if original.truth else ()):
        start = original.page.find(line)
        for spot in breaks(line, table) if start >= 0 else ():
            kind = copy(f"{line}<", table, spot)[1] == lossy, spot.inserted != SPACE
            found.setdefault(kind, []).append(spot._replace(place=start + spot.place))
    return Random(seed).choice(found[max(found)]) if found else None  # noqa: S311  # no secret


def _with_spam(mirror: Mirror, page: str, number: int, original: Original) -> str:
    """A page with what is put in after the conversion: links to the farm, words before the headline."""
    seed = f"{mirror.host}{original.path}"
    page = page.replace("</body>", f"<div>{farm.links(seed)}</div>\n</body>")
    if mirror.junk and original.truth and number % JUNK_EVERY == 0:
        words = ",".join(Random(seed).sample(JUNK, 2))  # noqa: S311  # no secret
        page = page.replace("<title>", f"<title>{words}-", 1).replace(HEADLINE, f"{HEADLINE}{words}-")
    return page


def _from_hxw() -> Iterator[Original]:
    """Pages of 红星网: its articles, its columns as far as they list them, its front page."""
    for number in OF_HXW:
        piece = hxw.pieces()[number]
        yield Original(piece.path, hxw.pages()[piece.path].body.decode(), piece.truth)
    for column, (_, numbers) in hxw.COLUMNS.items():
        rows = [hxw.row_of(hxw.pieces()[number]) for number in numbers if number in OF_HXW]
        for path, reply in hxw.list_pages(column, rows):
            yield Original(path, reply.body.decode())
    yield Original("/", hxw.pages()["/"].body.decode())


def _from_nfplus() -> Iterator[Original]:
    """Articles of 南方+, and lists of the mirror's own."""
    pieces = [nfplus.pieces()[number] for number in OF_NFPLUS]
    for piece in pieces:
        page = nfplus.pages()[STATIC, piece.path].body.decode()
        yield Original(piece.path, BACK.sub("", page), piece.truth)
    rows = [
        f'<li><a href="{piece.path}">{piece.truth.title}</a> <span>{piece.moment:%Y-%m-%d}</span></li>'
        for piece in pieces
    ]
    last = -(-len(rows) // ROWS)
    for number in range(1, last + 1):
        following = f'<a href="/list_{number + 1}.html">下一页</a>' if number < last else ""
        shown = "\n".join(rows[(number - 1) * ROWS : number * ROWS])
        text = fill("nfmirror_list", rows=shown, page=str(number), last=str(last), following=following)
        yield Original(f"/list_{number}.html", text)
    yield Original("/", fill("nfmirror_list", rows="\n".join(rows[:5]), page="1", last="1", following=""))


MIRRORS = (
    Mirror("hxmirror", "www.hxmirror.example", "红星网", _from_hxw),
    Mirror("nfmirror", "m.nfmirror.example", "南方+", _from_nfplus, junk=True),
)


def _respond(mirror: Mirror, ask: Ask) -> Reply:
    return copied(mirror).pages.get(ask.target, MISSING)


def _truths(mirror: Mirror) -> list[Truth]:
    return list(copied(mirror).truths)


def sites() -> Iterator[Site]:
    """The mirrors, the same in every edition."""
    for mirror in MIRRORS:
        yield Site(mirror.name, (mirror.host,), partial(_respond, mirror), partial(_truths, mirror))
