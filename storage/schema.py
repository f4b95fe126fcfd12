"""At which revision a store's schema is: all that most openings need to know."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from storage.errors import StoreError

MIGRATIONS = Path(__file__).parent / "migrations"
#: The revisions in their order, as their files are named: ``0001_first.py``.
REVISIONS = sorted(file.name[:4] for file in MIGRATIONS.glob("versions/[0-9]*.py"))
NEWER = "the store was made by a newer version of the program: update the program"


def check(connection: Connection) -> None:
    """See that the schema is at the newest revision.

    :raises StoreError: if it isn't.
    """
    found = _revision(connection)
    if found is None:
        raise StoreError(
            "there is no store in this database: scrapy crawl makes one, DATABASE_URL names another"
        )
    if found not in REVISIONS:
        raise StoreError(NEWER)
    if found != REVISIONS[-1]:
        raise StoreError(
            "the store was made by an older version of the program: scrapy status brings it up to date"
        )


def upgrade(connection: Connection) -> None:
    """Bring the schema to the newest revision, within the connection's transaction.

    :raises StoreError: if the database has a revision this program doesn't know.
    """
    if _revision(connection) != REVISIONS[-1]:
        from storage import upgrading  # Alembic takes a sixth of a second to import, and is rarely needed

        upgrading.upgrade(connection)


def _revision(connection: Connection) -> str | None:
    """The revision, as Alembic notes it; None where there is no store."""
    there = inspect(connection).has_table("alembic_version")
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version")) if there else None
    return found
