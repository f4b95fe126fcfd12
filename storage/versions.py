"""An article as a version's columns, and back."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from cleaners.model import FIELDS, SITE, Article, Attachment, Cleaned, Field, Link, Picture, replay
from storage import ledgers, tables
from storage.columns import Json, storable, to_json

#: The fault of an article some of whose characters had to be replaced (see ``columns.storable``).
UNSTORABLE = "unstorable characters"
#: What each of a version's properties is called in its table.
_NAMES = {each.key: each.columns[0].name for each in inspect(tables.Version).column_attrs}
_JSON = ("faults", "raw", "changes", "links", "pictures", "attachments")


def columns(article: Article, cleaned: Cleaned) -> dict[str, Any]:
    """The columns of a version that hold what the cleaner made, each of them, ready to be written."""
    site = {name: cleaned.site[name] for name in SITE if name in cleaned.site}
    made: dict[str, Any] = {
        "layout": cleaned.layout,
        "charset": cleaned.charset,
        "charset_reason": cleaned.charset_reason,
        "content_hash": content_hash(article),
        "part": article.part,
        "text": storable(article.text),
        "faults": _faults(article),
        "raw": {
            name: {"raw": storable(field.raw), "origin": storable(field.origin)}
            for name, field in {**article.fields, **site}.items()
        },
        "ledger": ledgers.pack(article.ledger),
        "changes": ledgers.counts(article.ledger),
        "links": _pack(article.links),
        "pictures": _pack(article.pictures),
        "attachments": _pack(article.attachments),
        **dict.fromkeys((*FIELDS, *SITE)),
        **{name: storable(field.value) for name, field in {**article.fields, **site}.items()},
    }
    made |= {name: Json(to_json(made[name])) for name in _JSON}
    return {_NAMES[name]: value for name, value in made.items()}


def content_hash(article: Article) -> bytes:
    """SHA-256 of what readers see. Absent fields do not count: a field added later changes no hash.

    Attachments count by name and path: hosts and queries change with caches and signatures. Links, pictures
    and what the site's footer says don't count.
    """
    values = {name: storable(field.value) for name, field in article.fields.items()}
    content: list[Any] = [values, article.part, storable(article.text)]
    if article.attachments:
        content.append([storable(f"{each.name} {urlsplit(each.url).path}") for each in article.attachments])
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).digest()


def load_article(session: Session, article_id: int, number: int | None = None) -> Article:
    """An article as the cleaner gave it, from a version of it: ``number``, or the current one.

    :raises LookupError: if there is no such article or version.
    """
    article, version = tables.Article, tables.Version
    query = (
        select(article.key, version)
        .join(article, article.id == version.article_id)
        .where(article.id == article_id, version.number == (article.version if number is None else number))
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise LookupError(f"there is no version {number or ''} of article {article_id}".replace("  ", " "))
    key, found = row
    ledger = ledgers.unpack(found.ledger)
    return Article(
        key=key,
        fields={
            name: Field(value, found.raw[name]["raw"], found.raw[name]["origin"])
            for name in FIELDS
            if (value := getattr(found, name)) is not None
        },
        part=found.part,
        blocks=replay(ledger),
        ledger=ledger,
        faults=tuple(found.faults),
        links=tuple(Link(**each) for each in found.links),
        pictures=tuple(Picture(**each) for each in found.pictures),
        attachments=tuple(Attachment(**each) for each in found.attachments),
    )


def _pack(things: Iterable[Link | Picture | Attachment]) -> list[dict[str, Any]]:
    """Data classes as JSON objects that any database can hold."""
    return [
        {name: storable(value) if isinstance(value, str) else value for name, value in asdict(each).items()}
        for each in things
    ]


def _faults(article: Article) -> list[str]:
    """The cleaner's faults, and our own where characters are replaced on the way in."""
    texts = [article.key, article.text, *(field.value for field in article.fields.values())]
    replaced = any(storable(text) != text for text in texts)
    return [*article.faults, *([UNSTORABLE] if replaced else [])]
