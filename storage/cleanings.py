"""What a cleaning comes to: of a page that has arrived, and of stored pages that are cleaned again."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from cleaners.model import Page
from storage import articles, pages, parts
from storage.addresses import Known, own, own_all, settle
from storage.articles import Kept
from storage.departures import articles_of
from storage.drafts import Cleaning
from storage.leases import Lease, check
from storage.portions import among
from storage.tables import Address, Article, Fetch
from storage.words import State

#: Why an address is rejected whose articles another address of the portal has already.
DUPLICATE = "duplicate address"
#: The kind of a page by which a site's firewall refuses us with status 200.
CHALLENGE = "challenge"


@dataclass(frozen=True, slots=True)
class Made:
    """What an address is by its page's cleaning. ``twin`` is the other address that has its articles."""

    state: State
    reason: str | None = None
    twin: int | None = None
    kept: tuple[Kept, ...] = ()

    @property
    def has_documents(self) -> bool:
        """Whether the documents that the page names are its own: an article's, or all that it has."""
        return self.state == "kept" or self.reason == "attachment only"


@dataclass(frozen=True, slots=True)
class Stored:
    """An article's pages from the store; None for a further one that could not be had.

    ``present`` says that they are those the address gave last. They aren't where a later answer was bad.
    """

    address: Known
    page_ids: tuple[int | None, ...]
    page: Page
    further: tuple[Page | None, ...]
    present: bool


def put(session: Session, lease: Lease, given: Sequence[Cleaning], cleaner: str) -> list[Made]:
    """Keep what was made of addresses' pages, as if one after the other. Their states are left to the caller to set.

    What this raises speaks of all of them: nothing of them is to be committed.

    :returns: what each came to, in order.
    :raises LeaseLost: if the run has lost its lease.
    :raises LookupError: if the portal has no such address.
    """
    addresses = own_all(session, lease, {each.address_id for each in given})
    held = articles.contents(session, addresses) if len(given) > 1 else {}
    return [made for each in _rounds(given, addresses, held) for made in _put(session, lease, each, cleaner)]


def _rounds(
    given: Iterable[Cleaning], addresses: Mapping[int, Address], held: Mapping[int, Collection[bytes]]
) -> Iterator[list[Cleaning]]:
    """Cleanings that don't bear on each other: other addresses, not leading to each other, with other articles.

    :param held: the content hashes of the articles the addresses have now: those they leave may be another's twins.
    """
    together: list[Cleaning] = []
    taken: set[int | bytes | None] = set()
    contents = {number: set(there) for number, there in held.items()}
    for each in given:
        there = contents.setdefault(each.address_id, set())
        there.update(each.drafted.contents.values())
        marks = {each.address_id, addresses[each.address_id].redirects_to, *there}
        marks.discard(None)
        if not taken.isdisjoint(marks):
            yield together
            together, taken = [], set()
        together.append(each)
        taken |= marks
    if together:
        yield together


def _put(session: Session, lease: Lease, together: Sequence[Cleaning], cleaner: str) -> list[Made]:
    """Keep articles, or say why there are none to keep."""
    addresses = own_all(session, lease, [each.address_id for each in together])
    came = {each.address_id: _refused(session, addresses[each.address_id], each) for each in together}
    good = [each for each in together if came[each.address_id] is None]
    for number, twin in articles.twins(session, lease, good).items():
        came[number] = Made("rejected", DUPLICATE, twin)
    good = [each for each in good if came[each.address_id] is None]
    for each, kept in zip(good, articles.keep(session, lease, good, cleaner), strict=True):
        came[each.address_id] = Made("kept", kept=tuple(kept))
    made = {number: each for number, each in came.items() if each is not None}
    holding = _holding(session, [number for number, each in made.items() if each.state != "kept"])
    for number in made.keys() - holding:  # what those hold was made by the cleaner before
        addresses[number].cleaned_with = cleaner
    return list(made.values())


def _refused(session: Session, address: Address, cleaning: Cleaning) -> Made | None:
    """Why a cleaning's articles, if it has any, are not to be kept."""
    if address.part_of is not None:  # while it was cleaned, another page claimed it
        return Made("part")
    kind = cleaning.drafted.kind
    if not cleaning.drafted.articles:
        return Made("blocked" if kind == CHALLENGE else "rejected", kind)
    if articles.would_lose_a_page(session, cleaning):
        return Made("failed", "a page of it is missing")
    return None


