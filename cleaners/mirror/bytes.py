"""Puts bytes back that mirrors displaced in GBK text.

Mirrors insert bytes into GBK text without heeding where characters begin: an annotation ``(pinyin)``
behind two bytes that only look like a character, a space before the bytes of ！ ； ？. From there on the
bytes pair up wrongly, until something puts them in step again. A decoder shows the first broken pair as
one ``?`` and eats the inserted byte. So the text is read again as bytes, from left to right with one
pending byte, and every way in which such a stretch can end is tried:

========== ======================= ==========================================================
letter     ``陂g``                 the letter is the last byte of the character
annotated  ``袊?guó)``             the annotation's ``(`` was eaten; its reading tells the character
split      ``盵``                  the visible character is a last byte and an ASCII character
lost       ``?013年``              ``?`` ate the last byte and an ASCII character: both are guesses
========== ======================= ==========================================================

Private-use characters carry bytes here, so nothing may strip or normalise them before.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from cleaners.mirror.language import Language
from cleaners.mirror.tables import SYLLABLE, annotated, character, gbk, reads

#: How damage begins: an annotation without its bracket, or a mark behind a ``?``.
OPENING = re.compile(rf"\?(?:(?P<syllable>{SYLLABLE})\)| ?(?P<mark>[！；？!;]|(?<!\?\?)\?(?!\?\?)))")
CUT_ANNOTATION = re.compile(rf"\?({SYLLABLE})\)")
WHOLE_ANNOTATION = re.compile(rf"\(({SYLLABLE}) ?\)")
SPACED_MARK = re.compile(r" {1,2}(?=[！；？!;?])")
TAG = re.compile(r"/?[a-z]+[1-6]?(?: [^<>]*)?/?>")

LAST_BYTE = {"！": 0xA1, "；": 0xBB, "？": 0xBF, "!": 0xA1, ";": 0xBB, "?": 0xBF}
LONGEST = 80
MARGIN = 6.0
LOST = -2.5
CUT = -6.0


@dataclass(frozen=True, slots=True)
class Repair:
    """One stretch put right. ``start`` is its place in the damaged text; lossy: a byte was guessed."""

    start: int
    damaged: str
    repaired: str
    lossy: bool


@dataclass(frozen=True, slots=True)
class Mended:
    """A text after the repairs, and the repairs, in order."""

    text: str
    repairs: tuple[Repair, ...] = ()


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


def mend(text: str, language: Language | None = None) -> Mended:
    """Put every damaged stretch of a text right that can be read again.

    A ``?`` that begins no readable stretch stays, and so does a mark behind ``?`` unless the repair
    is clearly better Chinese than what stands there.

    >>> mend("加快?！捌咭弧逼陂g組織").text
    '加快。“七一”期間組織'
    >>> mend("真的?！他問").text
    '真的?！他問'
    """
    repairs, parts, done = [], [], 0
    language = language or (Language() if OPENING.search(text) else None)
    while language and (opening := OPENING.search(text, done)):
        start = opening.start()
        parts.append(text[done:start])
        best = best_reading(text, opening, "".join(parts), language)
        done = best.at if best else start + 1
        parts.append(best.made if best else "?")
        if best:
            repairs.append(Repair(start, text[start:done], best.made, best.lossy))
    return Mended("".join(parts) + text[done:], tuple(repairs))


def best_reading(text: str, opening: re.Match[str], before: str, language: Language) -> Reading | None:
    """The likeliest reading of the stretch that begins at ``opening``, None where ``?`` should stay."""
    reader = Reader(text, language)
    readings = reader.closed(reader.openings(opening, before))
    if not readings:
        return None
    horizon = max(reading.at for reading in readings) + 3
    best = max(readings, key=lambda reading: reader.extended(reading, horizon))
    as_it_stands = language.score(visible_end(before), text[opening.start() : horizon])
    clearly = reader.extended(best, horizon) > as_it_stands + MARGIN
    return best if opening["syllable"] or clearly else None


def visible_end(text: str) -> str:
    """The last character before a stretch, its own annotation aside."""
    while (found := re.search(rf"\({SYLLABLE} ?\)$", text[-10:])) and len(text) > len(found[0]):
        text = text[: -len(found[0])]
    return text[-1:]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the stretches of one text."""

    text: str
    language: Language

    def extended(self, reading: Reading, horizon: int) -> float:
        """A reading's score, and that of the text behind it up to ``horizon``."""
        return reading.score + self.language.score(reading.before, self.text[reading.at : horizon])

    def openings(self, opening: re.Match[str], before: str) -> list[Reading]:
        """The readings a stretch can begin with, right behind its opening."""
        end = visible_end(before)
        if opening["syllable"]:
            code = gbk(end)
            start = Reading(opening.start(), "", end, code[-1] if code else 0, False, 0.0)
            return list(self.annotated(start))
        last = LAST_BYTE[opening["mark"]]
        start = Reading(opening.end(), "", end, last, True, 0.0)
        return [replace(self.add(start, one, 0), pending=True, last=last) for one in ending_in(0xA3)]

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
        for one in annotated(reading.last, match[1]) if match else ():
            if reading.pending:
                after = self.add(reading, one, match.end() - match.start())
                yield replace(after, made=f"{after.made}({match[1]})", last=gbk(one)[1])
            else:
                yield replace(reading, at=match.end(), pending=True, last=gbk(one)[1])

    def lost(self, reading: Reading) -> Iterator[Reading]:
        """A ``?`` that ate a last byte and an ASCII character."""
        rest = self.text[reading.at + 1 :]
        tag = TAG.match(rest)
        eaten = eaten_character(rest)
        for one in beginning_with(reading.last):
            after = self.add(reading, one, 1 + (tag.end() if tag else 0))
            yield replace(after, made=after.made + eaten, score=after.score + LOST, lossy=True)

    def skipped(self, reading: Reading) -> str:
        """What mirrors put in between without disturbing the bytes: false annotations, spaces before marks."""
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
        if 0x20 < byte < 0x7F and (one := character(reading.last, 0xA3)):
            yield replace(self.add(reading, one), pending=True, last=byte + 0x80)

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


def distinct(readings: Iterator[Reading]) -> list[Reading]:
    """Of readings that go on alike, the likeliest."""
    best: dict[tuple[int, bool, int, str], Reading] = {}
    for reading in readings:
        key = (reading.at, reading.pending, reading.last, reading.before)
        if key not in best or reading.score > best[key].score:
            best[key] = reading
    return list(best.values())


@cache
def ending_in(trail: int) -> tuple[str, ...]:
    """The characters whose GBK code ends in ``trail``."""
    return tuple(one for lead in range(0x81, 0xFF) if (one := character(lead, trail)))


@cache
def beginning_with(lead: int) -> tuple[str, ...]:
    """The characters whose GBK code begins with ``lead``."""
    return tuple(one for trail in range(0x80, 0xFF) if (one := character(lead, trail)))
