"""For how long a portal is left alone that sent a crawl away."""

from datetime import timedelta

import pytest

from storage import leases, tables
from storage.refusals import LEFT_ALONE, left_alone_until
from tests.storage.conftest import PORTAL

CRAWL = {"addresses/handed_out": 3}
SENT_AWAY = CRAWL | {LEFT_ALONE: 3600}
OTHER = {"pages/cleaned": 3}
IMPORT = CRAWL | {"outcome": "imported"}


def until(store, *runs: dict):
    """What a store says after runs that counted this: the time after the end of the first one."""
    for counts in runs:
        with store.transaction() as session:
            lease = leases.take(session, PORTAL, "me:1", "web")
        with store.transaction() as session:
            leases.release(session, lease, counts.get("outcome", "finished"), counts)
    with store.reading() as session:
        first = session.query(tables.Run).order_by(tables.Run.id).first()
        found = left_alone_until(session, PORTAL.name)
        return found and found - first.ended


@pytest.mark.parametrize("runs", [[], [CRAWL], [OTHER], [CRAWL | {LEFT_ALONE: 0}], [SENT_AWAY, CRAWL]])
def test_nothing_is_left_alone_without_a_reason(runs, store):
    assert until(store, *runs) is None


@pytest.mark.parametrize("runs", [[SENT_AWAY], [SENT_AWAY, OTHER], [SENT_AWAY, IMPORT]])
def test_a_portal_is_left_alone_until_its_next_crawl(runs, store):
    assert until(store, *runs) == timedelta(hours=1)
