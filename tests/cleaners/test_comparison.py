"""python -m cleaners --repair: a reader sees what was damaged, what was made of it, by what and why."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cleaners.comparison import cells

READ = "機(jī)關(guān)黨員到村(社區(qū))開展服務，為群眾辦實事。"
EXACT = "道路更新?lián)Q代，培訓結束?！半p評”活動隨后展開。"
GUESSED = "國務院決定加快?！?013年起實施。"
SPAM = "东山县| 西河县| 南岭市| 北湖区| 上林县| 下关市| 龙口区| 马场县| 凤台县| 长桥市| 云岭县| 双河区|"
PLAIN = "2023年。"


def shown(*files: Path, columns: int = 90) -> tuple[int, list[str]]:
    done = subprocess.run(
        [sys.executable, "-m", "cleaners", "--repair", *map(str, files)],
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": str(columns)},
    )
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def written(folder: Path, name: str, *lines: str) -> Path:
    text = "\n".join(lines) if name.endswith(".txt") else "".join(f"<p>{line}</p>" for line in lines)
    (folder / name).write_text(text, "utf-8")
    return folder / name


def test_a_page_without_damage(tmp_path):
    code, lines = shown(written(tmp_path, "a.txt", "她(tā)会(huì)说(shuō)汉(hàn)语(yǔ)，真的?！是的。"))
    assert (code, lines[1:]) == (0, ["no sign of a mirror", "nothing to repair", ""])


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_paragraphs_with_their_steps_reasons_and_guesses(tmp_path, name):
    code, lines = shown(written(tmp_path, name, READ, EXACT, GUESSED, PLAIN, SPAM))
    text = "\n".join(lines)
    assert code == 0
    assert lines[1].startswith("mirror of unknown: readings behind Traditional characters: 3")
    assert [line for line in lines if line.startswith("paragraph")] == [
        f"paragraph {n}" for n in (0, 1, 2, 4)
    ]
    assert "  byte_damage: Bytes that the mirror displaced are put back\n    ?lián)Q -> 換\n" in text
    assert [line.split(" -> ")[0] for line in lines if line.endswith("A GUESS")] == ["    ?！?"]
    assert "(taken away)" in text and "  link_spam: Lists in Simplified characters" in text


def test_two_columns_fit_the_terminal(tmp_path):
    _, lines = shown(written(tmp_path, "a.txt", READ, EXACT * 4), columns=60)
    rows = [line.partition(" |") for line in lines if " |" in line]
    assert len(rows) > 6
    assert {cells(left) for left, _, _ in rows if left} == {28}
    assert max(cells(right) for _, _, right in rows) <= 29
    assert "".join(right[1:] for _, _, right in rows).count("培训结束") == 4


def test_nothing_a_terminal_obeys_is_printed(tmp_path):
    _, lines = shown(written(tmp_path, "a.txt", READ, f"{EXACT}\x1b[31m\x07\u202e\u200b紅\ue0cc"))
    text = "\n".join(lines)
    assert all(one.isprintable() for one in text.replace("\n", ""))
    assert r"\u202e" in text


def test_files_that_cannot_be_read_are_said_and_the_rest_go_on(tmp_path):
    code, lines = shown(tmp_path / "absent.txt", written(tmp_path, "a.txt", READ))
    assert code == 1
    assert lines[:2] == [str(tmp_path / "absent.txt"), "No such file or directory"]
    assert "paragraph 0" in lines
