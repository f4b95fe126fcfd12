"""What onboarding writes from hostile pages is declarations and nothing else."""

import ast
import sys
from pathlib import Path

import pytest
from scrapy.settings import Settings

from cleaners.model import Layout
from crawler.discovery.discovered import Discovery
from crawler.discovery.general import General
from crawler.portal_file import check, source, write
from crawler.registry import PortalLoader

HOSTILE = {
    "quotes": "要'闻\"动态",
    "triple quotes": '"""\nimport os\nos.abort()\n"""',
    "the other triple quotes": "'''+__import__('os').abort()+'''",
    "newlines": "要闻\n    home = 1\r\n\u2028x\u2029\x85y",
    "backslashes": "要闻\\",
    "many backslashes": "\\\\'\\\\\"\\n\\",
    "code": "{__import__('os').abort()}%s${x}#",
    "direction": "\u202eonboard\u2066\u200b\ufeff",
    "control characters": "\x00\x07\x1b[2J\x7f",
    "a lone surrogate": "\ud800",
    "a comment": "# noqa\n#",
}


def found(text: str) -> Discovery:
    declarations = {
        "name": "hostile",
        "title": text,
        "home": "https://www.example.gov.cn",
        "lists": {text or "x": "/xw/?a=" + text.strip()},
        "article_url": r"/\d{4}/" + "\\.".join(map(str, range(3))),
        "page_parameter": text,
        "expect": 3,
    }
    return Discovery(General, declarations, (), (), (), 1)


@pytest.mark.parametrize("label", HOSTILE)
def test_words_of_pages_are_values_and_nothing_else(label, tmp_path, monkeypatch):
    given = found(HOSTILE[label])
    text = source(given, "hostile", Layout("learned-1", "div#zw", "h1", {"div.x": HOSTILE[label]}))
    assert all(each.isprintable() for line in text.splitlines() for each in line)
    (_, *imports, portal) = ast.parse(text).body
    assert {type(each) for each in imports} == {ast.ImportFrom}
    assert {type(each) for each in portal.body[1:]} == {ast.Assign}
    write(tmp_path, "hostile", text)
    loaded = load(tmp_path, monkeypatch)
    for name, value in given.declarations.items():
        assert getattr(loaded, name) == value
    assert loaded.layouts[0].drop == {"div.x": HOSTILE[label]}


def load(folder: Path, monkeypatch):
    (folder / "__init__.py").touch()
    package = f"written_{folder.name}"
    folder.rename(folder.with_name(package))
    monkeypatch.syspath_prepend(str(folder.parent))
    loader = PortalLoader(Settings({"SPIDER_MODULES": [package]}))
    sys.modules.pop(f"{package}.hostile", None)
    assert loader.broken == {}
    return loader.load("hostile")


NO_NAMES = ["", "../hostile", "class", "a/b", "A", "x\n", "__init__"]


@pytest.mark.parametrize("name", NO_NAMES)
def test_names_that_are_none_are_refused(name):
    with pytest.raises(ValueError, match="can't be called"):
        source(found("要闻"), name, None)


def test_declarations_that_are_none_are_refused():
    bad = found("要闻")
    bad.declarations["article_url"] = "("
    with pytest.raises(ValueError, match="article_url must be a regular expression"):
        source(bad, "hostile", None)


def test_a_file_that_exists_stays(tmp_path):
    (tmp_path / "hostile.py").write_text("mine")
    with pytest.raises(FileExistsError):
        write(tmp_path, "hostile", "other")
    assert (tmp_path / "hostile.py").read_text() == "mine"


def test_a_file_that_can_not_be_written_is_not_there(tmp_path, monkeypatch):
    def full(self, text, encoding):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space left"):
        write(tmp_path, "hostile", "text")
    assert list(tmp_path.iterdir()) == []


MORE = {
    "a call": 'title = print("x")',
    "a statement": "import os",
    "a function": "def start(self): ...",
    "something that isn't declared": 'title = "红星网"\n    region = "湖南"',
    "a call in a layout": 'layouts = (Layout(name=print("x")),)',
}


@pytest.mark.parametrize("label", MORE)
def test_a_file_that_does_more_is_refused(label):
    text = f'"""Head."""\n\nclass X(General):\n    """Portal."""\n\n    {MORE[label]}\n'
    with pytest.raises(ValueError):
        check(text, {"title": "红星网"})
