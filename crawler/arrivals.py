"""Pages on their way from the net to the store, and from there to the cleaner."""

from dataclasses import dataclass, field

from cleaners.model import Page
from storage.addresses import Known
from storage.pages import Fetched


@dataclass(frozen=True, slots=True)
class Arrived:
    """An article's pages, kept in the store and ready to be cleaned.

    ``known`` is the address of the first one, ``page_ids`` are all in order, None for one that could not
    be had; ``page`` is the first and ``further`` are the others.
    """

    known: Known
    page_ids: tuple[int | None, ...]
    page: Page = field(repr=False)
    further: tuple[Page | None, ...] = field(repr=False, default=())


@dataclass(frozen=True)
class Received:
    """A page that has come, and tells of no other page of its article: not kept yet."""

    known: Known
    fetched: Fetched = field(repr=False)
