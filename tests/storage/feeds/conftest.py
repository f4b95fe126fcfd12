"""A store and an empty database to follow it, on each of the three kinds of targets in turn."""

import pytest

from tests.storage.feeds.following import following

#: The fixture that gives an empty database of each kind.
TARGETS = {"sqlite": "sqlite_target", "postgresql": "postgresql", "mariadb": "mariadb"}


@pytest.fixture
def sqlite_target(tmp_path) -> str:
    return f"sqlite:///{tmp_path}/target.db"


@pytest.fixture(params=TARGETS)
def kind(request) -> str:
    return request.param


@pytest.fixture
def to(request, kind) -> str:
    """The address of an empty database, on each of the three in turn."""
    return request.getfixturevalue(TARGETS[kind])


@pytest.fixture
def address(request, kind) -> str:
    """The store's: PostgreSQL before PostgreSQL, else SQLite."""
    return request.getfixturevalue("copy" if kind == "postgresql" else "sqlite")


@pytest.fixture
def target(store, to):
    with following(store, to) as target:
        yield target
