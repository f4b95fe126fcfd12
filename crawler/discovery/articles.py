"""Which of a site's addresses are articles: a few are fetched and cleaned, and the others of their shape believed."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, Protocol

from scrapy.http import TextResponse

from cleaners.model import Hints, Page
from crawler.discovery.addresses import folder, shape
from crawler.discovery.anchors import Anchor, anchors
from crawler.discovery.rows import Group
from crawler.explorer import Lost
from storage.drafts import Drafted

Clean = Callable[[Page], Awaitable[Drafted]]

#: So many articles of a site are fetched at most, and so many addresses of one shape before it is given up.
SAMPLES, TRIES = 9, 3
#: Articles of one shape in so many folders speak for those in other folders, if nothing speaks against it.
FOLDERS = 2
KINDS = ("article", "newsletter")
_NONE = Hints()


class Asker(Protocol):
    """Who asks pages: see ``Explorer``."""

    number: int
    sitemaps: list[str]

    async def ask(self, url: str, form: Mapping[str, str] | None = None) -> TextResponse: ...  # noqa: D102


class Sample(NamedTuple):
    """An article that was fetched and cleaned: its answer, its page, and what was made of it."""

    response: TextResponse
    page: Page
    title: str
    published: str
    text: str


class Articles:
    """The articles of a site, as far as they are known.

    ``samples`` are those that were fetched; ``others`` are addresses that were fetched and are lists.
    """

    def __init__(self, asker: Asker, clean: Clean) -> None:
        self.samples: list[Sample] = []
        self.others: set[str] = set()
        self._asker = asker
        self._clean = clean
        self._known: dict[str, bool] = {}
        self._folders: defaultdict[str, set[str]] = defaultdict(set)
        self._refuted: set[str] = set()
        self._anchors: list[Sequence[Anchor]] = []
        self._asked: set[str] = set()

    @property
    def beside(self) -> list[Sequence[Anchor]]:
        """The links of the sampled articles' pages."""
        return self._anchors

    def are_known(self, url: str) -> bool:
        """Whether addresses like this one are articles."""
        return self._known.get(family(url), False)

    async def kind(self, response: TextResponse, hints: Hints = _NONE) -> str:
        """What a page is, as ``Cleaned`` has it; an article is a sample from now on."""
        page, drafted = await self._cleaned(response, hints)
        if drafted.kind in KINDS and drafted.articles:
            columns = drafted.articles[0].columns
            said = (str(columns[name] or "") for name in ("title", "published", "text"))
            self.samples.append(Sample(response, page, *said))
            self._anchors.append(anchors(response))
            self._known[family(response.url)] = True
            self._folders[shape(response.url)].add(folder(response.url))
            self._asked.add(response.url)
        return drafted.kind

    async def is_one(self, response: TextResponse) -> bool:
        """Whether a page that was taken for a list's is an article itself."""
        if response.url in self._asked or self.are_known(response.url):
            return True
        return (await self._cleaned(response, _NONE))[1].kind in KINDS

    async def _cleaned(self, response: TextResponse, hints: Hints) -> tuple[Page, Drafted]:
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        page = Page(response.body, response.url, content_type, hints=hints)
        return page, await self._clean(page)

    async def has(self, group: Group) -> bool:
        """Whether a list's rows lead to articles; some are fetched, if nothing like them was."""
        key, form = family(group.urls[0]), shape(group.urls[0])
        if len(self._folders[form]) >= FOLDERS and form not in self._refuted:
            self._known.setdefault(key, True)
        for url in _spread(group.urls) if key not in self._known else ():
            if await self.is_article(url, group) or self._known.get(key) is False:
                break
        return self._known.get(key, False)

    async def is_article(self, url: str, group: Group) -> bool:
        """Fetch one to see. A list or front page speaks against all addresses like it, a missing page doesn't."""
        if len(self._asked) >= SAMPLES:
            return False
        self._asked.add(url)
        hints = Hints(title=group.titles.get(url), published=group.dates.get(url))
        try:
            response = await self._asker.ask(url)
        except Lost:
            return False
        kind = await self.kind(response, hints)
        if kind in ("list", "home"):
            self.others.add(url)
            self._known.setdefault(family(url), False)
            self._refuted.add(shape(url))
        return kind in KINDS

    async def more(self, groups: Iterable[Group], wanted: int) -> None:
        """Fetch some more of these lists, until there are so many samples."""
        for group in groups:
            for url in _spread(group.urls):
                if len(self.samples) < wanted and self.are_known(url) and url not in self._asked:
                    await self.is_article(url, group)


def family(url: str) -> str:
    """What addresses share that are believed to be of one kind: the shape, and the folder where it says little."""
    form = shape(url)
    return form if form.count(r"\d+") > 1 or "?" in form else folder(url) + form


def _spread(urls: Sequence[str]) -> list[str]:
    """Some addresses from all over a list: the first rows are pinned, mostly."""
    places = (1, len(urls) // 2, len(urls) - 1, 0)
    return [urls[place] for place in dict.fromkeys(places) if place < len(urls)][:TRIES]
