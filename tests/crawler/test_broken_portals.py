"""A portal's file that can't be used is found when it is read: one line names it, and the others stay usable."""

from pathlib import Path

import pytest

from tests.crawler.commandline import ROOT, corpus, scrapy

GOOD = (ROOT / "crawler" / "spiders" / "hxw.py").read_text(encoding="utf-8")
SPIDER = "from crawler.portal import PortalSpider\n\nclass Portal(PortalSpider):\n"

#: By file: its text, and what must be told of it.
BROKEN = {
    "halfdone": (
        f"{SPIDER}    name = 'halfdone'\n",
        " line 3: TypeError: portal halfdone declares no title, home, lists, article_url",
    ),
    "typo": ("import nothing_like_it\n", " line 1: ModuleNotFoundError: No module named 'nothing_like_it'"),
    "cut": ("class Cut(\n", " line 1: SyntaxError: '(' was never closed"),
    "othername": (GOOD, ": ValueError: the file of portal 'hxw' must be called hxw.py"),
    "empty": ("", ": ValueError: no portal in it: it needs a class of PortalSpider with a name"),
    "nameless": (
        SPIDER + "    title = '某网'\n",
        ": ValueError: no portal in it: it needs a class of PortalSpider with a name",
    ),
    "leaver": ("raise SystemExit(7)\n", " line 1: SystemExit: 7"),
    "zeros": ("name = 1\0\n", ": SyntaxError: source code "),
    "wordy": (
        GOOD.replace('"hxw"', '"wordy"').replace("expect = 30", 'expect = "five"'),
        ": ValueError: expect must be a whole number, not 'five'",
    ),
}


@pytest.fixture(scope="module")
def registry(tmp_path_factory) -> dict[str, str]:
    """The environment and option for a folder of portals of which one is good."""
    folder: Path = tmp_path_factory.mktemp("registry")
    portals = folder / "somewhere"
    portals.mkdir()
    texts = {"__init__": "", "hxw": GOOD} | {name: text for name, (text, _) in BROKEN.items()}
    for name, text in texts.items():
        (portals / f"{name}.py").write_text(text, encoding="utf-8")
    return {"PYTHONPATH": str(folder)}


OPTION = ("-s", "SPIDER_MODULES=somewhere")


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_portal_file_is_one_line_and_exit_5(registry, name, tmp_path):
    ended = scrapy("crawl", name, *OPTION, database=tmp_path / "articles.db", **registry)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (5, "", 1)
    assert ended.stderr.startswith(f"scrapy: crawler/spiders/{name}.py")
    assert BROKEN[name][1] in ended.stderr


def test_broken_portal_files_leave_the_others_usable(registry, replica, tmp_path):
    options = ("--full", *OPTION, "-s", f"REPLICA={replica}")
    database = tmp_path / "articles.db"
    ended = scrapy("crawl", "typo", "hxw", *options, database=database, **registry)
    assert ended.returncode == 5
    assert {row["portal"] for row in corpus(database)} == {"hxw"}


def test_list_tells_the_good_from_the_broken(registry):
    ended = scrapy("list", *OPTION, **registry)
    assert (ended.returncode, ended.stdout) == (0, "hxw  红星网  https://www.hxw.gov.cn\n")
    told = {line.partition(".py")[0].rpartition("/")[2] for line in ended.stderr.splitlines()}
    assert told == set(BROKEN)
