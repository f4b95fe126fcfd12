"""A floor under what the repairs of mirror damage reach: `make mirrors` prints the figures, no change may lower them."""

from pathlib import Path

import pytest

from cleaners.mirror.annotations import strip
from cleaners.mirror.bytes import mend
from tests.quality.mirrors import articles, clean_lines, measure, narrow, planted, share, truths, wrongly

PAGES = Path(__file__).parents[3] / "shared" / "pages"

needs_pages = pytest.mark.skipif(not PAGES.is_dir(), reason="needs the marked pages in ../shared")


def test_damaged_articles() -> None:
    tally = measure(articles(30), range(2))
    assert tally.touched == 0
    assert tally.lossless[1] > 100
    assert share(tally.lossless) >= 0.95
    assert share(tally.damaged) >= 0.905
    assert share(tally.repairs) >= 0.97


def test_damaged_articles_in_half_width() -> None:
    tally = measure(articles(15), range(1), narrow)
    assert tally.touched == 0
    assert share(tally.lossless) >= 0.96


def test_clean_text_with_genuine_marks_and_brackets() -> None:
    lines = [line for article in articles(60) for line in article]
    marked = list(planted(lines, 7))
    assert wrongly(marked, lambda line: mend(line).text)[0] == 0
    assert wrongly([line for line in marked if "?" not in line], strip)[0] == 0


@needs_pages
def test_damaged_truths() -> None:
    tally = measure(truths(PAGES), range(2))
    assert tally.undamaged > 5000
    assert tally.touched == 0
    assert share(tally.lossless) >= 0.985
    assert share(tally.damaged) >= 0.93
    assert share(tally.repairs) >= 0.98


@needs_pages
def test_clean_truths() -> None:
    changed, characters = wrongly(clean_lines(PAGES, 100), lambda line: mend(line).text)
    assert characters > 1_000_000
    assert changed == 0
