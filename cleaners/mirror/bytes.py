"""Puts bytes back that mirrors displaced in GBK text.

Mirrors insert bytes without heeding where characters begin: an annotation ``(pinyin)`` behind two bytes
that only look like a character, a space before the bytes of ！ ； ？. A decoder shows the first broken
pair as one ``?`` and eats the inserted byte, and what follows pairs up wrongly: a shifted stretch.
``stretch`` knows the ways to read it again; here the likeliest is found. Private-use characters
carry bytes, so nothing may strip or normalise them before.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from cleaners.mirror.language import Language, Score, simple
from cleaners.mirror.marks import open_in
from cleaners.mirror.stretch import OPENING, Reader, Reading, Repair

#: More openings than any mirror makes on a page: such text lost its characters in another way. And more ``?``.
MOST, MOST_SIGNS = 300, 400

#: How far below the best a reading may lie to be followed (natural logarithm), and how many are at most.
BEAM, WIDTH = 20.0, 24

#: How many readings are followed in the texts of a page; half as many again as the worst of 170 damaged pages needs.
MOST_READINGS = 30_000

#: How far behind the best a reading may lie and still make a guess doubtful.
CLOSE = 4.0

#: How far behind a stretch readings are no longer followed that differ in the brackets they left open only.
FAR = 60

#: How many characters back two readings are compared.
NEAR = 20

#: How many characters before a stretch are looked at; and for brackets left open.
BEFORE, BALANCE = 12, 200


@dataclass(frozen=True, slots=True)
class Mended:
    """A text after the repairs, and the repairs, in order."""

    text: str
    repairs: tuple[Repair, ...] = ()


@dataclass(slots=True)
class Work:
    """How many more readings may be followed in the texts of a page."""

    left: int = MOST_READINGS


def mend(text: str, language: Language | None = None, work: Work | None = None) -> Mended:
    """Put every damaged stretch of a text right that can be read again.

    A ``?`` that begins no readable stretch stays, and so does a mark behind ``?`` unless the repair is
    clearly better Chinese than what stands there. ``language`` judges, by default without the page's words. What
    exceeds the ``work`` stays as it is.

    >>> mend("加快?！捌咭弧逼陂g組織").text
    '加快。“七一”期間組織'
    >>> mend("真的?！他問").text
    '真的?！他問'
    """
    if not may_be_damaged([text]):
        return Mended(text)
    reader, work = Reader(text, language or Language()), work or Work()
    best = Reading(0)
    repairs: list[Repair] = []
    while (opening := OPENING.search(text, best.at)) and work.left > 0:
        start = started(best, text, max(best.at, opening.start() - BEFORE))
        best = likeliest(reader, start, work)
        repairs += doubted(start, best)
    return Mended(applied(text, repairs), tuple(repairs))


def applied(text: str, repairs: Iterable[Repair]) -> str:
    """A damaged text with its repairs."""
    made: list[str] = []
    at = 0
    for each in repairs:
        made += text[at : each.start], each.repaired
        at = each.start + len(each.damaged)
    return "".join((*made, text[at:]))


def doubted(start: Reading, best: Reading) -> Iterator[Repair]:
    """The repairs of a reading, doubtful guesses before a lost digit taken back: a ``?`` stands for each."""
    shift = len(start.made) - start.at
    for each in best.repairs:
        pairs = enumerate(pairwise(each.repaired + " "), each.start + shift)
        repaired = "".join("?" if two == "?" and at in best.doubts else one for at, (one, two) in pairs)
        shift += len(each.repaired) - len(each.damaged)
        yield replace(each, repaired=repaired)


def started(reading: Reading, text: str, at: int) -> Reading:
    """What begins anew behind a reading, at the visible character ``at``, with nothing out of step between."""
    made = (reading.made + text[reading.at : at])[-BALANCE:]
    return Reading(at, made, Score(open=open_in(simple(made))))


def may_be_damaged(texts: Iterable[str]) -> bool:
    """Whether the texts of a page hold openings, and not so many that they must be something else."""
    doubtful = [text for text in texts if "?" in text]
    if sum(text.count("?") for text in doubtful) > MOST_SIGNS:
        return False
    return 0 < sum(len(OPENING.findall(text)) for text in doubtful) <= MOST


def likeliest(reader: Reader, start: Reading, work: Work) -> Reading:
    """The likeliest reading from ``start`` to where only one is left and nothing is out of step.

    Where the work gets too much, it ends early, and what is not in step yet stays.
    """
    places: defaultdict[int, list[Reading]] = defaultdict(list, {start.at: [start]})
    while True:
        at = min(places)
        here = kept(places.pop(at))
        if at >= len(reader.text):
            return foremost(sorted(map(reader.cut_off, here), key=lambda reading: -reading.score.total))
        if not places and at > start.at + BEFORE and settled(here) and not OPENING.match(reader.text, at):
            return here[0]
        if work.left <= 0:
            return next((reading for reading in here if not reading.pending), start)
        for reading in here:
            for after in reader.steps(reading):
                places[after.at].append(after)
                work.left -= 1


def settled(readings: list[Reading]) -> bool:
    """Whether nothing is out of step, and only one reading is left or what they differ in lies far behind."""
    if any(reading.pending for reading in readings):
        return False
    return len(readings) == 1 or all(reading.at > reading.began[0] + FAR for reading in readings)


def kept(readings: list[Reading]) -> list[Reading]:
    """The likeliest readings, best first; of those that go on alike the likeliest, and one in step, as a way back."""
    alike: dict[object, list[Reading]] = {}
    for reading in sorted(readings, key=lambda reading: -reading.score.total):
        key = (reading.pending and reading.last, reading.score.tail, reading.score.open)
        alike.setdefault(key, []).append(reading)
    found = list(map(foremost, alike.values()))
    least = found[0].score.total - BEAM
    likely = [reading for reading in found[:WIDTH] if reading.score.total >= least]
    back = next((reading for reading in found if not reading.pending), likely[0])
    return likely if back in likely else [*likely, back]


def foremost(readings: list[Reading]) -> Reading:
    """The first of some readings, the likeliest first, with its doubts: where those close behind it differ."""
    best, *others = readings
    least = best.score.total - CLOSE
    found = [differing(best.made, other.made) for other in others if other.score.total > least]
    return replace(best, doubts=best.doubts.union(*found)) if found else best


def differing(one: str, other: str) -> Iterable[int]:
    """The places near the end of ``one`` where ``other``, as long, has something else."""
    if len(one) != len(other):
        return ()
    return (at for at in range(max(0, len(one) - NEAR), len(one)) if one[at] != other[at])
