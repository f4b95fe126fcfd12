"""A page that ends its worker costs itself only."""

import asyncio
import os
import signal

import pytest

from cleaners.documents import Document
from cleaners.model import Cleaned, Page
from crawler.workers import CleanerCrashed, Workers
from storage.drafts import Drafted

DEADLY = b"deadly"


def clean(page: Page, layouts, further) -> Cleaned:
    """Dies of one page, fails on another, ignores neither Ctrl-C nor the time limit's alarm."""
    if page.body == DEADLY:
        os._exit(9)
    if page.body == b"wrong":
        raise ValueError("the cleaner's own error")
    if page.body == b"alarm":
        signal.raise_signal(signal.SIGALRM)
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
    return [each.kind if isinstance(each, Drafted) else type(each) for each in found]


def read(body: bytes) -> Document:
    """Dies of one document, and wants too much memory for another."""
    if body == DEADLY:
        os._exit(9)
    try:
        return Document(body.decode() if body != b"greedy" else str(len(bytearray(3 * 1024**3))))
    except MemoryError:
        return Document("no memory")


def test_a_document_costs_itself_only_and_not_all_memory():
    async def all_in_turn() -> list[object]:
        bodies = (b"1", DEADLY, b"greedy", b"2")
        return [await asyncio.gather(workers.read(body), return_exceptions=True) for body in bodies]

    workers = Workers(clean, size=1, reader=read)
    try:
        found = [each for (each,) in asyncio.run(all_in_turn())]
    finally:
        workers.close()
    kinds = [each.kind if isinstance(each, Document) else type(each) for each in found]
    assert kinds == ["1", CleanerCrashed, "no memory", "2"]


@pytest.mark.parametrize("deadly", [DEADLY, b"alarm"])
def test_only_the_page_that_kills_its_worker_is_lost(deadly):
    assert outcomes(b"1", b"2", deadly, b"3", b"4") == ["1", "2", CleanerCrashed, "3", "4"]


def test_an_error_of_the_cleaner_is_passed_on_and_the_pool_goes_on():
    assert outcomes(b"wrong", b"1") == [ValueError, "1"]


def test_ctrl_c_does_not_reach_the_workers():
    assert outcomes(b"ctrl-c", b"1") == ["ctrl-c", "1"]
