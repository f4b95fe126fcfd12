"""The text of attached documents (附件): bytes in, text out. Needs pypdf and python-docx for the text.

Only the newer Word (.docx) and PDF are read: they can be without running another program. Left alone: the older
Office, tables, archives and pictures of text, which would need a converter or character recognition. Documents
are hostile: text, pages and unpacked sizes are bounded here, time and memory by the process that calls.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import version
from io import BytesIO
from itertools import islice

from cleaners.white_space import tidy

#: The longest text that is kept, in characters, and the most pages of a PDF that are read.
LONGEST, PAGES = 1_000_000, 1000
#: A .docx that unpacks to more bytes, or has more files, is a bomb.
UNPACKED, FILES = 100_000_000, 5000

_MAGIC = {
    b"%PDF": "pdf",
    b"PK\x03\x04": "zip",
    b"\xd0\xcf\x11\xe0": "ole",
    b"Rar!": "rar",
    b"7z\xbc\xaf": "7z",
    b"{\\rtf": "rtf",
}
#: What a ZIP file is by the folder it has.
_PACKED = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
#: The kinds that can be read, and by which module.
READ = {"pdf": "pypdf", "docx": "docx"}
_PACKAGES = {"pdf": "pypdf", "docx": "python-docx"}


@dataclass(frozen=True, slots=True)
class Document:
    """What is known of a document.

    ``kind`` is told by its bytes: ``pdf``, ``docx``, ``xlsx``, ``pptx``, ``zip``, ``ole`` (the older Office: .doc,
    .xls, .ppt, .wps), ``rar``, ``7z``, ``rtf``, ``other``. ``text`` has one line or paragraph a line; None: it was
    not read, or has none, and ``reason`` says why. ``reader`` is the package that read it, with its version.
    """

    kind: str
    text: str | None = None
    reason: str | None = None
    reader: str | None = None


def read_document(body: bytes) -> Document:
    """What a document is, and its text. Never fails on any bytes."""
    kind = _kind_of_packed(body) if kind_of(body) == "zip" else kind_of(body)
    if kind not in _PACKAGES:
        return Document(kind, reason=f"{kind} is not read")
    try:
        lines = _pdf(body) if kind == "pdf" else _docx(body)
        text = _text(lines)
    except ImportError:
        return Document(kind, reason=f"{_PACKAGES[kind]} is not installed")
    except Exception as error:  # noqa: BLE001 (hostile bytes make a reader stumble in any way)
        return Document(kind, reason=f"can't be read: {type(error).__name__}", reader=_reader(kind))
    return Document(kind, text or None, None if text else "no text in it", _reader(kind))


def kind_of(body: bytes) -> str:
    """What a document is by its first bytes, whatever a ZIP file holds: a look into that may cost a bomb's time.

    >>> kind_of(b"%PDF-1.7"), kind_of(b"<html>")
    ('pdf', 'other')
    """
    return next((kind for magic, kind in _MAGIC.items() if body.startswith(magic)), "other")


def readable() -> tuple[str, ...]:
    """The kinds whose text can be read with what is installed."""
    return tuple(kind for kind, module in READ.items() if _is_there(module))


def _is_there(module: str) -> bool:
    try:
        import_module(module)
    except ImportError:
        return False
    return True


def _kind_of_packed(body: bytes) -> str:
    """What a ZIP file is by its folders."""
    try:
        with zipfile.ZipFile(BytesIO(body)) as packed:
            names = packed.namelist()[:FILES]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "zip"
    return next((kind for folder, kind in _PACKED.items() if any(n.startswith(folder) for n in names)), "zip")


def _text(lines: Iterator[str]) -> str:
    """The lines with something in them, no longer in all than is kept."""
    kept: list[str] = []
    room = LONGEST
    for line in filter(None, map(tidy, lines)):
        if room <= 0:
            break
        kept.append(line[:room])
        room -= len(line) + 1
    return "\n".join(kept)


def _pdf(body: bytes) -> Iterator[str]:
    from pypdf import PdfReader

    for page in islice(PdfReader(BytesIO(body)).pages, PAGES):
        yield from page.extract_text().splitlines()


def _docx(body: bytes) -> Iterator[str]:
    """Paragraphs in the order of the text, those of tables among them: what spans cells is not repeated.

    Nor is what a text box holds a second time, for readers that don't know such boxes.
    """
    import docx
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    with zipfile.ZipFile(BytesIO(body)) as packed:
        files = packed.infolist()
        if len(files) > FILES or sum(each.file_size for each in files) > UNPACKED:
            raise OverflowError
    content = docx.Document(BytesIO(body))
    for element in content.element.body.iter(qn("w:p")):
        if next(element.iterancestors(_FALLBACK), None) is None:
            yield from Paragraph(element, content._body).text.splitlines()  # noqa: SLF001 (its only part is the parent)


def _reader(kind: str) -> str:
    return f"{_PACKAGES[kind]} {version(_PACKAGES[kind])}"
