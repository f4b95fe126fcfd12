"""Layouts learned from a portal's own pages."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
TAUGHT = (
    "of a crawl that finished: what could be learned from the pages it left, a layout's name or why there is none;"
    " null: nobody tried"
)


def column(name: str, kind: sa.types.TypeEngine, comment: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, kind, nullable=nullable, comment=comment)


def key(name: str, comment: str) -> sa.Column:
    return sa.Column(name, NUMBER, autoincrement=False, nullable=False, comment=comment)


def upgrade() -> None:
    op.add_column("runs", column("taught", sa.Text(), TAUGHT, nullable=True))
    op.create_table(
        "layouts",
        column("id", NUMBER, "the layout's number in the store"),
        column("portal_id", NUMBER, "the portal"),
        column("number", NUMBER, "the layout's number at its portal, from 1"),
        column("name", sa.Text(), "learned-N: what versions name it by"),
        column("content", sa.Text(), "the CSS selector of the article's container"),
        column("title", sa.Text(), "the CSS selector of the headline; null: it has none", nullable=True),
        column("drops", sa.JSON(), "the CSS selectors of what is no text in the container, each with the reason"),
        column(
            "repeats",
            sa.JSON(),
            "the texts in the container that repeat on the portal's pages, each with its place; empty: at an end",
        ),
        column("learned_at", MOMENT, "when it was learned"),
        column("run_id", NUMBER, "the run that learned it, before it fetched anything"),
        column("cleaner", sa.Text(), "the cleaner version that learned it"),
        column("retired_at", MOMENT, "when it was retired; null: it is in use", nullable=True),
        column("retired_for", sa.Text(), "why it was retired", nullable=True),
        sa.ForeignKeyConstraint(["portal_id"], ["portals.id"], name="fk_layouts_portal_id"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_layouts_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_layouts"),
        sa.UniqueConstraint("portal_id", "number", name="uq_layouts_portal_id_number"),
    )
    op.create_table(
        "layout_pages",
        key("layout_id", "the layout"),
        key("page_id", "a page it was learned from"),
        sa.ForeignKeyConstraint(["layout_id"], ["layouts.id"], name="fk_layout_pages_layout_id"),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name="fk_layout_pages_page_id"),
        sa.PrimaryKeyConstraint("layout_id", "page_id", name="pk_layout_pages"),
    )
    op.create_index("ix_layout_pages_page_id", "layout_pages", ["page_id"])


def downgrade() -> None:
    op.drop_table("layout_pages")
    op.drop_table("layouts")
    op.drop_column("runs", "taught")
