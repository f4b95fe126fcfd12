"""``scrapy due --cluster``: what one process would have crawled, whoever dies meanwhile."""

import json
import os
import random
import signal
import time
from contextlib import closing
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text, update

from storage.database import open_store
from storage.tables import Lease, Run
from tests.crawler.cluster.machines import kill, until
from tests.crawler.commandline import scrapy
from tests.crawler.kills.crawls import contents

PORTALS = ("hxw", "xnc")
#: How often each of them is killed; `make torture` says more.
KILLS = int(os.environ.get("KILLS", "1"))
ONLY = [part for name in PORTALS for part in ("--only", name)]


@pytest.fixture(scope="module")
def undisturbed(replica, tmp_path_factory):
    """What one process crawls without a cluster."""
    address = f"sqlite:///{tmp_path_factory.mktemp('undisturbed')}/articles.db"
    ended = scrapy("crawl", *PORTALS, "-s", f"REPLICA={replica}", database=address)
    assert ended.returncode == 0, ended.stderr
    return address


def outcomes(database: str) -> list[str | None]:
    with closing(open_store(database)) as store, store.reading() as session:
        return list(session.scalars(select(Run.outcome).order_by(Run.id)))


def has_articles(database: str) -> bool:
    with closing(open_store(database)) as store, store.reading() as session:
        return bool(session.execute(text("SELECT count(*) FROM events")).scalar())


def expire(database: str) -> None:
    """Let dead runs' leases end now instead of in two minutes."""
    with closing(open_store(database)) as store, store.transaction() as session:
        session.execute(update(Lease).values(expires=datetime(2020, 1, 1, tzinfo=UTC)))


def left(database: str) -> dict[str, list[str]]:
    """What must not depend on who was killed. Which portal's copy comes first does: what is told of groups."""
    rows = {name: sorted(counted.elements()) for name, counted in contents(database).items()}
    rows["events"] = [each for each in rows["events"] if not each.startswith("('grouped'")]
    return rows


def settle(database: str) -> None:
    """Wait until runs that nobody looks after any more have come to their end."""
    deadline = time.monotonic() + 120
    while None in outcomes(database) and time.monotonic() < deadline:
        time.sleep(0.2)


def test_the_workers_crawl_what_one_process_crawls(cluster, undisturbed, replica):
    ended = cluster.run("due", *ONLY, "-s", f"REPLICA={replica}")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert left(cluster.database) == left(undisturbed)
    assert outcomes(cluster.database) == ["finished"] * len(PORTALS)
    first, second = (ended.stdout.index(f"\n{name} " if name != "hxw" else "hxw ") for name in PORTALS)
    assert first < second < ended.stdout.index("\ndatabase: postgresql://")
    again = cluster.run("due", *ONLY, "--jsonl", "-s", f"REPLICA={replica}")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


def test_json_lines_are_those_of_one_process(cluster, replica):
    ended = cluster.run("due", "--only", "xnc", "--jsonl", "-s", f"REPLICA={replica}")
    told = [json.loads(line) for line in ended.stdout.splitlines()]
    assert (told[0]["event"], told[-1]["event"], told[-1]["outcome"]) == ("began", "ended", "finished")
    assert (ended.returncode, told[-1]["articles"]["new"]) == (0, 30)


@pytest.mark.parametrize("seed", range(KILLS))
@pytest.mark.parametrize("who", ["client", "scheduler", "one"])
def test_whoever_dies_nothing_is_lost_or_doubled(who, seed, cluster, undisturbed, replica):
    arguments = ("due", *ONLY, "-s", f"REPLICA={replica}")
    process = cluster.client(*arguments)
    until(lambda: has_articles(cluster.database), process)
    time.sleep(random.Random(seed).uniform(0, 0.5))
    if who == "client":
        kill(process)
    else:
        cluster.kill(who)
    _, errors = process.communicate(timeout=240)
    assert "Traceback" not in errors
    if who == "scheduler":
        assert (process.returncode, errors.count("\n")) == (1, 1)
        assert "the scheduler tls://127.0.0.1:" in errors
    if who == "one":
        expire(cluster.database)  # the other worker goes on with its own crawl
    else:
        settle(cluster.database)
    cluster.mend()
    last = cluster.run(*arguments)
    assert last.returncode == 0, last.stderr
    assert left(cluster.database) == left(undisturbed)


def test_a_crawl_that_is_killed_is_told_and_gone_on_with(cluster, replica):
    arguments = ("due", "--only", "hxw", "-s", f"REPLICA={replica}")
    slowly = ("-s", "DOWNLOAD_DELAY=0.1")  # so that it goes on for seconds behind its first articles
    process = cluster.client(*arguments, *slowly)
    until(lambda: has_articles(cluster.database), process)
    with closing(open_store(cluster.database)) as store, store.reading() as session:
        holder = session.scalars(select(Run.holder)).one()
    os.kill(int(holder.rpartition(":")[2]), signal.SIGKILL)
    _, errors = process.communicate(timeout=240)
    assert process.returncode == 1
    assert "scrapy: hxw: its crawl on " in errors  # beside what its own processes wrote when they lost it
    assert errors.endswith(" was killed by signal 9\n")
    expire(cluster.database)
    assert cluster.run(*arguments).returncode == 0
    assert outcomes(cluster.database) == ["died", "finished"]


def test_ctrl_c_ends_the_crawls_cleanly_and_the_next_command_goes_on(cluster, undisturbed, replica):
    arguments = ("due", *ONLY, "-s", f"REPLICA={replica}")
    process = cluster.client(*arguments)
    until(lambda: has_articles(cluster.database), process)
    process.send_signal(signal.SIGINT)
    report, errors = process.communicate(timeout=240)
    assert (process.returncode, "Traceback" in errors) == (130, False)
    assert "stopped; what is left is asked by the next run" in report
    assert set(outcomes(cluster.database)) <= {"stopped", "finished"}
    assert cluster.run(*arguments).returncode == 0
    assert left(cluster.database) == left(undisturbed)
