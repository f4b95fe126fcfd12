"""What a page is that holds no article."""

import re
from collections.abc import Sequence

from cleaners.blocks import Reading
from cleaners.model import Block

_MISSING = re.compile(
    r"""(?:页面|网页|信息|文章) (?:不存在|已(?:被)?删除)
      | 找不到(?:该|您|这个)? .{0,6} (?:页面|网页|文件)
      | 404 \s* (?:Not\ Found|错误)""",
    re.VERBOSE | re.IGNORECASE,
)
_UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
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
#: What says that a page is missing is shorter, in characters.
NOTICE = 150
#: A page with so much script and no text has its content come by script, in characters.
SCRIPT = 200


def is_binary(body: bytes, text: str) -> bool:
    """Whether bytes are a document, picture or archive, and no text."""
    return body.startswith(_MAGIC) or len(_UNREADABLE.findall(text)) * UNREADABLE > len(text)


def says_missing(text: str) -> bool:
    """Whether a short text says that there is no page; a long one may speak of such a thing.

    >>> says_missing("页面不存在或已被删除！"), says_missing("系统上线以来，“页面不存在”的提示少了九成。" * 20)
    (True, False)
    """
    return len(text) < NOTICE and _MISSING.search(text) is not None


def kind_without_article(reading: Reading, left: Sequence[Block]) -> str:
    """Why a page has no article: ``missing``, ``attachment only``, ``shell``, ``list`` or ``empty``.

    ``left`` are the blocks that no step dropped.
    """
    if any(_MISSING.search(text) for text in (reading.title, *(block.text for block in left[:20]))):
        return "missing"
    if reading.attachments:
        return "attachment only"
    linked = sum(block.links > 0.5 for block in reading.blocks)
    if linked >= 5 and linked * 2 > len(reading.blocks):
        return "list"
    return "shell" if reading.script >= SCRIPT else "empty"
