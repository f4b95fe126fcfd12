"""What a portal's newest pages teach about its layouts. What teaches nothing comes first."""

import pytest

from cleaners.lesson import teach
from cleaners.model import Layout, Page
from tests.cleaners.portal_pages import designed_page, list_page, rows

LIST = Page(list_page(rows("ul", 20)).encode())


def pages(designs: str) -> list[Page]:
    """Articles in designs called by letters, the newest first; a dot is a list."""
    return [LIST if each == "." else designed_page(each, n) for n, each in enumerate(designs)]


def layout(design: str, number: int = 0) -> Layout:
    """A learned layout, or without a number a declared one."""
    return Layout(f"learned-{number}" if number else "2018", f"div.{design}", "h1", learned=bool(number))


OLD, SECOND = layout("a", 1), layout("b", 2)
GONE, ONCE = (f"used on {n} of the newest 10 pages with articles" for n in (0, 1))
#: Designs of the newest pages, layouts in use: what comes of it, the design learned, the pages it came from, who retires.
LESSONS = {
    "no page": ("", [], "too few pages", None, 0, {}),
    "seven pages": ("a" * 7, [], "too few pages", None, 0, {}),
    "lists": ("a" * 7 + "." * 13, [], "too few pages", None, 0, {}),
    "half of the newest are another design": ("ab" * 10, [], "no layout to be trusted", None, 0, {}),
    "a declared layout fits": ("a" * 20, [layout("a")], "layouts fit", None, 0, {}),
    "a learned layout fits": ("a" * 20, [OLD], "layouts fit", None, 0, {}),
    "it fits half of the newest": ("bbabababaa" + "a" * 10, [OLD], "layouts fit", None, 0, {}),
    "the new design has too few pages": ("b" * 7 + "a" * 13, [OLD], "too few pages", None, 0, {}),
    "two designs, each with its layout": ("abbbbbabbb" + "b" * 10, [SECOND, OLD], "layouts fit", None, 0, {}),
    "a learned layout fits no more, another one does": (
        "b" * 20,
        [SECOND, OLD],
        "layouts fit",
        None,
        0,
        {"learned-1": GONE},
    ),
    "one design": ("a" * 20, [], "learned-3", "div.a", 20, {}),
    "one design, a few of another": ("aaaab" * 4, [], "learned-3", "div.a", 20, {}),
    "a declared layout never fitted": ("a" * 20, [layout("x")], "learned-3", "div.a", 20, {}),
    "a declared layout fits no more": ("b" * 20, [layout("a")], "learned-3", "div.b", 20, {}),
    "a new design": ("b" * 8 + "a" * 12, [OLD], "learned-3", "div.b", 8, {}),
    "nearly all in a new design": (
        "bbbabbbbbb" + "b" * 10,
        [OLD],
        "learned-3",
        "div.b",
        19,
        {"learned-1": ONCE},
    ),
    "a second design beside the old one": ("bbabbabbab" * 2, [OLD], "learned-3", "div.b", 14, {}),
}


@pytest.mark.parametrize("designs, layouts, outcome, content, number, retired", LESSONS.values(), ids=LESSONS)
def test_what_is_taught(designs, layouts, outcome, content, number, retired):
    taught = teach(pages(designs), layouts, "learned-3")
    assert (taught.outcome, dict(taught.retired)) == (outcome, retired)
    assert (taught.layout and (taught.layout.content, taught.layout.learned)) == (content and (content, True))
    assert len(taught.pages) == number
    assert all(designs[n] == content[-1] or number == 20 for n in taught.pages)
