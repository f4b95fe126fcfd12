"""The tables, every column with its meaning."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Base, StorableText
from storage.content import Content
from storage.words import Cause, Crawl, Op, Outcome, Role, State, Verdict, World


class Portal(Base):
    """A source site."""

    __tablename__ = "portals"
    __table_args__ = (UniqueConstraint("name"),)

    id: Mapped[int] = mapped_column(primary_key=True, comment="the portal's number")
    name: Mapped[str] = mapped_column(comment="the spider's name")
    title: Mapped[str] = mapped_column(comment="the site's own name")
    region: Mapped[str] = mapped_column(comment="the region it reports from")
    home: Mapped[str] = mapped_column(comment="the address of its home page")


class Run(Base):
    """One crawl of one portal under a lease."""

    __tablename__ = "runs"
    __table_args__ = (Index(None, "portal_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, comment="the run's number")
    portal_id: Mapped[int] = mapped_column(ForeignKey("portals.id"), comment="the portal crawled")
    lease: Mapped[int] = mapped_column(comment="the number of the lease it holds or held")
    holder: Mapped[str] = mapped_column(comment="who runs it: host and process")
    started: Mapped[datetime] = mapped_column(comment="when it took the lease")
    ended: Mapped[datetime | None] = mapped_column(comment="when it ended or was found dead; null: running")
    outcome: Mapped[str | None] = mapped_column(
        comment="how it ended; died: its lease expired; null: running"
    )
    counts: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), comment="what the run itself counted"
    )
    crawl: Mapped[Crawl | None] = mapped_column(
        StorableText,
        comment="due: it asked what was due; full: everything; null: no crawl (import, reclean, purge), or before 0006",
    )
    taught: Mapped[str | None] = mapped_column(
        comment="of a crawl that finished: what could be learned from the pages it left, a layout's name or why"
        " there is none; null: nobody tried"
    )


class Lease(Base):
    """Who may write for a portal: at most one run at a time. The number only grows."""

    __tablename__ = "leases"

    portal_id: Mapped[int] = mapped_column(
        ForeignKey("portals.id"), primary_key=True, autoincrement=False, comment="the portal it is for"
    )
    number: Mapped[int] = mapped_column(comment="grows by one each time the lease is taken")
    run_id: Mapped[int | None] = mapped_column(ForeignKey("runs.id"), comment="the run that took it last")
    holder: Mapped[str | None] = mapped_column(comment="who holds it; null: free")
    expires: Mapped[datetime | None] = mapped_column(comment="until when, if not renewed; null: free")


class Schedule(Base):
    """When a portal is crawled next."""

    __tablename__ = "schedules"

    portal_id: Mapped[int] = mapped_column(
        ForeignKey("portals.id"), primary_key=True, autoincrement=False, comment="the portal"
    )
    run_id: Mapped[int | None] = mapped_column(
        ForeignKey("runs.id"), comment="its last crawl, running or ended"
    )
    due: Mapped[datetime] = mapped_column(
        comment="when it is due; while a crawl runs: when it is due if that one is killed"
    )
    failures: Mapped[int] = mapped_column(
        comment="how many crawls in a row failed or were killed; one runs: it included"
    )


class Alert(Base):
    """Something about a portal that somebody should look at; the row stays when it has ended."""

    __tablename__ = "alerts"

    portal_id: Mapped[int] = mapped_column(
        ForeignKey("portals.id"), primary_key=True, autoincrement=False, comment="the portal"
    )
    kind: Mapped[str] = mapped_column(
        primary_key=True,
        comment="run, blocked, list COLUMN, expect, drop, field NAME, text or layout: see docs/running.md",
    )
    text: Mapped[str] = mapped_column(comment="what it is, for people")
    since: Mapped[datetime] = mapped_column(comment="when it was first seen")
    until: Mapped[datetime | None] = mapped_column(comment="when it was seen to have ended; null: it lasts")
    told: Mapped[bool] = mapped_column(comment="whether its beginning was sent, and its end not yet")
    claimed: Mapped[datetime | None] = mapped_column(
        comment="since when somebody is sending it; null: nobody"
    )


class Page(Base):
    """A body after content decoding, kept once per content and never edited."""

    __tablename__ = "pages"
    __table_args__ = (UniqueConstraint("sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True, comment="the page's number")
    sha256: Mapped[bytes] = mapped_column(comment="SHA-256 of the body")
    size: Mapped[int] = mapped_column(comment="length of the body in bytes, uncompressed")
    body: Mapped[bytes] = mapped_column(comment="the body, zlib; empty: pruned")
    kept_at: Mapped[datetime] = mapped_column(comment="when this content was first met")
    pruned_at: Mapped[datetime | None] = mapped_column(comment="when its body was pruned; null: it is there")


class Layout(Base):
    """A layout that was learned from a portal's pages. Never edited, but that it is retired."""

    __tablename__ = "layouts"
    __table_args__ = (UniqueConstraint("portal_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, comment="the layout's number in the store")
    portal_id: Mapped[int] = mapped_column(ForeignKey("portals.id"), comment="the portal")
    number: Mapped[int] = mapped_column(comment="the layout's number at its portal, from 1")
    name: Mapped[str] = mapped_column(comment="learned-N: what versions name it by")
    content: Mapped[str] = mapped_column(comment="the CSS selector of the article's container")
    title: Mapped[str | None] = mapped_column(comment="the CSS selector of the headline; null: it has none")
    drops: Mapped[dict[str, str]] = mapped_column(
        JSON, comment="the CSS selectors of what is no text in the container, each with the reason"
    )
    repeats: Mapped[dict[str, str]] = mapped_column(
        JSON,
        comment="the texts in the container that repeat on the portal's pages, each with its place; empty: at an end",
    )
    learned_at: Mapped[datetime] = mapped_column(comment="when it was learned")
    run_id: Mapped[int] = mapped_column(
        ForeignKey("runs.id"), comment="the run that learned it, before it fetched anything"
    )
    cleaner: Mapped[str] = mapped_column(comment="the cleaner version that learned it")
    retired_at: Mapped[datetime | None] = mapped_column(comment="when it was retired; null: it is in use")
    retired_for: Mapped[str | None] = mapped_column(comment="why it was retired")


class LayoutPage(Base):
    """Which pages a layout was learned from, as far as the store still has them."""

    __tablename__ = "layout_pages"
    __table_args__ = (Index(None, "page_id"),)

    layout_id: Mapped[int] = mapped_column(
        ForeignKey("layouts.id"), primary_key=True, autoincrement=False, comment="the layout"
    )
    page_id: Mapped[int] = mapped_column(
        ForeignKey("pages.id"), primary_key=True, autoincrement=False, comment="a page it was learned from"
    )


class Address(Base):
    """A canonical URL the crawler knows, with its state."""

    __tablename__ = "addresses"
    __table_args__ = (
        UniqueConstraint("portal_id", "url_digest"),
        Index(None, "portal_id", "next_ask"),
        Index(None, "run_id"),
        Index(None, "part_of"),
        Index(None, "redirects_to"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="the address's number")
    portal_id: Mapped[int] = mapped_column(ForeignKey("portals.id"), comment="the portal it belongs to")
    url: Mapped[str] = mapped_column(comment="the canonical URL")
    url_digest: Mapped[bytes] = mapped_column(comment="SHA-256 of the URL: unique per portal")
    role: Mapped[Role] = mapped_column(
        StorableText,
        comment="list: names articles; article: may hold some; attachment: a document of one",
    )
    state: Mapped[State] = mapped_column(
        StorableText,
        comment="pending, kept, list, part, redirected, rejected, failed, gone, blocked, excluded or purged",
    )
    reason: Mapped[str | None] = mapped_column(comment="why it is in this state")
    redirects_to: Mapped[int | None] = mapped_column(
        ForeignKey("addresses.id"),
        comment="the address it leads to, where redirected, or that has the same article, where a duplicate",
    )
    part_of: Mapped[int | None] = mapped_column(
        ForeignKey("addresses.id"), comment="the article's first page, where this is a further one"
    )
    part: Mapped[int | None] = mapped_column(comment="the page's number, where it is a further page")
    found_on: Mapped[int | None] = mapped_column(
        ForeignKey("addresses.id"), comment="the address it was first found on; null: a start address"
    )
    found_at: Mapped[datetime] = mapped_column(comment="when it was first found")
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), comment="the run that set its present state")
    page_id: Mapped[int | None] = mapped_column(ForeignKey("pages.id"), comment="its present page")
    cleaned_with: Mapped[str | None] = mapped_column(
        comment="the cleaner version that last cleaned it; null: none did, or it is to be cleaned again"
    )
    etag: Mapped[str | None] = mapped_column(comment="the present page's ETag, to ask with If-None-Match")
    last_modified: Mapped[str | None] = mapped_column(
        comment="the present page's Last-Modified, to ask with If-Modified-Since"
    )
    next_ask: Mapped[datetime | None] = mapped_column(comment="when it is due; null: not by time")
    unchanged: Mapped[int] = mapped_column(comment="how often in a row it was found unchanged")
    tries: Mapped[int] = mapped_column(comment="how often in a row it failed")
    missing_since: Mapped[datetime | None] = mapped_column(
        comment="when it first said it is not there (404, 410, 550); null: it did not, or answered well since"
    )
    listed_at: Mapped[datetime | None] = mapped_column(
        comment="of a column's first list page: when a reading of the column last came to what was known, or to"
        " its end; null: none did yet"
    )
    swept_at: Mapped[datetime | None] = mapped_column(
        comment="of a column's first list page: when a reading of the column last came to its very end"
    )
    news_at: Mapped[datetime | None] = mapped_column(
        comment="of a column's first list page: when it last named something new"
    )
    hint_title: Mapped[str | None] = mapped_column(comment="the title its list row shows")
    hint_published: Mapped[str | None] = mapped_column(comment="the date its list row shows, as printed")
    hint_source: Mapped[str | None] = mapped_column(comment="the source its list row shows")
    hint_column: Mapped[str | None] = mapped_column(comment="the column (栏目) of the list it was found on")


class Fetch(Base):
    """One try at an address."""

    __tablename__ = "fetches"
    __table_args__ = (Index(None, "address_id", "page_id"), Index(None, "run_id"))

    id: Mapped[int] = mapped_column(primary_key=True, comment="the fetch's number")
    address_id: Mapped[int] = mapped_column(ForeignKey("addresses.id"), comment="the address asked")
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), comment="the run that asked")
    at: Mapped[datetime] = mapped_column(comment="when the answer was recorded")
    url: Mapped[str] = mapped_column(comment="the URL that answered")
    status: Mapped[int | None] = mapped_column(comment="the HTTP status; null: no answer")
    headers: Mapped[list[Any]] = mapped_column(JSON, comment="the answer's headers: [name, value] pairs")
    content_type: Mapped[str | None] = mapped_column(comment="the Content-Type header")
    seconds: Mapped[float] = mapped_column(comment="how long the answer took, in seconds")
    outcome: Mapped[Outcome] = mapped_column(
        StorableText, comment="stored, unchanged, not modified, redirected or error"
    )
    error: Mapped[str | None] = mapped_column(comment="what went wrong, where the outcome is error")
    page_id: Mapped[int | None] = mapped_column(
        ForeignKey("pages.id"), comment="the page that came or stands"
    )


