"""What the sites of all CMS families have in common. A family gives its templates, addresses, pager and API.

Each site has two columns of 22 and 19 articles, one of them in both, and everything that lists and pages have
beside articles: a dead link, links that leave the site or are none, files, a tag cloud, friends' links (友情链接).
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from functools import cached_property
from html import escape
from typing import ClassVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from crawler.replica.prose import Text
from crawler.replica.site import MISSING, Ask, Reply, Site, Truth, file, html
from crawler.replica.sites import markup
from crawler.replica.sites.families import furniture
from crawler.replica.sites.families.furniture import Row
from crawler.replica.sites.families.stories import COUNT, DEAD, FIRST, SECOND, Story, stories

#: Lists cut titles that are longer.
TITLE_ROOM = 18
#: Where the first column names an article that is not there.
DEAD_ROW = 11


class FamilySite(ABC):
    """A site of a CMS family.

    ``name`` is the family's, and so the host's (``www.trs.example``); ``title`` the site's own. ``columns`` maps
    the folders of its two columns to their names. ``rows`` is how many a list page has, ``day`` how their dates are
    written (``strftime``), ``parts`` which articles have several pages, and how many. ``timed``: articles show the
    time of day. ``sourced``: they show their source. ``governmental``: their heads have the national metas, every
    second one's. ``document_line`` names a file at an article's end, ``downloads`` is the counter behind it, blank.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    columns: ClassVar[Mapping[str, str]]
    rows: ClassVar[int] = 8
    encoding: ClassVar[str] = "utf-8"
    day: ClassVar[str] = "%Y-%m-%d"
    parts: ClassVar[Mapping[int, int]] = {}
    timed: ClassVar[bool] = True
    sourced: ClassVar[bool] = True
    governmental: ClassVar[bool] = True
    document_line: ClassVar[str] = "附件：{}"
    downloads: ClassVar[str] = ""

    @abstractmethod
    def article_path(self, story: Story, part: int = 1) -> str:
        """The address of an article's page, without scheme and host."""

    @abstractmethod
    def list_path(self, folder: str, page: int, last: int) -> str:
        """The address of a column's list page, from 1 to ``last``."""

    @abstractmethod
    def home_page(self) -> str:
        """The front page."""

    @abstractmethod
    def list_page(self, folder: str, page: int, last: int, rows: Sequence[Row]) -> str:
        """A column's list page."""

    @abstractmethod
    def article_page(self, story: Story, part: int) -> str:
        """A page of an article."""

    def column_path(self, folder: str) -> str:
        """Where the menu leads. For families to override whose lists don't begin there."""
        return self.list_path(folder, 1, 2)

    def lists(self, folder: str) -> Iterator[tuple[str, Reply]]:
        """Every answer that is part of a column's list, by path and query. For families with an API to override."""
        rows = self.rows_of(folder)
        last = -(-len(rows) // self.rows)
        for page in range(1, last + 1):
            shown = rows[(page - 1) * self.rows : page * self.rows]
            yield self.list_path(folder, page, last), self.reply(self.list_page(folder, page, last, shown))

    def more(self) -> Iterator[tuple[str, Reply]]:
        """Further answers of a family's sites. For families to override."""
        yield from ()

    def key(self, ask: Ask) -> str:
        """What names the answer to a request: its path with its query in alphabetical order."""
        return sorted_target(ask.target)

    def reply(self, text: str) -> Reply:
        """A page in the site's encoding."""
        return html(text, self.encoding)

    # --- what is there ----------------------------------------------------------------------------

    @property
    def host(self) -> str:
        """The site's only host."""
        return f"www.{self.name}.example"

    @cached_property
    def stories(self) -> tuple[Story, ...]:
        """All articles by number; the last one is not there."""
        return stories(self.name, self.parts)

    @cached_property
    def list_answers(self) -> Mapping[str, Reply]:
        """Every list page, by path and query: a crawl asks each of them once."""
        return {
            sorted_target(target): reply for folder in self.columns for target, reply in self.lists(folder)
        }

    @cached_property
    def answers(self) -> Mapping[str, Reply]:
        """Every answer of the site, by path and query."""
        found = {
            "/": self.reply(self.home_page()),
            "/robots.txt": file("text/plain", b"User-agent: *\nDisallow: /search\n"),
            "/public/top.js": file("application/javascript", furniture.top(self.title).encode(self.encoding)),
            "/public/foot.html": self.reply(furniture.foot(self.title)),
            **{path: file("application/octet-stream", b"PK\x03\x04") for path in furniture.FILES},
            **{path: self.reply(page) for path, page in furniture.tag_pages(self.rows_of(self.first))},
            **self.list_answers,
            **dict(self.more()),
        }
        for story in self.stories[:COUNT]:
            for part in range(1, len(story.parts) + 1):
                page = html(self.article_page(story, part), self.encoding, story.moment.astimezone(UTC))
                found[self.article_path(story, part)] = page
        return {sorted_target(target): reply for target, reply in found.items()}

    def truths(self) -> list[Truth]:
        """What a perfect crawl would keep."""
        return [self._truth(story) for story in self.stories[:COUNT]]

    def site(self) -> Site:
        """The site as the replica serves it."""
        return Site(self.name, (self.host,), self._respond, self.truths)

    # --- pieces for templates ---------------------------------------------------------------------

    def rows_of(self, folder: str) -> list[Row]:
        """All rows of a column, newest first, the odd ones among them."""
        rows = [self.row(self.stories[number]) for number in self.numbers(folder)]
        if folder == self.first:
            for place, href, title in reversed(furniture.ODD_ROWS):
                rows.insert(place, Row(href, title, title, rows[place].day))
            rows.insert(DEAD_ROW, self.row(self.stories[DEAD]))
        return rows

    @property
    def first(self) -> str:
        """The folder of the first column."""
        return next(iter(self.columns))

    def numbers(self, folder: str) -> Sequence[int]:
        """The numbers of a column's articles."""
        return FIRST if folder == self.first else SECOND

    def row(self, story: Story) -> Row:
        """An article's row."""
        title = story.title
        shown = title if len(title) <= TITLE_ROOM else f"{title[: TITLE_ROOM - 2]}..."
        return Row(self.article_path(story), title, shown, story.moment.strftime(self.day))

    def latest(self, folder: str, count: int = 6) -> list[Row]:
        """The newest articles of a column, for the front page and the boxes beside a text."""
        return [self.row(self.stories[number]) for number in self.numbers(folder)[:count]]

    def column_of(self, story: Story) -> str:
        """The folder of the column an article belongs to."""
        return next((folder for folder in self.columns if story.number in self.numbers(folder)), self.first)

    def menu(self) -> str:
        """The links of the menu; one of them leads nowhere."""
        home = "".join(
            f'<li><a href="{self.column_path(folder)}">{name}</a></li>'
            for folder, name in self.columns.items()
        )
        return (
            f'<li><a href="/">首页</a></li>{home}<li><a href="/wsdc/index.html">网上调查</a></li>'
            '<li><a href="javascript:void(0)" onclick="addFavorite()">加入收藏</a></li>'
        )

    def metas(self, folder: str, story: Story | None = None) -> str:
        """The national metas of a column's page, or of an article's, where it has them."""
        if not self.governmental or (story and not story.has_metas):
            return ""
        named = {"SiteName": self.title, "SiteDomain": self.host, "SiteIDCode": "4300000000"}
        named["ColumnName"] = self.columns[folder]
        if story:
            named["ArticleTitle"] = story.title
            named["PubDate"] = f"{story.in_head:%Y-%m-%d %H:%M}"
            named["ContentSource"] = (story.source if self.sourced else None) or ""
        return "\n".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in named.items())

    def body(self, story: Story, part: int = 1) -> str:
        """The paragraphs of an article's page, with its file at the end, in one of the editors' ways."""
        text = self.marked_up(story, story.parts[part - 1])
        if story.document and part == len(story.parts):
            path = self.document_path(story)
            line = self.document_line.format(f'<a href="{path}">{story.document}</a>')
            text += f"\n<p>{line}{self.downloads}</p>"
        return text

    def marked_up(self, story: Story, text: Text) -> str:
        """Paragraphs as HTML. For families with an editor of their own to override."""
        return markup.WAYS[story.number % len(markup.WAYS)](text)

    def document_path(self, story: Story) -> str:
        """The address of the file at an article's end."""
        return f"/upload/{story.moment:%Y/%m%d}/{story.number}.docx"

    # --- the kit's own ----------------------------------------------------------------------------

    def _truth(self, story: Story) -> Truth:
        documents = (
            ((f"https://{self.host}{self.document_path(story)}", story.document),) if story.document else ()
        )
        return Truth(
            portal=self.name,
            url=f"https://{self.host}{self.article_path(story)}",
            key="",
            title=story.title,
            published=f"{story.moment:%Y-%m-%dT%H:%M}+08:00" if self.timed else f"{story.moment:%Y-%m-%d}",
            source=story.source if self.sourced else None,
            author=None,
            editor=story.editor,
            issue=None,
            text="\n".join(
                (*story.text.paragraphs, *(self.document_line.format(name) for _, name in documents))
            ),
            attachments=documents,
        )

    def _respond(self, ask: Ask) -> Reply:
        return self.answers.get(self.key(ask), MISSING)


def sorted_target(target: str) -> str:
    """A path with its query in the order that canonical addresses have."""
    parts = urlsplit(target)
    query = sorted(parse_qsl(parts.query, keep_blank_values=True))
    return parts.path + (f"?{urlencode(query)}" if query else "")
