"""Drafts: what is to be written of articles, made without the store.

To make them takes longer than to write them, and needs nothing but the article. So the processes that clean
pages make them, and the one that writes only writes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from cleaners.checks import is_lack
from cleaners.model import Article, Cleaned
from storage import search_index, versions
from storage.columns import digest, storable
from storage.sketches import Sketch, sketched

_NONE: Mapping[str, bytes] = MappingProxyType({})
_NO_SKETCH = Sketch(b"", ())


class Undrafted(Exception):  # noqa: N818 (nobody's mistake)
    """An article that was drafted as known is not known any more: it is to be drafted whole."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as it is to be written.

    ``columns`` are those of its version that hold what the cleaner made; ``terms`` is what it is found by, as
    ``search_index.forms`` gives it for the stores it may be written to; ``lacks_a_page`` says that one of its pages
    could not be had; ``is_known`` that the address has just this article already: then nothing is drafted but what
    tells that.
    """

    key: str
    key_digest: bytes
    columns: Mapping[str, Any] = field(repr=False)
    sketch: Sketch = field(repr=False)
    terms: Mapping[str, str] = field(repr=False)
    lacks_a_page: bool = False
    is_known: bool = False

    @property
    def content_hash(self) -> bytes:
        """What tells it from another version: see ``versions.content_hash``."""
        return bytes(self.columns["content_hash"])


@dataclass(frozen=True, slots=True)
class Drafted:
    """What a page was cleaned to, ready to be written.

    ``kind`` is that of ``Cleaned``; ``attachments`` are the addresses of all documents it names.
    """

    kind: str
    articles: tuple[Draft, ...]
    attachments: tuple[str, ...] = ()

    @property
    def layout(self) -> str | None:
        """The layout that fitted the page."""
        return next((each.columns["layout"] for each in self.articles), None)

    @property
    def contents(self) -> dict[str, bytes]:
        """The articles' content hashes, by part key."""
        return {each.key: each.content_hash for each in self.articles}

    @property
    def texts(self) -> dict[str, bytes]:
        """The articles' sketches, packed, by part key; without those that are known."""
        return {each.key: each.sketch.packed for each in self.articles if not each.is_known}


@dataclass(frozen=True, slots=True)
class Cleaning:
    """What an address's pages were cleaned to, ready to be kept.

    ``page_ids`` are the pages, in order; None for a further one that could not be had.
    """

    address_id: int
    page_ids: Sequence[int | None]
    drafted: Drafted = field(repr=False)


def draft(cleaned: Cleaned, known: Mapping[str, bytes] = _NONE, dialect: str | None = None) -> Drafted:
    """What is to be written of a page's articles.

    :param known: the content hashes, by part key, of the articles that the address has: to draft those again would
        be for nothing.
    :param dialect: the kind of store it is for, as ``Store.dialect`` names it; None: any.
    :raises ValueError: if two of them have the same key.
    """
    made = tuple(_draft(article, cleaned, known, dialect) for article in cleaned.articles)
    if len({each.key for each in made}) < len(made):
        raise ValueError("the cleaning has two articles with the same key")
    named = [each for article in cleaned.articles for each in article.attachments]
    urls = dict.fromkeys(storable(each.url) for each in (*named, *cleaned.attachments))
    return Drafted(cleaned.kind, made, tuple(urls))


def _draft(article: Article, cleaned: Cleaned, known: Mapping[str, bytes], dialect: str | None) -> Draft:
    key, key_digest = storable(article.key), digest(article.key)
    lacks_a_page = any(map(is_lack, article.faults))
    if known and known.get(key) == (content_hash := versions.content_hash(article)):
        told = {"content_hash": content_hash, "layout": cleaned.layout}
        return Draft(key, key_digest, told, _NO_SKETCH, {}, lacks_a_page, is_known=True)
    columns = versions.columns(article, cleaned)
    return Draft(
        key=key,
        key_digest=key_digest,
        columns=columns,
        sketch=sketched(article.text),
        terms=search_index.forms(columns["title"], columns["text"], dialect),
        lacks_a_page=lacks_a_page,
    )
