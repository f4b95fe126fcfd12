"""What can go wrong with a store as a whole."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError, DBAPIError

# What to do about what the databases say, where their words alone don't tell.
_ADVICE = {
    "unable to open database file": "its folder must exist and be writable",
    "readonly database": "the file and its folder must be writable",
    "file is not a database": "name another file",
    "database is locked": "another process holds it: try again when that has ended",
    "lock timeout": "another process holds it: try again when that has ended",
    "Lock wait timeout": "another process holds it: try again when that has ended",
    "statement timeout": "it took too long: ask for less",
    "interrupted": "it took too long: ask for less",
    "image is malformed": "it is damaged: put a backup in its place with scrapy restore",
    "disk is full": "make room",
    "No space left": "make room",
    "Connection refused": "start the server, or correct its address",
}


class StoreError(Exception):
    """The store, or the database that follows it, can't be used.

    Its text is one line that says what to do, without a password.
    """


class MissingExtra(Exception):  # noqa: N818 (nobody's mistake)
    """A package isn't installed that only some uses need. Its text is one line that says how to install it."""

    def __init__(self, use: str, package: str, lock: str) -> None:
        super().__init__(f"{use} needs {package}: .venv/bin/pip install --require-hashes -r {lock}")


@contextmanager
def refusals(name: str, *kinds: type[DBAPIError], what: str = "store") -> Iterator[None]:
    """Turn the database's errors of these kinds into a StoreError.

    :param name: how messages name the database: no password in it.
    :param what: what the database is to us.
    """
    try:
        yield
    except DBAPIError as error:
        # A damaged file is an error of no kind to SQLite.
        if not isinstance(error, kinds) and type(error) is not DatabaseError:
            raise
        raise StoreError(f"the {what} {name} can't be used: {_first_line(error)}") from error


def _first_line(error: DBAPIError) -> str:
    """What the database said, and what to do. SQLAlchemy's own text would add the whole statement."""
    words = str(error.orig)
    match getattr(error.orig, "args", ()):
        case (int(), str(words)):  # PyMySQL's: a number and the words
            pass
    lines = words.strip().splitlines()
    said = lines[0].strip() if lines else type(error.orig).__name__
    advice = next((advice for words, advice in _ADVICE.items() if words in said), None)
    return f"{said} ({advice})" if advice else said
