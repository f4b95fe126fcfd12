"""Undoes what mirror sites do to Chinese text: broken bytes, pinyin in brackets, Traditional characters.

The repairs must run in this order, and before any normalisation: bytes need the private-use characters,
readings need the Traditional ones.
"""

from cleaners.mirror.annotations import strip
from cleaners.mirror.bytes import mend
from cleaners.mirror.page import is_mirror
from cleaners.mirror.script import simplify
from cleaners.mirror.spam import without_keywords

__all__ = ["is_mirror", "repair"]


def repair(text: str, mirror: bool) -> str:
    """A title or another single value of a page in Simplified characters, whole again.

    ``mirror`` says that the page is a mirror's copy. Text of other pages is only converted, and only
    if it is Traditional.

    >>> repair("加強(qiáng)村(社區(qū))黨建", mirror=True)
    '加强村(社区)党建'
    """
    return simplify(strip(mend(without_keywords(text)).text), mirror) if mirror else simplify(text, mirror)
