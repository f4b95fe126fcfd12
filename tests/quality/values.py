"""Fields as hashes of what counts in them: a title's letters, a day, a set of names."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

FIELDS = ("title", "published", "source", "author", "editor")


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


def _day(text: str) -> str:
    found = re.search(r"(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})", text)
    return "-".join(f"{int(part):02}" for part in found.groups()) if found else ""


def _names(text: str) -> str:
    return " ".join(sorted({_letters(name) for name in re.split(r"[\s,，、;；/|]+", text)} - {""}))


def hashed(name: str, text: str | None, key: bytes) -> str:
    """What counts in the value of field ``name``, as a hash."""
    shape = {"title": _letters, "published": _day}.get(name, _names)
    return hashlib.blake2b(shape(text or "").encode(), key=key, digest_size=6).hexdigest()


@dataclass
class Tally:
    """Counts of a field over pages: right of asked, and values given where the page has none."""

    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)

    def add(self, name: str, value: str | None, truth: Mapping[str, str], key: bytes) -> None:
        """Count field ``name`` of one page whose true values are ``truth``, hashed.

        A field that ``truth`` lacks was not marked and is not asked; an empty one says that the page has none.
        An account (自媒体号) that publishes what it wrote is right as source and as author.
        """
        if name not in truth:
            return
        account = truth.get("account", "") if name in ("source", "author") else ""
        got, want = hashed(name, value, key), truth[name]
        as_account = bool(account) and got == account
        if want:
            self.asked[name] += 1
            self.right[name] += got == want or as_account or (not value and account == want)
        else:
            self.false[name] += bool(value) and not as_account
