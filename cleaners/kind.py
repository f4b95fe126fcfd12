"""What a page is: an article, or what else."""

from cleaners.blocks import Reading
from cleaners.charset import Decoded
from cleaners.listing import ROWS, is_told, listing
from cleaners.refusal import NOTICE, asks_for_script, is_challenge, is_missing, is_shell
from cleaners.stages import Staged

_CONTROLS = bytes((*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)))
_MAGIC = (
    b"%PDF",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"Rar!",
)

#: A text in which one of so many characters is unreadable was never text.
UNREADABLE = 20


def is_binary(body: bytes, read: Decoded) -> bool:
    """Whether bytes, which were read so, are a document, picture or archive, and no text."""
    if body.startswith(_MAGIC):
        return True
    controls = len(read.utf8) - len(read.utf8.translate(None, _CONTROLS))
    return (controls + read.unreadable) * UNREADABLE > len(read.text)


def kind_of(html: str, page: Staged, text: str) -> str:
    """What a page is: ``article``, or what makes of ``text``, which was taken for one, none.

    ``html`` is the page's source; ``text`` is empty if nothing was taken. The other kinds are ``challenge``,
    ``missing``, ``list``, ``home``, ``attachment only``, ``shell`` and ``empty``. Left alone: whatever says that it
    is an article, by its byline or headline, may speak of all of them.
    """
    told = is_told(page)
    if told and text:
        return "article"
    if is_challenge(html, page.reading):
        return "challenge"
    links = None if told else listing(page)
    if (links or len(text) < NOTICE) and is_missing(page.reading):
        return "missing"
    if text and not links and not asks_for_script(text):
        return "article"
    if page.reading.attachments and not links:
        return "attachment only"
    return links or ("shell" if is_shell(html, page.reading) else _menu(page.reading))


def _menu(reading: Reading) -> str:
    """A page of short links is a list as well, where nothing else is on it."""
    linked = sum(block.links > 0.5 for block in reading.blocks)
    return "list" if linked >= ROWS and linked * 2 > len(reading.blocks) else "empty"
