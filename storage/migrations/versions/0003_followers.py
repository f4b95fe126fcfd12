"""What followers of the feed need: the store's own identity, and the event ``grouped``."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# SQLite makes the table anew, and doesn't tell of its check.
ONE_ROW = (sa.CheckConstraint("id = 1", name="ck_feed_head_one_row"),)
STORE = "the store's own name, a random UUID: who follows the feed knows by it which store that is"
OPS = "new, changed, gone, back or moved"
OPS_NOW = "new, changed, gone, back, moved or grouped"


def upgrade() -> None:
    op.add_column("feed_head", sa.Column("store", sa.Text(), nullable=True, comment=STORE))
    head = sa.table("feed_head", sa.column("store"))
    op.execute(head.update().values(store=str(uuid.uuid4())))
    with op.batch_alter_table("feed_head", table_args=ONE_ROW) as table:
        table.alter_column("store", existing_type=sa.Text(), existing_comment=STORE, nullable=False)
    _comment(OPS_NOW, OPS)


def downgrade() -> None:
    _comment(OPS, OPS_NOW)
    with op.batch_alter_table("feed_head", table_args=ONE_ROW) as table:
        table.drop_column("store")


def _comment(new: str, old: str) -> None:
    """SQLite keeps no comments."""
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("events", "op", existing_type=sa.Text(), comment=new, existing_comment=old)
