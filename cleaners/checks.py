"""What a careful editor would object to in a clean article."""

import re
from collections.abc import Iterator, Mapping, Sequence

from cleaners.model import Change, Field

#: Articles of fewer characters are rare, and mostly something went wrong.
SHORT = 100

_ANNOTATION = re.compile(r"[\u4e00-\u9fff]\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}\)")
_GAP = re.compile(r"\?\d|[\u4e00-\u9fff]\?[\u4e00-\u9fff]")  # what a mirror's broken bytes leave
_DAMAGE = re.compile(r"[\ufffd\ue000-\uf8ff]")


def lack(number: int) -> str:
    """The fault of an article whose page of this number could not be had."""
    return f"part {number} missing"


def is_lack(fault: str) -> bool:
    """Whether a fault is that a page could not be had."""
    return fault.startswith("part ") and fault.endswith(" missing")


def faults(
    fields: Mapping[str, Field], text: str, changes: Sequence[Change], impossible: bool = False
) -> tuple[str, ...]:
    """The faults of an article, in plain words; none for a good one.

    ``impossible`` says that a date was read that can't be: one to come, or before there were portals.
    """
    return tuple(_faults(fields, text, changes, impossible))


def _faults(
    fields: Mapping[str, Field], text: str, changes: Sequence[Change], impossible: bool
) -> Iterator[str]:
    if "title" not in fields:
        yield "no title"
    if "published" not in fields:
        yield "no date"
        if impossible:
            yield "date impossible"
    if len(text) < SHORT:
        yield f"under {SHORT} characters"
    if _DAMAGE.search(text) or ("mirror_of" in fields and _GAP.search(text)):
        yield "damaged characters left"
    if "mirror_of" in fields and _ANNOTATION.search(text):
        yield "pinyin left"
    if guesses := sum(change.step == "byte_guess" for change in changes):
        yield f"repaired by a guess: {guesses} of its page's paragraphs"
