"""What a command and the workers of its cluster must agree on."""

from dataclasses import dataclass
from functools import cache
from multiprocessing import current_process

from sqlalchemy.exc import DBAPIError

from cleaners.version import cleaner_version
from crawler.shards import store_at
from storage import feed
from storage.database import Store
from storage.errors import StoreError, refusals
from storage.leases import this_process


class Unfit(Exception):  # noqa: N818 (it says what a worker is)
    """A worker can't do the work. Its text is one line that says what to do."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """The cleaner's version, and the store's own name: a worker with others would give other answers."""

    cleaner: str
    store: str

    @classmethod
    def of(cls, store: Store) -> "Agreement":
        """What work in this store needs.

        :raises StoreError: if the store fails.
        """
        with store.reading() as session:
            return cls(cleaner_version(), feed.head(session).store)

    def check(self, address: str | None) -> None:
        """Make sure that this process may do the work.

        :param address: that of its store; None if it knows none.
        :raises Unfit: if it may not.
        """
        where = f"worker {this_process()}"
        if current_process().daemon:
            raise Unfit(f"{where} may start no processes: start it with --no-nanny")
        if (mine := cleaner_version()) != self.cleaner:
            raise Unfit(
                f"{where} has cleaner {mine}, not {self.cleaner}: start it anew with this program's version"
            )
        if address is None:
            raise Unfit(f"{where} has no DATABASE_URL in its environment: start it with the store's address")
        try:
            there = _name(address)
        except StoreError as error:
            raise Unfit(f"{where}: {error}") from error
        if there != self.store:
            raise Unfit(f"{where} has another store: start it with the DATABASE_URL that is used here")


@cache
def _name(address: str) -> str:
    store = store_at(address)
    with refusals(store.name, DBAPIError), store.reading() as session:
        return feed.head(session).store
