"""How long a host is left alone: what it asks for, and what we allow ourselves."""

from datetime import UTC, datetime

import pytest

from crawler.backoff import growing
from crawler.retry_after import seconds

NOW = datetime(2024, 5, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "header",
    [
        None,
        b"",
        b"soon",
        b"-5",
        b"1.5",
        b"1e3",
        "三".encode(),
        b"\xff\xfe",
        b"9" * 400,
        b"Fri, 31 Foo 2024 12:00:00 GMT",
        b"Fri, 31 May 99999999999999999999 12:00:00 GMT",
        b"Fri, 31 May 2024 99:00:00 GMT",
    ],
)
def test_what_asks_for_nothing(header):
    assert seconds(header, NOW) is None


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        (b"0", 0),
        (b" 120 ", 120),
        (b"Fri, 31 May 2024 12:02:00 GMT", 120),
        (b"Friday, 31-May-24 12:02:00 GMT", 120),
        (b"Fri, 31 May 2024 20:02:00 +0800", 120),
        (b"Fri, 31 May 2019 12:02:00 GMT", 0),
    ],
)
def test_what_asks_for_a_wait(header, wait):
    assert seconds(header, NOW) == wait


def test_pauses_grow_up_to_a_bound():
    assert [growing(number, 30, 600) for number in (1, 2, 3, 4, 5, 6, 500)] == [
        30,
        60,
        120,
        240,
        480,
        600,
        600,
    ]
    assert growing(3, 0, 600) == 0
