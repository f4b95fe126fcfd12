"""Anchors and images as a page has them, and the addresses they name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin, urlsplit

_DOCUMENT = re.compile(
    r"\.(?:docx?|xlsx?|pptx?|pdf|ofd|wps|et|dps|rtf|csv|zip|rar|7z)(?:$|[?#])", re.IGNORECASE
)
_SPACE = re.compile(r"\s")

#: Attributes that hold an image's address until a script shows it; they go before ``src``, a placeholder then.
_LAZY = ("data-src", "data-original", "data-original-src", "original", "_src", "zoomfile", "file")

#: A longer address is none, in characters.
LONGEST = 2000


@dataclass(slots=True, unsafe_hash=True)
class Anchor:
    """A link: the number of the block its words stand in, its words in that block, its address as written.

    A link without words has the number of the block that follows.
    """

    number: Final[int]
    text: Final[str]
    href: Final[str]


@dataclass(frozen=True, slots=True)
class Image:
    """An image: the number of the block it stands before, or in, where ``within`` says so.

    ``place`` is that of the element around it, ``href`` the address of the link around it, empty without one.
    """

    number: int
    within: bool
    place: str
    hidden: bool
    href: str
    attributes: Mapping[str, str]

    def url(self, base: str) -> str | None:
        """Its absolute address, None where it has none that can be fetched."""
        written = (self.attributes.get(name) for name in (*_LAZY, "src"))
        return next((url for each in written if each and (url := absolute(base, each))), None)


def absolute(base: str, written: str) -> str | None:
    """The absolute address of a link; None for what is no web address, or longer than any.

    >>> absolute("https://www.example.cn/a/1.html", "../b 2.pdf")
    'https://www.example.cn/b%202.pdf'
    >>> absolute("https://www.example.cn/", "javascript:void(0)") is absolute("", "a.html") is None
    True
    """
    if len(written) > LONGEST:
        return None
    try:
        url = _SPACE.sub("%20", urljoin(base, written.strip()))
        parts = urlsplit(url)
    except ValueError:
        return None
    good = parts.scheme in ("http", "https") and parts.netloc and len(url) <= LONGEST
    return url if good else None


def is_document(name: str) -> bool:
    """Whether an address or a file's name is that of a document or an archive.

    >>> is_document("/upload/a.DOCX?x=1"), is_document("申报表.pdf"), is_document("a.html")
    (True, True, False)
    """
    return _DOCUMENT.search(name) is not None
