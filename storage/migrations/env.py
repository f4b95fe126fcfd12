"""Alembic's way in: runs the revisions on the connection that ``storage.upgrading`` hands over."""

from alembic import context

from storage import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.Portal.metadata,
    render_as_batch=True,  # SQLite can't alter most of a table: batch mode makes a copy
)
with context.begin_transaction():
    context.run_migrations()
