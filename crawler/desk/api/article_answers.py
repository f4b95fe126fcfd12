"""What the API says of articles with their proof, of steps and of marks."""

from datetime import datetime

from crawler.desk.api.answers import Answer
from storage.words import Cause, Op, Verdict


class FieldValue(Answer):
    """A value, the words of the page it was read from, and where they stood."""

    value: str
    raw: str
    origin: str


class Block(Answer):
    """A paragraph-like piece of a page, as read. Part and number name it."""

    part: int
    number: int
    text: str
    tag: str
    place: str
    links: float
    hidden: bool


class Change(Answer):
    """What a step did to a block; `after` is null where it removed it."""

    part: int
    number: int
    step: str
    reason: str
    before: str
    after: str | None


class Line(Answer):
    """A line of a difference: `-` was taken away, `+` was added; `of` is a field's name, or `text`."""

    sign: str
    of: str
    words: str


class Step(Answer):
    """A version with its difference to the one before it, or that the article was gone, back or moved."""

    at: datetime
    op: Op
    version: int
    cause: Cause | None
    cleaner: str | None
    title: str | None
    lines: list[Line]


class Copy(Answer):
    """Another article with the same text or nearly so."""

    article_id: int
    portal: str
    url: str
    key: str
    is_original: bool


class MarkOf(Answer):
    """What a reader says of a version. `withdrawn` is when it was taken back; null: it stands."""

    id: int
    article_id: int
    version: int
    kind: Verdict
    part: int | None
    block: int | None
    field: str | None
    text: str | None
    reader: str
    at: datetime
    withdrawn: datetime | None


class ArticleProof(Answer):
    """An article in one version: what it is, and how it was made from its page."""

    article_id: int
    portal: str
    url: str
    key: str
    version: int
    current_version: int
    first_seen: datetime
    gone_since: datetime | None
    made_at: datetime
    layout: str | None
    charset: str
    charset_reason: str
    cleaner: str
    fields: dict[str, FieldValue]
    text: str
    faults: list[str]
    blocks: list[Block]
    changes: list[Change]
    history: list[Step]
    copies: list[Copy]
    is_original: bool | None
    marks: list[MarkOf]


class Marks(Answer):
    """Marks in the order they were made; `next` is the cursor of those that follow, null at the end."""

    marks: list[MarkOf]
    next: int | None


class SharePart(Answer):
    """A share with its 95 % interval."""

    right: int
    of: int
    trials: float
    value: float
    low: float
    high: float


class PortalFigures(Answer):
    """What the marks of a portal's articles say of their cleaning. docs/marks.md says how it is counted."""

    portal: str
    articles: int
    judged: int
    outdated: int
    right: SharePart | None
    precision: SharePart | None
    recall: SharePart | None
    fields: dict[str, SharePart]


class StepCount(Answer):
    """What a step of the cleaner did to the articles that were looked at; `portals`: how many articles it changed."""

    name: str
    reason: str
    articles: int
    changes: int
    portals: dict[str, int]


class Steps(Answer):
    """The steps in their order; `looked` says at how many articles of each portal was looked."""

    looked: dict[str, int]
    steps: list[StepCount]
