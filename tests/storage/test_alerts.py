"""An alert is told once when it arises and once when it ends, whoever looks and however often."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import alerts
from storage.tables import Alert


class Looks:
    """Looks at one portal's alerts; each method is one transaction."""

    def __init__(self, crawl):
        self.store, self.portal_id = crawl.store, crawl.lease.portal_id

    def see(self, *kinds: str, text="what it is") -> None:
        with self.store.transaction() as session:
            alerts.settle(session, self.portal_id, dict.fromkeys(kinds, text))

    def claim(self):
        with self.store.transaction() as session:
            return alerts.claim(session)

    def tell(self, done=True) -> list[tuple[str, bool]]:
        """What is sent: kinds, and whether it is their end."""
        claimed = self.claim()
        with self.store.transaction() as session:
            alerts.sent(session, claimed, done)
        return [(each.kind, each.until is not None) for each in claimed]

    def lasting(self) -> list[tuple[str, str]]:
        with self.store.reading() as session:
            return [(each.kind, each.text) for each in alerts.lasting(session)]


@pytest.fixture
def looks(crawl) -> Looks:
    return Looks(crawl)


def test_nothing_seen_is_nothing_told(looks):
    looks.see()
    assert (looks.tell(), looks.lasting()) == ([], [])


def test_once_when_it_arises_and_once_when_it_ends(looks):
    told = []
    for kinds in ((), ("drop",), ("drop",), ("drop", "text"), ("text",), ("text",), (), ()):
        looks.see(*kinds)
        told.append(looks.tell())
    assert told == [
        [], [("drop", False)], [], [("text", False)], [("drop", True)], [], [("text", True)], []
    ]  # fmt: skip


def test_what_ended_untold_is_not_told_and_what_comes_again_is(looks):
    looks.see("drop")
    looks.see()
    assert looks.tell() == []
    looks.see("drop")
    assert looks.tell() == [("drop", False)]
    looks.see()
    looks.see("drop")
    assert looks.tell() == []


def test_what_could_not_be_sent_is_sent_at_the_next_look(looks):
    looks.see("drop")
    assert looks.tell(done=False) == [("drop", False)]
    assert looks.tell() == [("drop", False)]
    looks.see()
    assert looks.tell(done=False) == [("drop", True)]
    assert looks.tell() == [("drop", True)]
    assert looks.tell() == []


def test_while_one_sends_another_does_not(looks):
    looks.see("drop")
    assert len(looks.claim()) == 1
    assert looks.claim() == []


@pytest.mark.parametrize("clock", [-alerts.CLAIM - timedelta(seconds=1), timedelta(hours=1)])
def test_who_claims_and_dies_leaves_it_to_the_next_whatever_the_clock_does(looks, clock):
    looks.see("drop")
    looks.claim()
    with looks.store.transaction() as session:
        (row,) = session.scalars(select(Alert))
        row.claimed += clock
    assert len(looks.claim()) == 1


def test_an_alert_that_ends_while_it_is_being_sent_is_told_as_ended_next(looks):
    looks.see("drop")
    claimed = looks.claim()
    looks.see()
    with looks.store.transaction() as session:
        alerts.sent(session, claimed, done=True)
    assert looks.tell() == [("drop", True)]


def test_the_text_is_the_newest_and_since_stays(looks):
    looks.see("drop", text="9 of 20")
    with looks.store.transaction() as session:
        (before,) = session.scalars(select(Alert.since))
    looks.see("drop", text="8 of 20")
    assert looks.lasting() == [("drop", "8 of 20")]
    with looks.store.reading() as session:
        assert session.scalars(select(Alert.since)).all() == [before]
