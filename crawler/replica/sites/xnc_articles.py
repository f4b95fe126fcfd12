"""What 新农村网 prints: invented articles and reprints of 红星网's, on one to three pages each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from crawler.replica.editions import Changes, corrected
from crawler.replica.prose import HARD, Prose, Text
from crawler.replica.site import Truth
from crawler.replica.sites import hxw_articles as hxw

#: The real address is not known: a name reserved for examples stands for it.
HOST = "www.xnc.example"

#: Column's number -> its folder, its name, its articles in the order of its list.
COLUMNS = {
    "14": ("jiceng", "基层动态", (*range(19), 24, 25, 26)),
    "15": ("zixun", "三农资讯", (19, 20, 3, 21, 22, 23, 27, 28, 29)),
}
COUNT = 30
CHANGES = Changes(new=(31, 30), edited=11, gone=8, moved=16, lost=4)

#: Articles that 红星网 had before, by their numbers there.
REPRINTS = {24: 4, 25: 14, 26: 22, 27: 2, 28: 17, 29: 26}
PAGES = (3, 2, 1, 3, 1, 2, 3, 1, 1, 1)  # by the last digit of an article's number
WITHOUT_SECOND_PAGE = 13

#: A cut leaves at least so many characters of the paragraph before it, and so many behind.
BEFORE_CUT, BEHIND_CUT = 25, 10


@dataclass(frozen=True, slots=True)
class Piece:
    """An article with its paragraphs page by page, and the source as it is printed."""

    truth: Truth
    day: date
    pages: tuple[Text, ...]
    source: str

    @property
    def path(self) -> str:
        """The first page's address without scheme and host."""
        return self.truth.url.removeprefix(f"http://{HOST}")

    def page_path(self, page: int) -> str:
        """The address of a page, from 1, without scheme and host."""
        return self.path if page == 1 else self.path.replace(".html", f"_{page}.html")


@cache
def pieces(edition: int = 1) -> tuple[Piece, ...]:
    """All articles, by number."""
    count = COUNT + (len(CHANGES.new) if edition > 1 else 0)
    return tuple(_piece(number, edition) for number in range(count))


def _piece(number: int, edition: int) -> Piece:
    prose = Prose(f"xnc {number}")
    county = prose.county()
    text, day, copy_of = _text(number, prose, county)
    if edition > 1 and number == CHANGES.edited:
        text = corrected(text)
    pages = split(text, PAGES[number % 10], cut=number % 2 == 0)
    source = _source(number, county)
    had = [page for place, page in enumerate(pages) if (number, place) != (WITHOUT_SECOND_PAGE, 1)]
    truth = Truth(
        portal="xnc",
        url=f"http://{HOST}{_path(number, day, edition)}",
        key="",
        title=text.title,
        published=day.isoformat(),
        source=source.strip("《》"),
        author=None,
        editor=prose.name(),
        issue=None,
        text="\n".join(line for page in had for line in page.paragraphs)
        if number == WITHOUT_SECOND_PAGE
        else "\n".join(text.paragraphs),
        missing=(2,) if number == WITHOUT_SECOND_PAGE else (),
        copy_of=copy_of,
    )
    return Piece(truth, day, pages, source)


def _text(number: int, prose: Prose, county: str) -> tuple[Text, date, str | None]:
    """An article's text, its day, and the address of its original if it is a reprint."""
    if number not in REPRINTS:
        days = number if number < COUNT else COUNT - 1 - number  # those of the second edition are newer
        text = prose.article(county=county, hard=dict(enumerate(HARD)).get(number % (len(HARD) + 4)))
        return text, date(2021, 2, 23) - timedelta(days=days), None
    original = hxw.pieces()[REPRINTS[number]]
    title = original.text.title
    if number % 2 and "：" in title:
        title = "的做法：".join(title.split("：", 1))
    day = original.moment.date() + timedelta(days=2 + number % 3)
    return replace(original.text, title=title), day, original.truth.url


def _source(number: int, county: str) -> str:
    """The source as it is printed: a newspaper in its brackets, a county's office, 红星网."""
    if number not in REPRINTS:
        return f"《{county[:2]}日报》" if number % 3 else f"{county}委组织部"
    return hxw.pieces()[REPRINTS[number]].truth.source or "红星网" if number % 2 else "红星网"


def _path(number: int, day: date, edition: int) -> str:
    folder = next((folder for folder, _, numbers in COLUMNS.values() if number in numbers), "jiceng")
    ident = (1800 if number in REPRINTS else 8051) - 3 * number
    if number >= COUNT:
        ident = 8051 + 3 * (number - COUNT + 1)
    if edition > 1 and number == CHANGES.moved:
        ident += 5000
    return f"/news/{folder}/{day:%Y/%m%d}/{ident}.html"


def split(text: Text, count: int, cut: bool) -> tuple[Text, ...]:
    """An article's pages: breaks as near as can be to equal lengths.

    :param cut: the breaks cut paragraphs in two; else they stand between paragraphs.
    """
    places = list(_inside(text) if cut else _between(text))
    wanted = (text.length * number // count for number in range(1, count))
    breaks = sorted(min(places, key=lambda place: abs(place[0] - offset))[1:] for offset in wanted)
    pages: list[list[tuple[str, bool]]] = [[]]
    for number, line in enumerate(text.paragraphs):
        ends = [end for paragraph, end in breaks if paragraph == number]
        for start, end in pairwise((0, *ends)):
            pages[-1].append((line[start:end], number in text.subheads))
            pages.append([])
        if rest := line[ends[-1] if ends else 0 :]:
            pages[-1].append((rest, number in text.subheads))
    return tuple(_page(text.title, lines) for lines in pages)


def _page(title: str, lines: list[tuple[str, bool]]) -> Text:
    subheads = frozenset(number for number, (_, subhead) in enumerate(lines) if subhead)
    return Text(title, tuple(line for line, _ in lines), subheads)


def _between(text: Text) -> Iterator[tuple[int, int, int]]:
    """Where a page may end between paragraphs: offset in the article, paragraph, its length."""
    offset = 0
    for number, line in enumerate(text.paragraphs[:-1]):
        offset += len(line)
        if number not in text.subheads:
            yield offset, number, len(line)


def _inside(text: Text) -> Iterator[tuple[int, int, int]]:
    """Where a page may cut a paragraph: between two Chinese characters, well inside it."""
    offset = 0
    for number, line in enumerate(text.paragraphs):
        for at in range(BEFORE_CUT, len(line) - BEHIND_CUT):
            if "一" <= line[at - 1] <= "龥" and "一" <= line[at] <= "龥":
                yield offset + at, number, at
        offset += len(line)
