"""Whatever the terminal or the pipe behind a command is like, it ends in a line and an exit code."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.crawler.commandline import ROOT, command, scrapy

#: Presses Ctrl-C when the commands' imports have come as far as the registry.
INTERRUPT = """
import os, signal, sys
def interrupt(event, args):
    if event == "import" and args[0] == "crawler.registry":
        os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(interrupt)
"""

NARROW = {
    "ascii": {"PYTHONIOENCODING": "ascii"},
    "latin-1": {"PYTHONIOENCODING": "latin-1"},
    "C locale": {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
}


@pytest.mark.parametrize("label", NARROW)
def test_what_the_output_cannot_show_is_escaped(label):
    ended = scrapy("list", **NARROW[label])
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "hxw     \\u7ea2\\u661f\\u7f51" in ended.stdout


def test_a_report_that_the_output_cannot_show_is_escaped(replica, tmp_path):
    arguments = ("crawl", "hxw", "--full", "-s", f"REPLICA={replica}")
    ended = scrapy(*arguments, database=tmp_path / "articles.db", PYTHONIOENCODING="ascii")
    assert (ended.returncode, "Traceback" in ended.stderr) == (0, False)
    assert "hxw \\u7ea2\\u661f\\u7f51 https://www.hxw.gov.cn" in ended.stdout


def full_disk(*arguments: str, database: Path) -> subprocess.CompletedProcess[str]:
    with Path("/dev/full").open("w") as full:
        words = command(*arguments, database=database)
        return subprocess.run(
            words,
            cwd=ROOT,
            env=os.environ
            | {"PYTHONUNBUFFERED": ""},  # what is left to write at the very end must not fail again
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
        )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("arguments", [["list"], ["demo"]])
def test_an_output_that_cannot_be_written_is_one_line_and_exit_1(arguments, tmp_path):
    ended = full_disk(*arguments, database=tmp_path / "articles.db")
    assert ended.returncode == 1
    assert "scrapy: the output can't be written: No space left on device\n" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "Exception ignored" not in ended.stderr


@pytest.mark.parametrize("name", ["list", "demo"])
def test_ctrl_c_while_the_commands_are_imported_is_no_traceback(name, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(INTERRUPT)
    ended = scrapy(name, database=tmp_path / "articles.db", PYTHONPATH=str(tmp_path))
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "scrapy: stopped\n")
