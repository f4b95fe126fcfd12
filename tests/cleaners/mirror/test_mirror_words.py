"""The word list: made by the script and by nothing else, small, and part of what names the cleaner."""

import lzma
import subprocess
import sys
from pathlib import Path

import pytest

from cleaners import version
from cleaners.mirror import build
from cleaners.mirror.build import FILE
from cleaners.mirror.language import NOTHING, Language
from cleaners.mirror.marks import open_in


def test_the_committed_list_is_what_the_script_makes() -> None:
    pytest.importorskip("jieba", reason="needs requirements-model.txt")
    assert lzma.decompress(FILE.read_bytes()).decode("utf-8") == build.text()


def test_the_list_says_where_it_comes_from_and_is_small() -> None:
    header = lzma.decompress(FILE.read_bytes()).decode("utf-8").partition("\n")[0]
    assert "jieba's dict.txt (MIT" in header
    assert "OpenCC's STPhrases (Apache-2.0)" in header
    assert "pypinyin's phrases_dict (MIT)" in header
    assert "Copyright (c) 2013 Sun Junyi" in FILE.with_name("words.LICENSE").read_text("utf-8")
    assert FILE.stat().st_size < 3_000_000


def test_another_list_is_another_cleaner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "version.py").write_text("")
    monkeypatch.setattr(version, "__file__", str(tmp_path / "version.py"))
    before = version.cleaner_version.__wrapped__()
    (tmp_path / "words.txt.xz").write_bytes(b"other words")
    assert version.cleaner_version.__wrapped__() != before


def test_undamaged_text_does_not_load_the_list() -> None:
    script = (
        "from cleaners.mirror.bytes import mend\n"
        "from cleaners.mirror.language import words\n"
        "mend('更新換代，真的?他問。')\n"
        "assert words.cache_info().misses == 0"
    )
    subprocess.run([sys.executable, "-c", script], check=True, cwd=Path(__file__).parents[3])


def score(language: Language, text: str) -> float:
    reached = NOTHING
    for one in text:
        reached = language.after(reached, one)
    return reached.total


@pytest.mark.parametrize(
    ("likely", "unlikely"),
    [
        ("學校開學了。", "學省開學了。"),
        ("扩大规模”的", "扩大规。”的"),
        ("会议结束。“这", "会议结束，”这"),
        ("他说：“好。”", "他说：“好。“"),
        ("換代", "换代"),
        ("暂停营业", "暂。营业"),
        ("做好“六保”工作", "做好“六。”工作"),
        ("他说：“行。”", "他说：“行保”"),
    ],
)
def test_what_is_likelier(likely: str, unlikely: str) -> None:
    assert score(Language(), likely) > score(Language(), unlikely)


def test_a_page_knows_its_own_names() -> None:
    page = Language(["金建模、金忠叙，还有金建模的父亲"])
    assert score(page, "与金建模、") > score(page, "与金建海、")


def test_damage_is_no_witness() -> None:
    assert Language(["他们的规?！模式”"]).seen == {}
    assert Language([f"他问?{'水' * 50}?水山河水山田河"]).seen == {}


def test_open_brackets() -> None:
    assert open_in("他说：“《论语》（一") == "“（"
