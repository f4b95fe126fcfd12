"""A layout learned from a few pages of one design, as the general way cleans them.

The narrowest element that holds the article's blocks on most pages is its container. It is named by what the
maker of the site has named: an id, a class, or a path of two such names. A layout is worth having only if
nothing is lost by it: cleaning the pages with it must give the articles the general way gives. One difference
is an improvement: blocks that repeat on most of the pages are the site's own, and may fall outside. A layout that
is learned without anybody who looks at it also knows such texts within the container (``repeats``).

Left alone: pages of two designs, lists, pages whose container has no name of its own, elements within a
container that are no text (a portal's file says those), and everything else about which the general way errs.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from lxml.html import HtmlElement

from cleaners import repeats
from cleaners.article import clean
from cleaners.blocks import marked
from cleaners.charset import decode
from cleaners.model import Article, Block, Cleaned, Layout, Page
from cleaners.stages import stage
from cleaners.tree import parse
from cleaners.walk import BLOCK_TAGS

#: A layout is learned from so many pages with articles at least, and from no more pages than this.
FEWEST, MOST = 3, 20
#: The share of the pages with articles that a layout must fit, and of all pages that must hold articles.
SHARE = 0.8
#: So many containers are tried, the narrowest first.
TRIES = 5
#: A page of more elements teaches nothing.
LARGEST = 20_000
#: How far up a path of two names may reach.
REACH = 12

_PLAIN = re.compile(
    r"""
    (?!(?:sc|css|jss|jsx|svelte|astro)-)      # names that tools make
    (?!.*[a-z][A-Z][a-z][A-Z])                # bdVaJa: a hash in letters
    (?=.{1,40}$)
    [A-Za-z](?:[-_]{0,2}[A-Za-z])*[-_]?\d{0,2} # a number of the design (box01), none of the page (post-8123)
    """,
    re.VERBOSE,
)
#: Elements that say by their tag what they are.
_TELLING = frozenset("article main h1 h2 h3".split())


@dataclass(frozen=True)
class _Example:
    """A page with articles: what the general way makes of it, and the names around each of its blocks."""

    blocks: tuple[Block, ...]
    numbers: frozenset[int]
    titles: frozenset[str]
    around: dict[str, list[Block]]

    def texts(self) -> set[str]:
        """The texts of the articles' blocks."""
        return {block.text for block in self.blocks if block.number in self.numbers}

    def holds(self, selector: str, own: set[str]) -> bool:
        """Whether an element holds the articles, what is the site's own not counted."""
        held = {block.number for block in self.around.get(selector, ())}
        return all(n in held or self.blocks[n].text in own for n in self.numbers) and bool(
            held & self.numbers
        )

    def is_title(self, selector: str) -> bool:
        """Whether an element is the headline and nothing else."""
        return [block.text in self.titles for block in self.around.get(selector, ())] == [True]


def learn(pages: Sequence[Page], name: str = "learned-1", learned: bool = False) -> Layout | None:
    """The layout of some pages of one design, under a name; None where none can be trusted.

    Of more than 20 pages the first 20 are looked at; fewer than 3 with articles teach nothing.

    :param learned: nobody will look at it: it is to know the texts that repeat, and its pages to check themselves.
    """
    pages = pages[:MOST]
    general = [clean(page) for page in pages]
    examples = [each for page, made in zip(pages, general, strict=True) if (each := _example(page, made))]
    if len(examples) < max(FEWEST, SHARE * len(pages)):
        return None
    own = _repeated(examples)
    title = _title(examples)
    for content in _containers(examples, own)[:TRIES]:
        for headline in dict.fromkeys((title, None)):
            layout = Layout(name, content, headline)
            if learned:
                layout = replace(layout, repeats=_repeats(layout, pages, general), learned=True)
            if _holds_good(layout, pages, general, own):
                return layout
    return None


def is_plain(name: str) -> bool:
    """Whether an id or class is a plain name that a person gave to a part of the design.

    Left alone: names in other scripts, and whatever else would have to be escaped in a selector.

    >>> [is_plain(name) for name in ("hx-zw", "box01", "post-8123", "sc-bdVaJa", "x1y2z", "a,b")]
    [True, True, False, False, False, False]
    """
    return bool(_PLAIN.fullmatch(name))


def _example(page: Page, made: Cleaned) -> _Example | None:
    """What a page teaches; None if it holds no article, or nothing can be told of its elements."""
    tree = parse(decode(page).utf8) if made.articles and not page.plain else None
    names = _names(tree) if tree is not None else {}
    if tree is None or not names:
        return None
    blocks = marked(tree, {element: "\n".join(each) for element, each in names.items()})
    around = defaultdict(list)
    for block in blocks:
        for selector in {each for mark in block.marks for each in mark.split("\n")}:
            around[selector].append(block)
    numbers = frozenset(block.number for article in made.articles for block in article.blocks)
    titles = frozenset(field.raw for article in made.articles if (field := article.fields.get("title")))
    return _Example(blocks, numbers, titles, around)


