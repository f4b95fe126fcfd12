"""Undoes what mirror sites do to Chinese text: broken bytes, pinyin in brackets, Traditional characters.

The repairs must run in this order, and before any normalisation: bytes need the private-use characters,
readings need the Traditional ones.
"""

from cleaners.mirror.annotations import strip
from cleaners.mirror.bytes import mend
from cleaners.mirror.page import Look, look
from cleaners.mirror.script import simplify
from cleaners.mirror.spam import without_keywords

__all__ = ["Look", "look", "repair"]


def repair(text: str, mirror: bool, traditional: bool | None = None) -> str:
    """A title or another single value of a page in Simplified characters, whole again.

    ``mirror`` says that the page is a mirror's copy, ``traditional`` whether it is written in Traditional
    characters: the text of a Simplified page stays, Traditional names in it too. None: nothing is known
    of the page, and the text itself must show it.

    >>> repair("加強(qiáng)村(社區(qū))黨建", mirror=True)
    '加强村(社区)党建'
    >>> [repair("總統府一日", mirror=False, traditional=page) for page in (False, True)]
    ['總統府一日', '总统府一日']
    """
    whole = strip(mend(without_keywords(text)).text) if mirror else text
    return simplify(whole, mirror, traditional)
