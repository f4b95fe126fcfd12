"""What all tests share."""

from pathlib import Path

import pytest

from cleaners.steps.examples import try_on, try_on_html, try_on_parts

SHARED = Path(__file__).resolve().parent.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ``shared`` beside the project: real pages that are measured with and belong to others."""
    if not SHARED.is_dir():
        pytest.skip("the shared pages are not at hand")
    return SHARED


@pytest.fixture(autouse=True)
def _examples(doctest_namespace: dict[str, object]) -> None:
    """The examples in the steps' docstrings use these by their names."""
    for function in (try_on, try_on_html, try_on_parts):
        doctest_namespace[function.__name__] = function
