"""An article of several pages is made when all of them have come back, in whatever order."""

from itertools import permutations

import pytest

from cleaners.model import Hints
from crawler.families import Families
from storage.addresses import Known


def known(number: int) -> Known:
    return Known(number, f"https://x.cn/{number}.html", "article", "pending", None, None, Hints())


PAGES = [known(1), known(2), known(3)]


def test_what_is_not_to_be_made_is_never_complete():
    families = Families()
    families.asked(PAGES[0])
    assert not families.returned(PAGES[0])
    assert not families.complete(1, PAGES[:1])


@pytest.mark.parametrize(
    "order", list(permutations(PAGES)), ids=lambda order: "".join(str(each.id) for each in order)
)
def test_it_is_complete_once_with_the_last_page(order):
    families = Families()
    for page in PAGES:
        families.asked(page)
    families.wait(1)
    complete = []
    for page in order:
        assert families.returned(page)
        complete.append(families.complete(1, PAGES))
    assert complete == [False, False, True]
    assert not families.complete(1, PAGES)
