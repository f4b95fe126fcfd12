"""What 南方+ prints: invented articles of two columns, some of them in both."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from itertools import islice

from crawler.replica.editions import Changes, lengthened
from crawler.replica.prose import HARD, Prose, Text
from crawler.replica.site import Truth

STATIC, PC = "static.nfnews.com", "pc.nfnews.com"
CHINA = timezone(timedelta(hours=8))
OUTLET = "南方报业传媒集团南方+客户端"

#: Column -> its name and its articles, newest first. The second shows articles of the first at addresses
#: of its own.
COLUMNS = {
    7747: ("党建", tuple(range(25))),
    20581: ("乡村", (*range(25, 30), 2, *range(30, 38), 9, 13, 18, *range(38, 43))),
}
COUNT = 43
CHANGES = Changes(new=(45, 44, 43), edited=10, gone=15, moved=19, lost=22)

AUTHORS = (2, 0, 1, 3, 1)  # how many, by number modulo five
BETWEEN_AUTHORS = (";", "、", " ")
WITH_SUMMARY = range(1, 60, 3)
WITHOUT_VALIDATORS = range(6, 60, 11)


@dataclass(frozen=True, slots=True)
class Piece:
    """An article: its number in the addresses, when it was published, to the second, and its paragraphs.

    ``modified`` is when the server says its page was changed, in UTC; None: it doesn't say.
    """

    truth: Truth
    ident: int
    moment: datetime
    modified: datetime | None
    text: Text

    @property
    def path(self) -> str:
        """The canonical address without scheme and host."""
        return self.truth.url.removeprefix(f"https://{STATIC}")


@cache
def pieces(edition: int = 1) -> tuple[Piece, ...]:
    """All articles, by number, the one that is gone in the second edition included."""
    count = COUNT + (len(CHANGES.new) if edition > 1 else 0)
    return tuple(_piece(number, edition) for number in range(count))


def _piece(number: int, edition: int) -> Piece:
    prose = Prose(f"nfplus {number}")
    county = prose.county()
    text = prose.article(county=county, hard=dict(enumerate(HARD)).get(number % (len(HARD) + 4)))
    edited = edition > 1 and number == CHANGES.edited
    if edited:
        text = lengthened(text, f"nfplus {number} addition")
    ident, moment = _ident_and_moment(number)
    shown_on = moment + timedelta(days=edition > 1 and number == CHANGES.moved)
    truth = Truth(
        portal="nfplus",
        url=f"https://{STATIC}/content/{shown_on:%Y%m/%d}/c{ident}.html",
        key="",
        title=text.title,
        published=f"{moment:%Y-%m-%dT%H:%M}+08:00",
        source=f"中共{county}委组织部",
        author=" ".join(prose.name() for _ in range(AUTHORS[number % 5])) or None,
        editor=None,
        issue=None,
        pictures=((f"https://{STATIC}/pic/{ident}.jpg", None),) if number % 2 == 0 else (),
        text="\n".join(text.paragraphs),
        summary=_summary(text) if number in WITH_SUMMARY else None,
        published_on=OUTLET,
        also=(f"https://{PC}/20581/{ident}.html",) if _is_in_both(number) else (),
    )
    modified = (moment + timedelta(days=9 if edited else 0)).astimezone(UTC)
    return Piece(truth, ident, moment, None if number in WITHOUT_VALIDATORS else modified, text)


def _ident_and_moment(number: int) -> tuple[int, datetime]:
    """An article's number in the addresses, and when it was published; later ones have higher numbers."""
    age = number if number < COUNT else COUNT - 1 - number
    moment = datetime(2023, 5, 24, 9 + number % 9, number * 17 % 60, number * 7 % 60, tzinfo=CHINA)
    return 7_700_000 - 137 * age, moment - timedelta(days=age)


def _is_in_both(number: int) -> bool:
    return all(number in numbers for _, numbers in COLUMNS.values())


def _summary(text: Text) -> str:
    """A summary as a program cuts it: some sentences, not in their order, the first without its end."""
    sentences = "".join(text.paragraphs).split("。")
    first, *others = islice((sentence for sentence in sentences if len(sentence) > 12), 3)
    return "。".join((*others, first[: len(first) * 2 // 3])) + "..."