def _names(tree: HtmlElement) -> dict[HtmlElement, list[str]]:
    """The selectors that name a page's block-level elements, each of which names one only."""
    elements = list(islice(tree.iter("*"), LARGEST + 1))
    if len(elements) > LARGEST:
        return {}
    simple = {element: list(_simple(element)) for element in elements if element.tag in BLOCK_TAGS}
    once = _once(simple)
    paths = {element: list(_paths(element, own, once)) for element, own in simple.items()}
    found = {element: [*once[element], *there] for element, there in _once(paths).items()}
    return {element: there for element, there in found.items() if there}


def _simple(element: HtmlElement) -> Iterator[str]:
    """The selectors of one name that an element has, the surest first."""
    if is_plain(ident := element.get("id") or ""):
        yield f"{element.tag}#{ident}"
    for each in filter(is_plain, (element.get("class") or "").split()[:6]):
        yield f"{element.tag}.{each}"
    if element.tag in _TELLING:
        yield element.tag


def _paths(element: HtmlElement, own: Sequence[str], once: dict[HtmlElement, list[str]]) -> Iterator[str]:
    """Paths of two names to an element that has none of its own."""
    if not once[element]:
        for above in islice(element.iterancestors(), REACH):
            yield from (f"{outer} {name}" for outer in once.get(above, ()) for name in own)


def _once(names: dict[HtmlElement, list[str]]) -> dict[HtmlElement, list[str]]:
    """Those names that name one element."""
    counts = Counter(name for each in names.values() for name in dict.fromkeys(each))
    return {
        element: [name for name in dict.fromkeys(each) if counts[name] == 1]
        for element, each in names.items()
    }


def _repeated(examples: Sequence[_Example]) -> set[str]:
    """The texts that stand in the articles of most pages."""
    counts = Counter(text for example in examples for text in example.texts())
    return {text for text, count in counts.items() if count > len(examples) / 2}


def _repeats(layout: Layout, pages: Sequence[Page], general: Sequence[Cleaned]) -> dict[str, str]:
    """The texts of the site's own that stand in the container on the pages with articles that the layout fits."""
    lefts = []
    for page, made in zip(pages, general, strict=True):
        staged = stage(page, decode(page), [layout]) if made.articles else None
        if staged and staged.reading.layout:
            lefts.append([staged.reading.blocks[block.number] for block in staged.left])
    return repeats.learned(lefts)


def _containers(examples: Sequence[_Example], own: set[str]) -> list[str]:
    """The selectors of elements that hold the articles on most pages, the narrowest first."""
    on = Counter(name for each in examples for name in each.around if each.holds(name, own))

    def width(selector: str) -> tuple[float, int, str]:
        held = [sum(len(block.text) for block in each.around.get(selector, ())) for each in examples]
        return sum(held) / sum(map(bool, held)), *_rank(selector)

    return sorted(_on_most(on, examples), key=width)


def _title(examples: Sequence[_Example]) -> str | None:
    """The selector of the element that is the headline on most pages."""
    on = Counter(name for each in examples for name in each.around if each.is_title(name))
    return min(_on_most(on, examples), key=lambda name: (-on[name], *_rank(name)), default=None)


def _on_most(on: Counter[str], examples: Sequence[_Example]) -> list[str]:
    return [selector for selector, count in on.items() if count >= SHARE * len(examples)]


def _rank(selector: str) -> tuple[int, str]:
    """Ids are surer than classes, names surer than tags, and one name is surer than two."""
    return 2 * selector.count(" ") + (0 if "#" in selector else 1 if "." in selector else 2), selector


def _holds_good(layout: Layout, pages: Sequence[Page], general: Sequence[Cleaned], own: set[str]) -> bool:
    """Whether the layout fits most of the pages with articles, and makes of no page what it should not."""
    fitted = 0
    for page, before in zip(pages, general, strict=True):
        after = clean(page, [layout])
        if len(before.articles) != len(after.articles) or not all(
            map(_is_as_good, before.articles, after.articles, [own] * len(pages))
        ):
            return False
        fitted += bool(after.layout and after.articles)
    return fitted >= SHARE * sum(bool(each.articles) for each in general)


def _is_as_good(before: Article, after: Article, own: Iterable[str]) -> bool:
    """Whether an article lacks nothing but what is the site's own, and has nothing more."""
    left = {block.text for block in after.blocks}
    wanted = [block.text for block in before.blocks if block.text in left or block.text not in own]
    same = all(before.value(name) == after.value(name) for name in (*before.fields, *after.fields))
    return before.key == after.key and same and wanted == [block.text for block in after.blocks]