class Attached(Base):
    """Which documents (附件) the articles of an address name, where the portal's attachments are fetched."""

    __tablename__ = "attachments"
    __table_args__ = (Index(None, "document_id"),)

    address_id: Mapped[int] = mapped_column(
        ForeignKey("addresses.id"), primary_key=True, autoincrement=False, comment="the articles' address"
    )
    document_id: Mapped[int] = mapped_column(
        ForeignKey("addresses.id"), primary_key=True, autoincrement=False, comment="the document's address"
    )


class Document(Base):
    """What was read of a document, once per content."""

    __tablename__ = "documents"

    page_id: Mapped[int] = mapped_column(
        ForeignKey("pages.id"), primary_key=True, autoincrement=False, comment="the page that has its bytes"
    )
    kind: Mapped[str] = mapped_column(
        comment="what it is by its bytes: pdf, docx, xlsx, pptx, zip, ole (.doc, .xls, .ppt, .wps), rar, 7z, rtf"
        " or other"
    )
    text: Mapped[str | None] = mapped_column(
        comment="its text, one line or paragraph a line; null: see reason"
    )
    reason: Mapped[str | None] = mapped_column(comment="why it has no text")
    reader: Mapped[str | None] = mapped_column(
        comment="the package that read it, with its version; null: none did"
    )


