"""What 红星网 prints: invented articles, one a page."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from functools import cache

from crawler.replica.editions import Changes, lengthened
from crawler.replica.prose import HARD, Prose, Text
from crawler.replica.site import Truth

HOST = "www.hxw.gov.cn"
CHINA = timezone(timedelta(hours=8))

#: Articles by number: those of each column, in the order of its list, and one that no list names.
COLUMNS = {"101": ("基层动态", range(28)), "102": ("组工文萃", (*range(28, 34), 2, *range(34, 37)))}
COUNT = 38
UNLISTED = 37

#: None of those gone or moved is named beside the lists, so that only their rows change.
CHANGES = Changes(new=(40, 39, 38), edited=14, gone=13, moved=16, lost=20)

#: The odd ones among them.
OLD_WITHOUT_DATE = 5
SOURCE_LEFT_EMPTY, WITHOUT_SOURCE = 7, 19
CAMPAIGN = (9, 10, 11, 21)
WITH_PICTURE, WITH_DOCUMENT = (23, 31), (25, 31)
SILENT_ABOUT_AGE = range(3, COUNT, 9)  # no ETag, no Last-Modified


@dataclass(frozen=True, slots=True)
class Piece:
    """An article with what its page shows beside the truth's fields.

    ``moment`` is when it was published, ``modified`` when the server says its page was changed, in UTC
    (None: it doesn't say); ``text`` its paragraphs; ``signature`` the editor's line.
    """

    truth: Truth
    moment: datetime
    modified: datetime | None
    text: Text
    info: str
    signature: str

    @property
    def path(self) -> str:
        """The address without scheme and host."""
        return self.truth.url.removeprefix(f"https://{HOST}")


@cache
def pieces(edition: int = 1) -> tuple[Piece, ...]:
    """All articles, by number, the one that is gone in the second edition included."""
    count = COUNT + (len(CHANGES.new) if edition > 1 else 0)
    return tuple(_piece(number, edition) for number in range(count))


def _piece(number: int, edition: int) -> Piece:
    prose = Prose(f"hxw {number}")
    county = prose.county()
    text = prose.article(county=county, hard=dict(enumerate(HARD)).get(number % (len(HARD) + 4)))
    if number in CAMPAIGN:
        text = replace(text, title=f"{county}：三级联动，让村级阵地“亮”起来")
    if edition > 1 and number == CHANGES.edited:
        text = lengthened(text, f"hxw {number} addition")
    moment = _moment(number)
    source = None if number in (SOURCE_LEFT_EMPTY, WITHOUT_SOURCE) else f"{county}委组织部"
    editor, signature = _editor(number, prose)
    folder = f"https://{HOST}/upload/{moment:%Y/%m-%d}/{number}"
    pictures = ((f"{folder}.jpg", f"图为{county}的一处村民议事现场。"),) if number in WITH_PICTURE else ()
    documents = ((f"{folder}.docx", f"{county}申报表.docx"),) if number in WITH_DOCUMENT else ()
    captions, names = [caption for _, caption in pictures], [f"附件：{name}" for _, name in documents]
    truth = Truth(
        portal="hxw",
        url=f"https://{HOST}{_path(number, moment, edition)}",
        key="",
        title=text.title,
        published=f"{moment:%Y-%m-%d}" if number == OLD_WITHOUT_DATE else f"{moment:%Y-%m-%dT%H:%M}+08:00",
        source=source,
        author=None,
        editor=editor,
        issue=None,
        text="\n".join((*captions, *text.paragraphs, *names)),
        pictures=pictures,
        attachments=documents,
    )
    modified = moment.astimezone(UTC)
    if edition > 1 and number == CHANGES.edited:
        modified = datetime(2018, 8, 26, 1, 5, tzinfo=UTC)
    known = None if number in SILENT_ABOUT_AGE else modified
    return Piece(truth, moment, known, text, _info(number, source, moment), signature)


def _moment(number: int) -> datetime:
    """When an article was published; those of the second edition are newer than the others."""
    if number == OLD_WITHOUT_DATE:
        return datetime(2012, 10, 8, tzinfo=CHINA)
    hour, minute = 8 + number * 7 % 11, number * 13 % 60
    days = number if number < COUNT else COUNT - 1 - number
    return datetime(2018, 8, 23, hour, minute, tzinfo=CHINA) - timedelta(days=days)


def _path(number: int, moment: datetime, edition: int) -> str:
    ident = 402300 - 7 * number if number < COUNT else 402300 + 7 * (number - COUNT + 1)
    if edition > 1 and number == CHANGES.moved:
        ident += 5000
    return f"/content/{moment:%Y/%m/%d}/{ident}.html"


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
