"""docs/cleaning.md says what the steps say."""

from pathlib import Path

import pytest

from cleaners.generated import refreshed
from cleaners.steps import guide
from cleaners.steps.engine import name

PAGE = Path(__file__).parents[2] / "docs" / "cleaning.md"


def test_a_page_without_markers_is_refused():
    with pytest.raises(ValueError, match="steps: begin"):
        refreshed("# Cleaning", "steps", "")


def test_the_page_is_made_from_the_code():
    page = PAGE.read_text("utf-8")
    assert refreshed(page, "steps", guide.guide()) == page, "run `make docs`"


@pytest.mark.parametrize("step", [step for _, steps in guide.GROUPS for step in steps], ids=name)
def test_every_step_shows_by_example_what_it_does(step):
    assert any(before != after for before, after in guide.tried(step))