class Article(Base):
    """One text of one portal."""

    __tablename__ = "articles"
    __table_args__ = (
        UniqueConstraint("address_id", "key_digest"),
        Index(None, "address_id", "gone_since"),
        Index(None, "duplicate_group"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="the article's number")
    address_id: Mapped[int] = mapped_column(ForeignKey("addresses.id"), comment="the address it is read from")
    key: Mapped[str] = mapped_column(comment="part key: empty, or a newsletter item's heading")
    key_digest: Mapped[bytes] = mapped_column(comment="SHA-256 of the part key: unique per address")
    version: Mapped[int] = mapped_column(comment="the number of its current version")
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), comment="the page it was last read from")
    further_pages: Mapped[list[int | None]] = mapped_column(
        JSON, comment="the numbers of the article's further pages, in order; null: one that could not be had"
    )
    first_seen: Mapped[datetime] = mapped_column(comment="when it was first kept")
    cleaned_at: Mapped[datetime] = mapped_column(comment="when it was last cleaned, changed or not")
    cleaned_with: Mapped[str] = mapped_column(comment="the cleaner version that last cleaned it")
    gone_since: Mapped[datetime | None] = mapped_column(
        comment="since when its source is gone; null: it is there"
    )
    sketch: Mapped[bytes] = mapped_column(comment="its text's MinHash, to compare it with others")
    duplicate_group: Mapped[int | None] = mapped_column(
        ForeignKey("duplicate_groups.id"), comment="the group of its copies; null: no copy is known"
    )


