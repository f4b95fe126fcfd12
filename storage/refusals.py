"""Portals that sent a run away, and are left alone for a while. The run's own counts remember it."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.tables import Portal, Run

#: What a run counts that was sent away: the seconds from its end for which later runs leave the portal alone.
LEFT_ALONE = "left_alone/seconds"
#: What a crawl counts, and an import, which asks nobody; cleaning again doesn't.
_HANDED_OUT = "addresses/handed_out"


def left_alone_until(session: Session, portal: str) -> datetime | None:
    """Until when a portal must not be crawled: its last crawl was sent away; None if it was not.

    The time may lie in the past.

    :param portal: its name.
    """
    query = (
        select(Run.ended, Run.counts)
        .join(Portal, Portal.id == Run.portal_id)
        .where(Portal.name == portal, Run.ended.is_not(None), Run.outcome != "imported")
        .order_by(Run.id.desc())
    )
    for ended, counts in session.execute(query.execution_options(yield_per=10)):
        if counts and _HANDED_OUT in counts:
            seconds = counts.get(LEFT_ALONE)
            return ended + timedelta(seconds=seconds) if seconds else None
    return None
