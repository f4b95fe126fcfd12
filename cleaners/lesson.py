"""What a portal's newest pages teach: whether its layouts still fit, and which layout should be learned.

A portal's design is what its newest pages have. A learned layout that hardly any of them fits is retired. Where most
are fitted by none, the next is learned from those pages: a portal may have two designs, so the others stay. Left alone:
portals whose declared layouts fit, and portals with few pages, since nobody looks at what is learned.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cleaners.article import clean
from cleaners.learning import learn
from cleaners.model import Layout, Page

#: A layout is learned from so many pages with articles at least.
FEWEST = 8
#: So many of the newest pages with articles tell whether layouts fit: at least this share of them.
NEWEST, SHARE = 10, 0.5
#: A learned layout that fits a smaller share of them is retired.
RARE = 0.2


@dataclass(frozen=True, slots=True)
class Taught:
    """What some pages taught.

    ``outcome`` is the layout's name, or why there is none; ``pages`` are the numbers of those it came from, in the
    order given. ``retired`` says why, by the names of the layouts that have ceased to fit.
    """

    outcome: str
    layout: Layout | None = None
    pages: tuple[int, ...] = ()
    retired: Mapping[str, str] = field(default_factory=dict)


def teach(pages: Sequence[Page], layouts: Sequence[Layout], name: str) -> Taught:
    """Learn from pages, the newest first.

    :param layouts: those in use, declared and learned, in their order.
    :param name: that of a layout to be learned.
    """
    fits = {n: made.layout for n, page in enumerate(pages) if (made := clean(page, layouts)).articles}
    newest = list(fits.values())[:NEWEST]
    if len(fits) < FEWEST:
        return Taught("too few pages")
    retired = {
        each.name: f"used on {newest.count(each.name)} of the newest {len(newest)} pages with articles"
        for each in layouts
        if each.learned and newest.count(each.name) < RARE * len(newest)
    }
    if newest.count(None) <= (1 - SHARE) * len(newest):
        return Taught("layouts fit", retired=retired)
    bare = tuple(n for n, fit in fits.items() if fit is None)
    if len(bare) < FEWEST:
        return Taught("too few pages", retired=retired)
    layout = learn([pages[n] for n in bare], name, learned=True)
    if layout is None:
        return Taught("no layout to be trusted", retired=retired)
    return Taught(name, layout, bare, retired)
