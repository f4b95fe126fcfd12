"""Attached documents: which articles' pages name them, and their text."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = "what it is by its bytes: pdf, docx, xlsx, pptx, zip, ole (.doc, .xls, .ppt, .wps), rar, 7z, rtf or other"
#: The comment on addresses.role: before and now.
ROLES = (
    "list: names articles; article: may hold some",
    "list: names articles; article: may hold some; attachment: a document of one",
)


def number(name: str, comment: str) -> sa.Column:
    return sa.Column(name, NUMBER, autoincrement=False, nullable=False, comment=comment)


def text(name: str, comment: str, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=nullable, comment=comment)


def upgrade() -> None:
    op.create_table(
        "attachments",
        number("address_id", "the articles' address"),
        number("document_id", "the document's address"),
        sa.ForeignKeyConstraint(["address_id"], ["addresses.id"], name="fk_attachments_address_id"),
        sa.ForeignKeyConstraint(["document_id"], ["addresses.id"], name="fk_attachments_document_id"),
        sa.PrimaryKeyConstraint("address_id", "document_id", name="pk_attachments"),
    )
    op.create_index("ix_attachments_document_id", "attachments", ["document_id"])
    op.create_table(
        "documents",
        number("page_id", "the page that has its bytes"),
        text("kind", KINDS, nullable=False),
        text("text", "its text, one line or paragraph a line; null: see reason"),
        text("reason", "why it has no text"),
        text("reader", "the package that read it, with its version; null: none did"),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name="fk_documents_page_id"),
        sa.PrimaryKeyConstraint("page_id", name="pk_documents"),
    )
    _comment(now=1)


def downgrade() -> None:
    """A document's address is one of those that were never asked."""
    _comment(now=0)
    op.drop_table("documents")
    op.drop_table("attachments")
    op.execute("UPDATE fetches SET page_id = NULL WHERE address_id IN (SELECT id FROM addresses WHERE role = 'attachment')")
    op.execute(
        "UPDATE addresses SET role = 'article', state = 'excluded', reason = 'attachment', page_id = NULL, next_ask = NULL"
        " WHERE role = 'attachment'"
    )


def _comment(now: int) -> None:
    """SQLite keeps no comments."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column(
            "addresses", "role", existing_type=sa.Text(), comment=ROLES[now], existing_comment=ROLES[1 - now]
        )
