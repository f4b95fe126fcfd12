"""The pages whose truth is known: where they come from and what is right, in ``truth.json.xz``.

No page and no sentence is in it: a page is known by the SHA-256 of its bytes, bodies are hashed 4-grams
and fields are hashes, all keyed with the page itself. Who has the page can measure; nobody can read.
"""

import gzip
import hashlib
import json
import lzma
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.quality.grams import unpack

FILE = Path(__file__).with_name("truth.json.xz")


@dataclass(frozen=True)
class Truth:
    """What is right for one page: ``bodies`` are equally right, ``fields`` hashed values.

    ``page`` names it (set/file), ``origin`` its public place: repository, path, commit, site; ``unknown``
    where a part is not known.
    """

    page: str
    sha256: str
    origin: Mapping[str, str]
    bodies: tuple[Counter[int], ...]
    fields: Mapping[str, str]

    @property
    def set(self) -> str:
        """The set the page is counted in."""
        return self.page.partition("/")[0]


def truths(file: Path = FILE) -> list[Truth]:
    """All truths."""
    return [_truth(each) for each in json.loads(lzma.decompress(file.read_bytes()))]


def _truth(each: dict) -> Truth:
    body, *more = (unpack(packed) for packed in each["grams"])
    bodies = (body, body + more[0] - more[1]) if more else (body,)
    return Truth(each["page"], each["sha256"], each["origin"], bodies, each["fields"])


def digest(file: Path = FILE) -> str:
    """The SHA-256 of what the file holds, in 16 hexadecimal digits: it names the corpus."""
    return hashlib.sha256(lzma.decompress(file.read_bytes())).hexdigest()[:16]


def pages(folder: Path) -> Iterator[bytes]:
    """The bytes of each saved page in a folder and all below it; ``.gz`` is unpacked."""
    for file in sorted(folder.rglob("*.htm*")):
        if file.is_file():
            body = file.read_bytes()
            yield gzip.decompress(body) if file.suffix == ".gz" else body


def known(folder: Path, wanted: Mapping[str, Truth]) -> dict[str, bytes]:
    """The pages of a folder whose SHA-256 is in ``wanted``, by it."""
    found = ((hashlib.sha256(body).hexdigest(), body) for body in pages(folder))
    return {name: body for name, body in found if name in wanted}
