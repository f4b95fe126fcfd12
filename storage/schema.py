"""The schema and its revisions, by Alembic without a settings file."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from storage.errors import StoreError

_MIGRATIONS = Path(__file__).parent / "migrations"
#: The advisory lock under which a PostgreSQL database is upgraded: any number that is always the same.
_UPGRADE_LOCK = 0x5A57
_NEWER = "the store was made by a newer version of the program: update the program"


def config(connection: Connection) -> Config:
    """Alembic's settings for this connection."""
    settings = Config(attributes={"connection": connection})
    settings.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return settings


def check(connection: Connection) -> None:
    """See that the schema is at the newest revision.

    :raises StoreError: if it isn't.
    """
    scripts = ScriptDirectory.from_config(config(connection))
    found = MigrationContext.configure(connection).get_current_revision()
    if found is None:
        raise StoreError(
            "there is no store in this database: scrapy crawl makes one, DATABASE_URL names another"
        )
    if found not in {each.revision for each in scripts.walk_revisions()}:
        raise StoreError(_NEWER)
    if found != scripts.get_current_head():
        raise StoreError(
            "the store was made by an older version of the program: scrapy status brings it up to date"
        )


def upgrade(connection: Connection) -> None:
    """Bring the schema to the newest revision, within the connection's transaction.

    Of several processes one upgrades and the others wait; on SQLite the transaction holds the write
    lock already.

    :raises StoreError: if the database has a revision this program doesn't know.
    """
    logging.getLogger("alembic").setLevel(logging.WARNING)  # else every command starts with its chatter
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _UPGRADE_LOCK})
    try:
        command.upgrade(config(connection), "head")
    except CommandError as error:
        raise StoreError(_NEWER) from error
