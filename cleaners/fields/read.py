"""What headline and labels tell, from all blocks of a page: the lines that hold 来源 and 责编 are no body."""

import re
from collections.abc import Mapping, Sequence

from cleaners.blocks import Reading
from cleaners.fields.document import find_document
from cleaners.fields.lines import INDEX, Line
from cleaners.fields.mirrored import mirror_of
from cleaners.fields.names import outlet, people
from cleaners.fields.roles import named
from cleaners.fields.title import find_title
from cleaners.model import FIELDS, Block, Field

_SUMMARY = re.compile(r"^[【\[]?(?:内容)?(?:摘\s?要|提\s?要)[】\]]?\s*[:：]\s*(?P<text>.+)", re.DOTALL)

#: Two source lines that stand so close together name the source and the outlet it was published on.
CLOSE = 3


def read_fields(
    reading: Reading,
    blocks: Sequence[Block],
    head: Sequence[str],
    lines: Sequence[Line],
    signs: Sequence[str],
) -> dict[str, Field]:
    """The fields that headline and labels tell, before it is known where the article is.

    ``blocks``, ``head`` (titles of the page's head) and labelled ``lines`` are those of ``reading`` after repair;
    ``signs`` are those that the page is a mirror's copy. A field that the page doesn't have is absent.
    """
    found = {
        "title": find_title(reading, blocks, head) or _in_index(lines),
        **{kind: _titled(lines, kind) for kind in ("kicker", "subtitle")},
        **{kind: people_of(lines, kind) for kind in ("author", "editor")},
        **find_document(lines),
        "summary": _summary(blocks),
        "mirror_of": mirror_of(blocks, signs) if signs else None,
        **_sources(lines),
    }
    return present(found)


def present(found: Mapping[str, Field | None]) -> dict[str, Field]:
    """The fields that were found, in the order they are shown."""
    return {name: field for name in FIELDS if (field := found.get(name)) is not None}


def _in_index(lines: Sequence[Line]) -> Field | None:
    """The headline of a document that only its index table (名称) gives."""
    indexed = any(line.label.kind in INDEX for line in lines)
    return _titled(lines, "headline") if indexed else None


def _titled(lines: Sequence[Line], kind: str) -> Field | None:
    """A line or cell labelled as headline, kicker (引题) or subtitle (副题)."""
    label = next((line.label for line in lines if line.label.kind == kind and line.label.value), None)
    return Field(label.value, label.raw, "line") if label else None


def people_of(lines: Sequence[Line], kind: str) -> Field | None:
    """The people of the first lines that name such; of editors those of lines close behind, too."""
    found = [(line, names) for line in lines if (names := named(line.label.kind, line.label.value).get(kind))]
    if not found:
        return None
    first = found[0][0].number
    near = [each for each in found if each[0].number - first <= CLOSE][: None if kind == "editor" else 1]
    names = people(" ".join(names for _, names in near))
    return Field(names, " ".join(line.label.raw for line, _ in near), "line")


def _sources(lines: Sequence[Line]) -> Mapping[str, Field]:
    """The source, and the outlet it was published on where a second source line stands close behind."""
    lines = [line for line in lines if outlet(line.label.value)]
    sources = [line for line in lines if line.label.kind == "source"]
    sources = sources or [line for line in lines if line.label.kind == "publisher"][:1]
    if not sources:
        return {}
    first, *others = sources
    found = {"source": Field(outlet(first.label.value), first.label.raw, "line")}
    for other in others:
        if other.number - first.number <= CLOSE and other.label.value != first.label.value:
            found["published_on"] = Field(outlet(other.label.value), other.label.raw, "line")
    return found


def _summary(blocks: Sequence[Block]) -> Field | None:
    """A labelled summary (摘要) that stands as a line of its own."""
    for block in blocks:
        if not block.hidden and (match := _SUMMARY.match(block.text)):
            return Field(match["text"], block.text, "line")
    return None


def is_summary(text: str) -> bool:
    """Whether a line is a labelled summary."""
    return _SUMMARY.match(text) is not None
