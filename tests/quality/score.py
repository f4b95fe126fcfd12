"""Clean pages whose truth is known, and count what is right."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from cleaners.article import clean
from cleaners.model import Page
from tests.quality.altered import Alteration, altered
from tests.quality.corpus import Truth
from tests.quality.grams import compare, grams, salt
from tests.quality.values import FIELDS, Tally

_ROUNDS = 2000


@dataclass
class Score:
    """The figures of one set: each page's (precision, recall, F1) with its site, and the fields' counts."""

    bodies: list[tuple[float, float, float]] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    fields: Tally = field(default_factory=Tally)

    def add(self, truth: Truth, body: bytes, alteration: Alteration | None = None) -> None:
        """Clean a page, as it came or altered, with no layout and nothing known of its site, and count."""
        key = salt(body)
        articles = clean(Page(altered(body, alteration) if alteration else body)).articles
        got = grams("\n".join(article.text for article in articles), key)
        self.bodies.append(max((compare(got, want) for want in truth.bodies), key=lambda figures: figures[2]))
        self.sites.append(truth.origin["site"])
        for name in FIELDS:
            self.fields.add(name, articles[0].value(name) if articles else None, truth.fields, key)

    def means(self) -> tuple[float, float, float]:
        """Precision, recall and F1: means over pages."""
        precision, recall, f1 = (fmean(column) for column in zip(*self.bodies, strict=True))
        return precision, recall, f1

    def interval(self) -> tuple[float, float]:
        """The bootstrap's 95 % interval of F1: whole sites are drawn, for pages of a site are alike."""
        sites: dict[str, list[float]] = {}
        for site, (_, _, f1) in zip(self.sites, self.bodies, strict=True):
            sites.setdefault(site, []).append(f1)
        drawn = sorted(_draw(list(sites.values()), random.Random(seed)) for seed in range(_ROUNDS))
        return drawn[_ROUNDS // 40], drawn[-_ROUNDS // 40 - 1]

    def figures(self) -> dict[str, float]:
        """All that a floor can be set under; ``… false`` counts values given where the page has none."""
        asked = {name: self.fields.right[name] for name in FIELDS if self.fields.asked[name]}
        false = {f"{name} false": self.fields.false[name] for name in FIELDS if self.fields.asked[name]}
        return {"pages": len(self.bodies), "f1": self.means()[2], **asked, **false}

    def __str__(self) -> str:
        low, high = self.interval()
        line = "{:2} pages  P {:.4f}  R {:.4f}  F1 {:.4f}".format(len(self.bodies), *self.means())
        counts = (self._count(name) for name in FIELDS if self.fields.asked[name])
        return f"{line} (95 %: {low:.4f} to {high:.4f})  {'  '.join(counts)}"

    def _count(self, name: str) -> str:
        false = f" +{self.fields.false[name]} false" if self.fields.false[name] else ""
        return f"{name} {self.fields.right[name]}/{self.fields.asked[name]}{false}"


def _draw(sites: Sequence[list[float]], chance: random.Random) -> float:
    return fmean(f1 for site in chance.choices(sites, k=len(sites)) for f1 in site)


def score(found: Iterable[tuple[Truth, bytes]], alteration: Alteration | None = None) -> dict[str, Score]:
    """The score of each set, on its pages as they came or altered."""
    scores: dict[str, Score] = {}
    for truth, body in found:
        scores.setdefault(truth.set, Score()).add(truth, body, alteration)
    return scores
