"""A store, a database that follows it, and what the two hold."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from storage import corpus, feed
from storage.database import Store
from storage.follow import Applied, apply
from storage.tables import Event
from storage.targets import CURSOR, Target, open_target


@contextmanager
def following(store: Store, address: str) -> Iterator[Target]:
    with store.reading() as session:
        name, view = feed.head(session).store, corpus.table(session.connection())
    target = open_target(address, name, view)
    yield target
    target.close()


def catch_up(store: Store, target: Target, limit: int = 500) -> list[Applied]:
    """Apply all events."""
    done = [apply(store, target, limit)]
    while done[-1].events:
        done.append(apply(store, target, limit))
    return done


def held(store: Store, target: Target) -> tuple[list[dict], list[dict]]:
    """The rows of both, in the same order."""
    with store.reading() as session:
        ours = [dict(row) for row in session.execute(select(target.corpus).order_by("article_id")).mappings()]
    with target.transaction() as there:
        theirs = [
            dict(row) for row in there.execute(select(target.articles).order_by("article_id")).mappings()
        ]
    return ours, theirs


def assert_equal(store: Store, target: Target) -> None:
    """The target has what the store has, row for row, and has applied every event."""
    ours, theirs = held(store, target)
    assert theirs == ours
    with store.reading() as session, target.transaction() as there:
        assert there.scalar(select(CURSOR.c.number)) == session.scalar(func.max(Event.number).select())
