"""Reads a damaged text again: as bytes, from left to right, with one byte that may wait for its other half.

Where a byte waits, the text is out of step: a shifted stretch. It ends where something puts the bytes in
step again; every way is followed:

========== =============== ==================================================================
letter     ``陂g``         the letter is the last byte of the character
annotated  ``袊?guó)``     the annotation's ``(`` was eaten; its reading tells the character
split      ``盵``          the visible character is a last byte and an ASCII character
lost       ``?013年``      ``?`` ate the last byte and an ASCII character: both are guesses
========== =============== ==================================================================
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from cleaners.mirror.eaten import AROUND, KNOWN, POSTCODE, TAG, YEAR, eaten_character
from cleaners.mirror.language import NOTHING, WIDE, Language, Score, is_plausible
from cleaners.mirror.tables import SYLLABLE, annotatable, annotated, character, gbk, reads

#: How damage begins: an annotation without its bracket, or a mark behind a ``?``. Of question marks in
#: a row only two before Chinese text can be damage.
OPENING = re.compile(
    rf"""
    \?(?:
        (?P<syllable>{SYLLABLE})\)
      | (?<!\?\?)[ ]?(?P<mark>[！；？] | [!;](?!\?(?!{YEAR}|{TAG})) | \?(?=[^\x00-\x7f]|[@-~][^\x00-\x7f]|\?{POSTCODE}))
    )
    """,
    re.VERBOSE,
)

CUT_ANNOTATION = re.compile(rf"\?({SYLLABLE})\)")
WHOLE_ANNOTATION = re.compile(rf"\(({SYLLABLE}) ?\)")
SPACED_MARK = re.compile(r" {1,2}(?=[！；？!;?])")

#: Marks that end no paragraph, and what it costs to have one there.
UNFIT, UNFIT_END = frozenset("“《（【「‘，、"), -6.0

#: The first byte of ！ ； ？ and of all full-width ASCII, and the last byte of each mark.
MARK = 0xA3
LAST_BYTE = {"！": 0xA1, "；": 0xBB, "？": 0xBF, "!": 0xA1, ";": 0xBB, "?": 0xBF}

#: Both bytes of the ideographic space, which the reading of a page has made a blank.
IDEOGRAPHIC_SPACE = 0xA1

#: What it costs (natural logarithm) to take a mark for damage, and that the character lost before it is no full
#: stop; to lose a character, to end in half a character, to be cut off, and to leave an annotation's rest as it is.
MARKED, NO_STOP, LOST, SPLIT, CUT, LEFT = -10.0, -2.0, -3.0, -4.0, -16.0, -60.0


@dataclass(frozen=True, slots=True)
class Repair:
    """One stretch put right. ``start`` is its place in the damaged text; lossy: a byte was guessed."""

    start: int
    damaged: str
    repaired: str
    lossy: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a text up to the visible character ``at``.

    ``made`` is the text read, with doubtful places at ``doubts``; ``last`` the last byte read where ``pending``
    says that it waits for its other half; ``began`` where the stretch begins in the damaged text and in ``made``.
    """

    at: int
    made: str = ""
    score: Score = NOTHING
    pending: bool = False
    last: int = 0
    lossy: bool = False
    began: tuple[int, int] = (0, 0)
    repairs: tuple[Repair, ...] = ()
    doubts: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one text."""

    text: str
    language: Language

    def steps(self, reading: Reading) -> Iterator[Reading]:
        """The ways to go on by a visible character or two."""
        if reading.pending:
            yield from map(self.closed, self.shifted(reading))
        elif opening := OPENING.match(self.text, reading.at):
            yield self.left(reading, bool(opening["syllable"]))
            yield from map(self.closed, self.opened(reading, opening))
        else:
            yield self.in_step(reading)

    def cut_off(self, reading: Reading) -> Reading:
        """A reading at the end of the text: a byte that still waits has lost its other half."""
        if not reading.pending:
            return reading
        return self.closed(replace(reading, pending=False, score=reading.score.less(CUT), lossy=True))

    def closed(self, reading: Reading) -> Reading:
        """A reading with its stretch among the repairs, if that has ended."""
        if reading.pending:
            return reading
        start, made = reading.began
        repair = Repair(start, self.text[start : reading.at], reading.made[made:], reading.lossy)
        return replace(reading, lossy=False, repairs=(*reading.repairs, repair))

    def in_step(self, reading: Reading) -> Reading:
        """What stands there is what it is; what mirrors put in costs nothing."""
        if whole := WHOLE_ANNOTATION.match(self.text, reading.at) or SPACED_MARK.match(self.text, reading.at):
            return replace(reading, at=whole.end(), made=reading.made + whole[0])
        return self.add(reading, self.text[reading.at])

    def left(self, reading: Reading, annotation: bool) -> Reading:
        """The ``?`` stays."""
        score = self.language.sign(reading.score).less(LEFT if annotation else 0.0)
        return replace(reading, at=reading.at + 1, made=reading.made + "?", score=score)

    def opened(self, reading: Reading, opening: re.Match[str]) -> Iterator[Reading]:
        """The ways into a stretch."""
        start = replace(reading, began=(reading.at, len(reading.made)))
        if opening["syllable"]:
            code = gbk(visible_end(reading.made).translate(WIDE))
            yield from self.annotated(replace(start, last=code[-1])) if code else ()
        else:
            start = replace(start, at=opening.end())
            yield from (self.marked(start, one, LAST_BYTE[opening["mark"]]) for one in ending_in(MARK))

    def marked(self, reading: Reading, one: str, last: int) -> Reading:
        """A mark whose first byte ends the character ``one``, of which the first byte is lost."""
        return self.wait(self.add(reading, one, 0, MARKED if one == "。" else MARKED + NO_STOP), last)

    def shifted(self, reading: Reading) -> Iterator[Reading]:
        """The ways to go on while a byte waits."""
        if CUT_ANNOTATION.match(self.text, reading.at):
            yield from self.annotated(reading)
        elif self.text[reading.at] == "?":
            yield from self.lost(reading)
            yield from self.ascii(reading, ord("?"))
        elif skipped := self.skipped(reading):
            yield replace(reading, at=reading.at + len(skipped))
        else:
            yield from self.paired(reading)

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
                yield replace(self.wait(reading, gbk(one)[1]), at=match.end())
        if reading.pending and not found:
            yield from self.bridged(reading, match[1])

    def bridged(self, reading: Reading, syllable: str) -> Iterator[Reading]:
        """An annotation that fits nothing: somebody stripped a private-use character before it."""
        for lead in annotatable():
            if annotated(lead, syllable):
                for one in before_private(reading.last, lead):
                    after = self.wait(replace(self.add(reading, one, 0), lossy=True), lead)
                    yield from self.annotated(after)

    def lost(self, reading: Reading) -> Iterator[Reading]:
        """A ``?`` that ate a last byte and an ASCII character."""
        rest = self.text[reading.at + 1 :][:AROUND]
        tag = re.match(TAG, rest)
        eaten = eaten_character(self.text[: reading.at][-AROUND:], rest)
        cost = 0.0 if tag or re.match(KNOWN, rest) else LOST
        unfit = UNFIT if not rest or rest.startswith("/") else ()
        start = replace(reading, lossy=True)
        for one in beginning_with(reading.last):
            used = 1 + (tag.end() if tag else 0)
            yield self.add(start, one, used, cost + UNFIT_END * (one in unfit), eaten)

    def skipped(self, reading: Reading) -> str:
        """What mirrors put in without disturbing the bytes: false annotations, spaces before marks."""
        space = SPACED_MARK.match(self.text, reading.at)
        found = space or WHOLE_ANNOTATION.match(self.text, reading.at)
        genuine = found and (space or reads(self.text[reading.at - 1], found[1]))
        return found[0] if found and genuine else ""

    def paired(self, reading: Reading) -> Iterator[Reading]:
        """One visible character read again: its first byte ends a character, its last begins one."""
        if self.text[reading.at] == "€" and (one := character(reading.last, 0x80)):
            yield self.add(reading, one)
        code = gbk(self.text[reading.at])
        if len(code) == 2 and (one := character(reading.last, code[0])):
            after = self.add(reading, one)
            yield self.add(after, chr(code[1]), 0, SPLIT) if code[1] < 0x80 else self.wait(after, code[1])
        elif len(code) == 1:
            yield from self.ascii(reading, code[0])

    def ascii(self, reading: Reading, byte: int) -> Iterator[Reading]:
        """A letter that is a last byte, or a full-width character of which only the half-width is left."""
        if 0x40 <= byte < 0x7F and (one := character(reading.last, byte)):
            yield self.add(reading, one)
        if 0x20 < byte < 0x7F and (one := character(reading.last, MARK)):
            yield self.wait(self.add(reading, one), byte + 0x80)
        if byte == 0x20 and (one := character(reading.last, IDEOGRAPHIC_SPACE)):
            yield self.wait(self.add(reading, one), IDEOGRAPHIC_SPACE)

    def add(self, reading: Reading, one: str, used: int = 1, cost: float = 0.0, eaten: str = "") -> Reading:
        """A reading with one character more, in step; ``eaten`` is a guess at what ``?`` ate behind it."""
        score = self.language.after(reading.score, one, cost)
        at, made, lossy = reading.at + used, reading.made + one + eaten, reading.lossy
        return Reading(
            at, made, score, False, reading.last, lossy, reading.began, reading.repairs, reading.doubts
        )

    def wait(self, reading: Reading, last: int) -> Reading:
        """A reading whose last byte waits for its other half."""
        at, made, score = reading.at, reading.made, reading.score
        return Reading(
            at, made, score, True, last, reading.lossy, reading.began, reading.repairs, reading.doubts
        )


def visible_end(text: str) -> str:
    """The last character before a stretch, its own annotation aside."""
    return re.sub(rf"(?:\({SYLLABLE} ?\))+$", "", text[-20:])[-1:]


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
