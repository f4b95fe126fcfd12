"""Puts bytes back that mirrors displaced in GBK text.

Mirrors insert bytes without heeding where characters begin: an annotation ``(pinyin)`` behind two bytes
that only look like a character, a space before the bytes of ！ ； ？. A decoder shows the first broken
pair as one ``?`` and eats the inserted byte, and what follows pairs up wrongly: a shifted stretch.
``stretch`` knows the ways to read it again; here the likeliest is found. Private-use characters
carry bytes, so nothing may strip or normalise them before.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cleaners.mirror.language import Language, Score, simple
from cleaners.mirror.marks import open_in
from cleaners.mirror.stretch import OPENING, Reader, Reading, Repair

#: More openings than any mirror makes on a page: such text lost its characters in another way. And more ``?``.
MOST, MOST_SIGNS = 300, 400

#: How far below the best a reading may lie to be followed (natural logarithm), and how many are at most.
BEAM, WIDTH = 20.0, 48

#: How many characters before a stretch are looked at; and for brackets left open.
BEFORE, BALANCE = 12, 200


@dataclass(frozen=True, slots=True)
class Mended:
    """A text after the repairs, and the repairs, in order."""

    text: str
    repairs: tuple[Repair, ...] = ()


def mend(text: str, language: Language | None = None) -> Mended:
    """Put every damaged stretch of a text right that can be read again.

    A ``?`` that begins no readable stretch stays, and so does a mark behind ``?`` unless the repair is
    clearly better Chinese than what stands there. ``language`` judges, by default without the page's words.

    >>> mend("加快?！捌咭弧逼陂g組織").text
    '加快。“七一”期間組織'
    >>> mend("真的?！他問").text
    '真的?！他問'
    """
    if not may_be_damaged([text]):
        return Mended(text)
    reader = Reader(text, language or Language())
    best = Reading(0)
    while opening := OPENING.search(text, best.at):
        best = likeliest(reader, started(best, text, max(best.at, opening.start() - BEFORE)))
    return Mended(best.made + text[best.at :], best.repairs)


def started(reading: Reading, text: str, at: int) -> Reading:
    """A reading taken on to the visible character ``at``, with nothing out of step between."""
    made = reading.made + text[reading.at : at]
    return replace(reading, at=at, made=made, score=Score(open=open_in(simple(made[-BALANCE:]))))


def may_be_damaged(texts: Iterable[str]) -> bool:
    """Whether the texts of a page hold openings, and not so many that they must be something else."""
    doubtful = [text for text in texts if "?" in text]
    if sum(text.count("?") for text in doubtful) > MOST_SIGNS:
        return False
    return 0 < sum(len(OPENING.findall(text)) for text in doubtful) <= MOST


def likeliest(reader: Reader, start: Reading) -> Reading:
    """The likeliest reading from ``start`` to where only one is left and nothing is out of step."""
    places: defaultdict[int, list[Reading]] = defaultdict(list, {start.at: [start]})
    while True:
        at = min(places)
        here = kept(places.pop(at))
        if at >= len(reader.text):
            return max(map(reader.cut_off, here), key=lambda reading: reading.score.total)
        settled = len(here) == 1 and not places and not here[0].pending
        if settled and at > start.at + BEFORE and not OPENING.match(reader.text, at):
            return here[0]
        for reading in here:
            for after in reader.steps(reading):
                places[after.at].append(after)


def kept(readings: list[Reading]) -> list[Reading]:
    """The likeliest readings, best first; of those that go on alike the likeliest, and one in step, as a way back."""
    best: dict[object, Reading] = {}
    for reading in sorted(readings, key=lambda reading: -reading.score.total):
        best.setdefault((reading.pending and reading.last, reading.score.tail, reading.score.open), reading)
    found = list(best.values())
    least = found[0].score.total - BEAM
    likely = [reading for reading in found[:WIDTH] if reading.score.total >= least]
    back = next((reading for reading in found if not reading.pending), likely[0])
    return likely if back in likely else [*likely, back]
