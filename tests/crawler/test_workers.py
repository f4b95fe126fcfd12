"""A page that ends its worker costs itself only."""

import asyncio
import os
import signal
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import active_children
from time import sleep

import pytest

from cleaners.documents import Document
from cleaners.model import Cleaned, Page
from crawler.workers import Workers
from storage.drafts import Drafted

DEADLY, GREEDY = b"deadly", b"greedy"


def clean(page: Page, layouts, further) -> Cleaned:
    """Dies of one page, fails on another, takes for ever with others, and doesn't ignore Ctrl-C."""
    if page.body == DEADLY:
        os._exit(9)
    if page.body == b"wrong":
        raise ValueError("the cleaner's own error")
    if page.body == b"alarm":
        signal.raise_signal(signal.SIGALRM)
    while page.body == b"endless":
        pass
    if page.body == GREEDY:
        greedy()
    if page.body == b"ctrl-c":
        os.kill(os.getpid(), signal.SIGINT)
    return Cleaned(page.body.decode(), (), "utf-8", "header")


def outcomes(*bodies: bytes) -> list[object]:
    async def all_at_once() -> list[object]:
        cleaned = [workers.clean(Page(body), ()) for body in bodies]
        return await asyncio.gather(*cleaned, return_exceptions=True)

    workers = Workers(clean, size=2)
    try:
        found = asyncio.run(all_at_once())
    finally:
        workers.close()
    return [each.kind if isinstance(each, Drafted) else str(each) for each in found]


@pytest.mark.parametrize(
    ("deadly", "reason"),
    [
        (DEADLY, "cleaner crashed"),
        (b"alarm", "cleaner took too long"),
        (b"endless", "cleaner took too long"),
        (GREEDY, "cleaner ran out of memory"),
    ],
)
def test_only_the_page_that_ends_its_worker_is_lost(deadly, reason):
    assert outcomes(b"1", b"2", deadly, b"3", b"4") == ["1", "2", reason, "3", "4"]


def test_a_page_costs_those_nothing_that_it_shares_a_chunk_with():
    others = [str(number) for number in range(20)]
    wanted = ["the cleaner's own error", *others, "cleaner crashed"]
    assert outcomes(b"wrong", *(each.encode() for each in others), DEADLY) == wanted


def test_the_suspects_share_a_process_until_one_ends_it(monkeypatch):
    start, started = vars(ProcessPoolExecutor)["_spawn_process"], []
    monkeypatch.setattr(ProcessPoolExecutor, "_spawn_process", lambda pool: (started.append(1), start(pool)))
    assert outcomes(DEADLY, *[b"1"] * 8) == ["cleaner crashed", *["1"] * 8]
    assert len(started) <= 4


@pytest.mark.parametrize(
    "error", [OSError("handle is closed"), ValueError("bad value(s) in fds_to_keep")], ids=repr
)
def test_a_pool_that_is_being_taken_apart_costs_no_page(error, monkeypatch):
    submit, answers = ProcessPoolExecutor.submit, iter([error])

    def once(pool, *arguments):
        if error := next(answers, None):
            raise error
        return submit(pool, *arguments)

    monkeypatch.setattr(ProcessPoolExecutor, "submit", once)
    assert outcomes(b"1", b"2") == ["1", "2"]


def test_they_can_start_before_there_is_a_page():
    before = {*active_children()}
    workers = Workers(clean, size=2)
    workers.begin()
    try:
        assert len({*active_children()} - before) == 2
    finally:
        workers.close()


def test_a_worker_that_is_being_started_when_another_dies_does_not_stay(monkeypatch):
    start = vars(ProcessPoolExecutor)["_spawn_process"]
    before = {*active_children()}

    def start_late(pool):
        there = vars(pool)["_processes"]
        others = list(there.values())
        start(pool)
        for other in others:
            late = there.popitem()
            other.kill()
            vars(pool)["_executor_manager_thread"].join(10)  # it ends the workers it knows meanwhile
            there.update([late])

    monkeypatch.setattr(ProcessPoolExecutor, "_spawn_process", start_late)
    assert outcomes(b"1", b"2") == ["1", "2"]
    for _ in range(3000):
        if before >= {*active_children()}:
            return
        sleep(0.01)
    pytest.fail(f"still there: {active_children()}")


def read(body: bytes) -> Document:
    """Dies of one document, and wants too much memory for another."""
    if body == DEADLY:
        os._exit(9)
    return Document(body.decode() if body != GREEDY else greedy())


def greedy() -> str:
    return str(len(bytearray(3 * 1024**3)))


def test_a_document_costs_itself_only_and_not_all_memory():
    async def all_in_turn() -> list[object]:
        bodies = (b"1", DEADLY, GREEDY, b"2")
        return [await asyncio.gather(workers.read(body), return_exceptions=True) for body in bodies]

    workers = Workers(clean, size=1, reader=read)
    try:
        found = [each for (each,) in asyncio.run(all_in_turn())]
    finally:
        workers.close()
    kinds = [each.kind if isinstance(each, Document) else str(each) for each in found]
    assert kinds == ["1", "cleaner crashed", "cleaner ran out of memory", "2"]


def test_an_error_of_the_cleaner_is_passed_on_and_the_pool_goes_on():
    assert outcomes(b"wrong", b"1") == ["the cleaner's own error", "1"]


def test_ctrl_c_does_not_reach_the_workers():
    assert outcomes(b"ctrl-c", b"1") == ["ctrl-c", "1"]
