"""What addresses have in common: their shapes, and the regular expression that a site's articles match."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import parse_qsl, quote_plus, urlsplit

_TOKEN = re.compile(
    r"""
      (?P<uuid>   [0-9a-f]{8} (?:-[0-9a-f]{4}){3} -[0-9a-f]{12} )
    | (?P<hex>    (?<![0-9A-Za-z]) (?=[a-f]*\d+[a-f]) [0-9a-f]{8,} (?![0-9A-Za-z]) )   # 179d29f1ce
    | (?P<upper>  (?<![0-9A-Za-z]) (?=[A-Z]*\d+[A-Z]) [0-9A-Z]{10,} (?![0-9A-Za-z]) )   # K8TQ2P0V000189FH
    | (?P<mixed>  (?<![0-9A-Za-z]) (?=[A-Za-z]*\d) (?=[0-9A-Z]*[a-z]) (?=[0-9a-z]*[A-Z])
                  (?=[0-9A-Za-z]*\d[A-Za-z]+\d) [0-9A-Za-z]{10,} (?![0-9A-Za-z]) )
    | (?P<digits> \d+ )
    | (?P<text>   [A-Za-z]+ | . )
    """,
    re.VERBOSE,
)
_IDS = {
    "uuid": r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "hex": "[0-9a-f]{8,}",
    "upper": "[0-9A-Z]{10,}",
    "mixed": "[0-9A-Za-z]{10,}",
}
_DIGITS = r"\d+"
#: A folder that is a name may end in a digit or two (hnyw1); one that is a number has hardly a name (c110634).
_NUMBER = re.compile(r"[A-Za-z_]{0,5}\d{3,}|\d+(?:[-_]\d+)*")
_DATE = re.compile(r"(?:19|20)\d\d(?:(?:0\d|1[0-2])(?:[0-3]\d)?)?")
#: An expression has so many alternatives at most, and names so many folders.
SHAPES, FOLDERS = 6, 12


class Piece(NamedTuple):
    """A part of an address: the expression for what stands there, and the text itself."""

    form: str
    raw: str


def shape(url: str) -> str:
    r"""What is left of an address when numbers and ids are taken out, from its last folder that is a name on.

    >>> print(shape("https://www.example.gov.cn/xwzx/202401/t20240105_4988.html"))
    /\d+/t\d+_\d+\.html
    >>> print(shape("https://www.example.gov.cn/view.asp?classid=54&news_id=10509"))
    /view\.asp\?classid=\d+\&news_id=\d+
    """
    return "".join(piece.form for piece in _pieces(url))


def folder(url: str) -> str:
    """The folder with a name right before what ``shape`` tells of; empty if there is none.

    >>> folder("https://www.example.gov.cn/xwzx/202401/t20240105_4988.html")
    'xwzx'
    """
    segments = _segments(url)
    before = segments[: len(segments) - len(_tail(segments))]
    return before[-1] if before else ""


def has_number(url: str) -> bool:
    """Whether an address holds a number or an id, as those of articles do."""
    return any(piece.form != re.escape(piece.raw) for piece in _pieces(url))


def article_pattern(articles: Iterable[str], others: Iterable[str]) -> str:
    """A regular expression found in the addresses of articles, and, where that can be had, in none of the others.

    A shape that others have, too, is narrowed by the folder's name, then by how long its last number is. What is left
    alone: addresses of words only, which have no shape.

    :param others: addresses of lists, tags, and of what else is no article.
    :returns: empty, if none of the addresses has a shape.
    """
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for url in articles:
        if has_number(url):
            groups[shape(url)].append(url)
    largest = sorted(groups.values(), key=len, reverse=True)[:SHAPES]
    unlike = list(others)
    return "|".join(dict.fromkeys(_narrowed(urls, unlike) for urls in largest))


def _narrowed(urls: Sequence[str], others: Sequence[str]) -> str:
    plain = _expression(urls)
    mistaken = [url for url in others if re.search(plain, url)]
    if not mistaken:
        return plain
    folders = sorted({folder(url) for url in urls})
    if len(folders) <= FOLDERS and not {folder(url) for url in mistaken} & set(folders):
        return f"/(?:{'|'.join(map(re.escape, folders))}){plain}" if folders != [""] else plain
    return _longer(plain, urls, mistaken)


def _longer(plain: str, urls: Sequence[str], mistaken: Sequence[str]) -> str:
    """The same for the longer numbers only: articles' are longer than columns'. As it was, where they aren't."""
    least = min(_last_number(url) for url in urls)
    most = max(map(_last_number, mistaken))
    if most >= least or _DIGITS not in plain:
        return plain
    before, _, behind = plain.rpartition(_DIGITS)
    return f"{before}\\d{{{most + 1},}}{behind}"


def _last_number(url: str) -> int:
    """How many digits the last number of an address has."""
    numbers = [piece.raw for piece in _pieces(url) if piece.form == _DIGITS]
    return len(numbers[-1]) if numbers else 0


def _expression(urls: Sequence[str]) -> str:
    """The expression for addresses of one shape. Numbers that are dates in all of them keep their length."""
    columns = list(zip(*map(_pieces, urls), strict=True))
    last = max((n for n, column in enumerate(columns) if column[0].form == _DIGITS), default=0)
    forms: list[str] = []
    for n, column in enumerate(columns):
        form = column[0].form
        if form == _DIGITS and n < last:
            form = _number([piece.raw for piece in column], r"\d{4}" in forms)
        forms.append(form)
    return "".join(forms) + "$"


def _number(raws: Sequence[str], behind_year: bool) -> str:
    """The expression for a number before the last one, which is the article's own and may look like any date."""
    if all(map(_DATE.fullmatch, raws)) and len({len(raw) for raw in raws}) == 1:
        return rf"\d{{{len(raws[0])}}}"
    return r"\d{1,2}" if behind_year and max(map(len, raws)) <= 2 else _DIGITS


def _pieces(url: str) -> list[Piece]:
    pieces: list[Piece] = []
    for segment in _tail(_segments(url)):
        pieces += [Piece("/", "/"), *_tokens(segment)]
    for n, (name, value) in enumerate(parse_qsl(urlsplit(url).query, keep_blank_values=True)):
        mark = "&" if n else "?"
        before = f"{mark}{quote_plus(name)}="
        pieces.append(Piece(re.escape(before), before))
        pieces += _tokens(quote_plus(value))
    return pieces


def _segments(url: str) -> list[str]:
    return urlsplit(url).path.split("/")[1:]


def _tail(segments: Sequence[str]) -> Sequence[str]:
    """The last segment, and the folders before it as far as they are numbers or ids."""
    start = len(segments) - 1
    while start > 0 and _is_number(segments[start - 1]):
        start -= 1
    return segments[max(start, 0) :]


def _is_number(segment: str) -> bool:
    return bool(_NUMBER.fullmatch(segment)) or any(piece.form in _IDS.values() for piece in _tokens(segment))


def _tokens(text: str) -> list[Piece]:
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or ""
        form = _DIGITS if kind == "digits" else _IDS.get(kind, re.escape(match[0]))
        found.append(Piece(form, match[0]))
    return found
