"""What all requests share: the store they read, the portals' files, the secrets."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from crawler.scheduling import Attended
from storage.database import Store, StoreError, open_store


@dataclass(frozen=True)
class Desk:
    """A desk on a store.

    ``store`` can only be read. ``broken`` are the portals whose files can't be. ``token`` is what everybody must show;
    None: nothing, since only this machine is answered. ``form_token`` proves that a form is one of our own pages'.
    ``stream_seconds`` is how long a stream of events waits for more, unless the desk ``is_stopping``.
    Marks are written to the store at ``address``; None: to none.
    """

    store: Store
    attended: Attended
    broken: frozenset[str] = frozenset()
    token: str | None = None
    form_token: str = field(default_factory=secrets.token_urlsafe)
    stream_seconds: float = 300.0
    is_stopping: Callable[[], bool] = lambda: False
    address: str | None = None

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction for a mark, on a store that is opened for it and then closed.

        :raises StoreError: if it can't be written.
        """
        if self.address is None:
            raise StoreError("this desk takes no marks")
        with closing(open_store(self.address, must_exist=True)) as store, store.transaction() as session:
            yield session


def desk(request: Request) -> Desk:
    """The desk that a request came to."""
    found: Desk = request.app.state.desk
    return found


def reading(request: Request) -> Iterator[Session]:
    """The store at one moment, while an answer is made; whoever is slow to read the answer holds up nobody."""
    with desk(request).store.reading() as session:
        yield session


#: What a page asks for.
Shared = Annotated[Desk, Depends(desk)]
Reading = Annotated[Session, Depends(reading, scope="function")]
