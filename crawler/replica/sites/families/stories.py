"""What a site of a CMS family prints: invented articles, the same for each time they are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from crawler.replica.prose import HARD, Prose, Text
from crawler.replica.sites.xnc_articles import split

CHINA = timezone(timedelta(hours=8))
NEWEST = datetime(2024, 10, 18, 16, 45, tzinfo=CHINA)

#: The articles of a site: those of its two columns in the order of their lists. One is in both.
COUNT = 40
SHARED = 3
FIRST, SECOND = range(22), (22, SHARED, *range(23, COUNT))
#: A list names it, but it is not there.
DEAD = COUNT

#: The odd ones among them.
WITH_DOCUMENT = (5, 26)
WITHOUT_SOURCE = (7, 30)
#: The head tells another date than the page shows. What the page shows is true.
CONTRADICTED = 8


@dataclass(frozen=True, slots=True)
class Story:
    """One article: its number on the site, when it was published, its text, what its lines tell.

    ``parts`` are its pages; ``document`` is the name of the file at its end; ``in_head`` the moment that its head
    tells; ``has_metas`` says that its head has the national metas of government sites.
    """

    number: int
    moment: datetime
    text: Text
    parts: tuple[Text, ...]
    source: str | None
    editor: str | None
    document: str | None

    @property
    def title(self) -> str:
        """The headline."""
        return self.text.title

    @property
    def has_metas(self) -> bool:
        """Every second article's head tells what it is."""
        return self.number % 2 == 0

    @property
    def in_head(self) -> datetime:
        """What the head's PubDate tells."""
        return self.moment - timedelta(days=97 * (self.number == CONTRADICTED))


def stories(site: str, parts: Mapping[int, int]) -> tuple[Story, ...]:
    """All articles of a site by number, the one included that is not there.

    :param parts: the articles of several pages, with how many they have.
    """
    return tuple(_story(site, number, parts.get(number, 1)) for number in range(COUNT + 1))


def _story(site: str, number: int, parts: int) -> Story:
    prose = Prose(f"{site} {number}")
    county = prose.county()
    text = prose.article(county=county, hard=dict(enumerate(HARD)).get(number % (len(HARD) + 4)))
    editor = prose.name()
    return Story(
        number=number,
        moment=NEWEST - timedelta(days=2 * number + number // 5, minutes=37 * number % 400),
        text=text,
        parts=split(text, parts, cut=False),
        source=None if number in WITHOUT_SOURCE else f"{county}人民政府办公室",
        editor=editor if number % 4 == 1 else None,
        document=f"{county}实施细则.docx" if number in WITH_DOCUMENT else None,
    )
