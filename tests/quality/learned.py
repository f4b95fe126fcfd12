"""``python -m tests.quality.learned``: how many texts are exact with a learned layout, and without.

Of each invented site, and of each of the replica's that has 16 pages, a layout is learned from half of the pages, 20 at
most, as it is between two crawls; it is used on all the others. Declared layouts are left out.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from urllib.parse import urlsplit

from cleaners.article import clean
from cleaners.learning import learn
from cleaners.model import Page
from crawler.replica.site import Ask, Site
from crawler.replica.sites import sites
from tests.quality import invented

#: So many pages teach: half of them, at least and at most.
FEWEST, MOST = 8, 20

#: A page with its true texts, by the articles' keys.
Example = tuple[Page, dict[str, str]]


@dataclass(frozen=True)
class Figures:
    """What came of one site: of ``pages`` that taught nothing, how many have exact texts without and with the layout.

    ``fitted`` are those that the layout was used on, ``repeats`` is how many texts of the site's own it knows.
    """

    site: str
    pages: int
    without: int
    exact: int
    fitted: int
    repeats: int

    @property
    def line(self) -> str:
        """For people."""
        return (
            f"{self.site:12} {self.pages:4} pages: text exact {self.without:4} without, {self.exact:4} with;"
            f" {self.fitted:4} fitted, {self.repeats} repeats known"
        )


def examples(name: str) -> list[Example]:
    """The pages of an invented site, or of one of the replica's, in an order of the dice."""
    if name in invented.TEMPLATES:
        found = [(page, {"": text}) for page, text in invented.articles(name)]
    else:
        (site,) = (site for site in sites() if site.name == name)
        found = _examples(site)
    Random(name).shuffle(found)
    return found


def measure(name: str, found: Sequence[Example]) -> Figures:
    """Learn from the first pages, and score the others."""
    number = min(len(found) // 2, MOST)
    teachers, others = found[:number], found[number:]
    layout = learn([page for page, _ in teachers], learned=True)
    layouts = [layout] if layout else []
    before = [clean(page) for page, _ in others]
    after = [clean(page, layouts) for page, _ in others]
    truths = [truth for _, truth in others]
    return Figures(
        site=name,
        pages=len(others),
        without=sum(
            {a.key: a.text for a in made.articles} == truth
            for made, truth in zip(before, truths, strict=True)
        ),
        exact=sum(
            {a.key: a.text for a in made.articles} == truth for made, truth in zip(after, truths, strict=True)
        ),
        fitted=sum(made.layout is not None for made in after),
        repeats=len(layout.repeats) if layout else 0,
    )


def _examples(site: Site) -> list[Example]:
    """The articles' pages of a site of the replica. Of an article in parts the first page is taken alone, on both ways."""
    truths: dict[str, dict[str, str]] = {}
    for each in site.truths():
        truths.setdefault(each.url, {})[each.key] = each.text
    found = []
    for url, texts in truths.items():
        parts = urlsplit(url)
        target = f"{parts.path}{parts.query and '?'}{parts.query}"
        reply = site.respond(Ask("GET", parts.netloc, target, parts.scheme))
        if reply.status == 200:
            found.append((Page(reply.body, url, reply.header("Content-Type")), texts))
    return found


def main() -> int:
    """Print the figures."""
    for name in (*invented.TEMPLATES, *(site.name for site in sites())):
        found = examples(name)
        if len(found) >= 2 * FEWEST:
            print(measure(name, found).line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
