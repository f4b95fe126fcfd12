"""Things that tasks write together."""

import asyncio

import pytest
from scrapy.exceptions import CloseSpider

from crawler import batches
from crawler.batches import MOST, Batch


def put_all(things: list[int], write) -> list[object]:
    async def all_at_once() -> list[object]:
        batch = Batch(write)
        return await asyncio.gather(*map(batch.put, things), return_exceptions=True)

    return asyncio.run(all_at_once())


def doubled(written: list[list[int]], wrong: int = -1, error: type[Exception] = ValueError):
    """Doubles numbers, all or none; one is wrong."""

    def write(things: list[int]) -> list[int]:
        written.append(list(things))
        if wrong in things:
            raise error("wrong")
        return [2 * each for each in things]

    return write


def test_what_is_wrong_with_one_costs_the_others_nothing():
    written: list[list[int]] = []
    one, two, three = put_all([1, 2, 3], doubled(written, wrong=2))
    assert (one, repr(two), three) == (2, "ValueError('wrong')", 6)
    assert written == [[1, 2, 3], [1], [2], [3]]


def test_when_nothing_can_be_written_any_more_it_is_not_tried_again():
    written: list[list[int]] = []
    one, two = put_all([1, 2], doubled(written, wrong=1, error=CloseSpider))
    assert isinstance(one, CloseSpider)
    assert one is two
    assert written == [[1, 2]]


@pytest.mark.parametrize("number", [1, 3, MOST, 2 * MOST + 1])
def test_each_is_told_of_its_own_and_none_waits_for_ever(number):
    written: list[list[int]] = []
    things = list(range(number))
    assert put_all(things, doubled(written)) == [2 * each for each in things]
    assert max(map(len, written)) <= MOST
    assert [each for some in written for each in some] == things


@pytest.mark.parametrize(("quiet", "longest"), [(600, 0), (0, 600)])
def test_a_thing_waits_neither_for_silence_nor_for_its_time_alone(quiet, longest, monkeypatch):
    monkeypatch.setattr(batches, "QUIET", quiet)
    monkeypatch.setattr(batches, "LONGEST", longest)
    assert put_all([1, 2], doubled([])) == [2, 4]
