"""python -m cleaners FILE...: saved pages in, one JSON line of articles each out; --repair: what was mended."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from cleaners.article import clean
from cleaners.comparison import comparison, printable
from cleaners.fields.dates import CHINA
from cleaners.markdown import markdown
from cleaners.model import FIELDS, SITE, Article, Hints, Page

_EMPTY = "there is no text in it"
_NO_TEXT = "it is no text: give a saved .html or .txt file"


def main(arguments: Sequence[str] | None = None) -> int:
    """Clean files and print a JSON line for each; the exit code is 1 if any could not be read."""
    options = _parser().parse_args(arguments)
    failed = False
    for name in options.files:
        line = _line(name, options)
        failed |= "error" in line
        if options.repair:
            _show(line)
        else:
            print(json.dumps(line, ensure_ascii=False))
    return int(failed)


def _show(line: dict[str, Any]) -> None:
    """Print a file's damage and repair."""
    print(printable(line["file"]))
    print(*(line["repair"] if "repair" in line else [line["error"]]), sep="\n", end="\n\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m cleaners",
        description="Clean saved pages: .txt files are plain text, all others HTML as it came. "
        "Prints one JSON line per file. Exit code: 0; 1 if a file can't be read; 2 for wrong options.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a saved page")
    parser.add_argument(
        "--url", default="", help="the page's address: makes those on it whole, may tell its date"
    )
    parser.add_argument(
        "--fetched", type=_time, help="when it was fetched, ISO 8601 (China's time unless it says so)"
    )
    parser.add_argument(
        "--markdown", action="store_true", help="add the article as Markdown, with its links and pictures"
    )
    parser.add_argument(
        "--changes", action="store_true", help="add what every step removed or repaired, and why"
    )
    parser.add_argument(
        "--repair",
        action="store_true",
        help="show what was repaired in each paragraph instead, damaged and repaired side by side: for pages "
        "of mirror sites, docs/mirrors.md",
    )
    return parser


def _time(text: str) -> datetime:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no time: write ISO 8601, as 2023-05-24T10:00"
        ) from None
    return time if time.tzinfo else time.replace(tzinfo=CHINA)


def _line(name: str, options: argparse.Namespace) -> dict[str, Any]:
    try:
        body = _read(Path(name))
    except OSError as error:
        return {"file": name, "error": error.strerror or str(error)}
    if not body.strip():
        return {"file": name, "error": _EMPTY}
    plain = name.lower().endswith(".txt")
    page = Page(body, options.url, plain=plain, hints=Hints(fetched=options.fetched))
    result = clean(page)
    if result.kind == "not text":
        return {"file": name, "error": _NO_TEXT}
    if options.repair:
        return {"file": name, "repair": comparison(page)}
    articles = [dict(_members(each, options)) for each in result.articles]
    site = {each: field.value if (field := result.site.get(each)) else None for each in SITE}
    return {"file": name, "kind": result.kind, "site": site, "articles": articles}


def _read(path: Path) -> bytes:
    """A file's bytes; what is no file (a pipe would wait for ever) is refused."""
    if path.exists() and not path.is_file() and not path.is_dir():
        raise OSError(0, "not a file")
    return path.read_bytes()


def _members(article: Article, options: argparse.Namespace) -> Iterator[tuple[str, Any]]:
    for name in FIELDS:
        yield name, article.value(name)
        if name == "published":
            yield "published_raw", article.fields[name].raw if name in article.fields else None
    yield "part", article.part
    yield "text", article.text
    yield "faults", list(article.faults)
    yield "links", [asdict(each) for each in article.links]
    yield "pictures", [asdict(each) for each in article.pictures]
    yield "attachments", [asdict(each) for each in article.attachments]
    if options.markdown:
        yield "markdown", markdown(article)
    if options.changes:
        yield "changes", [asdict(each) for each in article.ledger.changes]


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        sys.exit(main())
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
