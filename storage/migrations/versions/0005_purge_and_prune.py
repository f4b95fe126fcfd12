"""Articles can be purged: events outlive them. Bodies can be pruned."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

PRUNED = "when its body was pruned; null: it is there"

#: Comments on columns that were there: before and now.
COMMENTS = {
    ("addresses", "state", "text"): (
        "pending, kept, list, part, redirected, rejected, failed, gone, blocked or excluded",
        "pending, kept, list, part, redirected, rejected, failed, gone, blocked, excluded or purged",
    ),
    ("pages", "body", "binary"): ("the body, zlib", "the body, zlib; empty: pruned"),
    ("events", "op", "text"): (
        "new, changed, gone, back, moved or grouped",
        "new, changed, gone, back, moved, grouped or purged",
    ),
    ("events", "article_id", "number"): ("the article", "the article; where it was purged, it is no more"),
}
TYPES = {"text": sa.Text(), "binary": sa.LargeBinary(), "number": sa.BigInteger()}


def upgrade() -> None:
    with op.batch_alter_table("events") as events:
        events.drop_constraint("fk_events_article_id", type_="foreignkey")
    op.add_column("pages", sa.Column("pruned_at", sa.DateTime(timezone=True), nullable=True, comment=PRUNED))
    _comment(now=1)


def downgrade() -> None:
    """Events of what was purged go: their article is no more. Its address is not to be asked."""
    _comment(now=0)
    op.drop_column("pages", "pruned_at")
    op.execute("UPDATE addresses SET state = 'excluded', reason = 'purged' WHERE state = 'purged'")
    op.execute("DELETE FROM events WHERE article_id NOT IN (SELECT id FROM articles)")
    with op.batch_alter_table("events") as events:
        events.create_foreign_key("fk_events_article_id", "articles", ["article_id"], ["id"])


def _comment(now: int) -> None:
    """SQLite keeps no comments."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for (table, column, kind), texts in COMMENTS.items():
        op.alter_column(
            table, column, existing_type=TYPES[kind], comment=texts[now], existing_comment=texts[1 - now]
        )
