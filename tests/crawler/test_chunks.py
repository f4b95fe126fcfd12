"""Tasks that come together are handed over together, and each is told what became of it."""

import asyncio
from concurrent.futures import Future

import pytest

from crawler.chunks import MOST, Chunks


class Doubled:
    """Doubles numbers, unless it is told to wait; keeps what was handed over."""

    def __init__(self) -> None:
        self.chunks: list[list[int]] = []
        self.futures: list[Future[list[int]]] = []
        self.waits = False

    def __call__(self, tasks: list[int]) -> Future[list[int]]:
        if 13 in tasks:
            raise OSError("not handed over")
        self.chunks.append(tasks)
        made: Future[list[int]] = Future()
        self.futures.append(made)
        if 7 in tasks:
            made.set_exception(ValueError("seven"))
        elif not self.waits:
            made.set_result([2 * each for each in tasks])
        return made


def put(hand_over: Doubled, numbers: range, ways: int = 1) -> list[object]:
    async def together() -> list[object]:
        chunks = Chunks(hand_over, ways)
        return await asyncio.gather(*(chunks.put(each) for each in numbers), return_exceptions=True)

    return asyncio.run(together())


@pytest.mark.parametrize("wrong, error", [(7, ValueError), (13, OSError)], ids=["done wrong", "not begun"])
def test_an_error_is_told_to_its_chunk_alone(wrong, error):
    found = put(Doubled(), range(wrong - 2, wrong + 6))  # two chunks of four
    assert [type(each) for each in found] == [*[error] * 4, *[int] * 4]


def test_who_waits_no_more_disturbs_nobody():
    async def one_leaves() -> tuple[object, bool]:
        hand_over = Doubled()
        hand_over.waits = True
        chunks = Chunks(hand_over, 1)
        left, stays, *_ = waiting = [asyncio.ensure_future(chunks.put(each)) for each in range(4)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        left.cancel()
        await asyncio.sleep(0)
        for made, tasks in zip(hand_over.futures, hand_over.chunks, strict=True):
            made.set_result([2 * each for each in tasks])
        await asyncio.wait(waiting)
        return await stays, left.cancelled()

    assert asyncio.run(one_leaves()) == (2, True)


@pytest.mark.parametrize(
    "number, ways, sizes",
    [(1, 1, [1]), (3, 2, [1, 1, 1]), (8, 2, [2] * 4), (9, 1, [4, 4, 1]), (40, 2, [MOST] * 5)],
)
def test_many_are_handed_over_together_and_few_one_by_one(number, ways, sizes):
    hand_over = Doubled()
    assert put(hand_over, range(100, 100 + number), ways) == [2 * each for each in range(100, 100 + number)]
    assert [len(chunk) for chunk in hand_over.chunks] == sizes
