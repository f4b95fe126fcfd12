"""Which portal a mirror copied: what the page says of its site, against the portals that are known."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cleaners.model import Block, Field


@dataclass(frozen=True, slots=True)
class Identity:
    """What names a portal on its pages.

    ``name`` is its title as its spider declares it, ``registration`` its number (ICP备案号) without what
    follows 号, ``sponsor`` who runs it (主办单位), ``marks`` other words that only its pages have.
    """

    name: str
    registration: str | None = None
    sponsor: str | None = None
    marks: tuple[str, ...] = ()


#: The portals whose mirror copies were met.
KNOWN = (
    Identity("红星网", registration="湘ICP备17016663号", sponsor="中共湖南省委组织部"),
    Identity("南方+", marks=("南方报业传媒集团南方+客户端",)),
)

_REGISTRATION = re.compile(r"(?P<province>[㐀-鿿]?)ICP备?第?(?P<number>\d{6,})", re.IGNORECASE)
_WELCOME = re.compile(r"^欢迎您?(?:访问|光临|来到|浏览)(?P<name>[\w+]{2,20})")
_SPONSOR = re.compile(r"^主办(?:单位|方)?:(?P<name>.+)$")


def mirror_of(blocks: Iterable[Block], signs: Sequence[str]) -> Field:
    """The portal that a mirror's page was copied from; the field's origin is what shows it's a mirror's.

    The page's words are those of the site it was copied from. The registration number decides, then the
    site that a welcome line names, the sponsor, any other mark; else it is ``unknown``.

    :param blocks: the page's blocks after the repairs: a footer is converted and annotated as all else.
    :param signs: the signs that the page is a mirror's copy.
    """
    texts = [block.text for block in blocks]
    for witness in (registered, welcomed, sponsored, marked):
        for text in texts:
            if name := witness(compact(text)):
                return Field(name, text, "; ".join(signs))
    return Field("unknown", "", "; ".join(signs))


def compact(text: str) -> str:
    """A text in half-width and without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def registered(text: str) -> str | None:
    """The known portal whose registration number a text holds; its province may have been damaged.

    >>> [registered(f"备案号:{text}") for text in ("湘ICP备17016663号-1", "?ICP备17016663号", "豫ICP备17016663号")]
    ['红星网', '红星网', None]
    """
    for found in _REGISTRATION.finditer(text):
        for portal in KNOWN:
            own = portal.registration and _REGISTRATION.match(portal.registration)
            if own and own["number"] == found["number"] and found["province"] in ("", own["province"]):
                return portal.name
    return None


def welcomed(text: str) -> str | None:
    """The site that a welcome line names, be it known or not; a sentence that welcomes names none."""
    found = _WELCOME.match(text)
    if not found:
        return None
    known = (portal.name for portal in KNOWN if found["name"].startswith(portal.name))
    return next(known, found["name"] if not text[found.end() :].strip("!。") else None)


def sponsored(text: str) -> str | None:
    """The known portal whose sponsor a line names."""
    found = _SPONSOR.match(text)
    return next((portal.name for portal in KNOWN if found and found["name"] == portal.sponsor), None)


def marked(text: str) -> str | None:
    """The known portal of which a text holds another mark."""
    return next((portal.name for portal in KNOWN if any(mark in text for mark in portal.marks)), None)