class DuplicateGroup(Base):
    """Articles with the same text or nearly so, on one portal or several."""

    __tablename__ = "duplicate_groups"

    id: Mapped[int] = mapped_column(primary_key=True, comment="the group's number")
    original_id: Mapped[int] = mapped_column(comment="the article that is likely the original")


class Band(Base):
    """Where an article's copies are looked for: similar texts are likely to share a number."""

    __tablename__ = "bands"
    __table_args__ = (Index(None, "article_id"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="a band of its sketch")
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id"), primary_key=True, autoincrement=False, comment="the article"
    )


class Version(Content, Base):
    """An article's content at a time. Never edited."""

    __tablename__ = "versions"
    __table_args__ = (UniqueConstraint("article_id", "number"), Index(None, "content_hash"))

    id: Mapped[int] = mapped_column(primary_key=True, comment="the version's number in the store")
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), comment="the article")
    number: Mapped[int] = mapped_column(comment="the version's number in its article, from 1")
    made_at: Mapped[datetime] = mapped_column(comment="when it was written")
    cause: Mapped[Cause] = mapped_column(
        StorableText, comment="source: the page is another; cleaner: the same page, cleaned otherwise"
    )
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), comment="the page it was made from")
    further_pages: Mapped[list[int | None]] = mapped_column(
        JSON, comment="the numbers of the article's further pages, in order; null: one that could not be had"
    )
    cleaner: Mapped[str] = mapped_column(comment="the cleaner version that made it")


class Mark(Base):
    """What a reader says of an article's version. One that was withdrawn stays, with the time."""

    __tablename__ = "marks"
    __table_args__ = (Index(None, "article_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, comment="the mark's number")
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), comment="the article")
    version: Mapped[int] = mapped_column(comment="the article's version it speaks of")
    kind: Mapped[Verdict] = mapped_column(
        StorableText,
        comment="right: the article, but for what else is marked; removed, kept: a block wrongly so;"
        " field: a wrong one",
    )
    part: Mapped[int | None] = mapped_column(comment="of a block: its page among the article's pages, from 1")
    block: Mapped[int | None] = mapped_column(comment="of a block: its number on that page, from 0")
    field: Mapped[str | None] = mapped_column(comment="of a field: its name")
    text: Mapped[str | None] = mapped_column(
        comment="of a block: its words; of a field: what is right, null: the page doesn't tell it"
    )
    reader: Mapped[str] = mapped_column(comment="who says so, by the name given in the desk")
    at: Mapped[datetime] = mapped_column(comment="when it was made")
    withdrawn: Mapped[datetime | None] = mapped_column(comment="when it was taken back; null: it stands")


class Searchable(Base):
    """An article's place in the search index, whose own table is another on each database (``search_index``)."""

    __tablename__ = "searchable"
    __table_args__ = (UniqueConstraint("article_id"),)

    slot: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False, comment="its number in the index; it grows with the day"
    )
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), comment="the article")
    version: Mapped[int] = mapped_column(comment="the version that is in the index")
    day: Mapped[int] = mapped_column(comment="its day of publication, from 1 on 0001-01-01; 0: no date")


class Event(Base):
    """One entry of the append-only change feed."""

    __tablename__ = "events"
    __table_args__ = (Index(None, "article_id"), Index(None, "run_id", "op"))

    number: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False, comment="1, 2, 3, … without a gap, in order of commit"
    )
    at: Mapped[datetime] = mapped_column(comment="when it was written")
    op: Mapped[Op] = mapped_column(StorableText, comment="new, changed, gone, back, moved, grouped or purged")
    article_id: Mapped[int] = mapped_column(comment="the article; where it was purged, it is no more")
    version: Mapped[int] = mapped_column(comment="the article's version the event speaks of")
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id"), comment="the run that caused it")


class FeedHead(Base):
    """One row: the feed's last number, and what the store is about."""

    __tablename__ = "feed_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="always 1")
    number: Mapped[int] = mapped_column(comment="the last event's number; its row lock orders the commits")
    world: Mapped[World | None] = mapped_column(
        StorableText, comment="web: real portals; replica: the demo's; null: nothing was crawled yet"
    )
    store: Mapped[str] = mapped_column(
        comment="the store's own name, a random UUID: who follows the feed knows by it which store that is"
    )