def _holding(session: Session, addresses: Collection[int]) -> set[int]:
    """Those of these addresses that hold articles that are not gone."""
    query = select(Article.address_id).where(Article.gone_since.is_(None))
    return {number for (number,) in among(session, query, Article.address_id, addresses)}


def standing(session: Session, address_id: int, made: Made) -> Made:
    """The same, but that an address that holds articles is not rejected: it failed, and they stay."""
    if made.state == "rejected" and articles_of(session, address_id):
        return replace(made, state="failed", reason=f"no article any more: {made.reason}")
    return made


def forget(session: Session, lease: Lease) -> None:
    """Make all pages of the portal stale, whatever cleaned them.

    :raises LeaseLost: if the run has lost its lease.
    """
    check(session, lease)
    session.execute(update(Address).filter_by(portal_id=lease.portal_id).values(cleaned_with=None))


def stale(session: Session, portal_id: int, cleaner: str) -> tuple[list[int], list[int]]:
    """The addresses whose pages another cleaner cleaned last: those that hold articles, and those that don't.

    The former come first: a page without articles may turn out to be a duplicate of what they hold. Left
    alone is what waits for the next crawl anyhow, what is gone, and duplicates.
    """
    holds = exists().where(Article.address_id == Address.id, Article.gone_since.is_(None))
    bare = Address.state.in_(("rejected", "failed")) & Address.redirects_to.is_(None)
    other = select(Address.id).where(
        Address.portal_id == portal_id,
        Address.part_of.is_(None),
        Address.cleaned_with.is_distinct_from(cleaner),
    )
    holding = session.scalars(other.where(holds).order_by(Address.id)).all()
    others = other.where(~holds, bare, Address.role == "article", Address.page_id.is_not(None))
    return list(holding), list(session.scalars(others.order_by(Address.id)))


def stored(session: Session, address_id: int) -> Stored | None:
    """The pages to clean again: the address's present ones, or those its articles were made of, if later ones were bad.

    None where the store has no page of it: its article has moved here, and it was not asked since.
    """
    first, *further = parts.family(session, address_id)
    there = articles_of(session, address_id)
    if there and first.state != "kept":
        return _as_read(session, first, there[0])
    if first.page_id is None:
        return None
    page = pages.load(session, first.page_id, first.id)
    others = tuple(parts.page_of(session, each) for each in further)
    return Stored(first, (first.page_id, *(each.page_id for each in further)), page, others, present=True)


def put_again(
    session: Session, lease: Lease, address_id: int, made: Made, cleaner: str, present: bool
) -> Made:
    """Settle an address whose pages were cleaned again, where that says another thing of its present page.

    When it is asked again is left as it is: cleaning says nothing about the source.

    :param present: whether they are those the address gave last: see ``Stored``.
    """
    address = own(session, lease, address_id)
    address.cleaned_with = cleaner
    made = standing(session, address.id, made)
    says_more = made.state in ("kept", "part") or made.twin or address.state != "failed"
    if present and says_more and (made.state, made.reason) != (address.state, address.reason):
        settle(session, lease, address.id, made.state, made.reason, redirects_to=made.twin)
    return made


def _as_read(session: Session, first: Known, article: Article) -> Stored | None:
    """The pages an article was made of."""
    numbers = (article.page_id, *article.further_pages)
    page, *others = (None if number is None else _given(session, first.id, number) for number in numbers)
    return None if page is None else Stored(first, numbers, page, tuple(others), present=False)


def _given(session: Session, first_id: int, page_id: int) -> Page | None:
    """A page as one of an article's addresses gave it; None if none of them did."""
    own_addresses = select(Address.id).where((Address.id == first_id) | (Address.part_of == first_id))
    giver = select(Fetch.address_id).where(Fetch.page_id == page_id, Fetch.address_id.in_(own_addresses))
    address_id = session.scalar(giver.order_by(Fetch.id).limit(1))
    return None if address_id is None else pages.load(session, page_id, address_id)
