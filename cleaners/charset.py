"""Bytes to text, and why that encoding.

Chinese portals lie about their encoding in every way there is: ``gb2312`` means GBK or GB18030, a page
says GB2312 and is UTF-8 since somebody saved it again, UTF-16 stands under a gb2312 meta, meta elements
are malformed. So every witness is heard, in order of authority, and the bytes decide between them.
"""

import codecs
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4.dammit import UnicodeDammit

from cleaners.model import Page

#: How far into a page its own declaration is looked for, in bytes. Browsers look at 1024; portals
#: put long comments and scripts first.
DECLARATION_BYTES = 8192

#: One unreadable place in so many characters is damage, not the wrong encoding. Without this bound a
#: page with one broken byte would go to an encoding of Western Europe, which can read any byte.
DAMAGE = 200

logging.getLogger("bs4.dammit").setLevel(logging.ERROR)  # warns of bytes that are counted here anyway

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    r"""(?: charset | encoding ) \s* = \s* ["'\s]*   # charset=, charset = ', encoding="
        ( [a-z0-9] [a-z0-9_-]+ )                     # the name""",
    re.VERBOSE | re.IGNORECASE,
)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text, the encoding it was read in, and the witness that named it.

    ``unreadable`` is how many characters stand for bytes that nobody can read; ``utf8`` is the text in UTF-8.
    """

    text: str
    charset: str
    reason: str
    unreadable: int
    utf8: bytes = field(repr=False)


def decode(page: Page) -> Decoded:
    """Read a page's bytes.

    Well-formed UTF-8 with at least one character beyond ASCII is UTF-8, whatever anybody declares:
    Chinese text in another encoding practically never is. Otherwise the first witness wins whose
    encoding reads the bytes with next to no errors; failing that, the one with the fewest.

    >>> decode(Page('<meta charset="gb2312">镕'.encode("gb18030"))).charset
    'gb18030'
    """
    tried: list[tuple[int, str, str, str]] = []
    utf8 = _utf8(page.body)
    for charset, reason in _witnesses(page, utf8 is not None):
        known = utf8 if charset == "utf-8" else None
        text = (page.body.decode(charset, "replace") if known is None else known).lstrip("\ufeff")
        errors = text.count("\ufffd")
        tried.append((errors, text, charset, reason))
        if errors * DAMAGE <= len(text):
            break
    errors, text, charset, reason = min(tried, key=lambda each: each[0])
    is_body = charset == "utf-8" and not errors and not page.body.startswith(codecs.BOM_UTF8)
    return Decoded(text, charset, reason, errors, page.body if is_body else text.encode("utf-8", "replace"))


def _witnesses(page: Page, is_utf8: bool) -> Iterator[tuple[str, str]]:
    """Encodings and who names them, the surest first; ``is_utf8`` says that the bytes are well-formed UTF-8."""
    body = page.body
    for bom, charset in _BOMS:
        if body.startswith(bom):
            yield charset, "byte order mark"
    if body.isascii() and b"\0" not in body[:DECLARATION_BYTES]:
        yield "utf-8", "plain ASCII"
    if wide := _utf16_by_zeros(body):
        yield wide, "zero bytes"
    if is_utf8:
        yield "utf-8", "well-formed UTF-8"
    if header := _declared(page.content_type or ""):
        yield header, "HTTP header"
    if meta := _declared(body[:DECLARATION_BYTES].decode("latin-1")):
        yield meta, "declared in the page"
    yield "gb18030", "Chinese by default"
    if (guess := UnicodeDammit(body[: 1 << 16]).original_encoding) and _known(guess):
        yield guess, "statistics"
    yield "utf-8", "nothing better"


def _declared(text: str) -> str | None:
    """The encoding a header or the head of a page declares; GB2312 is read as its superset GB18030."""
    for match in _DECLARED.finditer(text):
        charset = match[1].lower()
        charset = _WIDER.get(charset, charset)
        if _known(charset) and not charset.startswith("utf-16"):  # a meta that can be read isn't UTF-16
            return charset
    return None


def _known(charset: str) -> bool:
    try:
        return codecs.lookup(charset)._is_text_encoding  # noqa: SLF001  (rot13 and base64 are "codecs" too)
    except LookupError:
        return False


def _utf8(body: bytes) -> str | None:
    """The text of bytes that are UTF-8, None of others; one character cut off at their very end is no matter."""
    try:
        text, read = codecs.utf_8_decode(body)
    except UnicodeDecodeError:
        return None
    return text + body[read:].decode("utf-8", "replace")


def _utf16_by_zeros(body: bytes) -> str | None:
    """UTF-16 without a mark: markup is ASCII, so every other byte of the head is zero."""
    head = body[:1000]
    if len(head) < 4 or head.count(0) < len(head) // 4:
        return None
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
