"""python -m tests.cleaners.fuzz NUMBER [FOLDER]: clean so many mutated pages; none may crash, hang, or break the law.

The pages are the replica's, and those of FOLDER (.html, .html.gz) if one is given. Mutation n is always the same one, so a
fault can be had again. Exit code: 0; 1 if a page crashed the cleaner, took 2 seconds of a processor, or has a ledger that
doesn't give its article.
"""

import gzip
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from cleaners.article import clean
from cleaners.model import Cleaned, Page, replay
from crawler.replica.site import Ask
from crawler.replica.sites import sites

#: Seconds of a processor in which a page must be done, and after which it is given up.
LIMIT, HANG = 2.0, 20.0
_MARKUP = (
    b"<div>", b"</div>", b"<p>", b"</p>", b"<table><tr><td>", b"</table>", b"<script>", b"<!--", b"-->", b"<a href='",
    b"'>", b"<meta charset=gb2312>", b"&#0;", b"&#xD800;", b"&nbsp;", b"<br>", b"<svg>", b"<template>", b"<![CDATA[",
    b"\x00", b"\xff\xfe", b"\xef\xbf\xbd", "（pīn yīn）".encode(), "?！捌咭弧逼陂g".encode(), "责任编辑：".encode(),
    b"2023-13-45", "来源：".encode(), "上一篇：".encode(), "扫一扫".encode(),
)  # fmt: skip


class Outcome(NamedTuple):
    """What became of a mutated page: its kind, the steps that acted, its fault if any, seconds of a processor."""

    number: int
    kind: str
    steps: frozenset[str]
    fault: str | None
    seconds: float


@cache
def pages(folder: str) -> tuple[Page, ...]:
    """The pages to mutate, always in the same order."""
    found = {truth.url for site in sites() for truth in site.truths()}
    asked = (_answer(url) for url in sorted(found))
    saved = (
        Page(gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes())
        for path in (sorted(Path(folder).rglob("*.html*")) if folder else ())
    )
    return (*(page for page in asked if page), *saved)


def _answer(url: str) -> Page | None:
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    for site in sites():
        if parts.hostname in site.hosts:
            reply = site.respond(Ask("GET", parts.hostname, target, parts.scheme))
            return Page(reply.body, url) if reply.status == 200 else None
    return None


def cut(body: bytes, dice: random.Random) -> bytes:
    """A piece is missing."""
    start = dice.randrange(len(body) + 1)
    return body[:start] + body[start + dice.choice((1, 2, 9, 200, len(body) // 3)) :]


def flip(body: bytes, dice: random.Random) -> bytes:
    """Some bytes are others."""
    changed = bytearray(body)
    for _ in range(dice.choice((1, 5, 50, 500))):
        if changed:
            changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def put(body: bytes, dice: random.Random) -> bytes:
    """Markup, signs or a site's own words stand where they shouldn't, at times many times."""
    start, what = dice.randrange(len(body) + 1), dice.choice(_MARKUP)
    return body[:start] + what * dice.choice((1, 1, 1, 20, 2000)) + body[start:]


def repeat(body: bytes, dice: random.Random) -> bytes:
    """A piece stands there again and again."""
    start, length = dice.randrange(len(body) + 1), dice.choice((3, 40, 400, 4000))
    piece = body[start : start + length]
    return (
        body[:start] + piece * min(dice.choice((2, 5, 50, 500)), 200_000 // (len(piece) + 1)) + body[start:]
    )


def swap(body: bytes, dice: random.Random) -> bytes:
    """Two halves have changed places."""
    start = dice.randrange(len(body) + 1)
    return body[start:] + body[:start]


def recode(body: bytes, dice: random.Random) -> bytes:
    """It is written in another charset than it says."""
    text = body.decode(dice.choice(("utf-8", "gb18030")), "replace")
    return text.encode(dice.choice(("utf-8", "gb18030", "big5", "utf-16")), "replace")


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (cut, flip, put, put, repeat, swap, recode)


def mutated(number: int, folder: str) -> Page:
    """The page of this number."""
    dice = random.Random(number)
    page = dice.choice(pages(folder))
    body = page.body
    for _ in range(dice.choice((1, 1, 2, 3, 6))):
        body = dice.choice(MUTATIONS)(body, dice)
    return Page(body, page.url)


def outcome(numbered: tuple[int, str]) -> Outcome:
    """Clean one mutated page."""
    number, folder = numbered
    page = mutated(number, folder)
    signal.setitimer(signal.ITIMER_PROF, HANG)
    before, fault, cleaned = time.process_time(), None, None
    try:
        cleaned = clean(page)
        fault = _unlawful(cleaned)
    except Exception as error:  # noqa: BLE001 (whatever comes is the finding)
        fault = f"{type(error).__name__}: {error}"
    signal.setitimer(signal.ITIMER_PROF, 0)
    seconds = time.process_time() - before
    if seconds > LIMIT:
        fault = fault or f"took {seconds:.1f} s"
    acted = (
        change.step for article in (cleaned.articles if cleaned else ()) for change in article.ledger.changes
    )
    return Outcome(number, cleaned.kind if cleaned else "crashed", frozenset(acted), fault, seconds)


def _unlawful(cleaned: Cleaned) -> str | None:
    broken = any(replay(article.ledger) != article.blocks for article in cleaned.articles)
    return "the ledger doesn't give the article" if broken else None


def _gives_up() -> None:
    def late(*_: Any) -> None:
        raise TimeoutError(f"given up after {HANG:.0f} s")

    signal.signal(signal.SIGPROF, late)


def outcomes(number: int, folder: str = "", processes: int | None = None) -> Iterator[Outcome]:
    """Clean so many mutated pages in processes, as they come."""
    with get_context("spawn").Pool(processes or os.cpu_count(), _gives_up) as pool:
        yield from pool.imap_unordered(outcome, ((n, folder) for n in range(number)), chunksize=20)


def main(arguments: list[str]) -> int:
    """Clean and print what became of the pages."""
    number, folder = int(arguments[0]), arguments[1] if len(arguments) > 1 else ""
    kinds, steps, faults = Counter[str](), Counter[str](), 0
    slowest, acted, seconds = 0.0, 0, list[float]()
    for each in outcomes(number, folder):
        kinds[each.kind] += 1
        steps.update(each.steps)
        acted += bool(each.steps)
        seconds.append(each.seconds)
        if each.fault:
            faults += 1
            print(f"mutation {each.number}: {each.fault}", flush=True)
    seconds.sort()
    slowest = seconds[-1]
    given = kinds["article"] + kinds["newsletter"]
    print(f"{number:,} mutated pages of {len(pages(folder))}: {faults} faults")
    print(
        f"seconds: median {seconds[number // 2]:.3f}, p99 {seconds[number * 99 // 100]:.3f}, slowest {slowest:.2f}"
    )
    print(f"reached content and gave articles: {given / number:.1%}; changed by steps: {acted / number:.1%}")
    print("kinds:", ", ".join(f"{kind} {count / number:.1%}" for kind, count in kinds.most_common()))
    print("steps:", ", ".join(f"{step} {count / number:.1%}" for step, count in steps.most_common()))
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
