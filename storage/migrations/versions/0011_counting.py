"""Articles and events are counted from their indexes alone."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_articles_address_id_gone_since", "articles", ["address_id", "gone_since"])
    op.create_index("ix_events_run_id_op", "events", ["run_id", "op"])
    op.drop_index("ix_events_run_id", "events")


def downgrade() -> None:
    op.create_index("ix_events_run_id", "events", ["run_id"])
    op.drop_index("ix_events_run_id_op", "events")
    op.drop_index("ix_articles_address_id_gone_since", "articles")
