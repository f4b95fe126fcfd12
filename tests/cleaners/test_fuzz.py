"""Mutated pages of the replica: none crashes the cleaner, hangs it, or has a ledger that doesn't give its article.

`make torture` runs 100,000 of them.
"""

import pytest

from tests.cleaners.fuzz import HANG, outcome


@pytest.mark.parametrize("number", range(150))
def test_no_mutated_page_breaks_the_cleaner(number):
    page = outcome((number, ""))
    assert page.kind != "crashed"
    assert page.fault is None or "took" in page.fault  # speed is measured where nothing else runs
    assert page.seconds < HANG
