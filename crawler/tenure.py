"""A run's hold on its portal: the lease, transactions that check it, and the run's end."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from scrapy.exceptions import CloseSpider
from sqlalchemy.orm import Session

from storage import leases, schedules
from storage.database import Store, StoreError
from storage.leases import Lease, LeaseLost
from storage.refusals import LEFT_ALONE
from storage.schedules import Turn


class Tenure:
    """One run, from its lease to its end.

    ``counts`` holds what the run did; ``fault`` what ended it, where that was the store or a lost
    lease; ``outcome`` how it ended, None while it runs; ``refusal`` is why the site itself ended it.

    :param turn: its place in the portal's schedule, if it is a crawl.
    """

    def __init__(self, store: Store, lease: Lease, turn: Turn | None = None) -> None:
        self.store = store
        self.lease = lease
        self.counts: Counter[str] = Counter()
        self.fault: StoreError | LeaseLost | None = None
        self.outcome: str | None = None
        self.refusal: str | None = None
        self._turn = turn

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A transaction of this run. A failing store or a lost lease ends the run: ``fault`` says why."""
        if self.fault:
            raise CloseSpider("store")
        try:
            with self.store.transaction() as session:
                yield session
        except (StoreError, LeaseLost) as error:
            self.fault = self.fault or error
            raise CloseSpider("store") from error

    def renew(self) -> None:
        """Say that the run is alive."""
        with self.transaction() as session:
            leases.renew(session, self.lease)

    def close(self, outcome: str) -> None:
        """End the run and free its lease; the first call decides. A lease that is lost needs no freeing."""
        if self.outcome is not None:
            return
        self.outcome = outcome
        if self.fault is None:
            with self.transaction() as session:
                if self._turn:
                    alone = timedelta(seconds=self.counts[LEFT_ALONE])
                    schedules.end(session, self.lease, self._turn, outcome, alone)
                leases.release(session, self.lease, outcome, self.counts)


def close(run: Tenure, outcome: str) -> None:
    """End a run, unless it has ended."""
    with suppress(CloseSpider):  # the run's fault says why
        run.close(outcome)
