"""The headline: as the page shows it, found by what the page's head says."""

import re
from collections.abc import Sequence
from functools import lru_cache

from cleaners.blocks import Reading
from cleaners.fields.labels import label_line
from cleaners.letters import letters
from cleaners.model import Block, Field

_PART = re.compile(r"\s*[(（]\s*(\d{1,2})\s*[)）]\s*$")
_SITE = re.compile(r"\s*(?<![-_|—–])[-_|—–]+\s*[^-_|—–]{2,20}$")  # " - 红星网" behind a headline
_SITE_ALONE = re.compile(
    r"(?:网|网站|门户|官网|人民政府|政府办公室|首页|频道|平台|信息港|在线|内容页|详情页?)$"
)
_PARTS = re.compile(r"\s+[-–—|]+\s+|[_|]")
_CRUMB = re.compile(r"^(?:首页|当前位置|您?(?:现在)?的?位置|您?所在)|>>|›|»")
_SENTENCE_END = "。！？；…!?;"
_META = ("articletitle", "og:title", "title")

#: The first part of a head's title with so many letters is a headline by itself.
FIRST = 8
#: A headline has at most so many characters; longer ones are the first paragraph.
LONGEST = 100
#: So many characters of a longer text show whether it can be the headline.
START = 20


def squash(text: str) -> str:
    """A text's letters and digits alone, to compare headlines that are spaced or marked differently."""
    return remembered(text) if len(text) <= LONGEST else letters(text)


#: ``squash`` of short texts, which are asked for again and again; long ones would fill the memory.
remembered = lru_cache(4096)(letters)


def is_same(text: str, title: str) -> bool:
    """Whether a text says a headline, given as ``squash`` makes it, and nothing besides.

    To squash prose takes long; its first words show that it isn't the headline.

    >>> is_same("“夜访” 到家", "夜访到家"), is_same("夜访到家" + 200 * "—", "夜访到家"), is_same("夜访", "夜访到家")
    (True, True, False)
    """
    prose = len(text) > LONGEST and not title.startswith(squash(text[:START]))
    return not prose and squash(text) == title


def places(blocks: Sequence[Block], title: Field | None) -> list[int]:
    """Which of these blocks say a headline and nothing besides, by their places among them."""
    if title is None:
        return []
    name = squash(title.raw)
    return [n for n, block in enumerate(blocks) if is_same(block.text, name)]


def split_part(title: str) -> tuple[str, int | None]:
    """A headline without the page number behind it, and that number.

    Numbers of more than two digits stay: they are years.

    >>> split_part("党旗引征程(2)"), split_part("工作要点(2023)")
    (('党旗引征程', 2), ('工作要点(2023)', None))
    """
    match = _PART.search(title)
    return (title[: match.start()], int(match[1])) if match else (title, None)


def find_title(reading: Reading, blocks: Sequence[Block], head: Sequence[str]) -> Field | None:
    """The headline of a page.

    ``blocks`` are the page's blocks and ``head`` what its head gives as title, both after repair. A block
    that the layout marks wins; else the longest block that the head's title contains; else the first heading.
    Plain text has no head: its first line is the title if it looks like one, and none is invented if not.
    """
    if reading.plain:
        return _first_line(blocks)
    shown = [block for block in blocks if not block.hidden and len(block.text) <= LONGEST]
    return _marked(shown) or _confirmed(shown, head) or _heading(shown) or _from_head(head)


def _field(text: str, origin: str) -> Field:
    return Field(split_part(text)[0], text, origin)


def _marked(blocks: Sequence[Block]) -> Field | None:
    marked = " ".join(block.text for block in blocks if "title" in block.marks)
    return _field(marked, "layout") if marked else None


def _confirmed(blocks: Sequence[Block], head: Sequence[str]) -> Field | None:
    """The block whose text the head's title holds: of the longest ones the first, headings before others."""
    known = [squash(each) for each in head]
    found = [
        (len(text), block.tag in ("h1", "h2"), -block.number, block)
        for block in blocks
        if block.links < 0.5 and len(text := squash(block.text)) >= 4 and any(text in each for each in known)
    ]
    best = max(found, key=lambda each: each[:3], default=None)
    return _field(best[3].text, "head") if best and 2 * best[0] >= max(map(_least, head)) else None


def _least(title: str) -> int:
    """How much of a head's title is its headline, in letters: sites put columns and their name behind it."""
    whole, first = squash(title), squash(_PARTS.split(title)[0])
    return len(first) if len(first) >= FIRST else len(whole)


def _heading(blocks: Sequence[Block]) -> Field | None:
    for tag in ("h1", "h2"):
        for block in blocks:
            if block.tag == tag and block.links < 0.5 and len(squash(block.text)) >= 4:
                return _field(block.text, "heading")
    return None


def _from_head(head: Sequence[str]) -> Field | None:
    """The head's title where no line of the page shows it; a site's name alone is none."""
    for text in head:
        if (bare := _SITE.sub("", text)) and not _SITE_ALONE.search(bare):
            return Field(split_part(bare)[0], text, "head")
    return None


def _first_line(blocks: Sequence[Block]) -> Field | None:
    first = next((block for block in blocks if not is_crumb(block.text)), None)
    if first is None or len(first.text) > LONGEST or first.text[-1] in _SENTENCE_END:
        return None
    return None if label_line(first.text) or "。" in first.text else _field(first.text, "first line")


def is_crumb(text: str) -> bool:
    """Whether a line is the path from the home page (当前位置) to this one."""
    return len(text) <= 80 and bool(_CRUMB.search(text)) and "。" not in text


def head_titles(reading: Reading) -> list[str]:
    """What the head of a page gives as its title, the surest first."""
    return [each for each in (*(reading.metas.get(name, "") for name in _META), reading.title) if each]
