"""Puts bytes back that mirrors displaced in GBK text.

Mirrors insert bytes without heeding where characters begin: an annotation ``(pinyin)`` behind two bytes
that only look like a character, a space before the bytes of ！ ； ？. A decoder shows the first broken
pair as one ``?`` and eats the inserted byte, and what follows pairs up wrongly: a shifted stretch.
``stretch`` reads it again; here it is found, and the best reading is chosen. Private-use characters
carry bytes, so nothing may strip or normalise them before.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cleaners.mirror.language import Language
from cleaners.mirror.stretch import Reader, Reading
from cleaners.mirror.tables import SYLLABLE

#: How damage begins: an annotation without its bracket, or a mark behind a ``?``. Of question marks in
#: a row only two before Chinese text can be damage.
OPENING = re.compile(
    rf"""
    \?(?:
        (?P<syllable>{SYLLABLE})\)
      | [ ]?(?P<mark>[！；？]|[!;](?!\?) | (?<!\?\?)\?(?=[^\x00-\x7f]))
    )
    """,
    re.VERBOSE,
)

#: More openings than any mirror makes on a page: such text lost its characters in another way.
MOST = 300

#: By how much (natural logarithm) a repair behind a mark must be likelier than what stands there.
MARGIN = 4.0


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
    language = language or Language()
    repairs: list[Repair] = []
    made, done = "", 0
    while opening := OPENING.search(text, done):
        start = opening.start()
        made += text[done:start]
        best = best_reading(text, opening, made, language)
        done = best.at if best else start + 1
        made += best.made if best else "?"
        if best:
            repairs.append(Repair(start, text[start:done], best.made, best.lossy))
    return Mended(made + text[done:], tuple(repairs))


def may_be_damaged(texts: Iterable[str]) -> bool:
    """Whether the texts of a page hold openings, and not so many that they must be something else."""
    return 0 < sum(len(OPENING.findall(text)) for text in texts if "?" in text) <= MOST


def best_reading(text: str, opening: re.Match[str], before: str, language: Language) -> Reading | None:
    """The likeliest reading of the stretch that begins at ``opening``, None where the ``?`` should stay."""
    reader = Reader(text, language)
    end = visible_end(before)
    mark = opening["mark"]
    starts = reader.behind_mark(opening.end(), mark, end) if mark else reader.behind(opening.start(), end)
    readings = reader.closed(starts)
    if not readings:
        return None
    horizon = max(reading.at for reading in readings) + 3
    best = max(readings, key=lambda reading: reader.extended(reading, horizon))
    as_it_stands = language.score(end, text[opening.start() : horizon])
    return best if not mark or reader.extended(best, horizon) > as_it_stands + MARGIN else None


def visible_end(text: str) -> str:
    """The last character before a stretch, its own annotation aside."""
    return re.sub(rf"(?:\({SYLLABLE} ?\))+$", "", text[-20:])[-1:]
