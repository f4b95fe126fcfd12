"""Plots as the numbers of an SVG, which a template draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

#: A bar's width with its gap, and a plot's height.
STEP, HEIGHT = 3, 40


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a plot, in the SVG's units."""

    x: int
    y: float
    height: float
    label: str


@dataclass(frozen=True, slots=True)
class Plot:
    """Bars, and what stands beside them: the sum and the highest value, the first and the last label."""

    bars: tuple[Bar, ...]
    width: int
    total: int
    highest: int
    first: str
    last: str


def by_day(first: date, numbers: Sequence[int]) -> Plot:
    """A bar for each day from the first one on. A day with anything has a bar that can be seen."""
    highest = max(numbers, default=0)
    labels = [(first + timedelta(n)).isoformat() for n in range(len(numbers))]
    heights = [max(HEIGHT * number / highest, 1.5) if number else 0.0 for number in numbers]
    bars = tuple(
        Bar(STEP * n, round(HEIGHT - height, 1), round(height, 1), f"{label}: {number}")
        for n, (label, number, height) in enumerate(zip(labels, numbers, heights, strict=True))
        if number
    )
    return Plot(bars, STEP * len(numbers), sum(numbers), highest, labels[0], labels[-1])
