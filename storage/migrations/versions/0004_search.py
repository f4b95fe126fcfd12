"""The search index, and what addresses were last cleaned with."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session

from storage import search_index

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

SEARCH_INDEX = {
    "sqlite": (
        # No copy of the text, no positions, no lengths: an article takes a third of what FTS5 takes otherwise.
        "CREATE VIRTUAL TABLE search_index USING fts5"
        "(terms, content='', columnsize=0, detail=none, tokenize='ascii')",
    ),
    "postgresql": (
        "CREATE TABLE search_index (slot BIGINT CONSTRAINT pk_search_index PRIMARY KEY, terms INTEGER[] NOT NULL)",
        "COMMENT ON COLUMN search_index.slot IS 'the article''s slot in searchable'",
        "COMMENT ON COLUMN search_index.terms IS 'its terms, each as a number'",
        "CREATE INDEX ix_search_index_terms ON search_index USING gin (terms)",
    ),
}


def upgrade() -> None:
    op.add_column(
        "addresses",
        sa.Column(
            "cleaned_with",
            sa.Text(),
            nullable=True,
            comment="the cleaner version that last cleaned it; null: none did, or it is to be cleaned again",
        ),
    )
    op.execute(
        "UPDATE addresses SET cleaned_with ="
        " (SELECT min(cleaned_with) FROM articles WHERE articles.address_id = addresses.id AND gone_since IS NULL)"
    )
    op.create_table(
        "searchable",
        sa.Column(
            "slot", Number, autoincrement=False, nullable=False, comment="its number in the index; it grows with the day"
        ),
        sa.Column("article_id", Number, nullable=False, comment="the article"),
        sa.Column("version", Number, nullable=False, comment="the version that is in the index"),
        sa.Column("day", Number, nullable=False, comment="its day of publication, from 1 on 0001-01-01; 0: no date"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_searchable_article_id"),
        sa.PrimaryKeyConstraint("slot", name="pk_searchable"),
        sa.UniqueConstraint("article_id", name="uq_searchable_article_id"),
    )
    for statement in SEARCH_INDEX[op.get_bind().dialect.name]:
        op.execute(statement)
    search_index.fill(Session(op.get_bind()))


def downgrade() -> None:
    op.execute("DROP TABLE search_index")
    op.drop_table("searchable")
    op.execute("ALTER TABLE addresses DROP COLUMN cleaned_with")
