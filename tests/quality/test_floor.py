"""The figures on real pages must not sink. A better figure may raise its floor; nothing lowers one."""

import json
from pathlib import Path

import pytest

from tests.quality.corpus import digest, known, truths
from tests.quality.score import score

FLOOR = json.loads(Path(__file__).with_name("floor.json").read_text("utf-8"))


def under(figures: dict[str, float], floor: dict[str, float]) -> list[str]:
    """What is worse than the floor, or was not measured; of false values more is worse."""
    assert figures.keys() == floor.keys()
    return [
        f"{name} is {figures[name]:.4g}, the floor {least}"
        for name, least in floor.items()
        if (figures[name] > least if name.endswith("false") else figures[name] < least)
    ]


@pytest.mark.parametrize(("name", "value"), [("f1", 0.989), ("title", 4), ("title false", 1), ("pages", 36)])
def test_a_worse_figure_is_named(name, value):
    floor = {"pages": 37, "f1": 0.99, "title": 5, "title false": 0}
    assert under(floor, floor) == []
    assert [worse.split(" is ")[0] for worse in under({**floor, name: value}, floor)] == [name]


def test_the_floor_was_set_for_this_corpus():
    assert digest() == FLOOR["corpus"], "the truths have changed: measure, and set floor.json anew"
    assert {truth.set for truth in truths()} == set(FLOOR["sets"])


@pytest.mark.parametrize("name", FLOOR["sets"])
def test_no_figure_sinks(shared, name):
    wanted = {truth.sha256: truth for truth in truths() if truth.set == name}
    bodies = known(shared / "pages" / name, wanted)
    assert bodies, "none of the pages is there as it was"
    measured = score((wanted[sha256], body) for sha256, body in bodies.items())
    assert under(measured[name].figures(), FLOOR["sets"][name]) == []
