"""From an address to a portal: what is a column, what an article, how lists go on."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urljoin

from scrapy.http import JsonResponse, TextResponse

from crawler.discovery import feeds
from crawler.discovery.addresses import article_pattern, has_number
from crawler.discovery.anchors import Anchor
from crawler.discovery.articles import KINDS, Articles, Asker, Clean
from crawler.discovery.columns import is_front
from crawler.discovery.crumb import crumb
from crawler.discovery.discovered import Discovery, lists, names, pruned, suits
from crawler.discovery.general import General
from crawler.discovery.naming import portal_name, site_title
from crawler.discovery.pager import pages_told
from crawler.discovery.reading import Reader, recognise
from crawler.discovery.rows import group
from crawler.discovery.search import Column, Search
from crawler.discovery.sent_on import sent_on
from crawler.exits import CommandError, Exit
from crawler.explorer import Lost
from crawler.links import host_of
from crawler.platforms.platform import Platform

#: So many articles are fetched, where they can be had: a layout is learned from them.
WANTED = 3
#: A list with so many rows mostly has more pages.
FULL = 10
#: A front page is a column, too, if the columns' first pages lack so much of what it lists.
LACKING = 0.2
#: The parameter of a page's number that is tried where a pager's links lead nowhere.
PARAMETER = "page"

#: What is told of a first page that can't be had.
_ADVICE = {
    "(DNS)": "there is no such host: check the address",
    "the robots.txt of": "the site's robots.txt can't be had, so nothing is asked: try again later",
    "robots.txt": "the site's robots.txt forbids it, so it is not asked",
    "not text": "it is no HTML page: give the address of a list, an article or the front page",
    "challenge": "a firewall's challenge stands before it: it can't be crawled politely",
    "private address": "its host is not on the public internet (PRIVATE_NETWORKS lets single networks through)",
}


class Exploration:
    """One site being explored."""

    def __init__(self, asker: Asker, clean: Clean, platforms: Sequence[type[Platform]]) -> None:
        self._asker = asker
        self._platforms = platforms
        self._articles = Articles(asker, clean)
        self._signs: Sequence[str] = ()

    async def explore(self, url: str, whole: bool = False) -> Discovery:
        """What the site of an address is.

        A front page leads to its columns, an article by its path (当前位置) to its column and its front page; a list is
        one column by itself.

        :param whole: look for the other columns, too, where the address is a list's.
        :raises CommandError: if it can't be had, or no list is found. The text says what to do.
        """
        first = await self._first(url)
        search, home, doubt = await self._best(first, whole)
        if not search.columns:
            await self._by_feeds(home, search)
        if not search.columns:
            raise CommandError(
                Exit.LOOK,
                f"no list of articles was found from {url}: give the address of a list, or of an article",
            )
        return await self._found(home, search, doubt)

    async def _best(self, first: TextResponse, whole: bool) -> tuple[Search, TextResponse, list[str]]:
        """The search by the platform's class, or the general way where that finds nothing or leaves less in doubt.

        :returns: it, the front page, and what it leaves in doubt.
        """
        platform, self._signs = recognise(first, self._platforms)
        tried = []
        for reader in (Reader(first.url, platform), Reader(first.url)) if platform else (Reader(first.url),):
            search = Search(self._asker, self._articles, reader)
            home = await self._search(first, search, whole)
            doubt = await self._paged(search)
            tried.append((search, home, doubt))
            if search.columns and not doubt:
                break
        return min(tried, key=lambda each: (not each[0].columns, len(each[2])))

    async def _first(self, url: str) -> TextResponse:
        try:
            page = await self._asker.ask(url)
            if isinstance(page, JsonResponse):
                raise Lost("not text")
        except Lost as lost:
            advice = next(
                (told for reason, told in _ADVICE.items() if reason in str(lost)), f"it can't be had: {lost}"
            )
            raise CommandError(Exit.LOOK, f"{url}: {advice}") from lost
        return page

    async def _search(self, first: TextResponse, search: Search, whole: bool) -> TextResponse:
        """Search from the first page.

        :returns: the front page, or the first page where that is as good.
        """
        if is_front(first.url):
            await self._columns(first, search)
            return first
        kind = await self._articles.kind(first)
        if kind in KINDS:
            for name, url in reversed(crumb(first)):
                if not is_front(url) and (page := await self._try(url)):
                    await search.take(page, name)
        elif kind != "home":
            await search.take(first, _own_name(first))
        front = await self._try(urljoin(first.url, "/")) if whole or kind in KINDS else first
        if whole or kind in KINDS or not search.columns:
            await self._columns(front or first, search)
        return front or first

    async def _columns(self, home: TextResponse, search: Search) -> None:
        """The columns that a page leads to; itself, if they lack too much of what it lists.

        A page that only leads on is a column where its address stays and the other one changes, as newspapers' do.
        """
        further = sent_on(home)
        await search.look((further and await self._try(further)) or home)
        listed = {url for each in search.columns for url in each.rows}
        own = {
            url for each in search.reader.groups(home) for url in each.urls if self._articles.are_known(url)
        }
        if not search.columns or len(own - listed) > LACKING * len(own):
            await search.take(home, "首页")

    async def _try(self, url: str) -> TextResponse | None:
        try:
            page = await self._asker.ask(url)
        except Lost:
            return None
        return None if isinstance(page, JsonResponse) else page

    async def _by_feeds(self, page: TextResponse, search: Search) -> None:
        """Where no list is found: a feed or a sitemap that names articles."""
        for url in [*feeds.links(page), *self._asker.sitemaps]:
            feed = await self._try(url)
            for further in feeds.further(feed) if feed else ():
                feed = await self._try(further) or feed
            rows = (
                [Anchor(item.url, item.title or "", "", None) for item in feeds.items(feed)] if feed else []
            )
            for each in group(rows, host_of(page.url), least=0)[:1]:
                if feed and await self._articles.has(each):
                    search.columns.append(Column("最新", feed, (each,), None))
                    return

    async def _found(self, home: TextResponse, search: Search, doubt: Sequence[str]) -> Discovery:
        columns = pruned(search.columns)
        await self._articles.more((each for column in columns for each in column.groups), WANTED)
        reader = search.reader
        pattern, conflicts = self._pattern(columns, search)
        declared = {
            "name": portal_name(home.url),
            "title": site_title(home),
            "home": urljoin(home.url, "/").removesuffix("/"),
            "lists": lists(columns, home),
            "article_url": pattern,
            "expect": max(1, len({url for column in columns for url in column.rows}) // 2),
        }
        if reader.parameter:
            declared["page_parameter"] = reader.parameter
        if reader.platform and suits(reader.platform, columns):
            del declared["article_url"]
        unsure = (*doubt, *conflicts, *self._doubts(search))
        base, signs = (reader.platform, self._signs) if reader.platform else (General, ())
        return Discovery(base, declared, self._articles.samples, signs, unsure, self._asker.number)

    async def _paged(self, search: Search) -> list[str]:
        """Whether a second page is what it is taken for: one is asked.

        :returns: what is unsure of it.
        """
        for column in search.columns:
            if column.following and column.groups:
                more = await self._names_more(search, column, column.following)
                return [] if more else [f"the second page of {column.name} names nothing new"]
        for column in search.columns:
            if pages_told(column.page) > 1:
                search.reader.parameter = PARAMETER
                following = search.reader.following(column.page)
                if following and await self._names_more(search, column, following[0]):
                    return []
                search.reader.parameter = ""
                return [f"{column.name} has more pages, and how they are asked was not found"]
        full = ", ".join(column.name for column in search.columns if len(column.rows) >= FULL)
        return [f"no next page was found of {full}"] if full else []

    async def _names_more(self, search: Search, column: Column, url: str) -> bool:
        page = await search.ask(url)
        rows = {each for found in search.reader.groups(page) for each in found.urls} if page else set()
        return any(self._articles.are_known(each) for each in rows - column.rows)

    def _pattern(self, columns: Sequence[Column], search: Search) -> tuple[str, list[str]]:
        """The expression for articles' addresses, and what is unsure of it."""
        rows = {url for column in columns for url in column.rows}
        articles = [
            *rows,
            *(each.response.url for each in self._articles.samples if has_number(each.response.url)),
        ]
        listed = {column.url for column in search.columns} | {
            each.following for each in columns if each.following
        }
        others = (listed | {*(each.url for each in search.misses), *self._articles.others}) - set(articles)
        pattern = article_pattern(articles, others)
        both = [url for url in others if re.search(pattern, url)]
        return pattern, [
            f"addresses of articles look like this one, which is none: {both[0]}"
        ] if both else []

    def _doubts(self, search: Search) -> Iterator[str]:
        samples = self._articles.samples
        if len(samples) < WANTED:
            yield f"only {len(samples)} of its articles could be read"
        if not any(each.published for each in samples):
            yield "no date was found in its articles"
        if search.misses:
            yield "links that look like columns, and where no list was found: " + names(search.misses)
        if search.untried:
            yield "links that look like columns, and were not looked at: " + names(search.untried)


def _own_name(page: TextResponse) -> str:
    """What the path on a list's page calls the list."""
    return next((name for name, url in reversed(crumb(page)) if url == page.url), "")
