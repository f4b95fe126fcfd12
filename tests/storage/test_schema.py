"""The revisions give the tables that the code declares."""

import subprocess
import sys

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from cleaners.model import FIELDS
from storage import feed, schema, upgrading
from storage.columns import Base
from storage.database import open_store
from storage.tables import Version
from storage.versions import SITE


@pytest.mark.parametrize("name", sorted(Base.metadata.tables))
def test_every_column_says_what_it_means(name):
    assert [c.name for c in Base.metadata.tables[name].columns if not c.comment] == []


def test_every_field_has_its_column():
    assert {*FIELDS, *SITE} <= set(inspect(Version).columns.keys())


def differs(context, seen, column, default, declared, rendered):
    """Whether a column's default is another one; PostgreSQL itself can't compare two of JSON."""
    return (default or "").removesuffix("::json") != (rendered or "")


def declared(name, kind, parents):
    """The search index is another table on each database: no declaration fits both."""
    return kind != "table" or not name.startswith("search_index")


def test_the_migrated_schema_is_the_declared_one(store):
    with store.engine.connect() as connection:
        opts = {"compare_server_default": differs, "include_name": declared}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Base.metadata) == []


def test_the_files_are_named_by_their_revisions(store):
    with store.engine.connect() as connection:
        scripts = ScriptDirectory.from_config(upgrading.config(connection))
    assert [each.revision for each in scripts.walk_revisions()] == schema.REVISIONS[::-1]


def test_a_store_that_needs_no_upgrade_opens_without_alembic(store, address):
    code = f"import sys; from storage.database import open_store; open_store({address!r}).close(); print('alembic' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"


def test_down_leaves_nothing_and_up_brings_all_back(store):
    with store.engine.begin() as connection:
        command.downgrade(upgrading.config(connection), "base")
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


def test_a_store_keeps_its_head_when_it_gets_a_name(store):
    with store.transaction() as session:
        session.execute(text("UPDATE feed_head SET number = 7, world = 'replica'"))
    with store.engine.begin() as connection:
        command.downgrade(upgrading.config(connection), "0001")
        schema.upgrade(connection)
    with store.reading() as session:
        assert (feed.head(session).number, feed.head(session).world) == (7, "replica")


def test_every_store_has_a_name_of_its_own_and_still_one_head(store, tmp_path):
    other = open_store(f"sqlite:///{tmp_path}/other.db")
    with store.transaction() as session, other.reading() as elsewhere:
        assert len(feed.head(session).store) == 36
        assert feed.head(session).store != feed.head(elsewhere).store
    other.close()
    with pytest.raises(IntegrityError), store.transaction() as session:
        session.execute(text("INSERT INTO feed_head (id, number, store) VALUES (2, 0, 'x')"))
