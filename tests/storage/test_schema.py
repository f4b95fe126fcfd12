"""The revisions give the tables that the code declares."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from cleaners.model import FIELDS
from storage import schema
from storage.columns import Base
from storage.tables import Version


@pytest.mark.parametrize("name", sorted(Base.metadata.tables))
def test_every_column_says_what_it_means(name):
    assert [c.name for c in Base.metadata.tables[name].columns if not c.comment] == []


def test_every_field_has_its_column():
    assert set(FIELDS) <= set(Version.__table__.columns.keys())


def declared(name, kind, parents):
    """The search index is another table on each database: no declaration fits both."""
    return kind != "table" or not name.startswith("search_index")


def test_the_migrated_schema_is_the_declared_one(store):
    with store.engine.connect() as connection:
        opts = {"compare_server_default": True, "include_name": declared}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Base.metadata) == []


def test_down_leaves_nothing_and_up_brings_all_back(store):
    with store.engine.begin() as connection:
        command.downgrade(schema.config(connection), "base")
    with store.engine.connect() as connection:
        seen = inspect(connection)
        assert (seen.get_table_names(), seen.get_view_names()) == (["alembic_version"], [])
    with store.engine.begin() as connection:
        schema.upgrade(connection)
    with store.engine.connect() as connection:
        seen = inspect(connection)
        names = {name for name in seen.get_table_names() if declared(name, "table", {})}
        assert names == {*Base.metadata.tables, "alembic_version"}
        assert seen.get_view_names() == ["corpus"]
