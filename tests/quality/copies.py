"""python -m tests.quality.copies [ARTICLES]: how many reprints are recognised, and how many that are none.

Invented articles of one portal are reprinted by another, each with one edit or all of them, as pages that are cleaned and
stored like any other. Beside them stand articles that only speak of the same: county and subject are theirs, too. A pair
in one duplicate group is right if one is the other's reprint. Exit code: 0.
"""

import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from html import escape
from itertools import combinations
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

from sqlalchemy import select

from cleaners.article import clean
from cleaners.model import Article, Page
from crawler.replica import stock
from crawler.replica.damage import damage
from crawler.replica.prose import Prose, Text
from storage import leases, tables
from storage.database import Store, open_store
from storage.portals import PortalRecord
from tests.storage.conftest import Crawl

PORTALS = [
    PortalRecord(name, f"{name}门户", "山西省", f"https://www.{name}.example/")
    for name in ("first", "second")
]
ABOVE = "（本文由网友上传，仅供学习参考，不代表本站观点。）"
BELOW = (
    "声明：本网转载此文出于传递更多信息之目的，并不意味着赞同其观点或证实其描述。",
    "如涉及作品版权问题，请与本网联系，我们将及时更正、删除，谢谢。",
)

#: An article as its title and its paragraphs.
Lines = tuple[str, list[str]]


class Figures(NamedTuple):
    """Pairs: ``found`` of ``all`` reprints by their edit, and ``wrong`` ones that were found beside them."""

    found: Counter[str]
    all: Counter[str]
    wrong: int

    @property
    def recall(self) -> float:
        """The share of the reprints that are in their originals' groups."""
        return self.found.total() / self.all.total()

    @property
    def precision(self) -> float:
        """The share of the pairs in groups that are reprints."""
        return self.found.total() / (self.found.total() + self.wrong)


def _retitled(text: Lines, seed: int) -> Lines:
    return Prose(f"title {seed}").article().title, text[1]


def _cut(text: Lines, seed: int) -> Lines:
    return text[0], text[1][1:]


def _disclaimed(text: Lines, seed: int) -> Lines:
    return text[0], [ABOVE, *text[1], *BELOW]


def _damaged(text: Lines, seed: int) -> Lines:
    title, *lines = (line.shown for line in damage([text[0], *text[1]], seed))
    return title, lines


def _all(text: Lines, seed: int) -> Lines:
    for edit in (_retitled, _cut, _disclaimed, _damaged):
        text = edit(text, seed)
    return text


EDITS: Mapping[str, Callable[[Lines, int], Lines]] = {
    "as it is": lambda text, seed: text,
    "retitled": _retitled,
    "first paragraph cut": _cut,
    "disclaimers added": _disclaimed,
    "mirror damage": _damaged,
    "all of it": _all,
}


def measure(number: int) -> Figures:
    """Store so many articles, as many of the same subjects, and a reprint of each of the first; look at the groups."""
    originals, others = _written(number)
    edits = [list(EDITS)[each % len(EDITS)] for each in range(number)]
    reprints = [
        EDITS[edit](text, seed) for seed, (edit, text) in enumerate(zip(edits, originals, strict=True))
    ]
    with TemporaryDirectory() as folder, closing(open_store(f"sqlite:///{folder}/articles.db")) as store:
        kept = _store(store, PORTALS[0], [*originals, *others])[:number]
        pairs = dict(zip(zip(kept, _store(store, PORTALS[1], reprints), strict=True), edits, strict=True))
        together = _together(store)
    found = Counter(edit for pair, edit in pairs.items() if pair in together)
    return Figures(found, Counter(edits), len(together - pairs.keys()))


def _written(number: int) -> tuple[list[Lines], list[Lines]]:
    """So many articles, and as many others of the same counties and subjects."""
    prose, random = Prose("copies"), Random("copies")
    subjects = [(random.choice(list(stock.topics())), prose.county()) for _ in range(number)]
    first, second = ([_lines(prose.article(*subject)) for subject in subjects] for _ in range(2))
    return first, second


def _lines(text: Text) -> Lines:
    return text.title, list(text.paragraphs)


def _store(store: Store, portal: PortalRecord, texts: Sequence[Lines]) -> list[int]:
    """The articles' numbers."""
    with store.transaction() as session:
        crawl = Crawl(store, leases.take(session, portal, "host:1", "replica"))
    numbers = []
    for number, text in enumerate(texts):
        url = f"{portal.home}{number}.html"
        (kept,) = crawl.keep(crawl.address(url), _cleaned(text, url), body=f"{number}".encode())
        numbers.append(kept.article_id)
    return numbers


def _cleaned(text: Lines, url: str) -> Article:
    title, lines = escape(text[0]), "".join(f"<p>{escape(line)}</p>" for line in text[1])
    body = f"<meta charset=utf-8><title>{title}</title><h1>{title}</h1><p>2024-05-31</p><div>{lines}</div>"
    (article,) = clean(Page(body.encode(), url)).articles
    return article


def _together(store: Store) -> set[tuple[int, int]]:
    """All pairs of articles that stand in one group, each in the order of their numbers."""
    groups: dict[int, list[int]] = {}
    with store.reading() as session:
        article = tables.Article
        query = select(article.id, article.duplicate_group).where(article.duplicate_group.is_not(None))
        for number, group in session.execute(query.order_by(article.id)):
            groups.setdefault(group, []).append(number)
    return {pair for members in groups.values() for pair in combinations(members, 2)}


def main(arguments: list[str]) -> int:
    """Print the figures."""
    figures = measure(int(arguments[0]) if arguments else 600)
    for edit in EDITS:
        print(f"{edit:20} {figures.found[edit]:4} of {figures.all[edit]} reprints found")
    print(
        f"reprints: recall {figures.recall:.4f}, precision {figures.precision:.4f} ({figures.wrong} pairs wrong)"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
