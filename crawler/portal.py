"""A portal's spider: lists name addresses, addresses give pages. It finds and fetches, no more."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import urljoin

from scrapy import FormRequest, Request, Spider
from scrapy.http import Response, TextResponse
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure
from w3lib.url import canonicalize_url

from cleaners.model import Hints, Layout
from crawler import answers, declarations, documents, links, portal_settings
from crawler.arrivals import Arrived, Received
from crawler.links import Links, Scope
from crawler.notebook import Notebook
from crawler.pagination import read_pages
from crawler.redirects import Redirects
from crawler.verdicts import Verdict, of_empty_list, of_error, of_status
from crawler.workers import Workers
from storage.addresses import Found, Known
from storage.pages import REDIRECTS, Fetched


class PortalSpider(Spider):
    """A source site. A portal's file declares what follows; code is only for what is odd about a site.

    ``title`` is the site's own name, ``region`` what it reports from. ``home`` is its front page; one on
    a reserved ``….example`` host says that the real address is not known. ``hosts`` are its further
    hosts. ``lists`` maps a column (栏目) to its first list page: a path, or a URL. ``article_url`` is a
    regular expression found in the addresses of articles and in no others. ``every`` says how often it is
    due; in its ``quiet`` hours (``23:00-06:00``, China's time) no run begins. Fewer than ``expect`` articles
    in a full run are a fault, not a quiet day. ``layouts`` are its page designs, newest first.
    ``max_list_pages`` ends a column whose pages never end.

    ``delay`` is the least time between two requests to a host in seconds, ``concurrency`` how many of its pages
    may be on their way at once; None: as the settings say. ``max_new`` is how many unknown addresses a run takes
    from its lists. ``tls`` names what is wrong with the site's HTTPS, each with what is known of it:
    ``old protocol`` (none after TLS 1.1, or none that is safe), ``bad certificate`` (it can't be verified).
    With ``attachments`` the documents that articles name are fetched too, as far as they stand on its hosts.
    """

    title: ClassVar[str]
    region: ClassVar[str] = ""
    home: str
    notebook: Notebook
    workers: Workers
    hosts: ClassVar[Sequence[str]] = ()
    lists: ClassVar[Mapping[str, str]]
    article_url: ClassVar[str]
    every: ClassVar[str] = "1 day"
    quiet: ClassVar[str] = ""
    expect: ClassVar[int] = 1
    layouts: ClassVar[Sequence[Layout]] = ()
    max_list_pages: ClassVar[int] = 500
    max_new: ClassVar[int] = 20_000
    delay: ClassVar[float | None] = None
    concurrency: ClassVar[int | None] = None
    tls: ClassVar[Mapping[str, str]] = {}
    attachments: ClassVar[bool] = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Refuse a portal whose declarations can't be used, when its file is read."""
        super().__init_subclass__(**kwargs)
        declarations.check(cls)

    def __init__(
        self,
        notebook: Notebook | None = None,
        workers: Workers | None = None,
        home: str | None = None,
        **kwargs: Any,
    ) -> None:
        """Without a notebook it can't crawl: enough for ``scrapy shell``."""
        super().__init__(**kwargs)
        if notebook and workers:
            self.notebook = notebook
            self.notebook.max_new = self.max_new
            self.notebook.attached = documents.naming(type(self), home or self.home)
            self.workers = workers
        self.home = home or type(self).home
        self.scope = Scope.at(self.home, self.hosts, self.article_url)
        self._list_pages: defaultdict[str | None, set[str]] = defaultdict(set)
        self._redirects = Redirects(self.scope)

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Scrapy's way to settings of a spider: what the portal's file declares."""
        super().update_settings(settings)
        portal_settings.declare(cls, settings)

    def owns(self, url: str) -> bool:
        """Whether an address is the portal's own."""
        return self.scope.owns(url)

    @classmethod
    def list_urls(cls, home: str) -> dict[str, str]:
        """The canonical address of each column's first list page, where ``home`` is the portal's address."""
        return {column: canonicalize_url(urljoin(home, address)) for column, address in cls.lists.items()}

    def next_pages(self, response: TextResponse) -> Iterable[str]:
        """The addresses of the pages right behind a list's page, as it shows them. For portals to override.

        An incremental crawl goes from page to page, as far as there is news.
        """
        return links.next_links(response)

    def posted(self, url: str) -> Mapping[str, str] | None:
        """The form by which a list's page is asked; None: it is asked with GET. For portals whose pagers post.

        :raises LookupError: if this run hasn't seen the form. The page is not asked then; the text says why.
        """
        return None

    def read_links(self, response: TextResponse, column: str | None) -> Links:
        """The articles a list page names. For portals to override whose lists are no HTML.

        :raises ValueError: for a list that is not what it should be.
        """
        return links.read_links(response, self.scope, column)

    async def start(self) -> AsyncIterator[Request]:
        """Ask what is due."""
        lists = self.list_urls(self.home).items()
        for known in self.notebook.opening(Found(url, "list", Hints(column=column)) for column, url in lists):
            for request in self._ask(known):
                yield request

    def read(self, response: Response, known: Known) -> Iterator[Any]:
        """The callback of every address: whatever came, it is the address's end or an item."""
        fetched = answers.fetched(response)
        if response.status == 304 and known.role == "list":
            response = self._standing(response, known)
        if response.status in REDIRECTS:
            yield from self._redirected(response, known, fetched)
        elif verdict := of_status(response.status):
            self.notebook.ended(known, verdict, fetched)
        elif response.status == 304:
            self.notebook.unmodified(known, fetched)
        elif known.role == "attachment":
            yield from documents.read(self.notebook, response, known, fetched)
        elif not isinstance(response, TextResponse) or not answers.says_text(response, known.role):
            # what is no text is no page of the address: what it gave before stays
            self.notebook.ended(
                known, Verdict("rejected", "not text"), replace(fetched, body=None, error="not text")
            )
        elif known.role == "list":
            yield from self._read_list(response, known, fetched)
        else:
            yield from self._read_article(response, known, fetched)
        yield from self._after(known)

    def taken(self, received: Received, came: Arrived | Received | None) -> Iterator[Any]:
        """What follows when a page was kept: its article, or what there is to do for one of several pages.

        :param came: what the notebook's ``received`` says of it.
        """
        if isinstance(came, Received):
            yield from self._of_several(received.known, received.fetched)
            yield from self._after(received.known)
        elif came:
            yield came

    def read_alone(self, response: Response, known: Known) -> Iterator[Any]:
        """As ``read``, for those who read one answer after the other: each page is kept at once."""
        for each in self.read(response, known):
            if isinstance(each, Received):
                yield from self.taken(each, *self.notebook.received([each]))
            else:
                yield each

    def failed(self, failure: Failure) -> Iterator[Any]:
        """The errback of every address: no answer, or none that may be asked for."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy's addition
        verdict = of_error(failure.value)
        was_tried = verdict.state not in ("excluded", "left")
        tried = Fetched(None, request.url, error=verdict.reason) if was_tried else None
        known: Known = request.cb_kwargs["known"]
        self.notebook.ended(known, verdict, tried)
        yield from self._after(known)

    def missed(self) -> Iterator[Request]:
        """At the run's end: what was missing for the first time is asked again, if that can settle it now."""
        if not self.notebook.apart:
            while self.notebook.missed:
                yield from self._ask(self.notebook.missed.pop(), again=True)

    def late(self) -> Iterator[Request]:
        """When all else has come back: the articles' documents."""
        if self.attachments and not self.notebook.on_demand:
            for known in documents.due(self.notebook):
                yield from self._ask(known)

    def _ask(self, known: Known, again: bool = False) -> Iterator[Request]:
        """The only place that makes a request: one for an address in a run, and none for what was purged."""
        if known.state == "purged" or not self.notebook.hand_out(known, again):
            return
        if known.role == "list":
            self._list_pages[known.hints.column].add(known.url)
        try:
            form = self.posted(known.url) if known.role == "list" else None
        except LookupError as error:
            self.notebook.ended(known, Verdict("failed", str(error)))
            return
        yield FormRequest(
            known.url,
            formdata=form,  # None makes it a plain GET
            callback=self.read,
            errback=self.failed,
            headers={} if self.notebook.on_demand else answers.conditions(known),
            meta={"dont_redirect": True, **answers.room(known, self)},
            cb_kwargs={"known": known},
            # A column is read in one go: the less it shifts meanwhile, the better.
            priority=1 if known.role == "list" else 0,
            dont_filter=True,  # what was asked is the notebook's to know; Scrapy would drop it unseen
        )

    def _read_list(self, response: TextResponse, known: Known, fetched: Fetched) -> Iterator[Request]:
        try:
            named = self.read_links(response, known.hints.column)
            following = list(self._following(response, known.hints.column))
        except (ValueError, RecursionError) as error:  # no list, or JSON that is nested without end
            unreadable = Verdict("failed", f"unreadable list: {error}")
            self.notebook.ended(known, of_empty_list(response.text) or unreadable, fetched)
            return
        if not named.found and (verdict := of_empty_list(response.text)):
            self.notebook.ended(known, verdict, fetched)
            return
        self.notebook.counts.update({f"links/{reason}": n for reason, n in named.skipped.items()})
        for there in self.notebook.listed(known, fetched, named.found, following):
            yield from self._ask(there)

    def _standing(self, response: Response, known: Known) -> Response:
        """The list page that stands, from the store: what it names may still be unread. Without one, the answer."""
        page = self.notebook.stored(known)
        return answers.stored_answer(page, response.request) if page else response

    def _following(self, response: TextResponse, column: str | None) -> Iterator[Found]:
        """The list's next pages, as far as the column may have more."""
        pages = self._list_pages[column]
        for url in filter(self.owns, self.next_pages(response)):
            if url in pages or len(pages) < self.max_list_pages:
                pages.add(url)
                yield Found(url, "list", Hints(column=column))
            else:
                self.notebook.counts["links/list page beyond max_list_pages"] += 1

    def _read_article(self, response: TextResponse, known: Known, fetched: Fetched) -> Iterator[Any]:
        first, further = read_pages(response)
        if first is None and not further:
            yield Received(known, fetched)
            return
        others = [(number, self._page(url)) for number, url in further if self.owns(url)]
        yield from self._of_several(known, fetched, self._page(first) if first else None, others)

    def _of_several(
        self,
        known: Known,
        fetched: Fetched,
        first: Found | None = None,
        further: Iterable[tuple[int, Found]] = (),
    ) -> Iterator[Request]:
        """A page of an article that has several: the others are asked."""
        for page in self.notebook.arrived(known, fetched, first, further):
            if page.state != "excluded":
                yield from self._ask(page)

    def _page(self, url: str) -> Found:
        """A page of an article, as the store is to know it."""
        reason = links.exclusion(url, self.scope)
        return Found(url, "article", Hints(), "excluded" if reason else "pending", reason)

    def _after(self, known: Known) -> Iterator[Any]:
        """What can be done now that this address has come back: an article made, a list page asked that was left."""
        if arrived := self.notebook.ready(known):
            yield arrived
        while known.role == "list" and (left := self.notebook.left()):
            for page in left:
                yield from self._ask(page)

    def _redirected(self, response: Response, known: Known, fetched: Fetched) -> Iterator[Request]:
        target = self._redirects.target(response, known)
        if isinstance(target, Verdict):
            self.notebook.ended(known, target, fetched)
            return
        there = self.notebook.redirected(known, fetched, target)
        self._redirects.follow(known.url, there.url)
        if there.role == "list" or there.state not in ("kept", "excluded"):
            yield from self._ask(there)
