"""Which cleaner made a version: a name that changes when an answer could."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

#: Packages whose release can change what comes out of ``clean``.
PACKAGES = ("lxml", "trafilatura", "opencc-python-reimplemented", "pypinyin", "beautifulsoup4")

#: Endings of the files that hold rules: source, and the word list the repairs judge by.
RULES = (".py", ".xz")


@cache
def cleaner_version() -> str:
    """Twelve hexadecimal digits over the rules' files and the packages' versions."""
    digest = hashlib.sha256()
    for name in PACKAGES:
        digest.update(f"{name}=={version(name)}\n".encode())
    for path in sorted(path for path in Path(__file__).parent.rglob("*") if path.suffix in RULES):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
