"""When portals are crawled next, and what about them somebody should look at."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
CRAWL = "due: it asked what was due; full: everything; null: no crawl (import, reclean, purge), or before 0006"


def moment(name: str, comment: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, comment=comment)


def portal() -> sa.Column:
    return sa.Column("portal_id", NUMBER, autoincrement=False, nullable=False, comment="the portal")


def of_portal(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["portal_id"], ["portals.id"], name=f"fk_{table}_portal_id")


def upgrade() -> None:
    op.add_column("runs", sa.Column("crawl", sa.Text(), nullable=True, comment=CRAWL))
    op.create_table(
        "schedules",
        portal(),
        sa.Column("run_id", NUMBER, nullable=True, comment="its last crawl, running or ended"),
        moment("due", "when it is due; while a crawl runs: when it is due if that one is killed"),
        sa.Column(
            "failures",
            NUMBER,
            nullable=False,
            comment="how many crawls in a row failed or were killed; one runs: it included",
        ),
        of_portal("schedules"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_schedules_run_id"),
        sa.PrimaryKeyConstraint("portal_id", name="pk_schedules"),
    )
    op.create_table(
        "alerts",
        portal(),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=False,
            comment="run, blocked, list COLUMN, expect, drop, field NAME or text: see docs/running.md",
        ),
        sa.Column("text", sa.Text(), nullable=False, comment="what it is, for people"),
        moment("since", "when it was first seen"),
        moment("until", "when it was seen to have ended; null: it lasts", nullable=True),
        sa.Column(
            "told", sa.Boolean(), nullable=False, comment="whether its beginning was sent, and its end not yet"
        ),
        moment("claimed", "since when somebody is sending it; null: nobody", nullable=True),
        of_portal("alerts"),
        sa.PrimaryKeyConstraint("portal_id", "kind", name="pk_alerts"),
    )


def downgrade() -> None:
    op.drop_table("alerts")
    op.drop_table("schedules")
    op.drop_column("runs", "crawl")
