"""What readers say of articles."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = "right: the article, but for what else is marked; removed, kept: a block wrongly so; field: a wrong one"


def column(name: str, kind: sa.types.TypeEngine, comment: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, kind, nullable=nullable, comment=comment)


def upgrade() -> None:
    text, moment = sa.Text(), sa.DateTime(timezone=True)
    op.create_table(
        "marks",
        column("id", NUMBER, "the mark's number"),
        column("article_id", NUMBER, "the article"),
        column("version", NUMBER, "the article's version it speaks of"),
        column("kind", text, KINDS),
        column("part", NUMBER, "of a block: its page among the article's pages, from 1", nullable=True),
        column("block", NUMBER, "of a block: its number on that page, from 0", nullable=True),
        column("field", text, "of a field: its name", nullable=True),
        column(
            "text",
            text,
            "of a block: its words; of a field: what is right, null: the page doesn't tell it",
            nullable=True,
        ),
        column("reader", text, "who says so, by the name given in the desk"),
        column("at", moment, "when it was made"),
        column("withdrawn", moment, "when it was taken back; null: it stands", nullable=True),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_marks_article_id"),
        sa.PrimaryKeyConstraint("id", name="pk_marks"),
    )
    op.create_index("ix_marks_article_id", "marks", ["article_id"])


def downgrade() -> None:
    op.drop_table("marks")
