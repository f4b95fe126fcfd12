"""A crawl that SIGKILL ends again and again, in every phase, leaves what an undisturbed one leaves.

No layout of the portals is declared: one is learned between the two crawls, and is killed while it is learned, too.

KILLS says how often for each kind of database, and a tenth of it at least in every phase: 12 times unless set; `make
torture` sets 200. A kill that comes too late doesn't count.
"""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest

from crawler.replica.server import running
from tests.conftest import database
from tests.crawler.kills.armed import LESSONS, PHASES
from tests.crawler.kills.crawls import Crawls, differences, made_with_learned, phases

KILLS = int(os.environ.get("KILLS", "12"))
#: How many kills a first crawl sees, and the incremental one after it: each goes on where it was struck.
FIRST, LATER = 8, 4
INCREMENTAL = "in an incremental run"


@pytest.fixture(scope="module")
def later() -> Iterator[str]:
    """The replica's second edition: the same sites some time later."""
    with running(2) as address:
        yield address


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_killed_in_any_phase_nothing_is_lost_or_doubled(kind, request, replica, later, tmp_path):
    struck: Counter[str] = Counter()
    for seed in count():
        with ExitStack() as stack:
            address = f"sqlite:///{tmp_path}/{seed}.db"
            if kind == "postgresql":
                address = stack.enter_context(database(request.getfixturevalue("server")))
            struck += crawled(seed, address, (replica, later), tmp_path)
        needed = (*PHASES, *LESSONS, INCREMENTAL)
        if struck["all"] >= KILLS and min(struck[phase] for phase in needed) >= KILLS // 10:
            break
        assert seed * (FIRST + len(LESSONS) + LATER) < 3 * KILLS, f"kills come too late: {struck}"
    print(f"kills on {kind}:", ", ".join(f"{number} {phase}" for phase, number in sorted(struck.items())))


def crawled(seed: int, address: str, editions: tuple[str, str], folder: Path) -> Counter[str]:
    """Crawl both editions, undisturbed and killed, and compare; the kills that struck, by phase and in all."""
    portal = ("xnc", "hxw")[seed % 2]
    whole = Crawls(portal, f"sqlite:///{folder}/{seed}-whole.db", folder, seed)
    killed = Crawls(portal, address, folder, seed)
    struck: Counter[str] = Counter()
    wanted = phases(seed, FIRST), [*LESSONS, *phases(seed, LATER)]
    for edition, chosen, further in zip(editions, wanted, ((), (INCREMENTAL,)), strict=True):
        whole.whole(edition)
        for phase in chosen:
            if killed.killed(phase, edition):
                struck.update((phase, *further, "all"))
            if killed.finished:
                break  # once, as the other one: the next crawl would learn from it
        else:
            killed.whole(edition)
        assert differences(killed.address, whole.address) == {}
    assert made_with_learned(killed.address) > 0
    return struck
