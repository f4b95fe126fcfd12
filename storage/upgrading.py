"""From one revision of the schema to the next, by Alembic without a settings file."""

import logging

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, text

from storage.errors import StoreError
from storage.schema import MIGRATIONS, NEWER

#: The advisory lock under which a PostgreSQL database is upgraded: any number that is always the same.
_UPGRADE_LOCK = 0x5A57


def config(connection: Connection) -> Config:
    """Alembic's settings for this connection."""
    settings = Config(attributes={"connection": connection})
    settings.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return settings


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
        raise StoreError(NEWER) from error
