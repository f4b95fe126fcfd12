"""Reads a shifted stretch again: as bytes, from left to right, with one byte that waits for its other half.

A stretch ends where something puts the bytes in step again; every way is followed:

========== =============== ==================================================================
letter     ``陂g``         the letter is the last byte of the character
annotated  ``袊?guó)``     the annotation's ``(`` was eaten; its reading tells the character
split      ``盵``          the visible character is a last byte and an ASCII character
lost       ``?013年``      ``?`` ate the last byte and an ASCII character: both are guesses
========== =============== ==================================================================
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from cleaners.mirror.language import Language, is_plausible
from cleaners.mirror.tables import SYLLABLE, annotatable, annotated, character, gbk, reads

CUT_ANNOTATION = re.compile(rf"\?({SYLLABLE})\)")
WHOLE_ANNOTATION = re.compile(rf"\(({SYLLABLE}) ?\)")
SPACED_MARK = re.compile(r" {1,2}(?=[！；？!;?])")

#: What is left of an HTML tag whose ``<`` was eaten.
TAG = re.compile(r"/?[a-z]+[1-6]?(?: [^<>]*)?/?>")

#: The first byte of ！ ； ？ and of all full-width ASCII, and the last byte of each mark.
MARK = 0xA3
LAST_BYTE = {"！": 0xA1, "；": 0xBB, "？": 0xBF, "!": 0xA1, ";": 0xBB, "?": 0xBF}

#: Both bytes of the ideographic space, which the reading of a page has made a blank.
IDEOGRAPHIC_SPACE = 0xA1

#: A stretch has at most so many characters.
LONGEST = 80

#: What an end is worth (natural logarithm) at which a character was lost, or the text was cut off.
LOST = -2.5
CUT = -6.0


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a stretch, so far.

    ``at`` is the next visible character, ``made`` the text read, ``before`` its last character,
    ``last`` the last byte read, ``pending`` whether that byte waits for its other half, ``score`` the
    logarithm of the reading's chance.
    """

    at: int
    made: str
    before: str
    last: int
    pending: bool
    score: float
    lossy: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the stretches of one text."""

    text: str
    language: Language

    def extended(self, reading: Reading, horizon: int) -> float:
        """A reading's score, and that of the text behind it up to ``horizon``."""
        return reading.score + self.language.score(reading.before, self.text[reading.at : horizon])

    def behind(self, at: int, before: str) -> list[Reading]:
        """The readings behind an annotation without its bracket that follows the character ``before``."""
        code = gbk(before)
        return list(self.annotated(Reading(at, "", before, code[-1], False, 0.0))) if code else []

    def behind_mark(self, at: int, mark: str, before: str) -> list[Reading]:
        """The readings behind a mark: its first byte ends a character whose own first byte is lost."""
        last = LAST_BYTE[mark]
        start = Reading(at, "", before, last, True, 0.0)
        return [replace(self.add(start, one, 0), pending=True, last=last) for one in ending_in(MARK)]

    def closed(self, readings: list[Reading]) -> list[Reading]:
        """Follow readings to their ends; keep those that end."""
        found: list[Reading] = []
        for _ in range(LONGEST):
            if not readings:
                break
            found += [reading for reading in readings if self.is_closed(reading)]
            going = [reading for reading in readings if not self.is_closed(reading)]
            readings = distinct(after for reading in going for after in self.steps(reading))
        return found

    def is_closed(self, reading: Reading) -> bool:
        """Whether the bytes are in step again, and no other annotation cuts in."""
        return not reading.pending and not CUT_ANNOTATION.match(self.text, reading.at)

    def steps(self, reading: Reading) -> Iterator[Reading]:
        """The ways to go on."""
        if CUT_ANNOTATION.match(self.text, reading.at):
            yield from self.annotated(reading)
        elif reading.at >= len(self.text):
            yield replace(reading, pending=False, score=reading.score + CUT, lossy=True)
        elif self.text[reading.at] == "?":
            yield from self.lost(reading)
        elif skipped := self.skipped(reading):
            yield replace(reading, at=reading.at + len(skipped))
        else:
            yield from self.shifted(reading)

    def annotated(self, reading: Reading) -> Iterator[Reading]:
        """An annotation that lost its bracket: it closes a stretch, or begins one."""
        match = CUT_ANNOTATION.match(self.text, reading.at)
        if not match:
            return
        found = annotated(reading.last, match[1])
        for one in found:
            if reading.pending:
                after = self.add(reading, one, match.end() - match.start())
                yield replace(after, made=f"{after.made}({match[1]})", last=gbk(one)[1])
            else:
                yield replace(reading, at=match.end(), pending=True, last=gbk(one)[1])
        if reading.pending and not found:
            yield from self.bridged(reading, match[1])

    def bridged(self, reading: Reading, syllable: str) -> Iterator[Reading]:
        """An annotation that fits nothing: somebody stripped a private-use character before it."""
        for lead in annotatable():
            if annotated(lead, syllable):
                for one in before_private(reading.last, lead):
                    after = replace(self.add(reading, one, 0), pending=True, last=lead, lossy=True)
                    yield from self.annotated(after)

    def lost(self, reading: Reading) -> Iterator[Reading]:
        """A ``?`` that ate a last byte and an ASCII character."""
        rest = self.text[reading.at + 1 :]
        tag = TAG.match(rest)
        eaten = eaten_character(rest)
        for one in beginning_with(reading.last):
            after = self.add(reading, one, 1 + (tag.end() if tag else 0))
            yield replace(after, made=after.made + eaten, score=after.score + LOST, lossy=True)

    def skipped(self, reading: Reading) -> str:
        """What mirrors put in without disturbing the bytes: false annotations, spaces before marks."""
        space = SPACED_MARK.match(self.text, reading.at)
        found = space or WHOLE_ANNOTATION.match(self.text, reading.at)
        genuine = found and (space or reads(self.text[reading.at - 1], found[1]))
        return found[0] if found and genuine else ""

    def shifted(self, reading: Reading) -> Iterator[Reading]:
        """One visible character read again: its first byte ends a character, its last begins one."""
        if self.text[reading.at] == "€" and (one := character(reading.last, 0x80)):
            yield self.add(reading, one)
        code = gbk(self.text[reading.at])
        if len(code) == 2 and (one := character(reading.last, code[0])):
            after = self.add(reading, one)
            if code[1] < 0x80:
                yield self.add(after, chr(code[1]), 0)
            else:
                yield replace(after, pending=True, last=code[1])
        elif len(code) == 1:
            yield from self.ascii(reading, code[0])

    def ascii(self, reading: Reading, byte: int) -> Iterator[Reading]:
        """A letter that is a last byte, or a full-width character of which only the half-width is left."""
        if 0x40 <= byte < 0x7F and (one := character(reading.last, byte)):
            yield self.add(reading, one)
        if 0x20 < byte < 0x7F and (one := character(reading.last, MARK)):
            yield replace(self.add(reading, one), pending=True, last=byte + 0x80)
        if byte == 0x20 and (one := character(reading.last, IDEOGRAPHIC_SPACE)):
            yield replace(self.add(reading, one), pending=True, last=IDEOGRAPHIC_SPACE)

    def add(self, reading: Reading, one: str, used: int = 1) -> Reading:
        """A reading with one character more."""
        score = reading.score + self.language.chance(reading.before, one)
        return replace(
            reading, at=reading.at + used, made=reading.made + one, before=one, pending=False, score=score
        )


