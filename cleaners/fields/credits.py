"""Who wrote it, where no label says so: bylines in words (石桥报记者 周明), signatures, name lines."""

import re
from collections.abc import Iterable, Sequence

from cleaners.fields.labels import label_alone
from cleaners.fields.names import is_name, people
from cleaners.fields.roles import named, spelled
from cleaners.model import Block, Field

_ROLE = r"(?:记者|通讯员|评论员|实习生|特约撰稿人?|撰稿人|主笔|作者)"
_WORD = r"[\u4e00-\u9fff·]{2,4}"
_INNER = rf"(?:[\u4e00-\u9fff]{{0,4}}?(?:{_ROLE}|摄影(?!报道))[\s:：/]*)?"
_NAMES = rf"{_WORD}(?:[\s、，,]+{_INNER}{_WORD})*"
_LINE = re.compile(  # 石桥报记者 周明 李红 石桥报道; 《石桥》作者 周明
    rf"""^ [\u4e00-\u9fff\w·—《》“”\s-]{{0,24}}? (?P<role> {_ROLE} ) (?: [\s:：/]+ | (?<=员) )
    (?P<names> {_NAMES} ) (?: \s+ \S{{2,8}}报道 )? $""",
    re.VERBOSE,
)
_IN_BRACKETS = re.compile(
    rf"[(（] [^()（）。，]{{0,14}}? (?P<role> {_ROLE} ) [\s:：]* (?P<names> {_NAMES} ) [^()（）。]{{0,10}} [)）]",
    re.VERBOSE,
)
_SIGNED = re.compile(  # a paragraph's last words: （周明）, （周明 石桥报道）
    rf"[(（] \s* (?P<names> {_WORD} (?:[\s、]+{_WORD})* ) (?: \s+ \S{{2,8}}(?:报道|电|讯) )? \s* [)）] $",
    re.VERBOSE,
)
_WIRED = re.compile(
    rf"(?:电|讯) \s* [(（] \s* (?P<names> {_WORD} (?:[\s、]+{_WORD})* ) \s* [)）]", re.VERBOSE
)  # 5月8日电 （周明）
_WITH_OUTLET = re.compile(rf"^(?P<names>{_WORD}(?:[\s、]{_WORD})*)/(?P<outlet>[\u4e00-\u9fff·]{{2,12}})$")
_POSTED = re.compile(r"^(?P<names>[^\s\[\]（()【]{2,16})\s*(?:发表于|发布于)\s*(?:19|20)\d\d")
_PICTURE = re.compile(rf"[摄图绘]$|摄影(?![\s:：/]*{_WORD})|图片|供图")
_REPORTED = re.compile(r"[\s、]+\S{2,8}(?:报道|电|讯)$")

#: A byline or name line is so long at most, in characters.
LONGEST_LINE = 40
#: A signature stands so many blocks from the article's end at most.
SIGNED = 4
#: The first byline in a text's own words stands so early at least: among so many blocks.
OPENING = 6


def find_credits(before: Sequence[Block], body: Sequence[Block], meta: str) -> dict[str, Field | None]:
    """The author, the correspondents and the photographers of an article.

    ``before`` are the blocks between the headline and the ``body``; ``meta`` is the author in the head, who
    counts only where the page shows the name too, or where it is a person's. Left alone: who took a picture
    (周明 摄), unless the byline names the photographer.
    """
    top, end = [*before, *body[:OPENING]], body[-SIGNED:]
    byline, inner = _bylines([*before, *body]), _within([*top, *end])
    author = (
        byline.get("author")
        or _first(_WITH_OUTLET, before)
        or inner.get("author")
        or _signature([*body[:2], *end])
        or _name_line([*(b for b in before[-2:] if len(b.text) > 2), *body[:3]])
        or _first(_POSTED, top)
        or _confirmed(meta, top)
    )
    others = {**inner, **byline}
    if author and "correspondent" in others and author.value == others["correspondent"].value:
        author = None
    return {**others, "author": author}


def outlet_of(before: Iterable[Block]) -> Field | None:
    """The outlet of a line such as ``周明/石桥报``."""
    for block in before:
        if match := _WITH_OUTLET.match(block.text):
            return Field(match["outlet"], block.text, "line")
    return None


def _bylines(blocks: Iterable[Block]) -> dict[str, Field]:
    """What lines say that are nothing but a byline; for each role the first one that names it."""
    found: dict[str, Field] = {}
    for block in blocks:
        if len(block.text) > LONGEST_LINE:
            continue
        line, pictured = spelled(block.text)
        if not _PICTURE.search(line) and (match := _LINE.match(line)):
            found = _named(match, pictured, block.text) | found
    return found


def _within(blocks: Iterable[Block]) -> dict[str, Field]:
    """What bylines in brackets within the text say; for each role the first one that names it."""
    found: dict[str, Field] = {}
    for block in blocks:
        for bracket in _IN_BRACKETS.finditer(block.text):
            inside, pictured = spelled(bracket[0][:-1].rstrip())
            if not _PICTURE.search(inside) and (match := _IN_BRACKETS.match(inside + bracket[0][-1])):
                found = _named(match, pictured, bracket[0]) | found
    return found


def _named(match: re.Match[str], pictured: bool, raw: str) -> dict[str, Field]:
    byline = match.string[match.start("role") : match.end("names")]
    roles = named("", _REPORTED.sub("", byline) + (" 文/图" if pictured else ""))
    return {role: Field(names, raw, "line") for role, names in roles.items()}


def _first(pattern: re.Pattern[str], blocks: Iterable[Block]) -> Field | None:
    for block in blocks:
        if len(block.text) <= LONGEST_LINE and (match := pattern.match(block.text)):
            return _field(match["names"], block.text)
    return None


def _signature(blocks: Sequence[Block]) -> Field | None:
    for block in reversed(blocks):
        match = _SIGNED.search(block.text) or _WIRED.search(block.text)
        found = _field(match["names"], match[0]) if match else None
        if found and all(is_name(each) for each in found.value.split()):
            return found
    return None


def _name_line(blocks: Iterable[Block]) -> Field | None:
    """A line of names alone, under the headline."""
    for block in blocks:
        if len(block.text) > LONGEST_LINE or block.links > 0.5 or label_alone(block.text):
            continue
        names = people(block.text).split()
        if names and is_name(names[0]) and all(re.fullmatch(_WORD, each) for each in names):
            return _field(block.text, block.text)
    return None


def _confirmed(meta: str, top: Sequence[Block]) -> Field | None:
    shown = is_name(meta) or any(block.text == meta for block in top)
    return Field(meta, meta, "meta") if meta and shown else None


def _field(names: str, raw: str) -> Field | None:
    value = people(_REPORTED.sub("", names))
    return Field(value, raw, "line") if value else None
