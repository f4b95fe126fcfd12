"""The columns of a version that hold what the cleaner made."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, text
from sqlalchemy.orm import Mapped, mapped_column

#: Versions that were made before a list was kept have it empty.
_NONE = text("'[]'")


class Content:
    """An article's fields, text and proof. A field is null where the page doesn't tell it."""

    layout: Mapped[str | None] = mapped_column(comment="the layout that fitted; null: the general way")
    charset: Mapped[str] = mapped_column(comment="the encoding the page was read in")
    charset_reason: Mapped[str] = mapped_column(comment="why that encoding")
    content_hash: Mapped[bytes] = mapped_column(
        comment="SHA-256 of the fields' values, part, text and attachments"
    )
    title: Mapped[str | None] = mapped_column(comment="the headline")
    kicker: Mapped[str | None] = mapped_column(comment="the line above the headline (引题)")
    subtitle: Mapped[str | None] = mapped_column(comment="the line below the headline (副题)")
    published: Mapped[str | None] = mapped_column(comment="ISO 8601, to the precision the page shows")
    signed: Mapped[str | None] = mapped_column(comment="the day a document was signed (成文日期), ISO 8601")
    source: Mapped[str | None] = mapped_column(comment="who published it first (来源)")
    author: Mapped[str | None] = mapped_column(comment="the authors, separated by one space")
    photographer: Mapped[str | None] = mapped_column(
        comment="the photographers (摄影), separated by one space"
    )
    correspondent: Mapped[str | None] = mapped_column(
        comment="the correspondents (通讯员), separated by one space"
    )
    editor: Mapped[str | None] = mapped_column(comment="the editors (责编), separated by one space")
    summary: Mapped[str | None] = mapped_column(comment="the page's own summary")
    column: Mapped[str | None] = mapped_column(
        "column_name", comment="the site's column it stands in (栏目)"
    )  # COLUMN is a word of SQL
    issue: Mapped[str | None] = mapped_column(comment="the newsletter's issue (期)")
    agency: Mapped[str | None] = mapped_column(comment="who issued the document (发文机关)")
    document_number: Mapped[str | None] = mapped_column(comment="the document's number (文号)")
    index_number: Mapped[str | None] = mapped_column(
        comment="the document's number in the open register (索引号)"
    )
    mirror_of: Mapped[str | None] = mapped_column(
        comment="the portal a mirror's page was copied from; unknown: a stranger's"
    )
    published_on: Mapped[str | None] = mapped_column(comment="the outlet a second source line names")
    part: Mapped[int | None] = mapped_column(comment="the page's number, where it is one of several")
    text: Mapped[str] = mapped_column(comment="the clean text, one paragraph a line")
    links: Mapped[list[dict[str, Any]]] = mapped_column(
        JSON, server_default=_NONE, comment="the links in its text: part, number, text, url"
    )
    pictures: Mapped[list[dict[str, Any]]] = mapped_column(
        JSON, server_default=_NONE, comment="its pictures: part, number, url, alt, caption"
    )
    attachments: Mapped[list[dict[str, Any]]] = mapped_column(
        JSON, server_default=_NONE, comment="the documents attached to it (附件): url, name"
    )
    registration: Mapped[str | None] = mapped_column(
        comment="the site's registration (ICP备案), from its footer"
    )
    sponsor: Mapped[str | None] = mapped_column(comment="who runs the site (主办单位), from its footer")
    faults: Mapped[list[str]] = mapped_column(JSON, comment="what a careful editor would object to")
    raw: Mapped[dict[str, Any]] = mapped_column(
        JSON, comment="per field: raw, the words it was read from, and origin, where they stood"
    )
    ledger: Mapped[bytes] = mapped_column(comment="the page's blocks and every change to them: JSON, zlib")
    changes: Mapped[dict[str, int]] = mapped_column(JSON, comment="how many changes each step made")


def named_day(published: str | None) -> date | None:
    """The day that an ISO 8601 date names; None where it names none, a month say."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None