def eaten_character(rest: str) -> str:
    """What ``?`` ate before ``rest``, as far as it shows: a year's first digit; else a gap stays marked.

    Nothing is put where a tag, a mark or a word follows: the eaten character was its ``<``, a space
    or half-width punctuation.
    """
    if year := re.match(r"([019])\d\d年", rest):
        return "1" if year[1] == "9" else "2"
    return "?" if re.match(r" ?\d|[年月日时時点點号號个個名件万萬亿億元%％:：]", rest) else ""


def distinct(readings: Iterable[Reading]) -> list[Reading]:
    """Of readings that go on alike, the likeliest."""
    best: dict[tuple[int, bool, int, str], Reading] = {}
    for reading in readings:
        key = (reading.at, reading.pending, reading.last, reading.before)
        if key not in best or reading.score > best[key].score:
            best[key] = reading
    return list(best.values())


@cache
def ending_in(trail: int) -> tuple[str, ...]:
    """The characters a guess may be whose GBK code ends in ``trail``."""
    return tuple(one for lead in range(0x81, 0xFF) if is_plausible(one := character(lead, trail)))


@cache
def before_private(lead: int, after: int) -> tuple[str, ...]:
    """The characters that begin with ``lead`` and whose second byte is private-use before ``after``."""
    trails = (trail for trail in range(0x81, 0xFF) if not character(trail, after))
    return tuple(one for trail in trails if (one := character(lead, trail)))


@cache
def beginning_with(lead: int) -> tuple[str, ...]:
    """The characters a guess may be whose GBK code begins with ``lead``."""
    return tuple(one for trail in range(0x80, 0xFF) if is_plausible(one := character(lead, trail)))
