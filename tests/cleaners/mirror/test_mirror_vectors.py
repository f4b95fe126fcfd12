"""Fragments and documents seen on real mirrors. They are not ours to keep here: skipped where absent."""

import json
from pathlib import Path

import pytest

from cleaners.mirror import look, repair
from cleaners.mirror.annotations import ANNOTATED
from cleaners.mirror.tables import to_simplified
from cleaners.model import Block
from cleaners.steps.engine import PageView, run
from cleaners.steps.repairs import REPAIRS

SHARED = Path(__file__).parents[4] / "shared"
WIDE = str.maketrans(",;:!?()", "，；：！？（）")

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="needs the real fragments in ../shared")


def exact(vector: dict[str, str]) -> bool:
    return repair(vector["damaged"], mirror=True).translate(WIDE) == vector["true"].translate(WIDE)


def test_lossless_fragments_come_back_exactly() -> None:
    vectors = json.loads((SHARED / "mirror_vectors.json").read_text("utf-8"))
    results: dict[str, list[bool]] = {"collision": [], "punctuation": [], "lossy": []}
    for vector in vectors:
        results[vector["kind"]].append(exact(vector))
    assert all(results["collision"])
    assert results["punctuation"].count(False) <= 2  # without a page around them two take 。 for another


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
