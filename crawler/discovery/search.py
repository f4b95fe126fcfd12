"""The search for a site's columns: one link after the other, the likeliest first, until nothing likely is left."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from scrapy.http import TextResponse
from w3lib.url import canonicalize_url

from crawler.discovery.addresses import shape
from crawler.discovery.articles import Articles, Asker
from crawler.discovery.columns import Candidate, candidates, is_front
from crawler.discovery.crumb import crumb
from crawler.discovery.naming import TITLE, column_title
from crawler.discovery.reading import Reader
from crawler.discovery.rows import ROWS, Group, beside
from crawler.explorer import Lost

#: So many links are tried at most; so many failures in a row end the search, so many of one family its trial.
PROBES, FAILURES, FAMILY = 24, 6, 2
#: How much likelier a link is whose address looks like a column's, or that a page's path names.
LIKE_OTHERS, IN_PATH = 3, 6
#: So many lists of a page are looked into.
TOP = 4


class Column(NamedTuple):
    """A column: its name, its first list page, the lists on it that are its rows, and its next page."""

    name: str
    page: TextResponse
    groups: tuple[Group, ...]
    following: str | None

    @property
    def url(self) -> str:
        """The canonical address of its first list page."""
        return str(canonicalize_url(self.page.url))

    @property
    def rows(self) -> set[str]:
        """The addresses that its first page names."""
        return {url for group in self.groups for url in group.urls}


class Search:
    """Finds a site's columns.

    ``columns`` are those found, ``untried`` what was likely and not tried any more, ``misses`` what was tried in vain.
    """

    def __init__(self, asker: Asker, articles: Articles, reader: Reader) -> None:
        self.columns: list[Column] = []
        self.untried: list[Candidate] = []
        self.misses: list[Candidate] = []
        self.reader = reader
        self._asker = asker
        self._articles = articles
        self._seen: set[str] = set()
        self._hits: Counter[tuple[str, str]] = Counter()
        self._failures: Counter[tuple[str, str]] = Counter()
        self._in_a_row = 0

    async def look(self, page: TextResponse) -> None:
        """Search from a page, such as a front page, whose own rows are those of other lists."""
        self._seen.add(str(canonicalize_url(page.url)))
        for group in self.reader.groups(page)[:TOP]:
            await self._articles.has(group)
        queue = self._queue(page)
        while chosen := self._choose(queue.values()):
            del queue[chosen.url]
            self._seen.add(chosen.url)
            column = await self._probe(chosen)
            queue = self._queue(column.page if column else None) | queue
        self.untried = [each for each in queue.values() if self._promise(each) > 0]

    async def take(self, page: TextResponse, name: str) -> Column | None:
        """Take a page for a column, if it lists articles."""
        self._seen.add(str(canonicalize_url(page.url)))
        found, following = await self._lists(page), self._following(page)
        if following and not found:  # only the pages behind it have rows
            unit = await self.ask(following)
            found, following = await self._lists(unit), self._following(unit)
        column = Column(name or column_title(page), page, tuple(found), following)
        if not column.rows or self._is_old(column) or await self._is_article(column):
            return None
        self.columns.append(column)
        return column

    async def ask(self, url: str) -> TextResponse | None:
        """A page, as the site's lists are asked; None if it can't be had."""
        try:
            return await self._asker.ask(url, self.reader.form(url))
        except Lost:
            return None

    def _following(self, page: TextResponse | None) -> str | None:
        return next(iter(self.reader.following(page)), None) if page else None

    async def _lists(self, page: TextResponse | None) -> list[Group]:
        """The lists of articles on a page that don't stand on articles' pages, too."""
        listed = beside(self.reader.groups(page), self._articles.beside)[:TOP] if page else []
        return [group for group in listed if await self._articles.has(group)]

    def _is_old(self, column: Column) -> bool:
        """Whether a column lists nothing that others don't, as tags and second addresses of a column do."""
        known = {url for each in self.columns for url in each.rows}
        same = any(each.rows == column.rows for each in self.columns)
        return same or (column.rows <= known and not column.following)

    async def _is_article(self, column: Column) -> bool:
        """Whether the page is an article beside a list; where the rows have dates the list is what it is for."""
        dated = any(len(each.dates) > len(each.urls) / 2 and len(each.urls) >= ROWS for each in column.groups)
        return not dated and await self._articles.is_one(column.page)

    async def _probe(self, chosen: Candidate) -> Column | None:
        """Ask a link, and take it for a column if it is one."""
        page = await self.ask(chosen.url)
        column = await self.take(page, chosen.name[:TITLE]) if page else None
        (self._hits if column else self._failures)[chosen.family] += 1
        self._in_a_row = 0 if column else self._in_a_row + 1
        if not column:
            self.misses.append(chosen)
        return column

    def _queue(self, page: TextResponse | None) -> dict[str, Candidate]:
        """What a page and the paths of the articles seen so far name, by address."""
        named = [*(self._named(page) if page else ()), *self._paths()]
        fresh = [each for each in named if each.url not in self._seen]
        return {each.url: each for each in sorted(fresh, key=lambda each: each.likely)}

    def _named(self, page: TextResponse) -> Iterator[Candidate]:
        for name, url in self.reader.columns(page):
            yield Candidate(str(canonicalize_url(url)), name, ("platform", ""), IN_PATH)
        for each in candidates(page):
            if not self._articles.are_known(each.url) or self._is_like_columns(each):
                yield each._replace(likely=each.likely + LIKE_OTHERS * self.reader.is_list(each.url))

    def _paths(self) -> Iterator[Candidate]:
        for sample in self._articles.samples:
            for name, url in crumb(sample.response):
                if not is_front(url) and url != sample.response.url:
                    yield Candidate(url, name, ("path", shape(url)), IN_PATH)

    def _choose(self, queue: Iterable[Candidate]) -> Candidate | None:
        """The likeliest of what is left; None if nothing is likely, or it is enough."""
        tried = self._hits.total() + self._failures.total()
        if tried >= PROBES or self._in_a_row >= FAILURES:
            return None
        best = max(queue, key=self._promise, default=None)
        least = 0 if self.columns else -2
        return best if best and self._promise(best) > least else None

    def _promise(self, each: Candidate) -> float:
        """How likely a link is, by what became of its like."""
        hits, failures = self._hits[each.family], self._failures[each.family]
        if failures >= FAMILY + hits:
            return -10
        return each.likely + LIKE_OTHERS * self._is_like_columns(each) + min(hits, 3) - 2 * failures

    def _is_like_columns(self, each: Candidate) -> bool:
        return shape(each.url) in {shape(column.page.url) for column in self.columns}
