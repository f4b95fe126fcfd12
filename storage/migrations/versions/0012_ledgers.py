"""A ledger may have a list for each property: a program that doesn't know of it must not open the store.

Ledgers that are there stay as they are, and are read as before.
"""

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing in the schema changes."""


def downgrade() -> None:
    """Nothing in the schema changes."""
