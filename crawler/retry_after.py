"""The header Retry-After: how long a server asks to be left alone."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def seconds(header: bytes | None, now: datetime) -> float | None:
    """The wait that a Retry-After header asks for, in seconds; None where there is none, or it says none.

    :param now: aware; what a date is compared with.
    """
    said = (header or b"").decode("latin-1").strip()
    if said.isascii() and said.isdigit() and len(said) < 10:
        return float(said)
    try:
        until = parsedate_to_datetime(said)
    except (ValueError, OverflowError):
        return None
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max((aware - now).total_seconds(), 0.0)
