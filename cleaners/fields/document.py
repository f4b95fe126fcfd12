"""What the index table (索引) of a government document tells: agency, document number, index number, signing."""

import re
from collections.abc import Callable, Iterable, Sequence

from cleaners.fields.dates import find_date
from cleaners.fields.labels import Labelled
from cleaners.fields.lines import Line
from cleaners.fields.names import outlet
from cleaners.model import Block, Field

_NUMBER = re.compile(  # 国发〔2023〕15号, in the brackets people type
    r"""(?P<word> [\u4e00-\u9fff] [\u4e00-\u9fff\w]{0,14} ) \s*
    [〔\[［(（【﹝] \s* (?P<year> (?:19|20)\d\d ) \s* [〕\]］)）】﹞] \s* (?P<number> (?:第\s*)? \d{1,5} ) \s* 号""",
    re.VERBOSE,
)
_DECREE = re.compile(  # 国务院令第768号, 公告2023年第5号
    r"[\u4e00-\u9fff]{2,20}(?:令|公告|通告)?\s*(?:(?:19|20)\d\d年)?第\s*[\d〇零一二三四五六七八九十百]{1,5}\s*号"
)
_INDEX = re.compile(r"(?=(?:\D*\d){4})(?!.*[年月期])[A-Za-z0-9\u4e00-\u9fff./_—–:()（）\[\]〔〕-]{5,40}")
_AGENCY = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff（）()、，,·\s]{2,79}")
_NO_AGENCY = frozenset("关键词 主题词 名称 标题 语种 分类 有效期 有效性 暂无 文件名称 信息名称".split())
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")

#: A number without a label stands among so many lines below the headline.
UNDER_HEADLINE = 3


def find_document(lines: Sequence[Line]) -> dict[str, Field | None]:
    """The fields of a document's index table, from labelled lines and cells.

    A value must look like what its label announces: a paragraph that begins ``文号：请注明…`` gives none.
    """
    labels = [line.label for line in lines]
    return {
        "agency": _first(labels, "agency", _agency) or _first(labels, "publisher", _agency),
        "document_number": _first(labels, "document_number", _labelled_number),
        "index_number": _first(labels, "index_number", _index_number),
        "signed": _first(labels, "signed", _day),
    }


def number_below(blocks: Iterable[Block]) -> Field | None:
    """The document number that is a line of its own; ``blocks`` follow the headline."""
    for block in blocks:
        if value := document_number(block.text.strip("()（） ")):
            return Field(value, block.text, "line")
    return None


def document_number(text: str) -> str | None:
    """A text that is a document number and nothing else, with the standard's brackets; None for any other.

    >>> document_number("国发[2023] 15号"), document_number("国发〔2023〕15号文件")
    ('国发〔2023〕15号', None)
    """
    match = _NUMBER.fullmatch(text.translate(_DIGITS))
    if not match:
        return None
    number = re.sub(r"\s", "", match["number"])
    return f"{match['word']}〔{match['year']}〕{number}号"


def _labelled_number(text: str) -> str | None:
    """A document number behind its label, where a decree's (第768号) counts too."""
    bare = text.strip("()（） ")
    return document_number(bare) or (re.sub(r"\s", "", bare) if _DECREE.fullmatch(bare) else None)


def _index_number(text: str) -> str | None:
    bare = re.sub(r"\s", "", text)
    return bare if _INDEX.fullmatch(bare) else None


def _agency(text: str) -> str | None:
    name = outlet(text)
    return name if _AGENCY.fullmatch(name) and name not in _NO_AGENCY else None


def _day(text: str) -> str | None:
    date = find_date(text)
    return date.iso if date else None


def _first(labels: Iterable[Labelled], kind: str, parse: Callable[[str], str | None]) -> Field | None:
    for label in labels:
        if label.kind == kind and (value := parse(label.value)):
            return Field(value, label.raw, "line")
    return None
