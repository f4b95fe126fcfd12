"""The words all of Zhengwen shares: pages, blocks, changes, ledgers, articles.

Plain frozen data. Everything here can be pickled (pages go to worker processes) and compared. What a page has by
the hundred is frozen for type checkers alone (``Final``): Python takes four times as long to make a frozen object.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final


@dataclass(frozen=True, slots=True)
class Hints:
    """What the way to a page told: the list row that named it, and when it was fetched.

    ``published`` is the date as the row prints it; ``fetched`` is an aware datetime.
    """

    title: str | None = None
    published: str | None = None
    source: str | None = None
    column: str | None = None
    fetched: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A body after content decoding (no gzip any more), and what is known of it.

    ``url`` is the final address, ``content_type`` the HTTP header's value; ``plain`` says that the
    body is plain text, one paragraph a line, and no HTML.
    """

    body: bytes
    url: str = ""
    content_type: str | None = None
    plain: bool = False
    hints: Hints = Hints()


@dataclass(frozen=True, slots=True)
class Layout:
    """Where one page design keeps its article: CSS selectors. Named, numbered, never edited.

    ``content`` is the article's container; ``title`` the headline's element; ``drop`` maps the
    selector of an element inside the container that is no text to the reason it is dropped for.

    Nobody has looked at a ``learned`` one: pages it fits check themselves. ``repeats`` are the texts that repeat
    on the portal's pages, each with its place; empty where that is an end of the article.
    """

    name: str
    content: str
    title: str | None = None
    drop: Mapping[str, str] = field(default_factory=dict)
    repeats: Mapping[str, str] = field(default_factory=dict)
    learned: bool = False


@dataclass(slots=True, unsafe_hash=True)
class Block:
    """One paragraph-like piece of a page.

    ``part`` is the page's number among an article's pages (1 for a page of its own), ``number`` the
    block's place on its page, from 0: the two name a block for ever. ``tag`` is the element that
    holds the text (``p``, ``td``, ``h1``, …; ``line`` in plain text), ``place`` the path of elements
    from the root to it, ``links`` the share (0 to 1) of its characters that are link text, ``marks``
    what a layout says of it (``content``, ``title``, ``drop: reason``), ``hidden`` that its style hides it.
    """

    part: Final[int]
    number: Final[int]
    text: Final[str]
    tag: Final[str] = "line"
    place: Final[str] = ""
    links: Final[float] = 0.0
    marks: Final[tuple[str, ...]] = ()
    hidden: Final[bool] = False

    @property
    def key(self) -> tuple[int, int]:
        """The block's name within an article: (part, number)."""
        return self.part, self.number


@dataclass(slots=True, unsafe_hash=True)
class Change:
    """What one step did to one block: a new text, or ``after=None`` where the block was dropped."""

    part: Final[int]
    number: Final[int]
    step: Final[str]
    reason: Final[str]
    before: Final[str]
    after: Final[str | None]

    @property
    def key(self) -> tuple[int, int]:
        """The name of the block that was changed."""
        return self.part, self.number


@dataclass(frozen=True, slots=True)
class Ledger:
    """The proof of an article: the page's blocks as read, and every change made to them, in order."""

    blocks: tuple[Block, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A value beside the text it was read from, and where that stood: ``origin``.

    ``line`` a line of the page, ``crumb`` the path from its home page, ``footer``; ``meta`` its head; ``url`` its
    address; ``list`` what the row of a list told; ``relative`` counted from the time of the fetch; ``title`` the
    headline; ``site`` words that are a portal's own. Titles have ``layout``, ``head`` (a block that the head confirms),
    ``heading``, ``position`` or ``first line``.
    """

    value: str
    raw: str
    origin: str


#: The fields an article can have, in the order they are shown.
FIELDS = (
    "title",  # the headline
    "kicker",  # 引题, the line above the headline that belongs to it
    "subtitle",  # 副题, the line below it
    "published",  # ISO 8601 to the precision shown (2023-05-24, 2018-08-23T10:02+08:00)
    "signed",  # 成文日期, when a government document was signed; never told as published
    "source",
    "author",  # the reporters; names of all people are separated by one blank
    "photographer",  # 摄影
    "correspondent",  # 通讯员
    "editor",
    "summary",  # 摘要
    "column",  # 栏目
    "issue",  # a newsletter's number: 2023年第8期
    "agency",  # 发文机关
    "document_number",  # 文号, with the brackets of the standard: 国发〔2023〕15号
    "index_number",  # 索引号
    "mirror_of",
    "published_on",  # the outlet, where a page names one beside the source
)

#: What a page's footer can say of its site: ICP备案号 and 主办单位.
SITE = ("registration", "sponsor")


@dataclass(frozen=True, slots=True)
class Link:
    """A link in an article: its words, its absolute address, and (part, number) of the block it was read in."""

    part: int
    number: int
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of an article. It stands before the block (part, number), or in it where its text surrounds it.

    ``number`` may be one behind the page's last block. ``alt`` is the alternative text as the page has it;
    ``caption`` what the page says under the picture, else what its attributes tell of it.
    """

    part: int
    number: int
    url: str
    alt: str | None = None
    caption: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document that belongs to an article (附件): its absolute address and its name as the page shows it."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class Article:
    """One text, with its fields and its proof.

    ``key`` tells the articles of one page apart: empty for a page's only article, the heading for a
    newsletter's item. ``part`` is the page's number where the page is one of several. ``fields``
    holds those of FIELDS that were found. ``faults`` names what a careful editor would object to. ``links``,
    ``pictures`` and ``attachments`` stand in the order of the page; none of them changes the text.
    """

    key: str
    fields: Mapping[str, Field]
    part: int | None
    blocks: tuple[Block, ...]
    ledger: Ledger
    faults: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    pictures: tuple[Picture, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def text(self) -> str:
        """The clean text, one paragraph a line."""
        return "\n".join(block.text for block in self.blocks)

    def value(self, name: str) -> str | None:
        """The value of the field ``name``, None where the page has none."""
        found = self.fields.get(name)
        return found.value if found else None


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What ``clean`` made of a page.

    ``kind`` is ``article`` or ``newsletter`` where there are articles; else what the page is instead:
    ``attachment only``, ``challenge``, ``empty``, ``home``, ``list``, ``missing``, ``not text``, ``shell``.
    ``charset`` and ``charset_reason`` tell how the bytes were read, ``layout`` which layout fitted (None: the
    general way). ``site`` holds those of SITE that the page's footer tells. ``attachments`` are the documents that a
    page has instead of an article; an article has its own.
    """

    kind: str
    articles: tuple[Article, ...]
    charset: str
    charset_reason: str
    layout: str | None = None
    site: Mapping[str, Field] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()


def replay(ledger: Ledger) -> tuple[Block, ...]:
    """Apply a ledger's changes to its blocks.

    :returns: the article's blocks: this is the law every article obeys.
    :raises ValueError: if a change doesn't fit the block it names.
    """
    blocks = {block.key: block for block in ledger.blocks}
    for change in ledger.changes:
        block = blocks.pop(change.key, None)
        if block is None or block.text != change.before:
            raise ValueError(f"the change of step {change.step} does not fit block {change.key}")
        if change.after is not None:
            blocks[change.key] = replace(block, text=change.after)
    return in_order(blocks.values())


def in_order(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Blocks in the order of their pages and places."""
    return tuple(sorted(blocks, key=lambda block: block.key))
