"""The measure: what counts as right, and that nothing of a page can be read from the truths."""

import hashlib
import json
import lzma
import re

import pytest

from tests.quality.__main__ import main
from tests.quality.corpus import FILE, Truth, known, pages
from tests.quality.grams import compare, grams, pack, salt, unpack
from tests.quality.make import hidden
from tests.quality.make import main as make
from tests.quality.score import Score, score
from tests.quality.values import Tally, hashed

KEY = salt(b"<p>")
TEXT = "会议强调，要推动基层治理。" * 3
PAGE = f"<title>某县召开会议</title><h1>某县召开会议</h1><p>{'县委昨日召开会议，部署了今年的重点工作。' * 9}</p>".encode()


@pytest.mark.parametrize(
    ("got", "want", "expected"),
    [
        ("", "一二三四五", (0, 0, 0)),
        ("一二三四五", "六七八九十", (0, 0, 0)),
        ("一二三四 五\n", "一二三四五", (1, 1, 1)),
        ("一二三四五六", "一二三四", (1 / 3, 1, 0.5)),
        ("一二三四", "一二三四五六", (1, 1 / 3, 0.5)),
        ("啊啊啊啊啊", "啊啊啊啊", (0.5, 1, 2 / 3)),  # what is said twice counts twice
        ("一二", "一二", (1, 1, 1)),
    ],
)
def test_a_body_is_compared_by_its_4_grams(got, want, expected):
    assert compare(grams(got, KEY), grams(want, KEY)) == pytest.approx(expected)


@pytest.mark.parametrize("text", ["", "一", TEXT, "啊" * 300])
def test_packing_loses_nothing(text):
    assert unpack(pack(grams(text, KEY))) == grams(text, KEY)


def test_hashes_say_nothing_without_the_page():
    assert not grams(TEXT, KEY) & grams(TEXT, salt(b"<p>another"))
    assert hashed("author", "张三", KEY) != hashed("author", "张三", salt(b"<p>another"))


def test_no_sentence_is_in_the_file_of_truths():
    kept = json.loads(lzma.decompress(FILE.read_bytes()))
    assert kept
    for each in kept:
        assert re.fullmatch("[0-9a-f]{64}", each["sha256"])
        assert all(re.fullmatch("([0-9a-f]{12})?", value) for value in each["fields"].values())
        assert all(re.fullmatch("[A-Za-z0-9+/=]*", packed) for packed in each["grams"])
        assert set(each) == {"page", "sha256", "origin", "fields", "grams"}


@pytest.mark.parametrize(
    ("name", "value", "true", "right"),
    [
        ("title", None, "某县召开会议", 0),
        ("title", "某县召开会议_某县政府网", "某县召开会议", 0),
        ("title", "某县　召开“会议”", "某县召开会议", 1),
        ("published", None, "2023-05-24", 0),
        ("published", "2023-05-25", "2023年5月24日", 0),
        ("published", "2023-05-24T10:02+08:00", "2023年5月24日", 1),
        ("author", "张三", "张三 李四", 0),
        ("author", "李四 张三", "张三、李四", 1),
    ],
)
def test_a_value_is_right_by_what_counts_in_it(name, value, true, right):
    tally = Tally()
    tally.add(name, value, {name: hashed(name, true, KEY)}, KEY)
    assert (tally.asked[name], tally.right[name], tally.false[name]) == (1, right, 0)


@pytest.mark.parametrize(("value", "false"), [(None, 0), ("张三", 1), ("某县发布", 0)])
def test_a_value_where_the_page_has_none_is_false_unless_it_is_the_account(value, false):
    tally = Tally()
    tally.add("author", value, {"author": "", "account": hashed("account", "某县发布", KEY)}, KEY)
    assert (tally.asked["author"], tally.false["author"]) == (0, false)


def test_a_field_that_was_not_marked_is_not_counted():
    tally = Tally()
    tally.add("author", "张三", {}, KEY)
    assert tally == Tally()


def test_the_better_of_two_truths_counts():
    key = salt(PAGE)
    right = grams("县委昨日召开会议，部署了今年的重点工作。" * 9, key)
    truth = Truth(
        "s/1.html",
        "",
        {"site": "s"},
        (grams(TEXT, key), right),
        {"title": hashed("title", "某县召开会议", key)},
    )
    figures = score([(truth, PAGE)])["s"].figures()
    assert figures == {"pages": 1, "f1": 1.0, "title": 1, "title false": 0}


def test_what_is_made_of_a_marked_page_is_what_is_measured():
    marked = {
        "page": "s/1.html.gz",
        "body": TEXT,
        "body_with_optional": "图片说明" + TEXT,
        "title": "",
        "editor": "张三",
    }
    made = hidden(marked, PAGE, {})
    key = salt(PAGE)
    assert made["fields"] == {"title": "", "editor": hashed("editor", "张三", key)}
    body, more, less = map(unpack, made["grams"])
    assert (body, body + more - less) == (grams(TEXT, key), grams("图片说明" + TEXT, key))
    assert made["origin"] == {
        "repository": "unknown",
        "path": "unknown",
        "commit": "unknown",
        "site": "s/1.html",
    }


def test_pages_are_found_by_their_bytes(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "any name.html").write_bytes(PAGE)
    (tmp_path / "other.htm").write_bytes(PAGE + b" ")
    sha256 = hashlib.sha256(PAGE).hexdigest()
    assert len(list(pages(tmp_path))) == 2
    assert known(tmp_path, {sha256: None}) == {sha256: PAGE}


def test_sites_are_drawn_whole():
    one = Score(bodies=[(1, 1, 0.5), (1, 1, 1.0)], sites=["a", "a"])
    two = Score(bodies=[(1, 1, 0.5), (1, 1, 1.0)], sites=["a", "b"])
    assert (one.interval(), two.interval()) == ((0.75, 0.75), (0.5, 1.0))


@pytest.mark.parametrize("command", [main, make])
def test_a_folder_without_pages_is_said_in_a_line(command, tmp_path, capsys):
    assert command([str(tmp_path)]) == 2
    assert command([]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 2
