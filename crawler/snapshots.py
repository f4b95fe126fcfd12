"""Test cases of portals: a page's bytes as they came, and what the cleaner is to make of them.

A case is a folder, ``cases/<portal>/<name>/``: ``case.json`` says what is known of its pages, ``page-1.html.gz``
and so on are their bodies, ``expected.json`` has the articles, to be read and judged by a person.
"""

import gzip
import json
import re
import shutil
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from difflib import unified_diff
from pathlib import Path
from tempfile import mkdtemp
from typing import Any
from urllib.parse import urlsplit

from cleaners.article import clean
from cleaners.model import FIELDS, Article, Hints, Layout, Page
from storage.whole_file import replaced
from storage.words import World

#: What a case may be called.
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


class CaseError(Exception):
    """A case can't be saved or read. Its text is one line."""


class CaseExistsError(CaseError):
    """There is a case of this name."""


def save(
    folder: Path,
    portal: str,
    pages: Sequence[Page | None],
    layouts: Sequence[Layout] = (),
    name: str | None = None,
    world: World = "web",
    expected: Article | None = None,
) -> Path:
    """Save an article's pages, None for one that can't be had, with what is made of them now, as a new case.

    :param folder: where the cases of all portals are.
    :param name: of the case; None: made from the address.
    :param world: where the pages are from. The replica's may be published, others' may not.
    :param expected: one of its articles as it is to be, whatever is made of it now.
    :returns: the case's folder: whole, or not there.
    :raises CaseExistsError: if there is one of that name.
    :raises OSError: if it can't be written.
    """
    name = name or named_after(pages[0].url if pages[0] else "")
    case = folder / portal / name
    if case.exists():
        raise CaseExistsError(f"there is a case {portal}/{name} already")
    case.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(mkdtemp(prefix=".", dir=case.parent))
    try:
        told = {"world": world, "pages": [page and _told(page) for page in pages]}
        (partial / "case.json").write_bytes(_written(told))
        for file, page in zip(_bodies(partial, len(pages)), pages, strict=True):
            if page:
                file.write_bytes(gzip.compress(page.body, mtime=0))
        (partial / "expected.json").write_bytes(_written(_put_right(made(pages, layouts), expected)))
        partial.chmod(0o755)
        partial.rename(case)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return case


def renew(case: Path, layouts: Sequence[Layout] = ()) -> list[str]:
    """Expect of a case what is made of its pages now.

    :returns: the difference to what was expected before, as lines of a unified diff.
    :raises CaseError: if the case can't be read.
    :raises OSError: if it can't be written.
    """
    now = _written(made(read(case), layouts))
    file = case / "expected.json"
    before = file.read_bytes() if file.exists() else b""
    with replaced(file) as renewed:
        renewed.write(now)
    old, new = (text.decode("utf-8", "replace").splitlines() for text in (before, now))
    return list(unified_diff(old, new, "expected before", "now", lineterm=""))


def read(case: Path) -> tuple[Page | None, ...]:
    """The pages of a case, the first one of the article first.

    :raises CaseError: if it can't be read.
    """
    try:
        told = json.loads((case / "case.json").read_text("utf-8"))["pages"]
        if not told or told[0] is None:
            raise ValueError("it has no first page")
        files = _bodies(case, len(told))
        return tuple(
            None if page is None else _page(page, file) for page, file in zip(told, files, strict=True)
        )
    except (OSError, ValueError, KeyError, TypeError, EOFError, zlib.error) as error:
        raise CaseError(f"{case} is no case that can be read: {error}") from error


def find(folder: Path, portal: str = "*") -> list[Path]:
    """The cases of a portal, or of all."""
    return sorted(file.parent for file in folder.glob(f"{portal}/*/case.json"))


def made(pages: Sequence[Page | None], layouts: Sequence[Layout] = ()) -> dict[str, Any]:
    """What is made of an article's pages, as a case expects it.

    :raises CaseError: if the first page is missing.
    """
    first, *further = pages
    if first is None:
        raise CaseError("a case without the article's first page")
    cleaned = clean(first, layouts, further)
    articles = [_article(each) for each in cleaned.articles]
    return {"kind": cleaned.kind, "layout": cleaned.layout, "articles": articles}


def named_after(url: str) -> str:
    """A name for a case from its page's address.

    >>> named_after("https://www.hxw.gov.cn/content/2018/08/23/402300.html")
    'content-2018-08-23-402300'
    """
    parts = urlsplit(url)
    words = re.sub(r"\.[a-z]{2,5}$", "", parts.path.lower()) + " " + parts.query.lower()
    return re.sub(r"[^a-z0-9]+", "-", words).strip("-")[-60:].strip("-") or "home"


def _article(article: Article) -> dict[str, Any]:
    fields = {name: value for name in FIELDS if (value := article.value(name)) is not None}
    return {
        "key": article.key,
        "fields": fields,
        "text": article.text.split("\n"),
        "pictures": [[each.url, each.caption] for each in article.pictures],
        "attachments": [[each.url, each.name] for each in article.attachments],
        "faults": list(article.faults),
    }


def _put_right(told: dict[str, Any], expected: Article | None) -> dict[str, Any]:
    """What is made of pages, with one article as it is to be; what stands beside its text is left as it is."""
    if expected is None:
        return told
    there = {each["key"]: each for each in told["articles"]}
    now = there.get(expected.key, {})
    beside = {name: now[name] for name in ("pictures", "attachments") if name in now}
    articles = there | {expected.key: _article(expected) | beside}
    return told | {"kind": told["kind"] if there else "article", "articles": list(articles.values())}


def _bodies(case: Path, count: int) -> list[Path]:
    return [case / f"page-{number}.html.gz" for number in range(1, count + 1)]


def _told(page: Page) -> dict[str, Any]:
    """What is known of a page, as it is written."""
    hints = {name: value for name, value in asdict(page.hints).items() if value is not None}
    if page.hints.fetched:
        hints["fetched"] = page.hints.fetched.isoformat()
    return {"url": page.url, "content_type": page.content_type, "plain": page.plain, "hints": hints}


def _page(told: Mapping[str, Any], body: Path) -> Page:
    hints = dict(told["hints"])
    if "fetched" in hints:
        hints["fetched"] = datetime.fromisoformat(hints["fetched"])
    return Page(
        gzip.decompress(body.read_bytes()), told["url"], told["content_type"], told["plain"], Hints(**hints)
    )


def _written(told: Mapping[str, Any]) -> bytes:
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()
