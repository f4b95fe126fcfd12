"""Sketches of texts as they are stored: by them copies are found (``cleaners.duplicates``)."""

import struct
from dataclasses import dataclass

from cleaners.duplicates import BINS, SIMILAR, bands, similarity, sketch

_PACKED = struct.Struct(f"<{BINS}i")


@dataclass(frozen=True, slots=True)
class Sketch:
    """A text's sketch, packed, and the bands by which similar ones are found."""

    packed: bytes
    bands: tuple[int, ...]


def sketched(text: str) -> Sketch:
    """The sketch of a text."""
    numbers = sketch(text)
    return Sketch(_PACKED.pack(*numbers), tuple(sorted(set(bands(numbers)))))


def alike(one: bytes, other: bytes) -> bool:
    """Whether two packed sketches are those of the same text or nearly so."""
    return similarity(_PACKED.unpack(one), _PACKED.unpack(other)) >= SIMILAR
