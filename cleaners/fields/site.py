"""Whose page it is: what a footer says of its site, against the portals that are known."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cleaners.model import Block, Field


@dataclass(frozen=True, slots=True)
class Identity:
    """What names a portal on its pages: its registration number (ICP备案号) and other marks of its own."""

    name: str
    registration: str | None = None
    marks: tuple[str, ...] = ()


#: The portals whose mirror copies were met.
KNOWN = (
    Identity("红星网", registration="湘ICP备17016663号", marks=("欢迎您访问红星网",)),
    Identity("南方+", marks=("南方报业传媒集团南方+客户端",)),
)
_WELCOME = re.compile(r"欢迎您?(?:访问|光临|来到)(?P<name>[\w+]{2,20})")


def mirror_of(blocks: Iterable[Block]) -> Field:
    """The portal that a mirror's page was copied from.

    The page is known to be a mirror's; its words are those of the site it was copied from. A known
    portal's mark decides, else the site that a welcome line names, else it is ``unknown``.
    """
    texts = [block.text for block in blocks]
    for portal in KNOWN:
        for mark in filter(None, (portal.registration, *portal.marks)):
            if raw := next((text for text in texts if mark in text), None):
                return Field(portal.name, raw, "site")
    for text in texts:
        if match := _WELCOME.search(text):
            return Field(match["name"], text, "site")
    return Field("unknown", "", "site")
