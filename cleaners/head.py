"""What a page says of itself beside its text: titles, metas, the moments that elements keep for a script."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html

from cleaners.white_space import tidy

#: The name under which ``metas`` has the time an element keeps for a script to show.
MOMENT = "data-time"
_KEPT: Any = etree.XPath("//@data-time | //@data-pubtime | //@datetime")


@dataclass(frozen=True, slots=True)
class Head:
    """What a page's elements say that hold no text of its own.

    ``metas`` maps lower-case meta names to contents, ``title`` is the first title, ``base`` what it says all
    addresses begin with, ``script`` the length of its scripts in characters.
    """

    metas: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    base: str = ""
    script: int = 0


def read_head(tree: html.HtmlElement) -> Head:
    """Read them, wherever on the page they stand."""
    found: dict[str, list[html.HtmlElement]] = {"meta": [], "title": [], "base": [], "script": []}
    for element in tree.iter(*found):
        found[element.tag].append(element)
    return Head(
        metas=dict([*_metas(found["meta"]), *_moments(tree)]),
        title=next((tidy(each.text or "") for each in found["title"]), ""),
        base=next((each.get("href") for each in found["base"] if each.get("href")), ""),
        script=sum(len(each.text or "") for each in found["script"]),
    )


def _metas(elements: Sequence[html.HtmlElement]) -> Iterator[tuple[str, str]]:
    """Meta elements by name, the last first, so that the first of a repeated name is the one kept."""
    for meta in reversed(elements):
        name = meta.get("name") or meta.get("property") or meta.get("itemprop")
        content = tidy(meta.get("content") or "")
        if name and content:
            yield name.strip().lower(), content


def _moments(tree: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """The moments that elements keep, the last first."""
    for element in reversed(list(dict.fromkeys(each.getparent() for each in _KEPT(tree)))):
        moment = element.get("data-time") or element.get("data-pubtime") or element.get("datetime")
        if moment := tidy(moment or ""):
            yield MOMENT, moment
