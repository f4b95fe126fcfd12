"""Fragments and documents seen on real mirrors. They are not ours to keep here: skipped where absent."""

import json
import re
from itertools import permutations
from pathlib import Path

import pytest

from cleaners.mirror import look, repair
from cleaners.mirror.annotations import ANNOTATED
from cleaners.mirror.tables import to_simplified
from cleaners.model import Block
from cleaners.steps.engine import PageView, run
from cleaners.steps.repairs import REPAIRS
from crawler.replica.damage import convert, decode, insert, raw

SHARED = Path(__file__).parents[4] / "shared"
WIDE = str.maketrans(",;:!?()", "，；：！？（）")

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="needs the real fragments in ../shared")


def vectors() -> list[dict[str, str]]:
    return json.loads((SHARED / "mirror_vectors.json").read_text("utf-8"))


def exact(vector: dict[str, str]) -> bool:
    """Whether a fragment comes back: what is left of tags, and spaces at its ends, are no text."""
    true = re.sub(r"<[^>]*>", "", vector["true"]).strip()
    return repair(vector["damaged"], mirror=True).strip().translate(WIDE) == true.translate(WIDE)


def test_fragments_come_back_exactly() -> None:
    results: dict[str, list[bool]] = {"collision": [], "punctuation": [], "lossy": []}
    for vector in vectors():
        results[vector["kind"]].append(exact(vector))
    assert all(results["collision"] + results["punctuation"])
    assert sum(results["lossy"]) >= 0.5 * len(results["lossy"])


def narrow(text: str) -> str:
    return "".join(chr(ord(one) - 0xFEE0) if "！" <= one <= "～" else one for one in text)


def reproduced(vector: dict[str, str]) -> bool:
    """Whether the simulator makes the fragment of what is true, in some order of the annotated characters."""
    code = raw(convert(vector["true"]))
    orders = list(permutations(vector["annotated_or_false_characters"]))
    made = {decode(insert(code, order, lambda: spaces))[0] for order in orders for spaces in range(3)}  # noqa: B023
    return narrow(vector["damaged"]) in {narrow(text) for text in made}


def test_the_simulator_makes_every_fragment() -> None:
    assert [one["damaged"] for one in vectors() if one["reproduced_forward"] and not reproduced(one)] == []


def cleaned(number: str) -> str:
    path = next((SHARED / "seeds").glob(f"{number}_*.txt"))
    blocks = [Block(1, place, line) for place, line in enumerate(path.read_text("utf-8").splitlines())]
    left, _ = run(REPAIRS, blocks, PageView(tuple(blocks), look(blocks).mirror))
    return "\n".join(block.text for block in left)


@pytest.mark.parametrize("number", ["001", "002", "003"])
def test_documents_are_simplified_and_bare_of_annotations(number: str) -> None:
    text = cleaned(number)
    assert not ANNOTATED.search(text)
    assert not set(text) & to_simplified().keys()


def test_documents_are_whole_again() -> None:
    assert "问题120余个。“七一”期间组织机关党员" in cleaned("001")
    assert "新时代新担当新作为" in cleaned("003")
    assert "波密县" not in cleaned("003")


@pytest.mark.parametrize("number", ["000", "004"])
def test_other_documents_stay_as_they_are(number: str) -> None:
    path = next((SHARED / "seeds").glob(f"{number}_*.txt"))
    assert cleaned(number) == "\n".join(path.read_text("utf-8").splitlines())
