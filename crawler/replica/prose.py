"""Invented Chinese articles on local affairs, as many as are wanted, each made from a seed.

Two articles must not look like copies of each other, or the search for duplicates could not be
tested with them. So sentences are put together from small pieces: what is fixed in a frame stays under
five characters, and what fills it comes from pools of hundreds.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

from crawler.replica import stock

SLOT = re.compile(r"\{(\w+)\}")

#: The sections a paragraph's sentences come from, as often as they shall come.
SENTENCES = ("body",) * 12 + ("talk",) * 3 + ("figures",) * 2

#: The kinds of paragraph that a cleaner may take for something else, though they are text.
HARD = (
    *("short", "list", "quoted", "question", "countyhead"),
    *("printing", "scanning", "copyright", "origin", "closing", "digest", "clicks"),
)

#: Beside its main subject an article has three more, and another for every so many characters: a survey of
#: a county's work, as many real ones are.
CHARACTERS_A_SIDE = 500

#: About how many characters an article has: at least, at most, most often.
LENGTHS = (360, 2420, 900)


@dataclass(frozen=True, slots=True)
class Text:
    """An article's title and its paragraphs in order, subheads among them.

    ``subheads`` are the numbers of the paragraphs that are subheads.
    """

    title: str
    paragraphs: tuple[str, ...]
    subheads: frozenset[int] = frozenset()

    @property
    def length(self) -> int:
        """Characters of the paragraphs, the title left out."""
        return sum(map(len, self.paragraphs))


class Prose:
    """Articles from a seed: the same seed gives the same articles in the same order.

    >>> Prose("a").article("farming") == Prose("a").article("farming")
    True
    """

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)  # noqa: S311  # invented text, no secret

    def article(self, topic: str | None = None, county: str | None = None, hard: str | None = None) -> Text:
        """A new article of 350 to 2,500 characters.

        :param topic: a name of ``stock.topics()``; None takes any.
        :param county: the county it is about; None invents one.
        :param hard: one of HARD, a paragraph of that kind is put in the middle; None puts none.
        :raises KeyError: for a topic or a hard paragraph that the stock doesn't have.
        """
        length = int(self._random.triangular(*LENGTHS))
        main = topic or self._random.choice(list(stock.topics()))
        writer = _Writer(self._random, main, county, sides=3 + length // CHARACTERS_A_SIDE)
        paragraphs = list(_paragraphs(writer, length))
        if hard:
            paragraphs.insert(len(paragraphs) // 2 + 1, (writer.say(hard), False))
        subheads = frozenset(number for number, (_, subhead) in enumerate(paragraphs) if subhead)
        return Text(writer.say("title"), tuple(text for text, _ in paragraphs), subheads)

    def name(self) -> str:
        """A new invented person's name."""
        return "".join(self._random.choice(stock.shared()[part]) for part in ("surname", "given"))

    def county(self) -> str:
        """A new invented county's name."""
        return self._random.choice(stock.shared()["county"])


def _paragraphs(writer: "_Writer", length: int) -> Iterator[tuple[str, bool]]:
    """Paragraphs of about ``length`` characters together, each with whether it is a subhead."""
    random = writer.random
    every = random.choice((0, 0, 3, 4))  # a subhead stands before each so many paragraphs; 0: none at all
    count = min(10 if every else 13, max(4, length // random.randint(110, 260)))
    written = 0
    for number in range(count):
        if every and number % every == 1 and number < count - 1:
            subhead = writer.say("subhead")
            written += len(subhead)
            yield subhead, True
        text = writer.paragraph(number, count, length * (number + 1) // count - written)
        written += len(text)
        yield text, False


class _Writer:
    """Fills frames for one article: its places, its subjects, and what it has said already."""

    def __init__(self, random: Random, topic: str, county: str | None, sides: int = 0) -> None:
        self.random = random
        self._topics = [topic, *random.choices(list(stock.topics()), k=sides)]
        self._stock = _sections(topic)
        self._said: set[str] = set()
        shared = stock.shared()
        towns = tuple(random.choices(shared["town"], k=3))
        villages = tuple(random.choices(shared["village"], k=5))
        self._places = {
            "county": (county or random.choice(shared["county"]),),
            "town": towns,
            "village": villages,
            "place": towns + villages,
        }

    def paragraph(self, number: int, count: int, length: int) -> str:
        """Paragraph ``number`` of ``count``: about ``length`` characters, at least one sentence."""
        inner = 0 < number < count - 1
        self._stock = _sections(self.random.choice(self._topics) if inner else self._topics[0])
        middle = self.random.choice(("opening", "list", "talk", "body"))
        text = self.say({0: "lead", count - 1: "close"}.get(number, middle))
        while len(text) < length - 15:
            text += self.say(self.random.choice(SENTENCES))
        return text

    def say(self, section: str) -> str:
        """A phrase of a section with its slots filled, or a number where the section is a kind of number."""
        if section in NUMBERS:
            return NUMBERS[section](self.random)
        pieces = _pieces(self._choose(section))
        # Every second piece is a slot's name: that is how re.split gives them.
        return "".join(self.say(piece) if place % 2 else piece for place, piece in enumerate(pieces))

    def _choose(self, section: str) -> str:
        """A phrase the article doesn't have yet, if one is found at the third try."""
        if section in self._places:
            return self.random.choice(self._places[section])
        pool = self._stock[section]
        for _ in range(3):
            phrase = self.random.choice(pool)
            if phrase not in self._said:
                break
        self._said.add(phrase)
        return phrase


@cache
def _sections(topic: str) -> stock.Stock:
    """The sections an article on ``topic`` draws from."""
    return {**stock.shared(), **stock.topics()[topic]}


@cache
def _pieces(phrase: str) -> list[str]:
    """A phrase cut at its slots: text, slot, text, slot, …, text."""
    return SLOT.split(phrase)


def _between(least: int, most: int) -> Callable[[Random], str]:
    """Whole numbers of a range, as digits."""
    return lambda random: str(random.randint(least, most))


#: The slots that stand for numbers.
NUMBERS: dict[str, Callable[[Random], str]] = {
    "d": _between(2, 29),
    "n": _between(11, 989),
    "k": _between(1003, 48999),
    "day": _between(1, 28),
    "mon": _between(1, 12),
    "year": _between(2009, 2022),
    "pct": lambda random: f"{random.uniform(2, 60):.1f}%",
    "tenth": lambda random: random.choice("一二三四五六七八"),
    "high": lambda random: f"{random.uniform(81, 99.8):.1f}%",
    "yuan": lambda random: random.choice(("{:.1f}万元", "{:.0f}万元", "{:.0f}余万元", "{:.2f}万元")).format(
        random.uniform(2, 980)
    ),
}
