"""How far a column's lists were read."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COLUMNS = {
    "listed_at": "of a column's first list page: when a reading of the column last came to what was known, or to"
    " its end; null: none did yet",
    "swept_at": "of a column's first list page: when a reading of the column last came to its very end",
    "news_at": "of a column's first list page: when it last named something new",
}


def upgrade() -> None:
    for name, comment in COLUMNS.items():
        op.add_column("addresses", sa.Column(name, sa.DateTime(timezone=True), nullable=True, comment=comment))


def downgrade() -> None:
    """Lists were always due."""
    op.execute("UPDATE addresses SET next_ask = found_at WHERE role = 'list' AND state = 'list'")
    for name in COLUMNS:
        op.drop_column("addresses", name)
