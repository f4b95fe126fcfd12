"""The store as commands open it that work on what is there."""

import os
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager

from scrapy.settings import BaseSettings

from crawler.exits import CommandError, Exit
from storage.database import Store, StoreError, open_store
from storage.leases import LeaseHeld


@contextmanager
def opened(settings: BaseSettings, must_exist: bool = True) -> Iterator[Store]:
    """The store that the settings name, for as long as the block lasts.

    :param must_exist: no store is made new.
    :raises CommandError: if it isn't there or fails, or a portal is being crawled that the block needs for itself.
    """
    try:
        with closing(open_store(settings["DATABASE_URL"], must_exist)) as store:
            yield store
    except StoreError as error:
        raise CommandError(Exit.DATABASE, str(error)) from error
    except LeaseHeld as error:
        raise CommandError(Exit.HELD, str(error)) from error


def holder() -> str:
    """Who this process is to people who find that it holds a lease."""
    return f"{socket.gethostname()}:{os.getpid()}"
