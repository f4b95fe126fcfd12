"""python -m tests.quality.make FOLDER: write the truths anew from a folder of pages with marked truths.

FOLDER has one folder a set, each with a ``truth.json``: a list of ``page`` (path of the .html.gz from
FOLDER), ``body``, ``body_with_optional`` (as right as the body), and what is marked of ``title``,
``published``, ``source``, ``author``, ``editor``, ``account``: empty where the page has none.
Where a page comes from is kept by hand in ``origins.json``. Exit code 2 if FOLDER holds no truth.
"""

import gzip
import hashlib
import json
import lzma
import sys
from pathlib import Path

from tests.quality.corpus import FILE, digest
from tests.quality.grams import grams, pack, salt
from tests.quality.values import FIELDS, hashed

ORIGINS = Path(__file__).with_name("origins.json")
_UNKNOWN = dict.fromkeys(("repository", "path", "commit"), "unknown")


def hidden(marked: dict, body: bytes, origins: dict) -> dict:
    """A marked page as it is kept: nothing of it can be read without the page."""
    key = salt(body)
    page = marked["page"].removesuffix(".gz")
    values = {
        name: hashed(name, marked[name], key) if marked[name] else ""
        for name in (*FIELDS, "account")
        if marked.get(name) is not None
    }
    return {
        "page": page,
        "sha256": hashlib.sha256(body).hexdigest(),
        "origin": origins.get(page) or {**_UNKNOWN, "site": page},
        "fields": values,
        "grams": _bodies(marked["body"], marked.get("body_with_optional", marked["body"]), key),
    }


def _bodies(body: str, optional: str, key: bytes) -> list[str]:
    """The body's grams; where the optional blocks make a difference, also what they add and what they take."""
    first, second = grams(body, key), grams(optional, key)
    return [pack(each) for each in ((first,) if first == second else (first, second - first, first - second))]


def main(arguments: list[str]) -> int:
    """Write the file of truths, say what is in it, and give the exit code."""
    files = sorted(Path(arguments[0]).glob("*/truth.json")) if len(arguments) == 1 else []
    if not files:
        print("usage: python -m tests.quality.make FOLDER, which has <set>/truth.json", file=sys.stderr)
        return 2
    origins = json.loads(ORIGINS.read_text("utf-8"))
    written = [
        hidden(each, gzip.decompress((file.parents[1] / each["page"]).read_bytes()), origins)
        for file in files
        for each in json.loads(file.read_text("utf-8"))
    ]
    plain = json.dumps(written, ensure_ascii=False, separators=(",", ":"))
    FILE.write_bytes(lzma.compress(plain.encode()))
    print(f"{len(written)} pages, {FILE.stat().st_size:,} bytes, corpus {digest()}: set floor.json anew")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
