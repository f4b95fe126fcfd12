"""Reprints are recognised, and articles that only speak of the same are none."""

from tests.quality.copies import EDITS, measure


def test_reprints_are_found_and_nothing_else():
    figures = measure(10 * len(EDITS))
    assert figures.recall >= 0.95, figures
    assert figures.precision >= 0.99, figures
